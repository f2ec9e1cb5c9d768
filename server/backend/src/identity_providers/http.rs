//! Asking a provider: with https, at public addresses, without following
//! redirects, and neither for long nor for much.

use std::net::SocketAddr;
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
    let mut response = client()?.execute(request).await?;
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

/// One client for all. It keeps no connections: providers are asked rarely.
fn client() -> Result<&'static reqwest::Client, HttpError> {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    if let Some(client) = CLIENT.get() {
        return Ok(client);
    }
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .dns_resolver(PublicNames)
        .timeout(TIMEOUT)
        .pool_max_idle_per_host(0)
        .user_agent(concat!("tessera/", env!("CARGO_PKG_VERSION")))
        .build()?;
    Ok(CLIENT.get_or_init(|| client))
}

/// Finds what a name stands for at the moment it is dialed, and leaves out what
/// is not public: a name that is changed after it was checked gains nothing.
#[derive(Debug)]
struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // This name gets here only where the reach allows it.
            let is_local = name.as_str() == "localhost";
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found
                .filter(|at| reach::is_public(at.ip()) || (is_local && at.ip().is_loopback()))
                .collect();
            if allowed.is_empty() {
                return Err("the name stands for no public address".into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}
