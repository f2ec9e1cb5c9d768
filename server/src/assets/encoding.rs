//! Choosing among a file and its compressed twins.

use axum::http::{HeaderMap, header};

/// How a file is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// The name in `Content-Encoding`; the plain file has none.
    pub(super) fn token(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// The ending of the twin's file name.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }
}

/// The encoding the client likes best among those there are; brotli where it likes two the same.
/// The plain file is the last resort even where the client refuses it: an answer it may be able
/// to read is better than none.
pub(super) fn choose(headers: &HeaderMap, exists: impl Fn(Encoding) -> bool) -> Encoding {
    let accepted: Vec<(&str, f32)> = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(parse)
        .collect();
    let weight = |encoding: Encoding| {
        let token = encoding.token().unwrap_or("identity");
        let find = |name: &str| {
            accepted
                .iter()
                .find(|(given, _)| given.eq_ignore_ascii_case(name))
        };
        find(token)
            .or_else(|| find("*"))
            .map_or(0.0, |(_, weight)| *weight)
    };
    let (brotli, gzip) = (weight(Encoding::Brotli), weight(Encoding::Gzip));
    let order = if gzip > brotli {
        [(Encoding::Gzip, gzip), (Encoding::Brotli, brotli)]
    } else {
        [(Encoding::Brotli, brotli), (Encoding::Gzip, gzip)]
    };
    let wanted = order
        .into_iter()
        .find(|(encoding, weight)| *weight > 0.0 && exists(*encoding));
    wanted.map_or(Encoding::Identity, |(encoding, _)| encoding)
}

/// One element of the list: a name and its weight.
fn parse(element: &str) -> Option<(&str, f32)> {
    let (name, parameters) = element.split_once(';').unwrap_or((element, ""));
    let weight = match parameters.trim().split_once('=') {
        Some((q, weight)) if q.trim().eq_ignore_ascii_case("q") => weight.trim().parse().ok()?,
        _ => 1.0,
    };
    let name = name.trim();
    (!name.is_empty() && (0.0..=1.0).contains(&weight)).then_some((name, weight))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn chosen(accept: &'static str) -> Encoding {
        let headers =
            HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accept))]);
        choose(&headers, |_| true)
    }

    #[test]
    fn the_client_chooses_and_brotli_breaks_ties() {
        for (accept, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, deflate", Encoding::Gzip),
            ("br;q=0.5, gzip;q=0.8", Encoding::Gzip),
            ("BR", Encoding::Brotli),
            ("*", Encoding::Brotli),
            ("*;q=0.1, br;q=0", Encoding::Gzip),
            ("gzip;q=0", Encoding::Identity),
            ("identity", Encoding::Identity),
            ("", Encoding::Identity),
            ("br;q=2, gzip;q=x", Encoding::Identity),
            (";q=1,,", Encoding::Identity),
        ] {
            assert_eq!(chosen(accept), expected, "{accept}");
        }
    }

    #[test]
    fn only_what_exists_is_chosen() {
        let accept = HeaderValue::from_static("br, gzip");
        let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, accept)]);
        assert_eq!(
            choose(&headers, |encoding| encoding == Encoding::Gzip),
            Encoding::Gzip
        );
        assert_eq!(choose(&headers, |_| false), Encoding::Identity);
        assert_eq!(choose(&HeaderMap::new(), |_| true), Encoding::Identity);
    }
}
