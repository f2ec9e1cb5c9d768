//! Roles as people see them.

use domain::role::{Role, Roles};
use leptos::prelude::*;

use crate::components::{Badge, Tone};

/// What a member may do, as badges.
pub(in crate::pages) fn badges(roles: &Roles) -> AnyView {
    let items = roles.iter().map(|role| {
        let tone = if role == Role::Owner {
            Tone::Info
        } else {
            Tone::Neutral
        };
        view! { <li><Badge tone icon=icon(role) text=role.label()/></li> }
    });
    view! { <ul class="role-list">{items.collect_view()}</ul> }.into_any()
}

const fn icon(role: Role) -> &'static str {
    match role {
        Role::Owner => "key",
        Role::Admin => "wrench",
        Role::Approver => "check",
        Role::Finance => "circle-dollar-sign",
        Role::Developer => "code",
        Role::Auditor => "eye",
        Role::Publisher => "store",
    }
}

/// The roles that somebody with the roles `own` may give, for boxes: owners
/// are made by owners.
pub(super) fn boxes(own: &Roles) -> Vec<(&'static str, &'static str, &'static str)> {
    let offered = Role::ALL.iter().copied();
    offered
        .filter(|role| *role != Role::Owner || own.contains(Role::Owner))
        .map(|role| (role.as_str(), role.label(), role.about()))
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn only_owners_are_offered_to_make_owners() {
        let offers = |role| {
            let boxes = boxes(&Roles::new([role]).unwrap());
            (boxes.len(), boxes.iter().any(|(word, ..)| *word == "owner"))
        };
        assert_eq!(offers(Role::Owner), (Role::ALL.len(), true));
        assert_eq!(offers(Role::Admin), (Role::ALL.len() - 1, false));
    }
}
