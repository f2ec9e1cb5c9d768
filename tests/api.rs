//! The JSON API.

use tests::TestApp;

#[tokio::test]
async fn the_same_filters_as_the_page() {
    let app = TestApp::starter().await;
    let answer = app
        .get("/api/v1/models?q=claude&provider=amazon-bedrock&sort=input&facets=1")
        .await;
    let json = answer.json();
    let query = domain::catalog_query::CatalogQuery::from_pairs([
        ("q", "claude"),
        ("provider", "amazon-bedrock"),
        ("sort", "input"),
    ])
    .unwrap();
    let snapshot = app.services.catalog.snapshot();
    let results = snapshot.find(&query);
    assert_eq!(json["total"], results.total);
    let ids: Vec<_> = json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        ids,
        results
            .entries
            .iter()
            .map(|e| e.slug.clone())
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn a_model_with_every_price_as_text() {
    let app = TestApp::starter().await;
    let json = app
        .get("/api/v1/models/anthropic/claude-sonnet-4-5")
        .await
        .json();
    assert_eq!(json["id"], "anthropic/claude-sonnet-4-5");
    let offerings = json["offerings"].as_array().unwrap();
    assert!(offerings.len() > 3);
    let text = json.to_string();
    assert!(
        !text.contains("\"amount\":3") && text.contains("\"3\""),
        "prices are strings"
    );
}

/// What the chart of quality against cost draws, for programs.
#[tokio::test]
async fn scores_of_one_benchmark_under_the_filters_of_the_catalog() {
    let app = TestApp::starter().await;
    let benchmarks = app.get("/api/v1/benchmarks").await.json();
    let first = &benchmarks["items"][0];
    let (id, models) = (first["id"].as_str().unwrap(), first["models"].as_u64());
    assert!(models.unwrap() > 20, "{first}");
    let address = first["links"]["self"].as_str().unwrap();
    let scores = |answer: serde_json::Value| -> Vec<(String, String)> {
        let items = answer["items"].as_array().unwrap().clone();
        let score = |item: &serde_json::Value| {
            assert_eq!(item["score"]["benchmark"], first["name"]);
            assert_eq!(item["score"]["category"], first["category"]);
            item["score"]["score"].as_str().unwrap().to_owned()
        };
        let pair =
            |item: &serde_json::Value| (item["id"].as_str().unwrap().to_owned(), score(item));
        items.iter().map(pair).collect()
    };
    let all = scores(
        app.get(&format!(
            "{address}&lifecycle=active&lifecycle=preview&lifecycle=legacy&lifecycle=retired"
        ))
        .await
        .json(),
    );
    assert_eq!(Some(all.len() as u64), models, "each model once");
    assert!(
        all.is_sorted_by_key(|(_, score)| -score.parse::<f64>().unwrap()),
        "{all:?}"
    );
    let few = scores(
        app.get(&format!("{address}&publisher=anthropic"))
            .await
            .json(),
    );
    assert!(!few.is_empty() && few.len() < all.len());
    assert!(few.iter().all(|(id, _)| id.starts_with("anthropic/")));
    let one = app
        .get("/api/v1/models/anthropic/claude-opus-4-1")
        .await
        .json();
    let own = scores(app.get(&format!("{address}&q=claude+opus+4.1&variant=thinking-32k&lifecycle=legacy&lifecycle=retired&lifecycle=active")).await.json());
    let stated = |score: &serde_json::Value| {
        score["variant"] == "thinking-32k" && first["category"] == score["category"]
    };
    let stated = one["scores"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| stated(s))
        .unwrap();
    let own = own
        .iter()
        .find(|(id, _)| id == "anthropic/claude-opus-4-1")
        .unwrap();
    assert_eq!(stated["score"], own.1.as_str());
    for (address, field) in [
        ("/api/v1/scores".to_owned(), "benchmark"),
        ("/api/v1/scores?benchmark=none".to_owned(), "benchmark"),
        (format!("/api/v1/scores?benchmark={id}&sort=best"), "sort"),
        (
            format!("/api/v1/scores?benchmark={id}&access=available"),
            "access",
        ),
    ] {
        let answer = app.get(&address).await;
        assert_eq!(answer.status, 400, "{address}");
        assert_eq!(answer.json()["errors"][0]["field"], field, "{address}");
    }
}

#[tokio::test]
async fn problems_say_status_field_and_request() {
    let app = TestApp::starter().await;
    for (address, status) in [
        ("/api/v1/models?page=-1", 400),
        ("/api/v1/models?page=9999", 404),
        ("/api/v1/models?sort=best", 400),
        ("/api/v1/models?q=%ff", 400),
        ("/api/v1/models/nobody/nothing", 404),
        ("/api/v1/providers/nobody", 404),
        ("/api/v1/nothing", 404),
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{address}"
        );
        let json = answer.json();
        assert_eq!(json["status"], status, "{address}");
        assert!(json["title"].is_string(), "{address}");
    }
    for address in ["/api/v1/models?page=-1", "/api/v1/models?page=9999"] {
        let json = app.get(address).await.json();
        assert_eq!(json["errors"][0]["field"], "page", "{address}");
    }
}

