//! Measurements of how fast offerings answer.

use backend::catalog::export::export;
use backend::catalog::import::Format;
use backend::catalog::snapshot::{Offering, Snapshot};
use domain::catalog_query::CatalogQuery;
use tests::{TestApp, now};
use time::macros::date;

const HAIKU: &str = "anthropic/claude-haiku-4-5";
const SONNET: &str = "anthropic/claude-sonnet-4-5";
const NO_SPEED: &str = "No offering here has been measured yet.";

/// A document of speeds alone.
fn document(speeds: &[String]) -> String {
    of_source("bench", 20, speeds)
}

fn of_source(slug: &str, rank: i16, speeds: &[String]) -> String {
    format!(
        r#"{{"tessera_catalog":1,"as_of":"2026-11-21","complete":false,
        "source":{{"slug":"{slug}","name":"The {slug}","url":"https://{slug}.example","rank":{rank}}},
        "speeds":[{}]}}"#,
        speeds.join(",")
    )
}

/// A measurement of an offering with these fields beside it.
fn speed(snapshot: &Snapshot, offering: &Offering, fields: &str) -> String {
    let provider = &snapshot.providers[offering.provider].slug;
    let region = offering.region.map(|at| &snapshot.regions[at].slug);
    let region = region.map_or_else(String::new, |slug| format!(r#""region":"{slug}","#));
    format!(
        r#"{{"provider":"{provider}","upstream":"{}","deployment":"{}",{region}{fields}}}"#,
        offering.upstream, offering.deployment
    )
}

/// A live offering of a model at a provider.
fn at<'a>(snapshot: &'a Snapshot, model: &str, provider: &str) -> &'a Offering {
    let (provider, _) = snapshot.provider(provider).unwrap();
    let entry = snapshot.model(model).unwrap();
    let mut offerings = snapshot.offerings_of(entry).iter();
    offerings
        .find(|o| o.is_live() && o.provider == provider)
        .unwrap()
}

fn found<'a>(snapshot: &'a Snapshot, pairs: &[(&str, &str)]) -> Vec<&'a str> {
    let query = CatalogQuery::from_pairs(pairs.iter().copied()).unwrap();
    let all = snapshot.find_all(&query).into_iter();
    all.map(|entry| entry.slug.as_str()).collect()
}

async fn import(app: &mut TestApp, text: &str) {
    app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    app.refresh().await;
}

