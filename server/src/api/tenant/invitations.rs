//! `/api/v1/organizations/{org}/invitations`.

use axum::{Json, extract::State, http::StatusCode};
use backend::{Error, Services, authz::Admin, members};
use domain::id::InvitationId;

use super::{
    super::{
        body::Unread,
        dto::{Invitation, InvitationList, NewInvitation},
        input::{self, Parameters},
        problem::Problem,
    },
    caller::{Caller, MEMBERS_READ, MEMBERS_WRITE},
    params::{InvitationPath, OrganizationPath},
};

/// List open invitations.
///
/// Those that can still be accepted, the newest first. For owners and admins.
#[utoipa::path(get, path = "/api/v1/organizations/{org}/invitations", tag = "Members", operation_id = "listInvitations",
    params(OrganizationPath), security(("token" = [MEMBERS_READ])),
    responses((status = 200, description = "The open invitations.", body = InvitationList)))]
pub(super) async fn list(
    State(services): State<Services>,
    caller: Caller,
    Parameters(org): Parameters<String>,
) -> Result<Json<InvitationList>, Problem> {
    let grant = caller
        .in_org::<Admin>(&services, MEMBERS_READ, &org)
        .await?;
    let open = members::open_invitations(&services, &grant).await?;
    let items = open.into_iter().map(Invitation::from).collect();
    Ok(Json(InvitationList { items }))
}

/// Invite somebody.
///
/// Sends a link that makes whoever opens it a member. An open invitation of the same address is
/// replaced. For owners and admins; only owners invite owners.
#[utoipa::path(post, path = "/api/v1/organizations/{org}/invitations", tag = "Members", operation_id = "createInvitation",
    params(OrganizationPath), security(("token" = [MEMBERS_WRITE])), request_body = NewInvitation,
    responses((status = 201, description = "The invitation that was sent.", body = Invitation)))]
pub(super) async fn create(
    State(services): State<Services>,
    caller: Caller,
    Parameters(org): Parameters<String>,
    body: Unread,
) -> Result<(StatusCode, Json<Invitation>), Problem> {
    let grant = caller
        .in_org::<Admin>(&services, MEMBERS_WRITE, &org)
        .await?;
    let new = NewInvitation::read(body.fields().await?)?;
    let id = members::invite(&services, &grant, new.email, new.roles).await?;
    let open = members::open_invitations(&services, &grant).await?;
    let made = open.into_iter().find(|invitation| invitation.id == id);
    let made = made.ok_or(Error::NotFound)?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Take an invitation back.
///
/// Its link stops working. For owners and admins.
#[utoipa::path(delete, path = "/api/v1/organizations/{org}/invitations/{invitation}", tag = "Members", operation_id = "revokeInvitation",
    params(InvitationPath), security(("token" = [MEMBERS_WRITE])),
    responses((status = 204, description = "The invitation is taken back.")))]
pub(super) async fn revoke(
    State(services): State<Services>,
    caller: Caller,
    Parameters((org, invitation)): Parameters<(String, String)>,
) -> Result<StatusCode, Problem> {
    let grant = caller
        .in_org::<Admin>(&services, MEMBERS_WRITE, &org)
        .await?;
    let invitation: InvitationId = input::id(&invitation)?;
    members::revoke(&services, &grant, invitation).await?;
    Ok(StatusCode::NO_CONTENT)
}
