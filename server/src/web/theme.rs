//! Choosing a theme: a form, so that it works without scripts.

use app::context::Theme;
use axum::Form;
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect};

use super::MAX_AGE;

#[derive(serde::Deserialize)]
pub(super) struct Choice {
    theme: String,
}

/// Keeps the choice in a cookie and goes back to where the person was.
pub(super) async fn choose(headers: HeaderMap, Form(choice): Form<Choice>) -> impl IntoResponse {
    let theme = Theme::from_word(&choice.theme);
    let cookie = format!(
        "{}={}; Path=/; Max-Age={MAX_AGE}; SameSite=Lax; HttpOnly",
        Theme::COOKIE,
        theme.as_str()
    );
    (
        AppendHeaders([(header::SET_COOKIE, cookie)]),
        Redirect::to(&back(&headers)),
    )
}

/// Path and query of the page the form was on. Only those: a foreign page must
/// not be able to send people elsewhere.
fn back(headers: &HeaderMap) -> String {
    headers
        .get(header::REFERER)
        .and_then(|referer| url::Url::parse(referer.to_str().ok()?).ok())
        .map(|url| match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
        .filter(|path| path.starts_with('/') && !path.starts_with("//"))
        .unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn goes_back_to_a_path_only() {
        let from = |referer: &'static str| {
            back(&HeaderMap::from_iter([(
                header::REFERER,
                HeaderValue::from_static(referer),
            )]))
        };
        assert_eq!(from("https://tessera.example/models?q=a"), "/models?q=a");
        assert_eq!(from("https://evil.example//evil.example/x"), "/");
        assert_eq!(from("nonsense"), "/");
        assert_eq!(back(&HeaderMap::new()), "/");
    }
}
