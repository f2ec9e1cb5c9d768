//! How events are tied together.
//!
//! The hash of an event is SHA-256 over the hash before it and every field,
//! each with its length in front, so that no two events can be read as one
//! another. The order of the fields is part of the format and never changes.

use domain::id::OrgId;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Event;
use crate::authz::Scope;

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// The last event of a chain; `seq` 0 and zeros before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tip {
    pub(super) seq: i64,
    pub(super) hash: Hash,
}

/// One event in its chain.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) org: OrgId,
    pub(super) seq: i64,
    pub(super) happened_at: OffsetDateTime,
    pub(super) actor: Option<Uuid>,
    pub(super) actor_name: String,
    pub(super) action: String,
    pub(super) subject: String,
    pub(super) reason: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) ip: Option<String>,
    pub(super) user_agent: Option<String>,
    pub(super) previous: Hash,
    pub(super) hash: Hash,
}

impl Link {
    pub(super) fn new(scope: &Scope, tip: Tip, now: OffsetDateTime, event: Event) -> Self {
        let mut link = Self {
            org: scope.org,
            seq: tip.seq + 1,
            happened_at: now,
            actor: scope.user.map(|u| u.0),
            actor_name: scope.actor_name.clone(),
            action: event.action.as_str().to_owned(),
            subject: event.subject,
            reason: event.reason,
            before: event.before.map(|v| v.to_string()),
            after: event.after.map(|v| v.to_string()),
            ip: scope.origin.ip.clone(),
            user_agent: scope.origin.user_agent.clone(),
            previous: tip.hash,
            hash: Hash::default(),
        };
        link.hash = link.expected_hash();
        link
    }

    /// What the hash must be.
    pub(super) fn expected_hash(&self) -> Hash {
        let mut sha = Sha256::new();
        sha.update(self.previous);
        sha.update(self.org.0.as_bytes());
        sha.update(self.seq.to_be_bytes());
        sha.update((self.happened_at.unix_timestamp_nanos() / 1000).to_be_bytes());
        let actor = self.actor.map(|a| a.to_string());
        let fields = [
            actor.as_deref(),
            Some(&self.actor_name),
            Some(&self.action),
            Some(&self.subject),
            self.reason.as_deref(),
            self.before.as_deref(),
            self.after.as_deref(),
            self.ip.as_deref(),
            self.user_agent.as_deref(),
        ];
        for field in fields {
            // An absent field differs from an empty one.
            let length = field.map_or(u64::MAX, |text| text.len() as u64);
            sha.update(length.to_be_bytes());
            sha.update(field.unwrap_or_default().as_bytes());
        }
        sha.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::*;

    fn link(event: Event) -> Link {
        let tip = Tip {
            seq: 4,
            hash: [7; 32],
        };
        Link::new(&Scope::system(), tip, OffsetDateTime::UNIX_EPOCH, event)
    }

    #[test]
    fn every_field_is_part_of_the_hash() {
        let event = || Event::new(Action::ProjectCreated, "prj");
        let plain = link(event());
        let others = [
            link(Event::new(Action::ProjectChanged, "prj")),
            link(Event::new(Action::ProjectCreated, "prk")),
            link(event().because("")),
            link(event().before(serde_json::Value::Null)),
            link(event().after(serde_json::Value::Null)),
            Link {
                seq: 6,
                ..plain.clone()
            },
            Link {
                previous: [8; 32],
                ..plain.clone()
            },
            Link {
                actor_name: "other".to_owned(),
                ..plain.clone()
            },
            Link {
                ip: Some(String::new()),
                ..plain.clone()
            },
            Link {
                org: OrgId(Uuid::max()),
                ..plain.clone()
            },
        ];
        let mut hashes: Vec<_> = others.iter().map(Link::expected_hash).collect();
        hashes.push(plain.expected_hash());
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), others.len() + 1);
        assert_eq!(plain.hash, plain.expected_hash());
    }
}
