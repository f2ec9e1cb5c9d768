//! Showing configuration without showing its secrets.

/// Words in a URL's query that carry a secret.
const SECRET_KEYS: [&str; 5] = ["password", "sslpassword", "token", "secret", "key"];

/// Replaces the password of a URL, and secret query values, by `***`. Text that is not a URL is
/// returned as it is.
pub fn mask_url(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.into();
    };
    let end_of_authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    // A password may hold a raw `@`, `/` or `?`; what counts is the last `@` before the host,
    // and erring means masking more, never less.
    let at = rest
        .rfind('@')
        .filter(|at| rest[..*at].contains(':') || *at < end_of_authority);
    let masked = match at.map(|at| rest.split_at(at)) {
        Some((user_info, host)) => match user_info.split_once(':') {
            Some((user, _)) => format!("{user}:***{host}"),
            None => rest.into(),
        },
        None => rest.into(),
    };
    format!("{scheme}://{}", mask_query(&masked))
}

fn mask_query(url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else {
        return url.into();
    };
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((key, _)) if SECRET_KEYS.contains(&key.to_ascii_lowercase().as_str()) => {
                format!("{key}=***")
            }
            _ => pair.into(),
        })
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::mask_url;

    #[test]
    fn passwords_are_masked_wherever_they_hide() {
        for (url, shown) in [
            (
                "postgres://ann:s3cret@db:5432/t",
                "postgres://ann:***@db:5432/t",
            ),
            ("postgres://ann:a@b:c@db/t", "postgres://ann:***@db/t"),
            ("postgres://ann:a/b?c@db/t", "postgres://ann:***@db/t"),
            ("postgres://ann@db/t", "postgres://ann@db/t"),
            (
                "postgres://db/t?user=ann&password=s3cret",
                "postgres://db/t?user=ann&password=***",
            ),
            (
                "postgres://db/t?sslmode=require",
                "postgres://db/t?sslmode=require",
            ),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(mask_url(url), shown);
        }
    }
}
