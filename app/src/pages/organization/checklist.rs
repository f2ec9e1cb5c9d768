//! What is left to do, found out anew with every visit.

use backend::authz::Admin;
use backend::organizations::Profile;
use domain::role::Roles;
use leptos::prelude::*;

use super::may;
use crate::pages::put_away;
use crate::pages::start::tasks::{Task, hidden, item};

/// What these roles can do to set the organization up.
pub(super) fn steps(profile: &Profile, roles: &Roles, slug: &str) -> Vec<Task> {
    if !may::<Admin>(roles) {
        return Vec::new();
    }
    vec![
        Task {
            title: "Create a project".to_owned(),
            about: "Access and cost belong to a project: a team, an application".to_owned(),
            href: format!("/organizations/{slug}/projects/new"),
            is_done: profile.projects > 0,
            somebody_waits: false,
        },
        Task {
            title: "Invite people".to_owned(),
            about: "Give each only the roles they need".to_owned(),
            href: format!("/organizations/{slug}/members/invite"),
            is_done: profile.members > 1 || profile.invitations > 0,
            somebody_waits: false,
        },
    ]
}

/// The list; nothing when everything is done. Whoever has hidden it sees what
/// others wait for and the way to bring it back.
pub(super) fn section(tasks: Vec<Task>, slug: &str, is_hidden: bool) -> Option<AnyView> {
    if tasks.iter().all(|task| task.is_done) {
        return None;
    }
    let address = format!("/organizations/{slug}");
    if is_hidden {
        return hidden(tasks, &address);
    }
    let items = tasks.into_iter().map(item).collect_view();
    Some(
        view! {
            <section class="section" aria-labelledby="tasks">
                <div class="section__head"><h2 id="tasks">"What to do next"</h2></div>
                <ol class="item-list start-list">{items}</ol>
                {put_away::hide(&address)}
            </section>
        }
        .into_any(),
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use domain::role::Role;

    fn done(members: i64, projects: i64, role: Role) -> Vec<bool> {
        let profile = Profile {
            name: "Acme".to_owned(),
            time_zone: "UTC".to_owned(),
            sso_required: false,
            members,
            projects,
            invitations: 0,
            has_provider: false,
        };
        let steps = steps(&profile, &Roles::new([role]).unwrap(), "acme");
        steps.iter().map(|step| step.is_done).collect()
    }

    #[test]
    fn steps_are_done_when_they_are() {
        assert_eq!(done(1, 0, Role::Owner), [false, false]);
        assert_eq!(done(1, 1, Role::Admin), [true, false]);
        assert_eq!(done(2, 1, Role::Admin), [true, true]);
    }

    #[test]
    fn nobody_is_asked_for_what_they_may_not_do() {
        assert!(done(1, 0, Role::Developer).is_empty());
    }
}
