//! The order to stop, known to everything that outlives a request.

use tokio_util::sync::CancellationToken;

/// A handle on the stop of this process. Clones stand for the same stop.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    token: CancellationToken,
}

impl Shutdown {
    /// A stop that begins when [`Shutdown::begin`] is called.
    pub fn new() -> Self {
        Self::default()
    }

    /// A stop that begins at the first SIGTERM or SIGINT. The second one exits at once: whoever
    /// sends it does not want to wait for the drain budget.
    pub fn on_signals() -> anyhow::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut term, mut int) = (
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
        );
        let shutdown = Self::new();
        let begun = shutdown.clone();
        // Lives as long as the process, so nothing needs to wait for it.
        tokio_util::task::TaskTracker::new().spawn(async move {
            for times in 1.. {
                let name = tokio::select! {
                    _ = term.recv() => "SIGTERM",
                    _ = int.recv() => "SIGINT",
                };
                if times > 1 {
                    tracing::warn!("{name} again: exiting at once");
                    std::process::exit(130);
                }
                tracing::info!("{name}: stopping; requests in flight may finish");
                begun.begin();
            }
        });
        Ok(shutdown)
    }

    /// Begins to stop.
    pub fn begin(&self) {
        self.token.cancel();
    }

    /// Whether the stop has begun: readiness is false from then on.
    pub fn has_begun(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Waits until the stop begins. Event streams end on it; background work stops on it.
    pub async fn began(&self) {
        self.token.cancelled().await;
    }
}
