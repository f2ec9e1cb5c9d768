//! A load of our own: a few connections that ask again as soon as they have
//! their answer, from threads of their own, for a fixed time. It does as little
//! as it can beside what is measured: both share the machine.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use server::config::ServerConfig;
use server::middleware;
use server::server::{Server, Shutdown};

/// Enough that the server always has something to do.
const CONNECTIONS: usize = 8;
/// What is read at once.
const READ: usize = 64 << 10;
/// How the last chunk of an answer ends.
const LAST: &[u8; 5] = b"0\r\n\r\n";
const WARM_UP: Duration = Duration::from_millis(700);
const MEASURED: Duration = Duration::from_secs(3);

/// Serves a router from one thread, as one core would, with all that the program has around it: its
/// accept loop, limits, headers, metrics, log lines and compression.
pub(crate) fn serve(router: Router) -> SocketAddr {
    let config = ServerConfig::for_testing();
    let router = middleware::standard(router, &config);
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async move {
            let server = Server::bind(config, router).await.expect("a port");
            tell.send(server.addr()).expect("somebody waits");
            server.run(Shutdown::new()).await;
        });
    });
    told.recv().expect("the server starts")
}

/// Answers a second. `address` makes the address of the nth request.
pub(crate) fn throughput(
    server: SocketAddr,
    headers: &str,
    address: &(dyn Fn(u64) -> String + Sync),
) -> f64 {
    let (count, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let end = Instant::now() + WARM_UP + MEASURED;
    let started = Instant::now() + WARM_UP;
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut connection = Connection::open(server);
                while Instant::now() < end {
                    let n = count.fetch_add(1, Ordering::Relaxed);
                    connection.get(&address(n), headers);
                    if Instant::now() >= started {
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let answers = done.load(Ordering::Relaxed) as f64;
    answers / MEASURED.as_secs_f64()
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn open(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        Self {
            stream,
            buffer: vec![0; READ],
        }
    }

    /// Asks and reads the whole answer; anything but 200 ends the run.
    fn get(&mut self, address: &str, headers: &str) {
        let request = format!("GET {address} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n");
        let sent = self.stream.write_all(request.as_bytes());
        sent.expect("a request is sent");
        let mut came = self.read();
        let head = came.windows(4).position(|w| w == b"\r\n\r\n");
        let (head, body) = came.split_at(head.expect("the head comes at once") + 4);
        assert!(
            head.starts_with(b"HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(head)
        );
        let length = content_length(head);
        let mut read = body.len();
        let mut end = [0; LAST.len()];
        loop {
            keep_end(&mut end, came);
            if length.map_or(end == *LAST, |length| read >= length) {
                return;
            }
            came = self.read();
            read += came.len();
        }
    }

    fn read(&mut self) -> &[u8] {
        let n = self.stream.read(&mut self.buffer).expect("an answer comes");
        assert!(n > 0, "the server closed the connection");
        &self.buffer[..n]
    }
}

/// The length of the body, where the head tells it: else it comes in chunks.
fn content_length(head: &[u8]) -> Option<usize> {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let value = head.split("content-length: ").nth(1)?;
    value.lines().next()?.trim().parse().ok()
}

/// Keeps the last bytes of everything that came.
fn keep_end(end: &mut [u8; LAST.len()], came: &[u8]) {
    let new = came.len().min(end.len());
    end.rotate_left(new);
    end[LAST.len() - new..].copy_from_slice(&came[came.len() - new..]);
}