/// These first, and everything else by relevance.
fn first<'a>(snapshot: &'a Snapshot, measured: &[&'a str]) -> Vec<&'a str> {
    let others = found(snapshot, &[]).into_iter();
    let others = others.filter(|slug| !measured.contains(slug));
    measured.iter().copied().chain(others).collect()
}

#[tokio::test]
async fn what_was_measured_comes_first() {
    let mut app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let relevance = found(&snapshot, &[]);
    for sort in ["ttft", "throughput"] {
        let page = app.get(&format!("/models?sort={sort}")).await.text();
        assert!(page.contains(NO_SPEED), "{page}");
        assert_eq!(found(&snapshot, &[("sort", sort)]), relevance, "{sort}");
    }
    let haiku = at(&snapshot, HAIKU, "anthropic");
    let sonnet = at(&snapshot, SONNET, "anthropic");
    let text = document(&[
        speed(
            &snapshot,
            haiku,
            r#""ttft_ms":410,"tokens_per_second":"98.25""#,
        ),
        speed(
            &snapshot,
            sonnet,
            r#""ttft_ms":1210,"tokens_per_second":"278.5""#,
        ),
    ]);
    let report = app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    assert_eq!((report.speeds, report.added, report.retired), (2, 0, 0));
    assert!(report.skipped.is_empty() && !report.is_unchanged());
    assert!(report.to_string().contains("2 speeds"), "{report}");
    let offerings = snapshot.offerings.len();
    app.refresh().await;

    let snapshot = app.services.catalog.snapshot();
    assert_eq!(snapshot.offerings.len(), offerings, "nothing else changes");
    let order = |sort| found(&snapshot, &[("sort", sort)]);
    assert_eq!(order("ttft"), first(&snapshot, &[HAIKU, SONNET]));
    assert_eq!(order("throughput"), first(&snapshot, &[SONNET, HAIKU]));
    let json = app.get("/api/v1/models?sort=ttft").await.json();
    assert_eq!(
        (&json["items"][0]["id"], &json["items"][1]["id"]),
        (&HAIKU.into(), &SONNET.into())
    );
    let table = "/models?sort=throughput&view=table&column=ttft&column=throughput";
    let page = app.get(table).await.text();
    assert!(
        page.contains("1,210\u{a0}ms") && page.contains("278.5"),
        "{page}"
    );
    assert!(!page.contains(NO_SPEED));
    assert!(page.find("278.5") < page.find("98.25"), "in their order");
    let page = app.get("/models?view=table").await.text();
    assert!(!page.contains("278.5"), "only for those who ask");
}

#[tokio::test]
async fn a_speed_is_shown_with_its_day_and_source() {
    let mut app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let before = app.get(&format!("/models/{HAIKU}")).await.text();
    assert!(!before.contains("First token"));
    let haiku = at(&snapshot, HAIKU, "anthropic");
    let fields = r#""ttft_ms":410,"date":"2026-11-20","url":"https://bench.example/haiku""#;
    import(&mut app, &document(&[speed(&snapshot, haiku, fields)])).await;

    let page = app.get(&format!("/models/{HAIKU}")).await.text();
    for words in [
        "First token",
        "410\u{a0}ms",
        "20 Nov 2026",
        "The bench",
        "https://bench.example/haiku",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let json = app.get(&format!("/api/v1/models/{HAIKU}")).await.json();
    let offerings = json["offerings"].as_array().unwrap();
    let (measured, others): (Vec<_>, Vec<_>) = offerings.iter().partition(|o| o["id"] == haiku.id);
    assert!(!others.is_empty() && others.iter().all(|o| o["speed"].is_null()));
    let expected = serde_json::json!({
        "first_token": {
            "ms": 410, "measured_on": "2026-11-20", "url": "https://bench.example/haiku",
            "source": { "id": "bench", "as_of": "2026-11-21T00:00:00Z" },
        },
        "throughput": null,
    });
    assert_eq!(measured[0]["speed"], expected);
    let page = app.get("/sources").await.text();
    assert!(page.contains("The bench"));
}

/// Copied from the page as it is, it is nobody else's and retires nothing.
#[tokio::test]
async fn the_document_of_the_help_can_be_imported() {
    let mut app = TestApp::starter().await;
    let page = app.get("/help").await.text();
    let (_, text) = page.split_once("<pre tabindex=\"0\"><code>").unwrap();
    let (text, _) = text.split_once("</code>").unwrap();
    let text = text.replace("&quot;", "\"");
    let report = app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    assert_eq!(report.source, "our-gateway");
    assert_eq!((report.speeds, report.retired), (1, 0));
    app.refresh().await;
    let page = app.get(&format!("/models/{HAIKU}")).await.text();
    assert!(
        page.contains("Our gateway") && page.contains("278.5"),
        "{page}"
    );
}

#[tokio::test]
async fn a_comparison_has_the_speed_of_what_it_costs() {
    let mut app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let address = format!("/compare?m={HAIKU}&m={SONNET}");
    let page = app.get(&address).await.text();
    assert!(!page.contains("First token (p50)") && !page.contains("Output (p50)"));
    // Whichever is the cheapest.
    let entry = snapshot.model(HAIKU).unwrap();
    let live = snapshot.offerings_of(entry).iter().filter(|o| o.is_live());
    let speeds: Vec<_> = live
        .map(|o| speed(&snapshot, o, r#""tokens_per_second":"98.25""#))
        .collect();
    import(&mut app, &document(&speeds)).await;
    let page = app.get(&address).await.text();
    assert!(page.contains("98.25 tokens/s"), "{page}");
    assert!(page.contains("Output (p50)") && !page.contains("First token (p50)"));
}

#[tokio::test]
async fn the_same_measurements_again_change_nothing() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let haiku = at(&snapshot, HAIKU, "anthropic");
    let nobodys = r#"{"provider":"nobody","upstream":"nothing","ttft_ms":9}"#;
    let text = |ttft: u32| {
        let known = speed(&snapshot, haiku, &format!(r#""ttft_ms":{ttft}"#));
        document(&[known, nobodys.to_owned()])
    };
    let generation = async || -> i64 {
        sqlx::query_scalar("select generation from catalog_generation")
            .fetch_one(&app.database.pool)
            .await
            .unwrap()
    };
    let import = async |text: String| {
        let report = app.import(Format::Tessera, text.as_bytes()).await.unwrap();
        assert_eq!(report.skipped["speed of an unknown offering"], 1);
        report
    };
    assert_eq!(import(text(410)).await.speeds, 1);
    let after = generation().await;
    let again = import(text(410)).await;
    assert!(again.is_unchanged(), "{again}");
    assert_eq!(generation().await, after);
    // What its source corrects is corrected.
    assert_eq!(import(text(390)).await.speeds, 1);
    assert_eq!(generation().await, after + 1);
    let rows: Vec<(i64, i32)> = sqlx::query_as("select offering_id, ttft_ms from speeds")
        .fetch_all(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(rows, [(haiku.id, 390)]);
}

#[tokio::test]
async fn the_newest_measurement_is_shown_and_of_one_day_the_highest_rank() {
    let mut app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let haiku = at(&snapshot, HAIKU, "anthropic");
    let of = |ttft: u32, day: &str| {
        let fields = format!(r#""ttft_ms":{ttft},"date":"2026-11-{day}""#);
        speed(&snapshot, haiku, &fields)
    };
    for (slug, rank, speeds) in [
        ("high", 30, vec![of(100, "18"), of(200, "19")]),
        ("low", 10, vec![of(300, "19"), of(400, "17")]),
        ("alike", 30, vec![of(500, "19")]),
    ] {
        let text = of_source(slug, rank, &speeds);
        app.import(Format::Tessera, text.as_bytes()).await.unwrap();
    }
    app.refresh().await;
    let snapshot = app.services.catalog.snapshot();
    let shown = at(&snapshot, HAIKU, "anthropic").speed.as_deref().unwrap();
    let [measured] = shown.measurements.as_slice() else {
        panic!("of one figure one is shown: {shown:?}")
    };
    assert_eq!(measured.measured_on, date!(2026 - 11 - 19));
    assert_eq!(snapshot.editions[measured.source].slug, "alike");
    assert_eq!(shown.first_token.unwrap().millis(), 500);
    assert_eq!(shown.first_token, measured.first_token);
    let text = of_source("low", 10, &[of(600, "20")]);
    import(&mut app, &text).await;
    let snapshot = app.services.catalog.snapshot();
    let shown = at(&snapshot, HAIKU, "anthropic").speed.as_deref().unwrap();
    assert_eq!(shown.first_token.unwrap().millis(), 600, "the newer day");
}

/// A measurement of one figure does not take the other one away.
#[tokio::test]
async fn of_each_figure_the_newest_is_shown_with_its_own_day_and_source() {
    let mut app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let haiku = at(&snapshot, HAIKU, "anthropic");
    let both = r#""ttft_ms":410,"tokens_per_second":"98.25","date":"2026-11-18""#;
    let newer = r#""ttft_ms":390,"date":"2026-11-20""#;
    let both = of_source("gateway", 20, &[speed(&snapshot, haiku, both)]);
    let newer = of_source("bench", 20, &[speed(&snapshot, haiku, newer)]);
    import(&mut app, &both).await;
    import(&mut app, &newer).await;

    let page = app.get(&format!("/models/{HAIKU}")).await.text();
    for words in [
        "390\u{a0}ms",
        "98.25",
        "First token: ",
        "The bench",
        "20 Nov 2026",
        "Tokens/s: ",
        "The gateway",
        "18 Nov 2026",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("410\u{a0}ms"), "{page}");
    let json = app.get(&format!("/api/v1/models/{HAIKU}")).await.json();
    let offerings = json["offerings"].as_array().unwrap();
    let measured = offerings.iter().find(|o| o["id"] == haiku.id).unwrap();
    let source = |id: &str| serde_json::json!({ "id": id, "as_of": "2026-11-21T00:00:00Z" });
    let expected = serde_json::json!({
        "first_token": {
            "ms": 390, "measured_on": "2026-11-20", "source": source("bench"), "url": null,
        },
        "throughput": {
            "tokens_per_second": "98.25", "measured_on": "2026-11-18", "source": source("gateway"), "url": null,
        },
    });
    assert_eq!(measured["speed"], expected);
}

#[tokio::test]
async fn only_the_offerings_that_match_count() {
    let mut app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let bedrock = "amazon-bedrock";
    let figures = |ttft: u32, throughput: &str| {
        format!(r#""ttft_ms":{ttft},"tokens_per_second":"{throughput}""#)
    };
    let speeds = [
        (at(&snapshot, HAIKU, "anthropic"), figures(100, "300")),
        (at(&snapshot, HAIKU, bedrock), figures(900, "50")),
        (at(&snapshot, SONNET, bedrock), figures(500, "70")),
    ];
    let speeds = speeds.map(|(offering, fields)| speed(&snapshot, offering, &fields));
    import(&mut app, &document(&speeds)).await;
    let snapshot = app.services.catalog.snapshot();
    for sort in ["ttft", "throughput"] {
        let all = found(&snapshot, &[("sort", sort)]);
        assert_eq!(all[..2], [HAIKU, SONNET], "{sort}");
        let pairs = [("sort", sort), ("provider", bedrock)];
        let narrowed = found(&snapshot, &pairs);
        assert_eq!(narrowed[..2], [SONNET, HAIKU], "{sort}");
        let relevance = found(&snapshot, &[("provider", bedrock)]);
        let others = relevance.iter().filter(|s| ![HAIKU, SONNET].contains(s));
        assert!(narrowed[2..].iter().eq(others), "{sort}: then by relevance");
    }
    let page = "/models?sort=ttft&provider=amazon-bedrock&view=table&column=ttft";
    let page = app.get(page).await.text();
    assert!(page.contains("900\u{a0}ms") && !page.contains("100\u{a0}ms"));
}

#[tokio::test]
async fn speeds_move_with_their_catalog() {
    let mut from = TestApp::starter().await;
    let snapshot = from.services.catalog.snapshot();
    let haiku = at(&snapshot, HAIKU, "amazon-bedrock");
    let fields = r#""ttft_ms":410,"tokens_per_second":"98.25","url":"https://bench.example/1""#;
    import(&mut from, &document(&[speed(&snapshot, haiku, fields)])).await;
    // Two measurements of one offering, each with a figure that is shown.
    let sonnet = at(&snapshot, SONNET, "anthropic");
    for fields in [
        r#""ttft_ms":1210,"date":"2026-11-20""#,
        r#""tokens_per_second":"70","date":"2026-11-19""#,
    ] {
        import(&mut from, &document(&[speed(&snapshot, sonnet, fields)])).await;
    }
    let text = export(&from.database.pool, now()).await.unwrap();
    let mut to = TestApp::empty().await;
    let report = to.import(Format::Tessera, text.as_bytes()).await.unwrap();
    assert_eq!((report.speeds, report.skipped.len()), (3, 0));
    let again = to.import(Format::Tessera, text.as_bytes()).await.unwrap();
    assert!(again.is_unchanged(), "{again}");
    to.refresh().await;
    let (a, b) = (
        from.services.catalog.snapshot(),
        to.services.catalog.snapshot(),
    );
    let measured = |s: &Snapshot| {
        let mut out = Vec::new();
        for offering in &s.offerings {
            for m in offering.speed.iter().flat_map(|speed| &speed.measurements) {
                let source = s.editions[m.source].slug.clone();
                let figures = (m.first_token, m.throughput, m.measured_on);
                out.push((offering.upstream.clone(), figures, source, m.url.clone()));
            }
        }
        out
    };
    assert_eq!(measured(&a).len(), 3);
    assert_eq!(measured(&a), measured(&b));
}
