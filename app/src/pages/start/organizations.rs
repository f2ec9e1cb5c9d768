//! The organizations of an account, and what they need.

use backend::authz::{Actor, Admin, Allows, AnyMember, OrgGrant};
use backend::organizations::{self, Membership, Profile};
use backend::{Error, Services};
use domain::role::Role;
use futures::future::try_join_all;
use futures::try_join;
use leptos::prelude::*;
use time::OffsetDateTime;

use super::duties::Duties;
use super::tasks::Task;
use super::ways::{self, Way};
use crate::components::format::{count, initials};
use crate::components::{Badge, Icon, Tone};

/// Most organizations whose figures are read for one page.
const READ: usize = 20;
/// How many of them are read at once: a page must not take all connections.
const AT_ONCE: usize = 4;

/// An organization and, where it was read, what it holds.
pub(super) struct Place {
    membership: Membership,
    profile: Option<Profile>,
    duties: Duties,
    /// It wants another way of signing in.
    is_closed: bool,
}

impl Place {
    /// One that was not read.
    fn unread(membership: Membership) -> Self {
        Self {
            membership,
            profile: None,
            duties: Duties::default(),
            is_closed: false,
        }
    }

    /// Whether the account looks after it.
    fn is_managed(&self) -> bool {
        self.membership.roles.any_of(Admin::ROLES)
    }

    /// Whether the account looks after it or speaks for it to every buyer.
    pub(super) fn is_trusted(&self) -> bool {
        self.is_managed() || self.membership.roles.contains(Role::Publisher)
    }
}

/// Reads the organizations, a few at a time.
pub(super) async fn places(
    svc: &Services,
    actor: &Actor,
    memberships: &[Membership],
) -> Result<Vec<Place>, Error> {
    let (first, others) = memberships.split_at(memberships.len().min(READ));
    let mut places = Vec::with_capacity(memberships.len());
    for some in first.chunks(AT_ONCE) {
        let reading = some
            .iter()
            .map(|membership| place(svc.clone(), actor.clone(), membership.clone()));
        let read = try_join_all(reading).await?;
        places.extend(read.into_iter().flatten());
    }
    places.extend(others.iter().cloned().map(Place::unread));
    Ok(places)
}

/// One of them; `None` if it is no longer one of theirs.
async fn place(
    svc: Services,
    actor: Actor,
    membership: Membership,
) -> Result<Option<Place>, Error> {
    let mut place = Place::unread(membership);
    match Box::pin(read(&svc, &actor, &place.membership.slug)).await {
        Ok((profile, duties)) => {
            place.profile = Some(profile);
            place.duties = duties;
        }
        Err(Error::SsoRequired) => place.is_closed = true,
        // Somebody has removed the account a moment ago.
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    }
    Ok(Some(place))
}

async fn read(svc: &Services, actor: &Actor, slug: &str) -> Result<(Profile, Duties), Error> {
    let grant: OrgGrant<AnyMember> = actor.in_org(svc, slug).await?;
    try_join!(
        organizations::profile(svc, &grant),
        Duties::read(svc, &grant)
    )
}

/// Where somebody goes on when nothing waits: in the first organization that is
/// open to them.
pub(super) fn ways(places: &[Place]) -> Vec<Way> {
    let Some(place) = places.iter().find(|place| place.profile.is_some()) else {
        return ways::ways(None);
    };
    let (home, membership) = (home(place), &place.membership);
    ways::ways(Some((
        &membership.roles,
        home.as_str(),
        membership.name.as_str(),
    )))
}

/// What the account has to do in one of them.
pub(super) fn tasks(place: &Place, now: OffsetDateTime) -> Vec<Task> {
    let Some(profile) = place.profile.as_ref() else {
        return Vec::new();
    };
    let mut tasks = Vec::new();
    if place.is_managed() {
        tasks.extend(managing(place, profile));
    }
    let (home, name) = (home(place), place.membership.name.as_str());
    let roles = &place.membership.roles;
    let duties = place.duties;
    tasks.extend(duties.tasks(roles, profile.projects, now, (home.as_str(), name)));
    tasks
}

