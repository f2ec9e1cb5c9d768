//! The only bridge from pages to the request and to the marketplace.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use backend::accounts::AwaitedCode;
use backend::authz::{Actor, Origin};
use backend::catalog::snapshot::Snapshot;
use backend::organizations::Membership;
use backend::{Error, Services};
use domain::catalog_query::{CatalogQuery, Display};
use leptos::prelude::{expect_context, use_context};
use leptos::reactive::owner::with_context;
use leptos_axum::ResponseOptions;

/// Longest query string that is read, in bytes. A long filter has 1 KB.
pub const MAX_QUERY: usize = 8 * 1024;

/// Where the browser files are.
#[derive(Debug, Clone)]
pub struct Assets {
    /// Address of the style sheet.
    pub css: Arc<str>,
    /// Address of the main font.
    pub font: Arc<str>,
    /// Address of the script that loads the islands.
    pub js: Arc<str>,
    /// Address of the islands.
    pub wasm: Arc<str>,
    /// Whether the page of the design system is shown.
    pub development: bool,
    /// Whether mails that did not leave the installation are shown.
    pub shows_mail: bool,
}

/// The description of the JSON API, which the reference page is drawn from.
#[derive(Debug, Clone)]
pub struct OpenApi(pub Arc<serde_json::Value>);

/// The theme a person has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system is set.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All themes, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];
    /// The cookie that keeps the choice.
    pub const COOKIE: &'static str = "theme";

    /// The word in the cookie and the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this word; anything else is the system's.
    pub fn from_word(word: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|t| t.as_str() == word)
            .unwrap_or(Self::System)
    }

    /// The theme in a `Cookie` header.
    pub fn from_cookies(header: &str) -> Self {
        Self::from_word(cookie(header, Self::COOKIE).unwrap_or_default())
    }
}

/// The cookie that keeps how the catalog is drawn, as a query string.
pub const DISPLAY_COOKIE: &str = "display";

/// How the person of a `Cookie` header keeps the catalog. What cannot be read
/// is as if nothing were kept: the cookie is older than the program.
pub fn display_from_cookies(header: &str) -> Display {
    display_from_text(cookie(header, DISPLAY_COOKIE).unwrap_or_default())
}

fn display_from_text(kept: &str) -> Display {
    parse_pairs(kept)
        .ok()
        .and_then(|pairs| CatalogQuery::from_pairs(pairs).ok())
        .map(|query| query.display)
        .unwrap_or_default()
}

/// The value of one cookie in a `Cookie` header.
fn cookie<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(own, value)| (own == name).then_some(value))
}

/// Who asks. Put into every request by the server.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The account, if somebody has signed in.
    pub actor: Option<Actor>,
    /// Where the request comes from.
    pub origin: Origin,
    /// SHA-256 of the id of the session that the browser names; it may have ended.
    pub session: Option<[u8; 32]>,
    /// What the cookie of a known browser holds.
    pub device: Option<String>,
    /// Whose password was right, while the code is missing.
    pub awaits_code: Option<AwaitedCode>,
    /// The organizations of the account, by name.
    pub organizations: Arc<[Membership]>,
    /// How many messages in the inbox were not read.
    pub unread: i64,
    /// How the account keeps the catalog, as a query string.
    pub display: Option<String>,
}

impl Visitor {
    /// How they keep the catalog, with these cookies.
    pub fn kept_display(&self, cookies: &str) -> Display {
        match &self.display {
            Some(kept) => display_from_text(kept),
            None => display_from_cookies(cookies),
        }
    }
}

/// What an action shows once: a new token, recovery codes.
#[derive(Clone)]
pub struct Shown(pub Arc<[String]>);

impl std::fmt::Debug for Shown {
    /// Without the texts: they are secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shown")
    }
}

/// Why an action did not happen, where its page cannot tell.
#[derive(Debug, Clone)]
pub struct Refused(pub Arc<Error>);

/// Who asks.
pub fn visitor() -> Visitor {
    of_request(|parts| parts.extensions.get::<Visitor>().cloned()).unwrap_or_default()
}

/// Who has signed in.
///
/// # Errors
/// [`Error::Unauthenticated`] if nobody has.
pub fn actor() -> Result<Actor, Error> {
    visitor().actor.ok_or(Error::Unauthenticated)
}

/// What the action before this page shows once.
pub fn shown() -> Option<Arc<[String]>> {
    use_context::<Shown>().map(|shown| shown.0)
}

/// The word of what was just done, from the address.
pub fn done_word() -> Option<String> {
    let pairs = query_pairs().ok()?;
    pairs
        .into_iter()
        .find_map(|(name, value)| (name == "done").then_some(value))
}

/// The marketplace.
pub fn services() -> Services {
    expect_context::<Services>()
}

/// The catalog as it is at this moment; take it once a page.
pub fn snapshot() -> Arc<Snapshot> {
    services().catalog.snapshot()
}