#[tokio::test]
async fn answers_are_asked_about_again() {
    let app = TestApp::starter().await;
    for address in [
        "/api/v1/models",
        "/api/v1/providers",
        "/api/openapi.json",
        "/changes.atom",
    ] {
        let first = app.get(address).await;
        assert_eq!(first.status.as_u16(), 200, "{address}");
        assert!(
            first.header("cache-control").contains("max-age"),
            "{address}"
        );
        let etag = first.header("etag").to_owned();
        let again = app.get_with(address, &[("if-none-match", &etag)]).await;
        assert_eq!(
            (again.status.as_u16(), again.bytes.len()),
            (304, 0),
            "{address}"
        );
    }
}

#[tokio::test]
async fn the_description_names_every_operation() {
    let app = TestApp::empty().await;
    let json = app.get("/api/openapi.json").await.json();
    assert!(json["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths: Vec<_> = json["paths"].as_object().unwrap().keys().cloned().collect();
    insta::assert_json_snapshot!(paths);
}

#[tokio::test]
async fn changes_of_one_provider() {
    let app = TestApp::starter().await;
    let all = app.get("/api/v1/changes").await.json();
    let provider = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|i| i["provider"].as_str())
        .expect("a change of an offering");

    let json = app
        .get(&format!("/api/v1/changes?provider={provider}&limit=2"))
        .await
        .json();
    let items = json["items"].as_array().unwrap();
    assert!(!items.is_empty() && items.iter().all(|i| i["provider"] == provider));
    assert_eq!(
        json["links"]["feed"],
        format!("/changes.atom?provider={provider}")
    );

    let feed = app
        .get(&format!("/changes.atom?provider={provider}"))
        .await
        .text();
    assert!(feed.contains(&format!("/changes?provider={provider}\"")));
    assert!(feed.contains("<entry>"));

    let page = app
        .get(&format!("/changes?provider={provider}&days=all"))
        .await
        .text();
    assert!(page.contains(&format!("href=\"/changes.atom?provider={provider}\"")));
    let page = app.get(&format!("/providers/{provider}")).await.text();
    assert!(page.contains(&format!("href=\"/changes?provider={provider}\"")));

    for address in [
        "/api/v1/changes?provider=nobody",
        "/changes.atom?provider=nobody",
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status.as_u16(), 200, "{address}");
        let text = answer.text();
        for change in ["<entry>", "\"kind\""] {
            assert!(!text.contains(change), "{address}: {text}");
        }
    }
}

/// What a page or a feed with a filter shows is what that filter leaves.
#[tokio::test]
async fn a_feed_keeps_the_kind_that_its_page_shows() {
    let app = TestApp::starter().await;
    let page = app.get("/changes?kind=repriced&days=all").await.text();
    assert!(page.contains("href=\"/changes.atom?kind=repriced\""));
    let json = app.get("/api/v1/changes?kind=repriced").await.json();
    assert_eq!(json["links"]["feed"], "/changes.atom?kind=repriced");

    let all = app.get("/changes.atom").await.text();
    let kinds = |feed: &str| -> std::collections::BTreeSet<String> {
        let terms = feed.match_indices("term=\"");
        let words = terms.filter_map(|(at, lead)| feed[at + lead.len()..].split('"').next());
        words.map(str::to_owned).collect()
    };
    let one = kinds(&all).pop_first().expect("a change");
    let feed = app.get(&format!("/changes.atom?kind={one}")).await.text();
    assert!(kinds(&feed).iter().eq([&one]));
    assert!(feed.contains(&format!("/changes?kind={one}\"")));
    let another = if one == "retired" { "added" } else { "retired" };
    let feed = app
        .get(&format!("/changes.atom?kind={another}"))
        .await
        .text();
    assert!(!kinds(&feed).contains(&one));
    let answer = app.get("/changes.atom?kind=sold").await;
    assert_eq!(answer.status.as_u16(), 400);
    assert_eq!(answer.json()["errors"][0]["field"], "kind");
}

#[tokio::test]
async fn the_feed_is_atom() {
    let app = TestApp::starter().await;
    let answer = app.get("/changes.atom").await;
    assert!(
        answer
            .header("content-type")
            .starts_with("application/atom+xml")
    );
    let text = answer.text();
    assert!(text.contains("<feed") && text.matches("<entry>").count() > 10);
}
