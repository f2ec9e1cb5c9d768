//! The HTTP server: an accept loop of our own, because `axum::serve` sets no timer and so has no
//! header timeout, no cap on connections and no end to a graceful stop.

mod connection;
mod shutdown;
mod stalled;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use axum::Router;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::connection::Acceptor;
pub use self::shutdown::Shutdown;
use crate::config::ServerConfig;

/// How long to wait after an accept has failed for lack of descriptors or memory.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A server that listens but does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    addr: SocketAddr,
    config: ServerConfig,
    router: Router,
}

impl Server {
    /// Begins to listen. From here on clients may connect; they wait for [`Server::run`].
    pub async fn bind(config: ServerConfig, router: Router) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(&config.addr).await.with_context(|| {
            format!(
                "cannot listen on {}: set TESSERA_ADDR to another host:port, or stop the program \
                 that uses this one",
                config.addr
            )
        })?;
        let addr = listener.local_addr()?;
        Ok(Self {
            listener,
            addr,
            config,
            router,
        })
    }

    /// The address it listens on.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Serves until `shutdown` begins, then lets requests in flight run for the drain budget.
    pub async fn run(self, shutdown: Shutdown) {
        let stop_accepting = CancellationToken::new();
        let connections = TaskTracker::new();
        let acceptor = Arc::new(Acceptor::new(
            &self.config,
            self.router,
            stop_accepting.clone(),
        ));
        let slots = Arc::new(Semaphore::new(self.config.max_connections));

        let delay = self.config.drain_delay;
        tokio::select! {
            () = accept_forever(&self.listener, &slots, &connections, &acceptor) => {}
            () = begin_stop(&shutdown, delay) => {}
        }
        drop(self.listener);
        stop_accepting.cancel();
        connections.close();
        let budget = self.config.drain_budget;
        if tokio::time::timeout(budget, connections.wait())
            .await
            .is_err()
        {
            tracing::warn!(
                connections = connections.len(),
                ?budget,
                "the drain budget is used up"
            );
            acceptor.abort();
            connections.wait().await;
        }
    }
}

/// Returns when accepting should stop: the readiness check has turned false a `delay` ago.
async fn begin_stop(shutdown: &Shutdown, delay: Duration) {
    shutdown.began().await;
    tokio::time::sleep(delay).await;
}

async fn accept_forever(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    connections: &TaskTracker,
    acceptor: &Arc<Acceptor>,
) {
    // Waiting for a slot before accepting leaves the surplus in the system's queue. The semaphore
    // is never closed, so the loop does not end by itself.
    while let Ok(slot) = Arc::clone(slots).acquire_owned().await {
        let (stream, peer) = accept(listener).await;
        connections.spawn(serve(Arc::clone(acceptor), stream, peer, slot));
    }
}

async fn serve(
    acceptor: Arc<Acceptor>,
    stream: TcpStream,
    peer: SocketAddr,
    slot: OwnedSemaphorePermit,
) {
    acceptor.serve(stream, peer).await;
    drop(slot);
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The client is gone already: no fault of ours.
            Err(error)
                if matches!(
                    error.kind(),
                    ConnectionAborted | ConnectionRefused | ConnectionReset
                ) => {}
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

#[cfg(test)]
mod tests;
