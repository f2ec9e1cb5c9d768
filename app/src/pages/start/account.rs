//! What somebody has to do about their own account.

use backend::accounts::Profile;

use super::organizations::Place;
use super::tasks::Task;
use crate::components::format::count;
use crate::pages::account::recovery_codes::are_few;

/// Who looks at their tasks.
#[derive(Clone, Copy)]
pub(super) struct Visit {
    /// Whether they are staff.
    pub(super) is_operator: bool,
    /// Whether they have shown a password: others cannot change how the account
    /// is guarded.
    pub(super) by_password: bool,
    /// How many messages they have not read.
    pub(super) unread: i64,
}

/// The tasks of the account itself.
pub(super) fn tasks(me: &Profile, places: &[Place], visit: Visit) -> Vec<Task> {
    let mut tasks = Vec::new();
    if visit.unread > 0 {
        tasks.push(Task {
            title: "Read your inbox".to_owned(),
            about: format!("Messages you have not read: {}", count(visit.unread)),
            href: "/inbox?only=unread".to_owned(),
            is_done: false,
            somebody_waits: false,
        });
    }
    tasks.push(Task {
        title: "Confirm your mail address".to_owned(),
        about: format!("Whether mails to {} reach you", me.email),
        href: "/account".to_owned(),
        is_done: me.email_verified,
        somebody_waits: false,
    });
    // Without a password the provider of the organization asks for it.
    let is_trusted = visit.is_operator || places.iter().any(Place::is_trusted);
    if visit.by_password && me.has_password && is_trusted {
        tasks.push(Task {
            title: "Turn your second factor on".to_owned(),
            about: "You act for others: a stolen password must not be enough".to_owned(),
            href: "/account/second-factor".to_owned(),
            is_done: me.second_factor,
            somebody_waits: false,
        });
    }
    if visit.by_password && me.second_factor && are_few(me.recovery_codes_left) {
        tasks.push(Task {
            title: "Make new recovery codes".to_owned(),
            about: format!("Codes that are left: {}", count(me.recovery_codes_left)),
            href: "/account/recovery-codes".to_owned(),
            is_done: false,
            somebody_waits: false,
        });
    }
    tasks.push(Task {
        title: "Create an organization".to_owned(),
        about: "Members, projects and cost belong to one. You can also be invited to one"
            .to_owned(),
        href: "/organizations/new".to_owned(),
        is_done: !places.is_empty(),
        somebody_waits: false,
    });
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAFF: Visit = Visit {
        is_operator: true,
        by_password: true,
        unread: 0,
    };

    fn left(me: &Profile, visit: Visit) -> Vec<String> {
        let tasks = tasks(me, &[], visit);
        let left = tasks.into_iter().filter(|task| !task.is_done);
        left.map(|task| task.href).collect()
    }

    #[test]
    fn tasks_come_from_how_things_are() {
        let mut me = Profile {
            name: "Ada".to_owned(),
            email: "ada@acme.example".to_owned(),
            email_verified: false,
            second_factor: false,
            recovery_codes_left: 0,
            has_password: true,
        };
        let plain = Visit {
            is_operator: false,
            ..STAFF
        };
        assert_eq!(left(&me, plain), ["/account", "/organizations/new"]);
        me.email_verified = true;
        let unread = Visit { unread: 2, ..STAFF };
        assert_eq!(
            left(&me, unread),
            [
                "/inbox?only=unread",
                "/account/second-factor",
                "/organizations/new"
            ]
        );
        let by_provider = Visit {
            by_password: false,
            ..plain
        };
        assert_eq!(left(&me, by_provider), ["/organizations/new"]);
        me.second_factor = true;
        assert_eq!(
            left(&me, STAFF),
            ["/account/recovery-codes", "/organizations/new"]
        );
        assert_eq!(left(&me, by_provider), ["/organizations/new"]);
    }
}
