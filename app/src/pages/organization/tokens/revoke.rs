//! `/organizations/{organization}/tokens/{token}/revoke`.

use backend::authz::{Actor, AnyMember, OrgGrant};
use backend::{Error, Services, access_tokens};
use domain::id::TokenId;
use leptos::prelude::*;

use super::table::short;
use crate::components::form::FormErrors;
use crate::pages::organization::{Place, frame, page, thing};

/// What revoking a token means, and the button.
#[component]
pub fn RevokeToken() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let id: TokenId = thing()?;
    let tokens = access_tokens::list(&svc, &grant).await?;
    let token = tokens
        .into_iter()
        .find(|t| t.id == id && t.works_at(svc.now()));
    let token = token.ok_or(Error::NotFound)?;
    let list = format!("/organizations/{}/tokens", grant.slug());
    let action = format!("{list}/{id}/revoke");
    let title = format!("Revoke {}", token.name);
    let body = view! {
        <form class="org-form stack" method="post" action=action>
            <FormErrors/>
            <div class="prose">
                <p>"The token "<code>{short(&token)}</code>" stops working at once. Programs that use it are refused."</p>
                <p>"It cannot be undone; a new token takes its place."</p>
            </div>
            <div class="cluster">
                <button class="button button--danger">"Revoke token"</button>
                <a class="button button--quiet" href=list>"Keep it"</a>
            </div>
        </form>
    };
    Ok(frame(&grant, Place::Tokens, &title, "", body))
}
