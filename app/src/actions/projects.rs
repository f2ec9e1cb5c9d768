//! Projects.

use backend::authz::Admin;
use backend::projects::{self, NewProject};
use domain::organization::{CostCenter, Name, Slug};

use super::sent::Reader;
use super::{Ask, Done, Outcome};

pub(super) async fn create(ask: Ask) -> Outcome {
    let grant = ask.grant::<Admin>().await?;
    ask.sent.only(&["name", "slug", "cost_center"])?;
    let mut reader = Reader::new(&ask.sent);
    let (name, cost_center) = (
        reader.field::<Name>("name"),
        reader.optional::<CostCenter>("cost_center"),
    );
    let given = ask.sent.get("slug").trim();
    let slug = match Slug::from_name(ask.sent.get("name")) {
        Some(slug) if given.is_empty() => Some(slug),
        _ => reader.field::<Slug>("slug"),
    };
    reader.done()?;
    if let (Some(name), Some(slug)) = (name, slug) {
        let new = NewProject {
            slug,
            name,
            cost_center,
        };
        projects::create(&ask.services, &grant, new).await?;
    }
    let path = format!("/organizations/{}/projects", grant.slug());
    Ok(Done::with_word(&path, "created"))
}

pub(super) async fn change(ask: Ask) -> Outcome {
    let grant = ask.grant::<Admin>().await?;
    ask.sent.only(&["name", "cost_center"])?;
    let mut reader = Reader::new(&ask.sent);
    let (name, cost_center) = (
        reader.field::<Name>("name"),
        reader.optional::<CostCenter>("cost_center"),
    );
    reader.done()?;
    if let Some(name) = name {
        let project = ask.param("project");
        projects::change(&ask.services, &grant, project, name, cost_center).await?;
    }
    let path = format!("/organizations/{}/projects", grant.slug());
    Ok(Done::with_word(&path, "saved"))
}

pub(super) async fn archive(ask: Ask) -> Outcome {
    let grant = ask.grant::<Admin>().await?;
    ask.sent.only(&["archived"])?;
    let archived = ask.sent.get("archived") == "1";
    projects::archive(&ask.services, &grant, ask.param("project"), archived).await?;
    let path = format!("/organizations/{}/projects", grant.slug());
    Ok(Done::with_word(
        &path,
        if archived { "archived" } else { "restored" },
    ))
}
