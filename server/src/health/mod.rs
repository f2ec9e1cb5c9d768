//! What machines ask about this process: `/healthz`, `/readyz` and `/metrics`.

mod exposition;
mod process;
mod readiness;

use axum::{
    Json, Router,
    extract::{FromRef, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

pub use self::{
    exposition::Metrics,
    readiness::{CheckResult, Flag, Readiness, Report},
};

use crate::routes::{self, Operation, Route};

/// What the handlers need.
#[derive(Clone)]
struct Health {
    readiness: Readiness,
    metrics: Metrics,
}

impl FromRef<Health> for Readiness {
    fn from_ref(health: &Health) -> Self {
        health.readiness.clone()
    }
}

impl FromRef<Health> for Metrics {
    fn from_ref(health: &Health) -> Self {
        health.metrics.clone()
    }
}

const ROUTES: &[Route<Health>] = routes::list! {
    get "/healthz" => healthz;
    get "/readyz" => readyz;
    get "/metrics" => exposition;
};

/// Every operation: for the tests that know who may what.
pub fn operations() -> Vec<Operation> {
    routes::operations(ROUTES)
}

/// The routes. They answer without a session: a balancer and a collector have none.
pub fn router(readiness: Readiness, metrics: Metrics) -> Router {
    routes::router(ROUTES).with_state(Health { readiness, metrics })
}

/// The process runs and answers. It asks nobody else: restarting this process would not mend the
/// database.
async fn healthz() -> Response {
    (
        [(header::CACHE_CONTROL, "no-store")],
        Json(serde_json::json!({ "status": "ok" })),
    )
        .into_response()
}

/// Whether requests should be sent here.
async fn readyz(State(readiness): State<Readiness>) -> Response {
    let report = readiness.report().await;
    let status = if report.is_ready() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(report)).into_response()
}

async fn exposition(State(metrics): State<Metrics>) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, metrics.render()).into_response()
}
