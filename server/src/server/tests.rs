//! The server over real sockets.

use std::{io, time::Duration};

use axum::{Router, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, sleep, timeout},
};

use super::*;

const LONG: Duration = Duration::from_secs(5);

struct Running {
    addr: SocketAddr,
    shutdown: Shutdown,
    server: tokio::task::JoinHandle<()>,
}

async fn start(change: impl FnOnce(&mut ServerConfig)) -> anyhow::Result<Running> {
    let mut config = ServerConfig::for_testing();
    config.header_timeout = Duration::from_millis(300);
    change(&mut config);
    let slow = get(|| async {
        sleep(Duration::from_millis(500)).await;
        "slow"
    });
    let hang = get(std::future::pending::<&'static str>);
    let router = Router::new()
        .route("/", get(|| async { "hello" }))
        .route("/slow", slow)
        .route("/hang", hang);
    let server = Server::bind(config, router).await?;
    let (addr, shutdown) = (server.addr(), Shutdown::new());
    let stop = shutdown.clone();
    #[expect(clippy::disallowed_methods, reason = "the tests wait for its handle")]
    let server = tokio::spawn(server.run(stop));
    Ok(Running {
        addr,
        shutdown,
        server,
    })
}

/// Sends `text` and reads until the server closes the connection.
async fn exchange(addr: SocketAddr, text: &str) -> anyhow::Result<String> {
    let mut stream = TcpStream::connect(addr).await?;
    stream.write_all(text.as_bytes()).await?;
    let mut answer = Vec::new();
    match timeout(LONG, stream.read_to_end(&mut answer)).await? {
        Err(error) if error.kind() != io::ErrorKind::ConnectionReset => Err(error.into()),
        _ => Ok(String::from_utf8_lossy(&answer).into_owned()),
    }
}

fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
}

#[tokio::test]
async fn requests_are_answered() -> anyhow::Result<()> {
    let running = start(|_| {}).await?;
    assert!(
        exchange(running.addr, &request("/"))
            .await?
            .ends_with("hello")
    );
    Ok(())
}

#[tokio::test]
async fn clients_that_do_not_finish_their_headers_are_cut_off() -> anyhow::Result<()> {
    let running = start(|_| {}).await?;
    for begun in [
        "",
        "G",
        "PRI * HT",
        "GET / HTTP/1.1\r\nhost: x\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let before = Instant::now();
        exchange(running.addr, begun).await?;
        let took = before.elapsed();
        assert!(
            took > Duration::from_millis(250) && took < Duration::from_secs(3),
            "{begun:?}: {took:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_full_server_serves_the_next_when_one_leaves() -> anyhow::Result<()> {
    let running = start(|config| config.max_connections = 1).await?;
    let idle = TcpStream::connect(running.addr).await?;
    let before = Instant::now();
    assert!(
        exchange(running.addr, &request("/"))
            .await?
            .ends_with("hello")
    );
    assert!(
        before.elapsed() > Duration::from_millis(250),
        "the idle one held the only slot"
    );
    drop(idle);
    Ok(())
}

#[tokio::test]
async fn a_stop_lets_requests_finish_and_refuses_new_ones() -> anyhow::Result<()> {
    let running = start(|_| {}).await?;
    let text = request("/slow");
    let in_flight = exchange(running.addr, &text);
    let stop = async {
        sleep(Duration::from_millis(100)).await;
        running.shutdown.begin();
        sleep(Duration::from_millis(100)).await;
        TcpStream::connect(running.addr).await.is_err()
    };
    let (answer, refused) = tokio::join!(in_flight, stop);
    assert!(answer?.ends_with("slow"));
    assert!(refused);
    timeout(LONG, running.server).await??;
    Ok(())
}

#[tokio::test]
async fn the_drain_budget_ends_what_does_not_end() -> anyhow::Result<()> {
    let running = start(|config| config.drain_budget = Duration::from_millis(300)).await?;
    let mut hanging = TcpStream::connect(running.addr).await?;
    hanging.write_all(request("/hang").as_bytes()).await?;
    sleep(Duration::from_millis(100)).await;
    let before = Instant::now();
    running.shutdown.begin();
    timeout(LONG, running.server).await??;
    assert!(before.elapsed() < Duration::from_secs(2));
    Ok(())
}
