//! What somebody has to do about access in one organization.

use backend::access;
use backend::authz::{Allows, AnyMember, Approver, OrgGrant};
use backend::{Error, Services};
use domain::role::{Role, Roles};

use super::tasks::Task;
use crate::components::format::plural;

/// What waits, and whether somebody has begun.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Figures {
    /// How many requests the account can decide.
    pub(super) waiting: i64,
    /// Whether the account has asked for something.
    pub(super) has_asked: bool,
}

/// Reads only what the roles need.
pub(super) async fn read(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    if grant.roles().any_of(Approver::ROLES) {
        figures.waiting = access::waiting(svc, grant).await?;
    }
    if grant.roles().contains(Role::Developer) {
        figures.has_asked = access::has_asked(svc, grant).await?;
    }
    Ok(figures)
}

/// The tasks in the organization `name` at the address `home`.
pub(super) fn tasks(
    figures: Figures,
    roles: &Roles,
    projects: i64,
    (home, name): (&str, &str),
) -> Vec<Task> {
    let mut tasks = Vec::new();
    if let Some(waiting) = usize::try_from(figures.waiting).ok().filter(|n| *n > 0) {
        let many = plural(waiting, "request waits", "requests wait");
        tasks.push(Task {
            title: format!("{many} for a decision in {name}"),
            about: "Somebody cannot go on before you, or another approver, decide".to_owned(),
            href: format!("{home}/requests?waiting=1"),
            is_done: false,
            somebody_waits: true,
        });
    }
    if roles.contains(Role::Developer) && projects > 0 {
        tasks.push(Task {
            title: format!("Request access to a model for {name}"),
            about: "Choose an offering in the catalog, and say what it is for".to_owned(),
            href: "/models".to_owned(),
            is_done: figures.has_asked,
            somebody_waits: false,
        });
    }
    tasks
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn left(role: Role, waiting: i64, has_asked: bool, projects: i64) -> Vec<String> {
        let figures = Figures { waiting, has_asked };
        let roles = Roles::new([role]).unwrap();
        let all = tasks(figures, &roles, projects, ("/organizations/acme", "Acme"));
        let left = all.into_iter().filter(|task| !task.is_done);
        left.map(|task| task.title).collect()
    }

    #[test]
    fn deciders_see_what_waits() {
        let one = ["1 request waits for a decision in Acme"];
        assert_eq!(left(Role::Approver, 1, false, 1), one);
        let two = ["2 requests wait for a decision in Acme"];
        assert_eq!(left(Role::Owner, 2, false, 1), two);
        assert!(left(Role::Approver, 0, false, 1).is_empty());
    }

    #[test]
    fn developers_ask_once_there_is_a_project() {
        assert!(left(Role::Developer, 0, false, 0).is_empty());
        let ask = ["Request access to a model for Acme"];
        assert_eq!(left(Role::Developer, 0, false, 1), ask);
        assert!(left(Role::Developer, 0, true, 1).is_empty());
        assert!(left(Role::Finance, 0, false, 1).is_empty());
    }
}
