//! Getting the file of an import: from a path or an address, plain or gzip.

use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use time::OffsetDateTime;

use super::Step;

/// Largest file as it is stored or sent, in bytes.
const MAX_FILE: u64 = 64 << 20;
/// Largest file after unpacking, in bytes.
const MAX_TEXT: u64 = 256 << 20;
const TIMEOUT: Duration = Duration::from_mins(1);

/// A file, unpacked.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Where it came from, without credentials, for people.
    pub origin: String,
    /// Its text.
    pub bytes: Vec<u8>,
    /// When it was last modified, if that is known.
    pub modified: Option<OffsetDateTime>,
}

/// Why a file could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It cannot be opened or read.
    #[error("{origin}: cannot be read: {cause}")]
    Read {
        /// Path.
        origin: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// It does not unpack.
    #[error("{origin}: is not a complete gzip file: {cause}")]
    Gzip {
        /// Path or address.
        origin: String,
        /// What is wrong with it.
        cause: std::io::Error,
    },
    /// It is larger than any catalog.
    #[error("{origin}: expected at most {limit} MiB{when}, got more")]
    TooLarge {
        /// Path or address.
        origin: String,
        /// The limit.
        limit: u64,
        /// Before or after unpacking.
        when: &'static str,
    },
    /// The address is not one that feeds are fetched from.
    #[error("{origin}: expected a file or an https address")]
    Address {
        /// What was given.
        origin: String,
    },
    /// The other side did not send it.
    #[error("{origin}: {reason}")]
    Http {
        /// Address.
        origin: String,
        /// What happened.
        reason: String,
    },
}

/// Reads `place`, which is a path or an https address. What comes over the network
/// is told to `progress` by the mebibyte.
pub async fn fetch(place: &str, progress: impl Fn(Step)) -> Result<Fetched, FetchError> {
    if place.contains("://") {
        fetch_url(place, &progress).await
    } else {
        read_file(Path::new(place)).await
    }
}

async fn read_file(path: &Path) -> Result<Fetched, FetchError> {
    let origin = path.display().to_string();
    let fail = |cause| FetchError::Read {
        origin: path.display().to_string(),
        cause,
    };
    let meta = tokio::fs::metadata(path).await.map_err(fail)?;
    // A device or a pipe has no length to check before reading.
    if !meta.is_file() {
        return Err(fail(std::io::Error::other("it is not a file")));
    }
    if meta.len() > MAX_FILE {
        return Err(FetchError::TooLarge {
            origin,
            limit: MAX_FILE >> 20,
            when: "",
        });
    }
    let raw = tokio::fs::read(path).await.map_err(fail)?;
    let modified = meta.modified().ok().map(OffsetDateTime::from);
    Ok(Fetched {
        bytes: unpack(&origin, raw)?,
        origin,
        modified,
    })
}

/// Undoes gzip, which shows itself by its first two bytes (RFC 1952).
fn unpack(origin: &str, raw: Vec<u8>) -> Result<Vec<u8>, FetchError> {
    if !raw.starts_with(&[0x1f, 0x8b]) {
        return Ok(raw);
    }
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(raw.as_slice())
        .take(MAX_TEXT + 1)
        .read_to_end(&mut text)
        .map_err(|cause| FetchError::Gzip {
            origin: origin.to_owned(),
            cause,
        })?;
    if text.len() as u64 > MAX_TEXT {
        let origin = origin.to_owned();
        return Err(FetchError::TooLarge {
            origin,
            limit: MAX_TEXT >> 20,
            when: " after unpacking",
        });
    }
    Ok(text)
}

async fn fetch_url(place: &str, progress: &impl Fn(Step)) -> Result<Fetched, FetchError> {
    let mut shown = url::Url::parse(place).map_err(|_| FetchError::Address {
        origin: place.to_owned(),
    })?;
    let url = shown.clone();
    let _ = (shown.set_username(""), shown.set_password(None));
    shown.set_query(None);
    let origin = shown.to_string();
    // Plain http is for a feed on this very machine only.
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err(FetchError::Address { origin });
    }
    let fail = |reason: String| FetchError::Http {
        origin: origin.clone(),
        reason,
    };
    let client = client(&url).map_err(|e| fail(e.to_string()))?;
    let mut response = client.get(url).send().await.map_err(|e| fail(reason(&e)))?;
    if !response.status().is_success() {
        return Err(fail(format!(
            "expected the file, got status {}",
            response.status()
        )));
    }
    let header = |name| {
        response
            .headers()
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let kind = header("content-type");
    if !is_feed_type(&kind) {
        return Err(fail(format!(
            "expected JSON or gzip, got content type {kind:?}"
        )));
    }
    let modified = OffsetDateTime::parse(
        &header("last-modified").replace("GMT", "+0000"),
        &time::format_description::well_known::Rfc2822,
    )
    .ok();
    let mut raw = Vec::new();
    // A server that says so is believed before it has sent all of it.
    let total = response.content_length();
    let too_large = || FetchError::TooLarge {
        origin: origin.clone(),
        limit: MAX_FILE >> 20,
        when: "",
    };
    if total.is_some_and(|total| total > MAX_FILE) {
        return Err(too_large());
    }
    while let Some(chunk) = response.chunk().await.map_err(|e| fail(reason(&e)))? {
        let before = raw.len() >> 20;
        raw.extend_from_slice(&chunk);
        if raw.len() as u64 > MAX_FILE {
            return Err(too_large());
        }
        if before != raw.len() >> 20 {
            progress(Step::Fetching {
                received: raw.len() as u64,
                total,
            });
        }
    }
    Ok(Fetched {
        bytes: unpack(&origin, raw)?,
        origin,
        modified,
    })
}

/// A client that follows redirects only on the host it was sent to.
fn client(url: &url::Url) -> Result<reqwest::Client, reqwest::Error> {
    let origin = url.origin();
    let policy = reqwest::redirect::Policy::custom(move |attempt| {
        if attempt.previous().len() > 5 {
            attempt.error("expected the file, got more than five redirects")
        } else if attempt.url().origin() == origin {
            attempt.follow()
        } else {
            let other = attempt.url().origin().ascii_serialization();
            attempt.error(format!(
                "expected the file, got a redirect to another host, {other}, which is not followed"
            ))
        }
    });
    reqwest::Client::builder()
        .redirect(policy)
        .timeout(TIMEOUT)
        .user_agent(concat!("tessera/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// The innermost cause: the outer ones repeat the address.
fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

fn is_feed_type(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim();
    matches!(
        essence,
        "" | "application/json"
            | "application/octet-stream"
            | "application/gzip"
            | "application/x-gzip"
            | "text/plain"
            | "text/csv"
            | "text/json"
    ) || essence.ends_with("+json")
}