/// What an owner or an admin has to do.
fn managing(place: &Place, profile: &Profile) -> Vec<Task> {
    let (home, name) = (home(place), place.membership.name.as_str());
    let mut tasks = vec![
        Task {
            title: format!("Create a project in {name}"),
            about: "Access and cost belong to a project: a team, an application".to_owned(),
            href: format!("{home}/projects/new"),
            is_done: profile.projects > 0,
            somebody_waits: false,
        },
        Task {
            title: format!("Invite people to {name}"),
            about: "You are its only member so far".to_owned(),
            href: format!("{home}/members/invite"),
            is_done: profile.members > 1 || profile.invitations > 0,
            somebody_waits: false,
        },
    ];
    if let Some(invite) = tasks.last_mut().filter(|task| task.is_done) {
        invite.about = format!("Members: {}", count(profile.members));
    }
    if profile.invitations > 0 {
        tasks.push(Task {
            title: format!("Look after open invitations to {name}"),
            about: format!("Not accepted yet: {}", count(profile.invitations)),
            href: format!("{home}/members"),
            is_done: false,
            somebody_waits: false,
        });
    }
    tasks
}

fn home(place: &Place) -> String {
    format!("/organizations/{}", place.membership.slug)
}

/// All of them, with the roles of the account.
pub(super) fn section(places: &[Place]) -> AnyView {
    let list = if places.is_empty() {
        view! {
            <div class="empty">
                <h3>"You belong to no organization yet"</h3>
                <p>"An organization holds members, projects and what models cost. Create one, or open the link of an invitation."</p>
                <a class="button button--primary" href="/organizations/new">"Create an organization"</a>
            </div>
        }
        .into_any()
    } else {
        let items = places.iter().map(item).collect_view();
        view! {
            <ul class="item-list start-list">
                {items}
                <li><a class="item item--more" href="/organizations/new"><span><Icon name="plus"/>" New organization"</span></a></li>
            </ul>
        }
        .into_any()
    };
    view! {
        <section class="section" aria-labelledby="organizations">
            <div class="section__head"><h2 id="organizations">"Your organizations"</h2></div>
            {list}
        </section>
    }
    .into_any()
}

fn item(place: &Place) -> AnyView {
    let name = place.membership.name.clone();
    let roles: Vec<_> = place.membership.roles.iter().map(Role::label).collect();
    let figures = place.profile.as_ref().map(figures);
    let closed = place
        .is_closed
        .then(|| view! { <Badge tone=Tone::Warn icon="lock" text="Needs its own sign-in"/>" " });
    let demo = place
        .membership
        .is_demo
        .then(|| view! { <Badge tone=Tone::Info icon="info" text="Demo"/>" " });
    view! {
        <li>
            <a class="item" href=home(place)>
                <span class="glyph" aria-hidden="true">{initials(&name)}</span>
                <span><strong>{name}</strong><small>{roles.join(", ")}</small></span>
                <span class="item__value">{closed}{demo}{figures}</span>
            </a>
        </li>
    }
    .into_any()
}

fn figures(profile: &Profile) -> AnyView {
    let of =
        |n: i64, one: &str, many: &str| format!("{} {}", count(n), if n == 1 { one } else { many });
    let members = of(profile.members, "member", "members");
    let projects = of(profile.projects, "project", "projects");
    view! { <small class="muted">{members}", "{projects}</small> }.into_any()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use domain::id::OrgId;
    use domain::role::Roles;

    fn member(role: Role) -> Membership {
        Membership {
            org: OrgId::INSTALLATION,
            slug: "acme".to_owned(),
            name: "Acme".to_owned(),
            roles: Roles::new([role]).unwrap(),
            sso_required: false,
            provider_epoch: 0,
            is_demo: false,
        }
    }

    fn left(role: Role, members: i64, projects: i64, invitations: i64) -> Vec<String> {
        let place = Place {
            membership: member(role),
            profile: Some(Profile {
                name: "Acme".to_owned(),
                time_zone: "UTC".to_owned(),
                sso_required: false,
                members,
                projects,
                invitations,
                has_provider: false,
            }),
            duties: Duties::default(),
            is_closed: false,
        };
        let left = tasks(&place, OffsetDateTime::UNIX_EPOCH)
            .into_iter()
            .filter(|task| !task.is_done);
        left.map(|task| task.href).collect()
    }

    #[test]
    fn who_acts_for_others_is_trusted() {
        for &role in Role::ALL {
            let place = Place::unread(member(role));
            let trusted = matches!(role, Role::Owner | Role::Admin | Role::Publisher);
            assert_eq!(place.is_trusted(), trusted, "{role:?}");
        }
    }

    #[test]
    fn owners_and_admins_see_what_is_missing() {
        assert_eq!(
            left(Role::Owner, 1, 0, 0),
            [
                "/organizations/acme/projects/new",
                "/organizations/acme/members/invite"
            ]
        );
        assert_eq!(left(Role::Admin, 1, 1, 2), ["/organizations/acme/members"]);
        assert!(left(Role::Admin, 2, 1, 0).is_empty());
        assert!(left(Role::Developer, 1, 0, 1).is_empty());
    }
}
