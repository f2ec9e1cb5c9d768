//! Projects: the unit of cost inside an organization.

mod sql;

use domain::id::ProjectId;
use domain::organization::{CostCenter, Name, Slug};
use serde_json::{Value, json};
use time::OffsetDateTime;

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

/// Changes name and cost center.
///
/// # Errors
/// [`Error::NotFound`] if the organization has no such project.
pub async fn change(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    slug: &str,
    name: Name,
    cost_center: Option<CostCenter>,
) -> Result<(), Error> {
    let (org, slug) = (grant.org(), slug.to_owned());
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let before = sql::lock(tx.conn(), org, &slug).await?;
            let before = before.ok_or(Error::NotFound)?;
            let code = cost_center.as_ref().map(CostCenter::as_str);
            sql::update(tx.conn(), org, before.id, &name, code).await?;
            let event = Event::new(Action::ProjectChanged, slug)
                .before(facts(&before.name, before.cost_center.as_deref()))
                .after(facts(name.as_str(), code));
            tx.commit(event).await
        })
    })
    .await
}

/// Archives a project or takes it out of the archive.
///
/// # Errors
/// [`Error::NotFound`] if the organization has no such project.
pub async fn archive(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    slug: &str,
    archived: bool,
) -> Result<(), Error> {
    let (org, slug) = (grant.org(), slug.to_owned());
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let before = sql::lock(tx.conn(), org, &slug).await?;
            let before = before.ok_or(Error::NotFound)?;
            sql::archive(tx.conn(), org, before.id, archived.then_some(now)).await?;
            let action = if archived {
                Action::ProjectArchived
            } else {
                Action::ProjectRestored
            };
            tx.commit(Event::new(action, slug)).await
        })
    })
    .await
}

fn facts(name: &str, cost_center: Option<&str>) -> Value {
    json!({ "name": name, "cost_center": cost_center })
}
