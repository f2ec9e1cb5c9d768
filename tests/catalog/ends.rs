//! What ends soon: models, and what single providers sell of them.

use tests::TestApp;

/// On 22 November 2026: a model that goes on and ends at one provider, one that
/// ends, a listing that ends in two steps, and one of which only a part ends; so
/// does a model whose provider goes on selling it in another way.
const FEED: &str = r#"{"tessera_catalog":1,"as_of":"2026-11-20","complete":false,
    "source":{"slug":"own","name":"Own"},"publishers":[{"slug":"acme","name":"Acme"}],
    "providers":[{"slug":"shop","name":"Shop Cloud"},{"slug":"mall","name":"Mall Cloud"},
        {"slug":"kiosk","name":"Kiosk Cloud"}],
    "models":[{"id":"acme/moves","publisher":"acme","name":"Moves"},
        {"id":"acme/stays","publisher":"acme","name":"Stays","retires_on":"2028-01-01"},
        {"id":"acme/ends","publisher":"acme","name":"Ends","retires_on":"2026-12-24"}],
    "offerings":[{"provider":"shop","model":"acme/stays","upstream":"stays","retires_on":"2026-12-20"},
        {"provider":"mall","model":"acme/stays","upstream":"stays"},
        {"provider":"mall","model":"acme/ends","upstream":"ends","retires_on":"2026-12-24"},
        {"provider":"shop","upstream":"unknown","name":"Unknown","retires_on":"2026-12-01"},
        {"provider":"shop","upstream":"unknown","name":"Unknown","deployment":"batch","retires_on":"2027-01-02"},
        {"provider":"kiosk","upstream":"half","name":"Half","retires_on":"2026-12-03"},
        {"provider":"kiosk","upstream":"half","name":"Half","deployment":"batch"},
        {"provider":"kiosk","model":"acme/moves","upstream":"moves","retires_on":"2026-12-05"},
        {"provider":"kiosk","model":"acme/moves","upstream":"moves","deployment":"batch"}]}"#;

#[tokio::test]
async fn the_start_names_what_ends_at_a_provider() {
    let app = TestApp::with_feed(FEED).await;
    let page = app.get("/").await.text();
    let (_, list) = page.split_once("id=\"retiring\"").unwrap();
    let (list, _) = list.split_once("</section>").unwrap();
    let place = |words: &str| {
        list.find(words)
            .unwrap_or_else(|| panic!("{words}: {list}"))
    };
    let order = [
        "1 Dec 2026",
        "3 Dec 2026",
        "5 Dec 2026",
        "at Shop Cloud",
        "20 Dec 2026",
        "24 Dec 2026",
    ];
    assert!(order.map(place).is_sorted(), "by date: {list}");
    assert_eq!(list.matches("24 Dec 2026").count(), 1, "said of the model");
    // Whoever goes on selling it in another way is not named.
    assert_eq!(list.matches("1 of its offerings").count(), 3, "{list}");
    for not in ["1 Jan 2028", "at Mall Cloud", "at Kiosk Cloud"] {
        assert!(!list.contains(not), "{not}: {list}");
    }
}

#[tokio::test]
async fn a_listing_says_when_all_of_it_ends() {
    let app = TestApp::with_feed(FEED).await;
    let cards = app.get("/models?q=unknown").await.text();
    assert!(cards.contains("Retires 2 Jan 2027"), "{cards}");
    let page = app.get("/providers/shop/unknown").await.text();
    let words = "Shop Cloud retires this listing on 2 Jan 2027, in 41 days.";
    assert!(page.contains(words), "{page}");
    let json = app.get("/api/v1/providers/shop/unknown").await.json();
    assert_eq!(json["retires_on"], "2027-01-02");
    let stays = app.get("/api/v1/models/acme/stays").await.json();
    assert_eq!(stays["retires_on"], "2028-01-01", "as its publisher says");
}

#[tokio::test]
async fn a_listing_of_which_a_part_goes_on_does_not_end() {
    let app = TestApp::with_feed(FEED).await;
    let cards = app.get("/models?q=half").await.text();
    assert!(
        cards.contains("Half") && !cards.contains("Retires "),
        "{cards}"
    );
    let page = app.get("/providers/kiosk/half").await.text();
    assert!(!page.contains("retires this listing"), "{page}");
    assert!(
        page.contains("Retires 3 Dec 2026"),
        "of the offering: {page}"
    );
    let json = app.get("/api/v1/providers/kiosk/half").await.json();
    assert!(json["retires_on"].is_null(), "{json}");
}

#[tokio::test]
async fn the_page_of_a_model_says_where_it_ends() {
    let app = TestApp::with_feed(FEED).await;
    let page = app.get("/models/acme/stays").await.text();
    let (_, table) = page.split_once("id=\"offerings\"").unwrap();
    let (table, _) = table.split_once("</section>").unwrap();
    assert!(table.contains("Retires 20 Dec 2026"), "{table}");
}
