//! Answers for a file, whatever the site of this build holds.

use axum::http::Method;
use tower::ServiceExt;

use super::*;

fn asked(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
        .collect()
}

#[test]
fn tags_are_compared_weakly() {
    for known in ["\"ab\"", "W/\"ab\"", "\"x\", \"ab\"", "*"] {
        assert!(
            is_known(&asked(&[(header::IF_NONE_MATCH, known)]), "\"ab\""),
            "{known}"
        );
    }
    for other in ["\"a\"", "ab", ""] {
        assert!(
            !is_known(&asked(&[(header::IF_NONE_MATCH, other)]), "\"ab\""),
            "{other}"
        );
    }
}

#[tokio::test]
async fn unknown_files_are_not_cached() -> anyhow::Result<()> {
    for path in ["/assets/none.js", "/assets/../manifest.json", "/fonts/x.br"] {
        let request = axum::http::Request::builder()
            .method(Method::GET)
            .uri(path)
            .body(Body::empty())?;
        let response = router().oneshot(request).await?;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    }
    Ok(())
}
