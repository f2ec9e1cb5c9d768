//! A name for every request, so that a person's report, an answer and the log can be matched.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The header that carries it in both directions.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of one request. Handlers find it among the request's extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The id the caller gave, when it is one that can be logged and returned as it is, else a
    /// new one.
    pub fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(HEADER).and_then(|value| value.to_str().ok());
        given
            .filter(|id| is_sane(id))
            .map_or_else(Self::fresh, |id| Self(id.into()))
    }

    /// A new id: 16 hexadecimal digits. A counter goes through the standard library's keyed hash,
    /// whose key is random in every process: ids neither repeat across processes, in practice,
    /// nor tell how many requests there were. They are no secret and guard nothing.
    pub fn fresh() -> Self {
        static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self(format!("{:016x}", KEY.hash_one(number)).into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as a header's value.
    pub fn to_header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Long enough to mean something, short enough to log, and without a character that could forge a
/// log line or markup.
fn is_sane(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(id: &'static str) -> RequestId {
        RequestId::of(&HeaderMap::from_iter([(
            HEADER,
            HeaderValue::from_static(id),
        )]))
    }

    #[test]
    fn sane_ids_are_kept_and_others_replaced() {
        assert_eq!(
            given("0af7651916cd43dd8448eb211c80319c").as_str(),
            "0af7651916cd43dd8448eb211c80319c"
        );
        for bad in [
            "",
            "short",
            "with space inside",
            "<script>alert</script>",
            "a\tb\tc\td\te\tf",
        ] {
            assert_ne!(given(bad).as_str(), bad);
        }
    }

    #[test]
    fn fresh_ids_differ() {
        let ids: std::collections::HashSet<_> = (0..1000).map(|_| RequestId::fresh().0).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 16));
    }
}
