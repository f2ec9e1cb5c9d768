//! What providers have said of themselves, for a while: they are asked once in
//! ten minutes, and not for everybody who signs in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use openidconnect::IssuerUrl;

use super::oidc::Metadata;

/// How long it is believed.
const KEPT: Duration = Duration::from_mins(10);
/// Most providers in memory.
const MOST: usize = 1000;

struct Known {
    metadata: Metadata,
    until: SystemTime,
}

/// By the whole issuer: two providers never share an entry.
static KNOWN: Mutex<BTreeMap<String, Known>> = Mutex::new(BTreeMap::new());

/// What was said, if that is not long ago.
pub(super) fn find(issuer: &IssuerUrl, now: SystemTime) -> Option<Metadata> {
    let all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = all.get(issuer.as_str()).filter(|known| known.until > now)?;
    Some(Arc::clone(&known.metadata))
}

/// Keeps what was said now.
pub(super) fn keep(issuer: &IssuerUrl, metadata: &Metadata, now: SystemTime) {
    let mut all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= MOST {
        all.clear();
    }
    let known = Known {
        metadata: Arc::clone(metadata),
        until: now + KEPT,
    };
    all.insert(issuer.to_string(), known);
}
