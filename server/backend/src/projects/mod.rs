//! Projects: the unit of cost inside an organization.

mod menu;
mod sql;

use domain::id::{OrgId, ProjectId};
use domain::organization::{CostCenter, Name, Slug};
use serde_json::{Value, json};
use time::OffsetDateTime;

pub use menu::{IN_MENU, Named, in_menu};

use crate::audit::{Action, Event};
use crate::authz::{Admin, AnyMember, OrgGrant};
use crate::db::{ReadTx, WriteTx};
use crate::{Error, Services};

/// A project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The code by which accounting knows it.
    pub cost_center: Option<String>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it was archived: it takes nothing new.
    pub archived_at: Option<OffsetDateTime>,
}

/// What a project is called.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// Its name in addresses; never changes.
    pub slug: Slug,
    /// Its name.
    pub name: Name,
    /// The code by which accounting knows it.
    pub cost_center: Option<CostCenter>,
}

/// All projects: those in use by name, then the archived ones.
pub async fn list(svc: &Services, grant: &OrgGrant<AnyMember>) -> Result<Vec<Project>, Error> {
    let org = grant.org();
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { sql::list(tx, org).await })
    })
    .await
}

/// How many projects in use have no cost center.
pub async fn without_cost_center(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
) -> Result<i64, Error> {
    let org = grant.org();
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { sql::without_cost_center(tx, org).await })
    })
    .await
}

/// One project.
///
/// # Errors
/// [`Error::NotFound`] if the organization has no such project.
pub async fn get(
    svc: &Services,
    grant: &OrgGrant<AnyMember>,
    slug: &str,
) -> Result<Project, Error> {
    let slug: Slug = slug.parse().map_err(|_| Error::NotFound)?;
    let org = grant.org();
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move {
            sql::find(tx, org, slug.as_str())
                .await?
                .ok_or(Error::NotFound)
        })
    })
    .await
}

/// Makes a project.
///
/// # Errors
/// [`Error::Invalid`] for a slug that is taken.
pub async fn create(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    new: NewProject,
) -> Result<ProjectId, Error> {
    let (org, id) = (grant.org(), ProjectId(svc.new_id()?));
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            sql::insert(tx.conn(), org, id, &new, now).await?;
            let after = facts(
                new.name.as_str(),
                new.cost_center.as_ref().map(CostCenter::as_str),
            );
            tx.commit(Event::new(Action::ProjectCreated, new.slug).after(after))
                .await?;
            Ok(id)
        })
    })
    .await
}

/// What becomes of something that may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Becomes<T> {
    /// It stays as it is.
    #[default]
    Same,
    /// It is this from now on.
    Now(Option<T>),
}

/// What a project is to be. What is left out stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Patch {
    /// Its name.
    pub name: Option<Name>,
    /// The code by which accounting knows it.
    pub cost_center: Becomes<CostCenter>,
    /// Whether it is archived.
    pub archived: Option<bool>,
}

/// Changes a project in one step, with an event for what it is called and one
/// for the archive. Where nothing is different there is neither: archiving
/// twice does not move the day of the first.
///
/// # Errors
/// [`Error::NotFound`] if the organization has no such project.
pub async fn patch(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    slug: &str,
    patch: Patch,
) -> Result<Project, Error> {
    let (org, slug) = (grant.org(), slug.to_owned());
    WriteTx::run(svc, grant.scope(), move |tx| {
        Box::pin(apply(tx, org, slug, patch))
    })
    .await
}

async fn apply(mut tx: WriteTx, org: OrgId, slug: String, patch: Patch) -> Result<Project, Error> {
    let before = sql::lock(tx.conn(), org, &slug).await?;
    let before = before.ok_or(Error::NotFound)?;
    let after = patched(before.clone(), patch, tx.now());
    let mut events = Vec::new();
    let called = facts(&before.name, before.cost_center.as_deref());
    let calls = facts(&after.name, after.cost_center.as_deref());
    if called != calls {
        sql::update(tx.conn(), org, &after).await?;
        let event = Event::new(Action::ProjectChanged, slug.clone());
        events.push(event.before(called).after(calls));
    }
    if before.archived_at != after.archived_at {
        sql::archive(tx.conn(), org, after.id, after.archived_at).await?;
        let action = match after.archived_at {
            Some(_) => Action::ProjectArchived,
            None => Action::ProjectRestored,
        };
        events.push(Event::new(action, slug));
    }
    // Without an event nothing was written, and there is nothing to commit.
    if let Some(last) = events.pop() {
        for event in events {
            tx.note(event).await?;
        }
        tx.commit(last).await?;
    }
    Ok(after)
}

/// What a project is after a change that happens `now`.
fn patched(project: Project, patch: Patch, now: OffsetDateTime) -> Project {
    let name = patch.name.map(|name| name.as_str().to_owned());
    let archived_at = match patch.archived {
        Some(true) => project.archived_at.or(Some(now)),
        Some(false) => None,
        None => project.archived_at,
    };
    Project {
        name: name.unwrap_or(project.name),
        cost_center: match patch.cost_center {
            Becomes::Same => project.cost_center,
            Becomes::Now(code) => code.map(|code| code.as_str().to_owned()),
        },
        archived_at,
        ..project
    }
}

/// Changes name and cost center.
///
/// # Errors
/// As for [`patch`].
pub async fn change(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    slug: &str,
    name: Name,
    cost_center: Option<CostCenter>,
) -> Result<(), Error> {
    let change = Patch {
        name: Some(name),
        cost_center: Becomes::Now(cost_center),
        archived: None,
    };
    patch(svc, grant, slug, change).await?;
    Ok(())
}

/// Archives a project or takes it out of the archive.
///
/// # Errors
/// As for [`patch`].
pub async fn archive(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    slug: &str,
    archived: bool,
) -> Result<(), Error> {
    let change = Patch {
        archived: Some(archived),
        ..Patch::default()
    };
    patch(svc, grant, slug, change).await?;
    Ok(())
}

fn facts(name: &str, cost_center: Option<&str>) -> Value {
    json!({ "name": name, "cost_center": cost_center })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn what_is_left_out_stays() {
        let (then, now) = (
            datetime!(2026-11-01 00:00 UTC),
            datetime!(2026-11-22 12:00 UTC),
        );
        let project = Project {
            id: ProjectId(uuid::Uuid::nil()),
            slug: "web".to_owned(),
            name: "Web".to_owned(),
            cost_center: Some("4711".to_owned()),
            created_at: then,
            archived_at: Some(then),
        };
        let after = |patch| patched(project.clone(), patch, now);
        let same = after(Patch {
            archived: Some(true),
            ..Patch::default()
        });
        assert_eq!(same.archived_at, Some(then), "archived twice");
        assert_eq!(
            (same.name, same.cost_center),
            (project.name.clone(), project.cost_center.clone())
        );
        let other = after(Patch {
            name: Some("Shop".parse().unwrap()),
            cost_center: Becomes::Now(None),
            archived: Some(false),
        });
        assert_eq!((other.name.as_str(), other.cost_center), ("Shop", None));
        assert_eq!(other.archived_at, None);
    }
}