/// Where the browser files are.
pub fn assets() -> Assets {
    expect_context::<Assets>()
}

/// The theme of this request.
pub fn theme() -> Theme {
    Theme::from_cookies(&cookies())
}

/// How the person of this request keeps the catalog: with the account or, where
/// that does not say, in the browser.
pub fn kept_display() -> Display {
    visitor().kept_display(&cookies())
}

fn cookies() -> String {
    of_request(|parts| Some(parts.headers.get(header::COOKIE)?.to_str().ok()?.to_owned()))
        .unwrap_or_default()
}

/// The id of this request, for people who report a problem.
pub fn request_id() -> Option<String> {
    of_request(|parts| Some(parts.headers.get("x-request-id")?.to_str().ok()?.to_owned()))
}

/// The path of this request, as it was sent.
pub fn path() -> String {
    of_request(|parts| Some(parts.uri.path().to_owned())).unwrap_or_default()
}

/// Path and query of this request, as they were sent.
pub fn address() -> String {
    of_request(|parts| Some(parts.uri.path_and_query()?.as_str().to_owned())).unwrap_or_default()
}

/// Reads something of the request without a copy of all of it.
fn of_request<T>(read: impl FnOnce(&Parts) -> Option<T>) -> Option<T> {
    with_context(read).flatten()
}

/// Why a query string cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadQuery {
    /// Longer than [`MAX_QUERY`].
    TooLong,
    /// Not UTF-8 after decoding.
    NotText,
}

/// The decoded parameters of this request, in order.
pub fn query_pairs() -> Result<Vec<(String, String)>, BadQuery> {
    let query = of_request(|parts| parts.uri.query().map(str::to_owned));
    parse_pairs(&query.unwrap_or_default())
}

/// The organization that the address of a page of the catalog names, by its
/// slug.
pub fn named_organization() -> Option<String> {
    named_in(&query_pairs().unwrap_or_default())
}

fn named_in(pairs: &[(String, String)]) -> Option<String> {
    let mut values = pairs.iter().rev().filter(|(name, _)| name == "org");
    let slug = values.find_map(|(_, value)| Some(value.trim()).filter(|slug| !slug.is_empty()));
    slug.map(str::to_owned)
}

/// Decodes a query string (`application/x-www-form-urlencoded`).
pub fn parse_pairs(query: &str) -> Result<Vec<(String, String)>, BadQuery> {
    if query.len() > MAX_QUERY {
        return Err(BadQuery::TooLong);
    }
    parse_form(query)
}

/// Decodes what a form has sent, which is written like a query string but may
/// hold whole paragraphs. Whoever reads it bounds its length.
pub fn parse_form(text: &str) -> Result<Vec<(String, String)>, BadQuery> {
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced)
            .decode_utf8()
            .map(std::borrow::Cow::into_owned)
            .map_err(|_| BadQuery::NotText)
    };
    text.split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

/// Sets the status of the answer.
pub fn respond_with(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Sets a header of the answer.
pub fn respond_header(name: HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(value),
    ) {
        response.insert_header(name, value);
    }
}

/// Sends the browser to where this page has moved for good (308).
pub fn moved_to(href: &str) {
    respond_with(StatusCode::PERMANENT_REDIRECT);
    respond_header(header::LOCATION, href);
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::catalog_query::View;

    #[test]
    fn pairs_are_decoded_or_refused() {
        let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
        assert_eq!(
            parse_pairs("q=a+b%26&x&"),
            Ok(vec![pair("q", "a b&"), pair("x", "")])
        );
        assert_eq!(parse_pairs("q=%ff"), Err(BadQuery::NotText));
        assert_eq!(
            parse_pairs(&"a".repeat(MAX_QUERY + 1)),
            Err(BadQuery::TooLong)
        );
        assert!(parse_form(&"a".repeat(MAX_QUERY + 1)).is_ok());
    }

    #[test]
    fn the_last_organization_that_is_named_counts() {
        let named = |query| named_in(&parse_pairs(query).unwrap_or_default());
        assert_eq!(named("org=acme&org=beta&org="), Some("beta".to_owned()));
        assert_eq!(named("q=org&org=+"), None);
        assert_eq!(named(""), None);
    }

    #[test]
    fn theme_comes_from_its_cookie() {
        assert_eq!(Theme::from_cookies("a=b; theme=dark"), Theme::Dark);
        assert_eq!(Theme::from_cookies("theme=pink"), Theme::System);
    }

    #[test]
    fn the_display_comes_from_its_cookie() {
        let kept = display_from_cookies("theme=dark; display=view=table&column=input");
        assert_eq!((kept.view, kept.columns.len()), (Some(View::Table), 1));
        for broken in ["display=view=circle", "display=%ff", "displays=view=table"] {
            assert_eq!(display_from_cookies(broken), Display::default());
        }
    }
}
