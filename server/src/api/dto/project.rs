//! Projects: the unit of cost inside an organization.

use backend::projects::{self, Becomes};
use domain::organization::{CostCenter, Name, Slug};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{body::Fields, instant::instant, problem::Problem},
    Links,
};

/// All projects of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectList {
    /// Those in use by name, then the archived ones.
    pub items: Vec<Project>,
}

/// A project.
#[derive(Debug, Serialize, ToSchema)]
pub struct Project {
    /// Its id.
    #[schema(example = "prj_019aab4c7d2e7b8f9a0b1c2d3e4f5a6b")]
    pub id: String,
    /// Its name in addresses.
    #[schema(example = "web")]
    pub slug: String,
    /// Its name.
    #[schema(example = "Web shop")]
    pub name: String,
    /// The code by which accounting knows it.
    #[schema(required, example = "4711")]
    pub cost_center: Option<String>,
    /// When it was made.
    #[schema(format = DateTime, example = "2026-11-22T12:00:00Z")]
    pub created_at: String,
    /// When it was archived; it takes nothing new since then.
    #[schema(required, format = DateTime)]
    pub archived_at: Option<String>,
    /// Where it is.
    pub links: Links,
}

impl Project {
    /// A project of the organization with this slug.
    pub(crate) fn new(org: &str, project: projects::Project) -> Self {
        Self {
            id: project.id.to_string(),
            links: Links::to(&format!("/organizations/{org}/projects/{}", project.slug)),
            slug: project.slug,
            name: project.name,
            cost_center: project.cost_center,
            created_at: instant(project.created_at),
            archived_at: project.archived_at.map(instant),
        }
    }
}

/// What a new project is called.
#[derive(Debug, ToSchema)]
pub struct NewProject {
    /// Its name in addresses: small letters, digits and hyphens. It never changes.
    #[schema(value_type = String, max_length = 40, example = "web")]
    pub slug: Slug,
    /// Its name, of at most 100 characters.
    #[schema(value_type = String, max_length = 100, example = "Web shop")]
    pub name: Name,
    /// The code by which accounting knows it, of at most 40 characters.
    #[schema(value_type = Option<String>, example = "4711")]
    pub cost_center: Option<CostCenter>,
}

impl NewProject {
    /// Reads what was sent.
    pub(in crate::api) fn read(mut fields: Fields) -> Result<Self, Problem> {
        let (slug, name) = (fields.required("slug"), fields.required("name"));
        let cost_center = fields.optional("cost_center");
        fields.finish(slug.zip(name).map(|(slug, name)| Self {
            slug,
            name,
            cost_center,
        }))
    }
}

impl From<NewProject> for projects::NewProject {
    fn from(new: NewProject) -> Self {
        Self {
            slug: new.slug,
            name: new.name,
            cost_center: new.cost_center,
        }
    }
}

/// What a project is to be. What is not given stays as it is.
#[derive(Debug, ToSchema)]
pub struct ProjectChange {
    /// Its name, of at most 100 characters.
    #[schema(value_type = String, required = false, max_length = 100, example = "Web shop")]
    pub name: Option<Name>,
    /// The code by which accounting knows it, of at most 40 characters; `null` for none.
    #[schema(value_type = Option<String>, required = false, example = "4711")]
    pub cost_center: Becomes<CostCenter>,
    /// Whether it is archived: it takes nothing new.
    #[schema(value_type = bool, required = false)]
    pub archived: Option<bool>,
}

impl ProjectChange {
    /// Reads what was sent.
    pub(in crate::api) fn read(mut fields: Fields) -> Result<Self, Problem> {
        let change = Self {
            name: fields.patched("name"),
            cost_center: fields.patched_or_null("cost_center"),
            archived: fields.flag("archived"),
        };
        fields.finish(Some(change))
    }
}

impl From<ProjectChange> for projects::Patch {
    fn from(change: ProjectChange) -> Self {
        Self {
            name: change.name,
            cost_center: change.cost_center,
            archived: change.archived,
        }
    }
}
