//! What is exported can be imported elsewhere.

use backend::catalog::export::export;
use backend::catalog::import::Format;
use tests::{TestApp, now};

#[tokio::test]
async fn a_catalog_moves_whole() {
    let from = TestApp::starter().await;
    let text = export(&from.database.pool, now()).await.unwrap();
    let mut to = TestApp::empty().await;
    let report = to.import(Format::Tessera, text.as_bytes()).await.unwrap();
    to.refresh().await;
    let (a, b) = (
        from.services.catalog.snapshot(),
        to.services.catalog.snapshot(),
    );
    assert_eq!(report.offerings, a.offerings.len());
    assert_eq!(
        (a.entries.len(), a.offerings.len()),
        (b.entries.len(), b.offerings.len())
    );
    for (x, y) in a.entries.iter().zip(&b.entries) {
        assert_eq!(
            (&x.slug, x.best, x.lifecycle, x.providers),
            (&y.slug, y.best, y.lifecycle, y.providers)
        );
        assert_eq!(
            x.model().map(|m| m.scores.len()),
            y.model().map(|m| m.scores.len()),
            "{}",
            x.slug
        );
    }
    let periods = |s: &backend::catalog::snapshot::Snapshot| {
        s.offerings.iter().map(|o| o.periods.len()).sum::<usize>()
    };
    assert_eq!(periods(&a), periods(&b));
    assert!(
        to.import(Format::Tessera, text.as_bytes())
            .await
            .unwrap()
            .is_unchanged()
    );
}
