//! What only development shows, and what is drawn before anybody asks.

use std::sync::Arc;

use app::components::prepare_cards;
use app::context::{Assets, OpenApi};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use server::web::{self, PageCache};
use tests::TestApp;
use tower::ServiceExt as _;

#[tokio::test]
async fn a_release_has_no_page_of_the_design_and_none_of_mails() {
    let app = TestApp::starter().await;
    for (development, shows_mail) in [(false, false), (false, true), (true, true)] {
        let context = web::Context {
            services: app.services.clone(),
            assets: Assets {
                development,
                shows_mail,
                ..tests::assets()
            },
            openapi: OpenApi(Arc::new(server::api::openapi())),
        };
        let router = web::router(context, PageCache::new(), None);
        for (page, is_there) in [("/design", development), ("/development/mail", shows_mail)] {
            let request = Request::get(page).body(Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            let status = if is_there {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!(
                answer.status(),
                status,
                "{page}: {development} {shows_mail}"
            );
        }
    }
}

#[tokio::test]
async fn prepared_cards_are_those_that_are_drawn_for_a_page() {
    let (before, after) = (TestApp::starter().await, TestApp::starter().await);
    let grid = |page: &str| {
        let (_, grid) = page.split_once("class=\"model-grid\"").unwrap();
        grid.split_once("</ul>").unwrap().0.to_owned()
    };
    let drawn = grid(&before.get("/models").await.text());
    prepare_cards(&after.services.catalog.snapshot());
    assert_eq!(grid(&after.get("/models").await.text()), drawn);
    assert_eq!(drawn.matches("class=\"model-card\"").count(), 48);
}
