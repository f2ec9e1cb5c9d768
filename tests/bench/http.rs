//! A load of our own: a few connections that ask again as soon as they have
//! their answer, from threads of their own, for a fixed time.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;

const CONNECTIONS: usize = 32;
const WARM_UP: Duration = Duration::from_millis(700);
const MEASURED: Duration = Duration::from_secs(3);

/// Serves a router from one thread, as one core would.
pub(crate) fn serve(router: Router) -> SocketAddr {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
                .await
                .expect("a port");
            tell.send(listener.local_addr().expect("an address"))
                .expect("somebody waits");
            axum::serve(listener, router).await
        })
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
            buffer: vec![0; 1 << 20],
        }
    }

    /// Asks and reads the whole answer; anything but 200 ends the run.
    fn get(&mut self, address: &str, headers: &str) {
        let request = format!("GET {address} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n");
        self.stream
            .write_all(request.as_bytes())
            .expect("a request is sent");
        let mut read = 0;
        loop {
            let n = self
                .stream
                .read(&mut self.buffer[read..])
                .expect("an answer comes");
            assert!(n > 0, "the server closed the connection");
            read += n;
            if complete(&self.buffer[..read]) {
                break;
            }
        }
        assert!(
            self.buffer.starts_with(b"HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(&self.buffer[..read.min(300)])
        );
    }
}

/// Whether the answer is whole: by its length, or by the last chunk.
fn complete(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|w| w == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    match head
        .split("content-length: ")
        .nth(1)
        .and_then(|r| r.lines().next()?.trim().parse::<usize>().ok())
    {
        Some(length) => answer.len() >= end + 4 + length,
        None => answer.ends_with(b"0\r\n\r\n"),
    }
}
