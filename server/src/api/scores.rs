//! `/api/v1/benchmarks` and `/api/v1/scores`.

use axum::{Json, extract::State};
use backend::{
    Services,
    catalog::snapshot::{Benchmark, Snapshot},
};
use domain::catalog_query::CatalogQuery;

use super::{
    dto::{BenchmarkList, ScoreList},
    input::Pairs,
    params::ScoreParams,
    problem::Problem,
};

/// List benchmarks.
///
/// Every benchmark of which some model has a published figure, the best covered first. Figures can
/// be compared only within one of them: edition, part and metric belong to it.
#[utoipa::path(get, path = "/api/v1/benchmarks", tag = "Catalog", operation_id = "listBenchmarks",
    responses((status = 200, description = "All benchmarks.", body = BenchmarkList)))]
pub(super) async fn list_benchmarks(State(services): State<Services>) -> Json<BenchmarkList> {
    let snapshot = services.catalog.snapshot();
    Json(BenchmarkList::new(&snapshot.benchmarks()))
}

/// List scores.
///
/// The best figure in one benchmark of every model that matches, the best model first, with what it
/// costs: the data of the chart of quality against cost. It takes the filters of the catalog, so
/// retired models are there if `lifecycle` asks for them, and is not cut into pages.
#[utoipa::path(get, path = "/api/v1/scores", tag = "Catalog", operation_id = "listScores",
    params(ScoreParams),
    responses((status = 200, description = "A score for each model that has one.", body = ScoreList)))]
pub(super) async fn list(
    State(services): State<Services>,
    pairs: Pairs,
) -> Result<Json<ScoreList>, Problem> {
    let query = CatalogQuery::from_pairs(pairs.0.iter().map(|(n, v)| (n, v)))?;
    super::models::refuse_personal(&query)?;
    let snapshot = services.catalog.snapshot();
    let benchmark = benchmark(&snapshot, &pairs)?;
    Ok(Json(ScoreList::new(
        &snapshot,
        &query,
        &benchmark,
        pairs.last("variant"),
    )))
}

fn benchmark(snapshot: &Snapshot, pairs: &Pairs) -> Result<Benchmark, Problem> {
    let id = pairs.last("benchmark").unwrap_or_default();
    let mut known = snapshot.benchmarks().into_iter().map(|c| c.benchmark);
    known
        .find(|benchmark| benchmark.word() == id)
        .ok_or_else(|| Problem::field("benchmark", "must be the id of one of /api/v1/benchmarks"))
}
