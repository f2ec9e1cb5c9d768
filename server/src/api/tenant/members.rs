//! `/api/v1/organizations/{org}/members`.

use axum::{Json, extract::State, http::StatusCode};
use backend::{
    Services,
    authz::{Admin, AnyMember},
    members,
};
use domain::id::UserId;

use super::{
    super::{
        body::Unread,
        dto::{Member, MemberChange, MemberList},
        input::{self, Parameters},
        problem::Problem,
    },
    caller::{Caller, MEMBERS_READ, MEMBERS_WRITE},
    params::{MemberPath, OrganizationPath},
};

/// List members.
#[utoipa::path(get, path = "/api/v1/organizations/{org}/members", tag = "Members", operation_id = "listMembers",
    params(OrganizationPath), security(("token" = [MEMBERS_READ])),
    responses((status = 200, description = "All members, by name.", body = MemberList)))]
pub(super) async fn list(
    State(services): State<Services>,
    caller: Caller,
    Parameters(org): Parameters<String>,
) -> Result<Json<MemberList>, Problem> {
    let grant = caller
        .in_org::<AnyMember>(&services, MEMBERS_READ, &org)
        .await?;
    let all = members::list(&services, &grant).await?;
    let items = all.into_iter().map(Member::from).collect();
    Ok(Json(MemberList { items }))
}

/// Change the roles of a member.
///
/// The roles that are given replace those the member has; open invitations that the member could
/// not make any more are taken back. For owners and admins; only owners make and change owners, and
/// the last owner stays one.
#[utoipa::path(patch, path = "/api/v1/organizations/{org}/members/{member}", tag = "Members", operation_id = "changeMember",
    params(MemberPath), security(("token" = [MEMBERS_WRITE])), request_body = MemberChange,
    responses((status = 200, description = "The member as it is now.", body = Member)))]
pub(super) async fn change(
    State(services): State<Services>,
    caller: Caller,
    Parameters((org, member)): Parameters<(String, String)>,
    body: Unread,
) -> Result<Json<Member>, Problem> {
    let grant = caller
        .in_org::<Admin>(&services, MEMBERS_WRITE, &org)
        .await?;
    let member: UserId = input::id(&member)?;
    let change = MemberChange::read(body.fields().await?)?;
    members::change_roles(&services, &grant, member, change.roles).await?;
    let reader = caller
        .in_org::<AnyMember>(&services, MEMBERS_WRITE, &org)
        .await?;
    let after = members::get(&services, &reader, member).await?;
    Ok(Json(after.into()))
}

/// Remove a member.
///
/// The account stays and loses its access to this organization at once; its tokens and open
/// invitations end. For owners and admins; only owners remove owners, and the last owner cannot be
/// removed.
#[utoipa::path(delete, path = "/api/v1/organizations/{org}/members/{member}", tag = "Members", operation_id = "removeMember",
    params(MemberPath), security(("token" = [MEMBERS_WRITE])),
    responses((status = 204, description = "The member is removed."),
        (status = 422, description = "It is the last owner.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn remove(
    State(services): State<Services>,
    caller: Caller,
    Parameters((org, member)): Parameters<(String, String)>,
) -> Result<StatusCode, Problem> {
    let grant = caller
        .in_org::<Admin>(&services, MEMBERS_WRITE, &org)
        .await?;
    let member: UserId = input::id(&member)?;
    members::remove(&services, &grant, member, None).await?;
    Ok(StatusCode::NO_CONTENT)
}
