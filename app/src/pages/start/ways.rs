//! Where somebody goes on when nothing waits.

use backend::authz::{Allows as _, AnyMember, AuditReader, RequestReader, Requester};
use domain::role::{Role, Roles};
use leptos::prelude::*;

use crate::components::Icon;

/// A page that is of use to somebody.
pub(super) struct Way {
    title: String,
    about: &'static str,
    pub(super) href: String,
}

/// Roles of which one is enough, the place below the address of the
/// organization, its name, and what is there.
const PLACES: [(&[Role], &str, &str, &str); 5] = [
    (
        RequestReader::ROLES,
        "/requests",
        "Requests",
        "What was asked for, and what became of it",
    ),
    (
        Requester::ROLES,
        "/tokens",
        "Access tokens",
        "What programs may do in your name",
    ),
    (
        &[Role::Admin, Role::Approver, Role::Finance],
        "/subscriptions",
        "Subscriptions",
        "What projects may use, and until when",
    ),
    (
        AuditReader::ROLES,
        "/audit",
        "Audit log",
        "Who did what, when and from where",
    ),
    (
        AnyMember::ROLES,
        "/members",
        "Members",
        "Who belongs to it, and what they may do",
    ),
];

/// The catalog, and what the roles in the organization `name` at the address
/// `home` are good for.
pub(super) fn ways(member: Option<(&Roles, &str, &str)>) -> Vec<Way> {
    let mut ways = vec![Way {
        title: "Models of the catalog".to_owned(),
        about: "What there is, what it can do and what it costs",
        href: "/models".to_owned(),
    }];
    if let Some((roles, home, name)) = member {
        let open = PLACES.into_iter().filter(|(own, ..)| roles.any_of(own));
        ways.extend(open.map(|(_, below, place, about)| Way {
            title: format!("{place} of {name}"),
            about,
            href: format!("{home}{below}"),
        }));
    }
    ways
}

/// All of them.
pub(super) fn list(ways: Vec<Way>) -> AnyView {
    let items = ways.into_iter().map(item).collect_view();
    view! { <ul class="item-list start-list">{items}</ul> }.into_any()
}

fn item(way: Way) -> AnyView {
    view! {
        <li><a class="item" href=way.href>
            <span><strong>{way.title}</strong><small>{way.about}</small></span>
            <span class="item__value"><Icon name="chevron-right"/></span>
        </a></li>
    }
    .into_any()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn hrefs(role: Role) -> Vec<String> {
        let roles = Roles::new([role]).unwrap();
        let ways = ways(Some((&roles, "/o", "Acme")));
        ways.into_iter().map(|way| way.href).collect()
    }

    #[test]
    fn every_role_has_somewhere_to_go() {
        assert_eq!(hrefs(Role::Publisher), ["/models", "/o/members"]);
        assert_eq!(
            hrefs(Role::Auditor),
            ["/models", "/o/requests", "/o/audit", "/o/members"]
        );
        assert_eq!(
            hrefs(Role::Finance),
            ["/models", "/o/requests", "/o/subscriptions", "/o/members"]
        );
        assert_eq!(
            hrefs(Role::Approver),
            ["/models", "/o/requests", "/o/subscriptions", "/o/members"]
        );
        assert_eq!(
            hrefs(Role::Developer),
            ["/models", "/o/tokens", "/o/members"]
        );
        assert_eq!(hrefs(Role::Owner).len(), 6);
        assert_eq!(ways(None).len(), 1);
    }
}
