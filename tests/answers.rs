//! Whole answers of the API, kept as files: whoever changes one sees what clients will see.

use tests::TestApp;

/// One of everything that an answer can hold.
const FEED: &str = r#"{"tessera_catalog":1,"as_of":"2026-11-20","source":{"slug":"own","name":"Own",
        "url":"https://own.example","license":"MIT","rank":30},
    "sources":[{"slug":"other","name":"Other","as_of":"2026-11-01","rank":10}],
    "publishers":[{"slug":"acme","name":"Acme","country":"DE","url":"https://acme.example"}],
    "providers":[{"slug":"shop","name":"Shop","country":"FR"},{"slug":"mall","name":"Mall"}],
    "regions":[{"slug":"north","name":"North","cloud":"shop","country":"SE"}],
    "models":[
        {"id":"acme/one","publisher":"acme","name":"One","family":"one","description":"Thinks.","tasks":["chat","code"],
            "inputs":["text","image"],"outputs":["text"],"capabilities":["tools","reasoning"],"context":200000,
            "max_output":64000,"knowledge":"2026-01","released":"2026-02-03","license":"Apache-2.0",
            "open_weights":true,"lifecycle":"legacy","legacy_on":"2026-10-01","retires_on":"2027-02-01",
            "successor":"acme/two","aliases":["one-latest"],"also":[{"source":"other","context":128000}]},
        {"id":"acme/two","publisher":"acme","name":"Two","seen":"2026-11-03","seen_source":"other"}],
    "offerings":[
        {"provider":"shop","model":"acme/one","upstream":"one-20260203","deployment":"serverless_regional",
            "region":"north","dialect":"openai","retention_days":30,"trains_on_data":false,
            "prices":[
            {"direction":"input","usd":"3","to":"2026-11-10T00:00:00Z"},
            {"direction":"input","usd":"2.5","from":"2026-11-10T00:00:00Z"},
            {"direction":"input","usd":"5","above":200000,"from":"2026-11-10T00:00:00Z"},
            {"direction":"input","class":"cache_read","usd":"0.25"},
            {"direction":"output","usd":"15"},{"direction":"output","tier":"batch","usd":"7.5"}]},
        {"provider":"mall","model":"acme/one","upstream":"one","prices":[
            {"direction":"input","usd":"0"},{"direction":"output","usd":"0"}]},
        {"provider":"mall","upstream":"unknown-thing","name":"Thing","prices":[{"unit":"image","usd":"0.04"}]}],
    "scores":[{"model":"acme/one","benchmark":"Sums","version":"2026","category":"Hard","metric":"accuracy",
        "variant":"high","score":"61.809","unit":"percent","date":"2026-03-01","url":"https://own.example/sums"}],
    "speeds":[{"provider":"shop","upstream":"one-20260203","deployment":"serverless_regional","region":"north",
        "ttft_ms":300,"tokens_per_second":"71.5","date":"2026-11-20"}]}"#;

#[tokio::test]
async fn whole_answers_stay_as_they_are() {
    let app = TestApp::with_feed(FEED).await;
    for (name, address) in [
        ("models", "/api/v1/models?q=one&facets=1"),
        ("model", "/api/v1/models/acme/one"),
        ("seen", "/api/v1/models/acme/two"),
        ("listing", "/api/v1/providers/mall/unknown-thing"),
        ("provider", "/api/v1/providers/shop"),
        ("publishers", "/api/v1/publishers"),
        ("sources", "/api/v1/sources"),
        ("benchmarks", "/api/v1/benchmarks"),
        ("scores", "/api/v1/scores?benchmark=Sums~2026~Hard~accuracy"),
        ("cost", "/api/v1/cost?m=acme/one&cached=50&batch=20"),
        ("changes", "/api/v1/changes"),
        ("problem", "/api/v1/models?sort=best"),
    ] {
        let mut answer = app.get(address).await.json();
        // Of every request its own.
        if let Some(request) = answer.get_mut("instance") {
            *request = "…".into();
        }
        insta::assert_json_snapshot!(name, answer);
    }
}
