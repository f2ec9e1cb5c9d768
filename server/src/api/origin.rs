//! The address of this installation, for links that must be absolute.

use axum::http::{HeaderMap, Uri, header, uri::Authority};
use url::Url;

/// Scheme, host and port, without a path: `https://models.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    base: String,
    host: String,
}

impl Origin {
    /// The configured address, or else the host that the caller named, if it can be one.
    pub(super) fn of(public_url: Option<&Url>, headers: &HeaderMap, uri: &Uri) -> Self {
        // HTTP/2 names the host in the address.
        let named = headers
            .get(header::HOST)
            .and_then(|value| value.to_str().ok());
        let named = named.or_else(|| uri.authority().map(Authority::as_str));
        public_url
            .and_then(Self::of_url)
            .or_else(|| named.and_then(Self::of_host))
            .unwrap_or_else(|| Self {
                base: "http://localhost".to_owned(),
                host: "localhost".to_owned(),
            })
    }

    fn of_host(host: &str) -> Option<Self> {
        // Reading it as an address refuses or encodes whatever could break out of a link.
        let plain = host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b));
        let url = plain.then(|| Url::parse(&format!("http://{host}")).ok())?;
        url.as_ref().and_then(Self::of_url)
    }

    fn of_url(url: &Url) -> Option<Self> {
        let host = url.host_str()?.to_owned();
        Some(Self {
            base: url.origin().ascii_serialization(),
            host,
        })
    }

    /// Without a slash at the end.
    pub(super) fn as_str(&self) -> &str {
        &self.base
    }

    /// The absolute form of an address that begins with `/`.
    pub(super) fn link(&self, href: &str) -> String {
        format!("{}{href}", self.base)
    }

    /// A name that never changes for something of this installation (RFC 4151). It has no port and
    /// no IPv6 address, because the authority of a tag has none.
    pub(super) fn tag(&self, what: &str) -> String {
        let host = if self.host.starts_with('[') {
            "localhost"
        } else {
            &self.host
        };
        format!("tag:{host},2026:{what}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn named(host: &'static str) -> Origin {
        let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
        Origin::of(None, &headers, &Uri::from_static("/changes.atom"))
    }

    #[test]
    fn the_configured_address_wins() {
        let public = Url::parse("https://models.example.com/").ok();
        let headers =
            HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("evil.example"))]);
        let origin = Origin::of(public.as_ref(), &headers, &Uri::from_static("/"));
        assert_eq!(origin.link("/models"), "https://models.example.com/models");
        assert_eq!(
            origin.tag("changes/7"),
            "tag:models.example.com,2026:changes/7"
        );
    }

    #[test]
    fn hosts_that_are_none_are_not_repeated() {
        assert_eq!(
            named("127.0.0.1:3000").link("/a"),
            "http://127.0.0.1:3000/a"
        );
        assert_eq!(named("[::1]:3000").tag("x"), "tag:localhost,2026:x");
        for bad in [
            "",
            "a b",
            "h/path",
            "u@h",
            "\"><script>",
            "h:99999",
            "h?q",
            "h#f",
        ] {
            assert_eq!(named(bad).as_str(), "http://localhost", "{bad}");
        }
    }
}
