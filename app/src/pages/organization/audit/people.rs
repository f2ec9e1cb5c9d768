//! The names of accounts in a log.

use backend::audit::Line;
use backend::members::Member;
use domain::id::UserId;

/// An account and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages) struct Named {
    pub(super) user: UserId,
    pub(super) name: String,
}

/// Those who belong to an organization.
pub(super) fn members(all: &[Member]) -> Vec<Named> {
    let named = all.iter().map(|member| Named {
        user: member.user,
        name: member.name.clone(),
    });
    named.collect()
}

/// Those who did something in these events, which are the newest first, by name.
pub(in crate::pages) fn actors(lines: &[Line]) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for line in lines {
        let Some(user) = line.actor else { continue };
        if !found.iter().any(|named| named.user == user) {
            let name = line.actor_name.clone();
            found.push(Named { user, name });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}
