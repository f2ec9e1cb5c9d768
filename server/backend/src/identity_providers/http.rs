//! Asking a provider: with https, at public addresses and those that are
//! listed, without following redirects, and neither for long nor for much.

use std::net::{IpAddr, SocketAddr};
use std::sync::OnceLock;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use super::reach::{self, Reach};

/// How long a provider may take for one answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Largest answer, in bytes. The keys of a large provider are some kilobytes.
const MAX_ANSWER: usize = 1 << 20;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    /// The address is not one that is asked.
    #[error("the address {0} is not asked")]
    Address(String),
    /// Something happened on the way.
    #[error("{0}")]
    Failed(String),
    /// The answer has no end.
    #[error("the answer is larger than {} KiB", MAX_ANSWER >> 10)]
    TooLarge,
}

impl From<reqwest::Error> for HttpError {
    /// The innermost cause: the outer ones repeat the address.
    fn from(error: reqwest::Error) -> Self {
        let first: Option<&dyn std::error::Error> = Some(&error);
        let causes = std::iter::successors(first, |e| e.source());
        Self::Failed(causes.last().map(ToString::to_string).unwrap_or_default())
    }
}

/// Sends a request, wherever the library or an answer of the provider wants it
/// to go: each address is checked here.
pub(super) async fn send(request: HttpRequest, reach: Reach) -> Result<HttpResponse, HttpError> {
    let request = reqwest::Request::try_from(request)?;
    if !reach.allows(request.url()) {
        return Err(HttpError::Address(request.url().to_string()));
    }
    let names = if reach.lists(request.url()) {
        Names::Listed
    } else {
        Names::Public
    };
    let mut response = client(names)?.execute(request).await?;
    let mut answer = HttpResponse::default();
    *answer.status_mut() = response.status();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    while let Some(chunk) = response.chunk().await? {
        if answer.body().len() + chunk.len() > MAX_ANSWER {
            return Err(HttpError::TooLarge);
        }
        answer.body_mut().extend_from_slice(&chunk);
    }
    Ok(answer)
}

/// One client for all names of a kind. It keeps no connections: providers are
/// asked rarely.
fn client(names: Names) -> Result<&'static reqwest::Client, HttpError> {
    static PUBLIC: OnceLock<reqwest::Client> = OnceLock::new();
    static LISTED: OnceLock<reqwest::Client> = OnceLock::new();
    let place = match names {
        Names::Public => &PUBLIC,
        Names::Listed => &LISTED,
    };
    if let Some(client) = place.get() {
        return Ok(client);
    }
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .dns_resolver(names)
        .timeout(TIMEOUT)
        .pool_max_idle_per_host(0)
        .user_agent(concat!("tessera/", env!("CARGO_PKG_VERSION")))
        .build()?;
    Ok(place.get_or_init(|| client))
}

/// Finds what a name stands for at the moment it is dialed, and leaves out what
/// may not be reached: a name that is changed after it was checked gains nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    /// They stand for public addresses.
    Public,
    /// They may stand for private ones as well: the operator has listed them.
    Listed,
}

impl Names {
    /// Whether an address that was found for a name is dialed.
    fn allow(self, ip: IpAddr, is_local: bool) -> bool {
        match self {
            Self::Public => reach::is_public(ip) || (is_local && ip.is_loopback()),
            Self::Listed => reach::is_reachable(ip),
        }
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let names = *self;
        Box::pin(async move {
            // This name gets here only where the reach allows it.
            let is_local = name.as_str() == "localhost";
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> =
                found.filter(|at| names.allow(at.ip(), is_local)).collect();
            if allowed.is_empty() {
                return Err("the name stands for no address that may be asked".into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn a_listed_name_may_be_private_and_never_worse() {
        let allow = |names: Names, ip: &str| names.allow(ip.parse().unwrap(), false);
        for ip in ["10.0.0.7", "172.16.0.1", "192.168.1.1", "fd12::7"] {
            assert!(allow(Names::Listed, ip), "{ip}");
            assert!(!allow(Names::Public, ip), "{ip}");
        }
        for ip in ["8.8.8.8", "2606:4700::1111"] {
            assert!(allow(Names::Listed, ip) && allow(Names::Public, ip), "{ip}");
        }
        for ip in ["169.254.169.254", "127.0.0.1", "0.0.0.0", "fe80::1", "::1"] {
            assert!(
                !allow(Names::Listed, ip) && !allow(Names::Public, ip),
                "{ip}"
            );
        }
    }

    /// The name of this machine, which every system knows, as one that is listed.
    #[tokio::test]
    async fn what_a_listed_name_stands_for_is_looked_at_when_it_is_dialed() {
        let found = Names::Listed.resolve("localhost".parse().unwrap()).await;
        assert!(found.is_err());
        let found = Names::Public.resolve("localhost".parse().unwrap()).await;
        assert!(found.is_ok(), "only a trial gets here");
    }
}
