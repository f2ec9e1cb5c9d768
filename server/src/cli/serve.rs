//! `tessera serve`.

use anyhow::Context as _;
use app::context::OpenApi;
use backend::{
    Services,
    catalog::{Catalog, import},
};
use tokio_util::task::TaskTracker;

use super::say;
use crate::{
    api,
    assets::Assets,
    clock,
    config::Config,
    database::Database,
    health::{Flag, Metrics},
    router,
    server::{Server, Shutdown},
    web::{self, PageCache},
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
    if let Some(report) = import::load_starter(&database.web).await? {
        tracing::info!(offerings = report.offerings, "built-in catalog loaded");
    }
    let metrics = Metrics::install()?;
    let catalog = Catalog::open(&database.web, clock::now)
        .await
        .context("cannot read the catalog")?;
    let loaded = Flag::new();
    loaded.set(true);
    let services = Services {
        pool: database.web.clone(),
        catalog: catalog.clone(),
        clock: clock::now,
    };
    let context = web::Context {
        services: services.clone(),
        assets: web::assets(assets.manifest()),
        openapi: OpenApi(std::sync::Arc::new(api::openapi())),
    };
    let pages = web::router(context, PageCache::new())
        .merge(api::router_at(services, config.server.public_url.clone()));
    let readiness = router::readiness(&database.web, loaded, shutdown.clone());
    let router = router::assemble(&config.server, readiness, metrics.clone(), pages);

    let server = Server::bind(config.server, router).await?;
    say(&format!("Tessera listens on http://{}", server.addr()))?;
    tracing::info!(addr = %server.addr(), bundle = assets.manifest().output_name, "listening");

    let background = TaskTracker::new();
    let stop = shutdown.clone();
    let pool = database.background.clone();
    background.spawn(async move {
        tokio::select! {
            () = metrics.upkeep() => {}
            () = catalog.follow(&pool, clock::now) => {}
            () = stop.began() => {}
        }
    });
    server.run(shutdown).await;
    background.close();
    background.wait().await;
    tracing::info!("stopped");
    Ok(())
}
