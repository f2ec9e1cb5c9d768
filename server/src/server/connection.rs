//! One connection: HTTP/1.1 or HTTP/2, with limits on everything a client may take its time for.

use std::{
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use tower::Service;

use super::stalled::StallGuard;
use crate::config::ServerConfig;

/// Requests one HTTP/2 connection may have open; more wait on the client's side.
const MAX_STREAMS: u32 = 200;

/// Headers of one request together. The longest real ones carry cookies of a few kilobytes.
const MAX_HEADER_BYTES: u32 = 32 * 1024;

/// How often a quiet HTTP/2 connection is asked for a sign of life, and how long that may take.
const PING: Duration = Duration::from_secs(20);

/// How long a client may take to accept any part of an answer.
const WRITE_STALL: Duration = Duration::from_mins(1);

/// Serves connections, all in the same way.
#[derive(Debug)]
pub(super) struct Acceptor {
    http: auto::Builder<TokioExecutor>,
    router: Router,
    first_request: Duration,
    stopping: CancellationToken,
    aborted: CancellationToken,
}

impl Acceptor {
    pub(super) fn new(config: &ServerConfig, router: Router, stopping: CancellationToken) -> Self {
        Self {
            http: builder(config.header_timeout),
            router,
            first_request: config.header_timeout,
            stopping,
            aborted: CancellationToken::new(),
        }
    }

    /// Ends every connection now.
    pub(super) fn abort(&self) {
        self.aborted.cancel();
    }

    /// Serves one connection to its end.
    pub(super) async fn serve(&self, stream: TcpStream, peer: SocketAddr) {
        // Without this, small frames of a stream wait for the client's acknowledgment. It fails
        // only when the connection is gone, which the next read finds out.
        let _ = stream.set_nodelay(true);
        let io = TokioIo::new(StallGuard::new(stream, WRITE_STALL));
        let has_request = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&has_request);
        let router = self.router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            seen.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().call(request.map(Body::new))
        });
        let mut connection = pin!(self.http.serve_connection(io, service));
        let mut stopping = false;
        let mut late = pin!(tokio::time::sleep(self.first_request));
        let mut waiting_for_first = true;
        loop {
            tokio::select! {
                // Errors are the client's: a reset, a timeout, not HTTP. Nobody could act on them.
                _ = connection.as_mut() => return,
                () = self.aborted.cancelled() => return,
                () = self.stopping.cancelled(), if !stopping => {
                    stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
                // hyper's header timeout begins once the protocol is known: a client that sends
                // nothing, or half of an HTTP/2 greeting, would stay for ever.
                () = late.as_mut(), if waiting_for_first => {
                    waiting_for_first = false;
                    if !has_request.load(Ordering::Relaxed) {
                        return;
                    }
                }
            }
        }
    }
}

fn builder(header_timeout: Duration) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout)
        .max_buf_size(2 * MAX_HEADER_BYTES as usize)
        .max_headers(100);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(MAX_HEADER_BYTES)
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING);
    builder
}
