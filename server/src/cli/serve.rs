//! `tessera serve`.

use axum::Router;
use tokio_util::task::TaskTracker;

use super::say;
use crate::{
    assets::Assets,
    config::Config,
    database::Database,
    health::{Flag, Metrics},
    router,
    server::{Server, Shutdown},
};

/// Serves until a signal says stop.
pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    for name in &config.unknown {
        tracing::warn!("{name} is set but means nothing to Tessera: is it misspelled?");
    }
    let assets = Assets::load()?;
    let shutdown = Shutdown::on_signals()?;
    let database = Database::open(&config.database).await?;
    let result = serve(config, &database, assets, shutdown).await;
    database.close().await;
    result
}

async fn serve(
    config: Config,
    database: &Database,
    assets: Assets,
    shutdown: Shutdown,
) -> anyhow::Result<()> {
    backend::db::migrate(&database.web).await?;
    let metrics = Metrics::install()?;
    let catalog = Flag::new();
    let readiness = router::readiness(&database.web, catalog.clone(), shutdown.clone());
    let router = router::assemble(&config.server, readiness, metrics.clone(), Router::new());

    let server = Server::bind(config.server, router).await?;
    say(&format!("Tessera listens on http://{}", server.addr()))?;
    tracing::info!(addr = %server.addr(), bundle = assets.manifest().output_name, "listening");

    let background = TaskTracker::new();
    let stop = shutdown.clone();
    background.spawn(async move {
        tokio::select! {
            () = metrics.upkeep() => {}
            () = stop.began() => {}
        }
    });
    server.run(shutdown).await;
    background.close();
    background.wait().await;
    tracing::info!("stopped");
    Ok(())
}
