//! Searching, with facets counted and typos forgiven.

use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use backend::Services;
use domain::catalog_query::CatalogQuery;
use tower::ServiceExt;

use crate::report::{Table, percentile};

const ROUNDS: usize = 60;
/// How many of the slowest questions are named.
const NAMED: usize = 4;
/// What people ask: words, typos, facets, prices, orders and later pages.
const QUESTIONS: [&str; 17] = [
    "q=claude+sonnet",
    "q=cluade+sonet",
    "q=gemni+flsh&can=tools",
    "q=llama&provider=provider-7",
    "q=mistral+large&sort=input",
    "q=instruct&in=image&can=tools",
    "q=quen+coder&publisher=publisher-3&sort=newest",
    "q=deepsek",
    "provider=provider-1&provider=provider-2&sort=output",
    "provider=provider-1&region=region-4&deployment=serverless_regional",
    "can=tools&can=json_schema&in=image&sort=context",
    "price=0.0000005&sort=input",
    "q=nemotron+vision&price=0.000001",
    "task=code&open=1",
    "sort=name&page=3",
    "price=0.000001&sort=throughput",
    "",
];

/// The search itself and the handler that answers it as JSON.
pub(crate) fn measure(services: &Services, offerings: usize, table: &mut Table) {
    let (goal, floor) = if offerings <= 7_000 {
        (0.5, 1.0)
    } else {
        (2.0, 5.0)
    };
    let times = find(services);
    table.note(format!(
        "slowest searches at {offerings} offerings: {}",
        slowest(&times)
    ));
    let mut times: Vec<_> = times.into_iter().flatten().collect();
    let p50 = percentile(&mut times, 50);
    table.note(format!(
        "search at {offerings} offerings: p50 {p50:.3} ms without HTTP and JSON"
    ));
    let p99 = percentile(&mut times, 99);
    table.at_most(
        format!("search with facets and typos, {offerings} offerings, p99"),
        p99,
        "ms",
        goal,
        floor,
    );
    let p99 = percentile(&mut handler(services), 99);
    table.at_most(
        format!("the same through the JSON handler, {offerings} offerings, p99"),
        p99,
        "ms",
        goal,
        floor,
    );
}

/// The questions that take longest, with the median of each.
fn slowest(times: &[Vec<Duration>]) -> String {
    let medians = QUESTIONS.iter().zip(times).map(|(question, times)| {
        let median = percentile(&mut times.clone(), 50);
        (*question, median)
    });
    let mut medians: Vec<_> = medians.collect();
    medians.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let said = medians.iter().take(NAMED).map(|(question, median)| {
        let question = if question.is_empty() { "all" } else { question };
        format!("{question} {median:.2} ms")
    });
    said.collect::<Vec<_>>().join(", ")
}

/// How long each round of each question took.
fn find(services: &Services) -> Vec<Vec<Duration>> {
    let snapshot = services.catalog.snapshot();
    let queries: Vec<CatalogQuery> = QUESTIONS.iter().map(|q| query(q)).collect();
    let ask = |query| {
        let started = Instant::now();
        let results = snapshot.find(query);
        // All that a page shows beside the list.
        std::hint::black_box((results.facets(), results.contexts(), results.prices()));
        std::hint::black_box(results);
        started.elapsed()
    };
    let mut times = vec![Vec::with_capacity(ROUNDS); queries.len()];
    for round in 0..=ROUNDS {
        for (query, times) in queries.iter().zip(&mut times) {
            let took = ask(query);
            // The first round only warms up.
            if round > 0 {
                times.push(took);
            }
        }
    }
    times
}

fn handler(services: &Services) -> Vec<Duration> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let router = server::api::router(services.clone());
    let ask = async |question: &str| {
        let request = Request::get(format!("/api/v1/models?facets=1&{question}"))
            .body(Body::empty())
            .expect("a request");
        let started = Instant::now();
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert!(response.status().is_success(), "{question}");
        to_bytes(response.into_body(), 64 << 20)
            .await
            .expect("a body");
        started.elapsed()
    };
    runtime.block_on(async {
        for question in QUESTIONS {
            ask(question).await;
        }
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            for question in QUESTIONS {
                times.push(ask(question).await);
            }
        }
        times
    })
}

fn query(question: &str) -> CatalogQuery {
    let pairs = app::context::parse_pairs(question).expect("pairs");
    CatalogQuery::from_pairs(pairs).expect("a query")
}
