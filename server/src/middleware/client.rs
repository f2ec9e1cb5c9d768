//! Who the client is, behind proxies that are trusted.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

/// The header in which each proxy adds whom it was asked by.
const FORWARDED: &str = "x-forwarded-for";

/// Takes the client's address from what the nearest `proxies` proxies have written. What stands
/// further left was sent by the client and may be invented.
pub async fn identify(proxies: usize, mut request: Request, next: Next) -> Response {
    if let Some(ip) = forwarded(request.headers(), proxies) {
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(ip, 0)));
    }
    next.run(request).await
}

fn forwarded(headers: &HeaderMap, proxies: usize) -> Option<IpAddr> {
    let all = headers.get_all(FORWARDED).iter();
    let hops: Vec<&str> = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let at = hops.len().checked_sub(proxies.max(1))?;
    (proxies > 0).then(|| hops.get(at)?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let mut headers = HeaderMap::new();
        for value in ["6.6.6.6, 1.1.1.1", "2.2.2.2"] {
            headers.append(
                FORWARDED,
                value
                    .parse()
                    .unwrap_or(axum::http::HeaderValue::from_static("")),
            );
        }
        let ip = |proxies| forwarded(&headers, proxies).map(|ip| ip.to_string());
        assert_eq!(ip(0), None);
        assert_eq!(ip(1).as_deref(), Some("2.2.2.2"));
        assert_eq!(ip(2).as_deref(), Some("1.1.1.1"));
        assert_eq!(ip(4), None);
    }
}
