//! `/api/v1/organizations/{org}/projects`.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use backend::{
    Services,
    authz::{Admin, AnyMember},
    projects,
};

use super::{
    super::{
        body::Unread,
        dto::{NewProject, Project, ProjectChange, ProjectList},
        input::{self, Parameters},
        problem::Problem,
    },
    caller::{Caller, ORGANIZATION_READ, PROJECTS_WRITE},
    params::{OrganizationPath, ProjectPath},
};

/// List projects.
///
/// All projects of the organization: those in use by name, then the archived ones.
#[utoipa::path(get, path = "/api/v1/organizations/{org}/projects", tag = "Projects", operation_id = "listProjects",
    params(OrganizationPath), security(("token" = [ORGANIZATION_READ])),
    responses((status = 200, description = "All projects.", body = ProjectList)))]
pub(super) async fn list(
    State(services): State<Services>,
    caller: Caller,
    Parameters(org): Parameters<String>,
) -> Result<Json<ProjectList>, Problem> {
    let grant = caller
        .in_org::<AnyMember>(&services, ORGANIZATION_READ, &org)
        .await?;
    let all = projects::list(&services, &grant).await?;
    let items = all.into_iter().map(|p| Project::new(grant.slug(), p));
    Ok(Json(ProjectList {
        items: items.collect(),
    }))
}

/// Get a project.
#[utoipa::path(get, path = "/api/v1/organizations/{org}/projects/{project}", tag = "Projects", operation_id = "getProject",
    params(ProjectPath), security(("token" = [ORGANIZATION_READ])),
    responses((status = 200, description = "The project.", body = Project)))]
pub(super) async fn show(
    State(services): State<Services>,
    caller: Caller,
    Parameters((org, project)): Parameters<(String, String)>,
) -> Result<Json<Project>, Problem> {
    let grant = caller
        .in_org::<AnyMember>(&services, ORGANIZATION_READ, &org)
        .await?;
    let found = projects::get(&services, &grant, input::slug(&project)?).await?;
    Ok(Json(Project::new(grant.slug(), found)))
}

/// Make a project.
///
/// For owners and admins.
#[utoipa::path(post, path = "/api/v1/organizations/{org}/projects", tag = "Projects", operation_id = "createProject",
    params(OrganizationPath), security(("token" = [PROJECTS_WRITE])), request_body = NewProject,
    responses((status = 201, description = "The project that was made.", body = Project,
        headers(("Location" = String, description = "Where the project is.")))))]
pub(super) async fn create(
    State(services): State<Services>,
    caller: Caller,
    Parameters(org): Parameters<String>,
    body: Unread,
) -> Result<Response, Problem> {
    let grant = caller
        .in_org::<Admin>(&services, PROJECTS_WRITE, &org)
        .await?;
    let new = NewProject::read(body.fields().await?)?;
    let slug = new.slug.clone();
    projects::create(&services, &grant, new.into()).await?;
    let reader = caller
        .in_org::<AnyMember>(&services, PROJECTS_WRITE, &org)
        .await?;
    let made = projects::get(&services, &reader, slug.as_str()).await?;
    let project = Project::new(grant.slug(), made);
    let location = [(header::LOCATION, project.links.this.clone())];
    Ok((StatusCode::CREATED, location, Json(project)).into_response())
}

/// Change a project.
///
/// What is not given stays as it is. For owners and admins.
#[utoipa::path(patch, path = "/api/v1/organizations/{org}/projects/{project}", tag = "Projects", operation_id = "changeProject",
    params(ProjectPath), security(("token" = [PROJECTS_WRITE])), request_body = ProjectChange,
    responses((status = 200, description = "The project as it is now.", body = Project)))]
pub(super) async fn change(
    State(services): State<Services>,
    caller: Caller,
    Parameters((org, project)): Parameters<(String, String)>,
    body: Unread,
) -> Result<Json<Project>, Problem> {
    let grant = caller
        .in_org::<Admin>(&services, PROJECTS_WRITE, &org)
        .await?;
    let slug = input::slug(&project)?;
    let change = ProjectChange::read(body.fields().await?)?;
    let after = projects::patch(&services, &grant, slug, change.into()).await?;
    Ok(Json(Project::new(grant.slug(), after)))
}
