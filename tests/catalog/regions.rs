//! What is known of regions.

use backend::catalog::import::{Fetched, Format, Input, Report, import};
use tests::{TestApp, now};

/// A list of one's own: one region with a name, and one with nothing but its slug.
const OWN: &str = r#"{"tessera_catalog":1,"as_of":"2026-11-20","complete":false,
    "source":{"slug":"own","name":"Own"},
    "regions":[{"slug":"eu-central-1","name":"Our Frankfurt"},{"slug":"eu-west-1","name":"eu-west-1"}]}"#;
const LITELLM: &str = r#"{
    "bedrock/eu-central-1/acme.one-v1:0":{"litellm_provider":"bedrock","mode":"chat","input_cost_per_token":3e-06},
    "bedrock/eu-west-1/acme.one-v1:0":{"litellm_provider":"bedrock","mode":"chat","input_cost_per_token":3e-06}}"#;

async fn import_as(app: &TestApp, format: Format, text: &str) -> Report {
    let file = Fetched {
        origin: "a file".to_owned(),
        bytes: text.as_bytes().to_vec(),
        modified: Some(now()),
    };
    let input = Input {
        format,
        file,
        as_of: None,
        until: None,
        source: None,
    };
    import(&app.database.pool, input, |_| {}).await.unwrap()
}

#[tokio::test]
async fn a_name_that_somebody_gave_stays() {
    let mut app = TestApp::empty().await;
    let files = [(Format::Tessera, OWN), (Format::LiteLlm, LITELLM)];
    for (format, text) in files {
        import_as(&app, format, text).await;
    }
    for (format, text) in files {
        let again = import_as(&app, format, text).await;
        assert!(again.is_unchanged(), "{again}");
    }
    app.refresh().await;
    let s = app.services.catalog.snapshot();
    let regions: Vec<_> = s
        .regions
        .iter()
        .map(|r| (r.name.as_str(), r.cloud.as_deref(), r.country.as_deref()))
        .collect();
    let known = [
        ("Our Frankfurt", Some("aws"), Some("DE")),
        ("Europe (Ireland)", Some("aws"), Some("IE")),
    ];
    assert_eq!(regions, known, "what was missing is filled in");
}
