//! Cookies as browsers check them.

use axum::http::{HeaderMap, HeaderValue, header};

/// Takes out every cookie whose name is percent-encoded. The library of sessions decodes names, so
/// that `%5F%5FHost-session` would be a session too; browsers do not, and let a neighboring site set
/// a cookie that only looks different from one with the prefix `__Host-`.
pub(super) fn drop_encoded(headers: &mut HeaderMap) {
    let is_encoded = |value: &HeaderValue| value.as_bytes().contains(&b'%');
    if !headers.get_all(header::COOKIE).iter().any(is_encoded) {
        return;
    }
    let kept: Vec<HeaderValue> = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| HeaderValue::from_str(&plain(value.to_str().ok()?)).ok())
        .collect();
    headers.remove(header::COOKIE);
    for value in kept {
        headers.append(header::COOKIE, value);
    }
}

fn plain(cookies: &str) -> String {
    let is_plain = |pair: &&str| {
        pair.split('=')
            .next()
            .is_none_or(|name| !name.contains('%'))
    };
    let plain = cookies.split(';').map(str::trim).filter(is_plain);
    plain.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_left() {
        let mut headers = HeaderMap::new();
        for value in [
            "theme=dark; %5F%5FHost-session=a; display=a%3Db",
            "__Host-session=b",
        ] {
            headers.append(header::COOKIE, HeaderValue::from_static(value));
        }
        drop_encoded(&mut headers);
        let left: Vec<_> = headers.get_all(header::COOKIE).iter().collect();
        assert_eq!(left, ["theme=dark; display=a%3Db", "__Host-session=b"]);
    }
}
