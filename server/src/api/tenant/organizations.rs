//! `/api/v1/organizations`.

use axum::{Json, extract::State};
use backend::{Services, authz::AnyMember, organizations};

use super::{
    super::{
        dto::{Membership, MembershipList, Organization},
        input::Parameters,
        problem::Problem,
    },
    caller::{Caller, ORGANIZATION_READ},
    params::OrganizationPath,
};

/// List your organizations.
///
/// A token is of one organization, so there is at most this one.
#[utoipa::path(get, path = "/api/v1/organizations", tag = "Organizations", operation_id = "listOrganizations",
    security(("token" = [ORGANIZATION_READ])),
    responses((status = 200, description = "The organizations, by name.", body = MembershipList)))]
pub(super) async fn list(
    State(services): State<Services>,
    caller: Caller,
) -> Result<Json<MembershipList>, Problem> {
    let actor = caller.allowed(ORGANIZATION_READ)?;
    let all = organizations::list_of(&services, actor).await?;
    let items = all.into_iter().map(Membership::from).collect();
    Ok(Json(MembershipList { items }))
}

/// Get an organization.
#[utoipa::path(get, path = "/api/v1/organizations/{org}", tag = "Organizations", operation_id = "getOrganization",
    params(OrganizationPath), security(("token" = [ORGANIZATION_READ])),
    responses((status = 200, description = "The organization.", body = Organization)))]
pub(super) async fn show(
    State(services): State<Services>,
    caller: Caller,
    Parameters(org): Parameters<String>,
) -> Result<Json<Organization>, Problem> {
    let grant = caller
        .in_org::<AnyMember>(&services, ORGANIZATION_READ, &org)
        .await?;
    let profile = organizations::profile(&services, &grant).await?;
    Ok(Json(Organization::new(&grant, profile)))
}
