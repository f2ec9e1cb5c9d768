//! The routes of the whole process.

use axum::Router;

use crate::{
    assets,
    config::ServerConfig,
    database::Pool,
    health::{self, Flag, Metrics, Readiness},
    middleware,
    server::Shutdown,
};

/// Puts health checks and files next to `pages` (pages and API, with their fallback) and the
/// standard middleware around all of them.
pub fn assemble(
    config: &ServerConfig,
    readiness: Readiness,
    metrics: Metrics,
    pages: Router,
) -> Router {
    let routes = health::router(readiness, metrics)
        .merge(assets::router())
        .merge(pages);
    middleware::standard(routes, config)
}

/// Ready means: the database answers, it has every migration this program knows, and `catalog`
/// has been set by whoever loads the first snapshot.
pub fn readiness(pool: &Pool, catalog: Flag, shutdown: Shutdown) -> Readiness {
    let (ping, migrations) = (pool.clone(), pool.clone());
    Readiness::builder()
        .check("database", move || {
            let pool = ping.clone();
            async move {
                backend::db::ping(&pool)
                    .await
                    .map_err(|_| "does not answer".into())
            }
        })
        .check("migrations", move || {
            let pool = migrations.clone();
            async move {
                match backend::db::pending_migrations(&pool).await {
                    Ok(0) => Ok(()),
                    Ok(pending) => Err(format!("{pending} missing: run `tessera migrate`")),
                    Err(_) => Err("unknown".into()),
                }
            }
        })
        .flag("catalog", catalog)
        .build(shutdown)
}
