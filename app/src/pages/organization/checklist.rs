//! What is left to do, found out anew with every visit.

use backend::authz::Admin;
use backend::organizations::Profile;
use domain::role::Roles;
use leptos::prelude::*;

use super::may;
use crate::components::Icon;
use crate::pages::put_away;

/// One thing to do.
struct Step {
    title: &'static str,
    about: &'static str,
    href: String,
    is_done: bool,
}

/// What these roles can do to set the organization up.
fn steps(profile: &Profile, roles: &Roles, slug: &str) -> Vec<Step> {
    if !may::<Admin>(roles) {
        return Vec::new();
    }
    vec![
        Step {
            title: "Create a project",
            about: "Access and cost belong to a project: a team, an application",
            href: format!("/organizations/{slug}/projects/new"),
            is_done: profile.projects > 0,
        },
        Step {
            title: "Invite people",
            about: "Give each only the roles they need",
            href: format!("/organizations/{slug}/members/invite"),
            is_done: profile.members > 1 || profile.invitations > 0,
        },
    ]
}

/// The list; nothing when everything is done. Whoever has hidden it sees the way
/// to bring it back.
pub(super) fn section(
    profile: &Profile,
    roles: &Roles,
    slug: &str,
    is_hidden: bool,
) -> Option<AnyView> {
    let steps = steps(profile, roles, slug);
    if steps.iter().all(|step| step.is_done) {
        return None;
    }
    let address = format!("/organizations/{slug}");
    if is_hidden {
        return Some(put_away::show(&address));
    }
    let items = steps.into_iter().map(item).collect_view();
    Some(
        view! {
            <section class="section" aria-labelledby="to-do">
                <div class="section__head"><h2 id="to-do">"What to do next"</h2></div>
                <ol class="item-list">{items}</ol>
                {put_away::hide(&address)}
            </section>
        }
        .into_any(),
    )
}

fn item(step: Step) -> AnyView {
    let words = view! { <span><strong>{step.title}</strong><small>{step.about}</small></span> };
    if step.is_done {
        view! {
            <li><div class="item item--done">{words}<span class="item__value"><Icon name="circle-check"/>" Done"</span></div></li>
        }
        .into_any()
    } else {
        view! {
            <li><a class="item" href=step.href>{words}<span class="item__value"><Icon name="arrow-right"/></span></a></li>
        }
        .into_any()
    }
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
