//! What those who answer for the cost of an organization have to do.

use backend::access::{self, SOON_DAYS};
use backend::authz::{AnyMember, OrgGrant};
use backend::{Error, Services, projects};
use domain::role::{Role, Roles};
use futures::try_join;

use super::tasks::Task;
use crate::components::format::plural;

/// Who is told that subscriptions end; owners are too.
const ENDING: &[Role] = &[Role::Admin, Role::Finance];

/// What ends, and what nobody accounts for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Figures {
    /// How many subscriptions end soon.
    pub(super) ending: i64,
    /// How many projects in use have no cost center.
    pub(super) without_cost_center: i64,
}

/// Reads only what the roles need.
pub(super) async fn read(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<Figures, Error> {
    let (tells, accounts) = (
        grant.roles().any_of(ENDING),
        grant.roles().contains(Role::Finance),
    );
    let ending = async {
        if tells {
            access::ending(svc, grant).await
        } else {
            Ok(0)
        }
    };
    let without_cost_center = async {
        if accounts {
            projects::without_cost_center(svc, grant).await
        } else {
            Ok(0)
        }
    };
    let (ending, without_cost_center) = try_join!(ending, without_cost_center)?;
    Ok(Figures {
        ending,
        without_cost_center,
    })
}

/// The tasks in the organization `name` at the address `home`.
pub(super) fn tasks(
    figures: Figures,
    roles: &Roles,
    projects: i64,
    (home, name): (&str, &str),
) -> Vec<Task> {
    let mut tasks = Vec::new();
    if let Some(ending) = some(figures.ending).filter(|_| roles.any_of(ENDING)) {
        let many = plural(ending, "subscription", "subscriptions");
        let end = if ending == 1 { "ends" } else { "end" };
        tasks.push(Task {
            title: format!("{many} of {name} {end} within {SOON_DAYS} days"),
            about: "Whoever needs one for longer asks again".to_owned(),
            href: format!("{home}/subscriptions"),
            is_done: false,
            somebody_waits: false,
        });
    }
    if roles.contains(Role::Finance) && projects > 0 {
        let about = match some(figures.without_cost_center) {
            Some(left) => format!(
                "{} without one. Owners and admins can add it",
                plural(left, "project is", "projects are")
            ),
            None => "Every project in use has one".to_owned(),
        };
        tasks.push(Task {
            title: format!("Give every project of {name} a cost center"),
            about,
            href: format!("{home}/projects"),
            is_done: figures.without_cost_center == 0,
            somebody_waits: false,
        });
    }
    tasks
}

/// A count that is not zero.
fn some(count: i64) -> Option<usize> {
    usize::try_from(count).ok().filter(|n| *n > 0)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn left(role: Role, ending: i64, without_cost_center: i64) -> Vec<String> {
        let figures = Figures {
            ending,
            without_cost_center,
        };
        let roles = Roles::new([role]).unwrap();
        let all = tasks(figures, &roles, 3, ("/organizations/acme", "Acme"));
        let left = all.into_iter().filter(|task| !task.is_done);
        left.map(|task| task.title).collect()
    }

    #[test]
    fn those_who_pay_see_what_ends() {
        let one = ["1 subscription of Acme ends within 14 days"];
        assert_eq!(left(Role::Finance, 1, 0), one);
        let two = ["2 subscriptions of Acme end within 14 days"];
        assert_eq!(left(Role::Owner, 2, 0), two);
        assert_eq!(left(Role::Admin, 2, 0), two);
        assert!(left(Role::Developer, 2, 0).is_empty());
        assert!(left(Role::Finance, 0, 0).is_empty());
    }

    #[test]
    fn finance_sees_projects_that_nobody_accounts_for() {
        let missing = ["Give every project of Acme a cost center"];
        assert_eq!(left(Role::Finance, 0, 2), missing);
        assert!(left(Role::Admin, 0, 2).is_empty());
        let roles = Roles::new([Role::Finance]).unwrap();
        let none = tasks(
            Figures::default(),
            &roles,
            0,
            ("/organizations/acme", "Acme"),
        );
        assert!(none.is_empty(), "without a project there is no cost");
    }
}
