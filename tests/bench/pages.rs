//! Pages a second on one core: drawn, from the cache, and as a static file.

use std::sync::Arc;

use app::context::{Assets, OpenApi};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, header};
use axum::routing::get;
use backend::Services;
use server::web::{self, PageCache};
use tower::ServiceExt;

use crate::http::{serve, throughput};
use crate::report::Table;

fn router(services: &Services, cache: PageCache) -> Router {
    let assets = Assets {
        development: false,
        ..tests::assets()
    };
    let openapi = OpenApi(Arc::new(server::api::openapi()));
    web::router(
        web::Context {
            services: services.clone(),
            assets,
            openapi,
        },
        cache,
        None,
    )
}

/// The catalog page with 48 cards.
pub(crate) fn measure(services: &Services, table: &mut Table) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let fetch = |encoding: &'static str| {
        let router = router(services, PageCache::new());
        runtime.block_on(async move {
            let ask = || {
                Request::get("/models")
                    .header(header::ACCEPT_ENCODING, encoding)
                    .body(Body::empty())
                    .expect("a request")
            };
            let answer = router.oneshot(ask()).await.expect("an answer");
            to_bytes(answer.into_body(), 64 << 20)
                .await
                .expect("a body")
        })
    };
    let (plain, packed) = (fetch("identity"), fetch("br"));
    assert_eq!(
        String::from_utf8_lossy(&plain)
            .matches("class=\"model-card\"")
            .count(),
        48,
        "48 cards"
    );

    let drawn = serve(router(services, PageCache::disabled()));
    let cached = serve(router(services, PageCache::new()));
    let fixed = serve(static_file(plain.clone()));
    let fixed_packed = serve(static_file(packed.clone()));
    let page = |_| "/models".to_owned();
    let (drawn, cached) = (
        throughput(drawn, "", &page),
        throughput(cached, "accept-encoding: br\r\n", &page),
    );
    let (fixed, fixed_packed) = (
        throughput(fixed, "", &page),
        throughput(fixed_packed, "", &page),
    );

    table.at_least(
        "catalog page with 48 cards, drawn",
        drawn,
        "pages/s",
        6_000.0,
        3_000.0,
    );
    table.note(format!(
        "drawn is {:.2} of the same {} KB as a static file ({fixed:.0}/s)",
        drawn / fixed,
        plain.len() / 1024
    ));
    table.at_least(
        "the same from the cache, brotli",
        cached,
        "pages/s",
        25_000.0,
        25_000.0,
    );
    table.note(format!(
        "cached is {:.2} of the same {} KB as a static file ({fixed_packed:.0}/s)",
        cached / fixed_packed,
        packed.len() / 1024
    ));
    table.at_most("catalog page, brotli", kib(packed.len()), "KiB", 60.0, 60.0);
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn kib(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}

fn static_file(body: Bytes) -> Router {
    Router::new().route(
        "/models",
        get(move || async move { ([(header::CONTENT_TYPE, "text/html")], body) }),
    )
}
