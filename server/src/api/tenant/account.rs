//! `/api/v1/account`.

use axum::{Json, extract::State};
use backend::{Services, accounts, organizations};

use super::{
    super::{dto::Account, problem::Problem},
    caller::{ACCOUNT_READ, Caller},
};

/// Get your account.
///
/// The account that the token stands for, and the organization that the token is of.
#[utoipa::path(get, path = "/api/v1/account", tag = "Account", operation_id = "getAccount",
    security(("token" = [ACCOUNT_READ])),
    responses((status = 200, description = "The account.", body = Account)))]
pub(super) async fn show(
    State(services): State<Services>,
    caller: Caller,
) -> Result<Json<Account>, Problem> {
    let actor = caller.allowed(ACCOUNT_READ)?;
    let (profile, memberships) = tokio::try_join!(
        accounts::profile(&services, actor),
        organizations::list_of(&services, actor)
    )?;
    Ok(Json(Account::new(actor.user(), profile, memberships)))
}
