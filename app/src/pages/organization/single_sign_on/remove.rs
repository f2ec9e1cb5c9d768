//! `/organizations/{organization}/single-sign-on/remove`.

use backend::authz::{Actor, OrgGrant, Owner};
use backend::{Error, Services, access_tokens, identity_providers};
use leptos::prelude::*;

use crate::components::form::FormErrors;
use crate::pages::organization::tokens::that_end;
use crate::pages::organization::{Place, frame, page};

/// What removing the provider means, and the button.
#[component]
pub fn RemoveProvider() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<Owner>) -> Result<AnyView, Error> {
    let provider = identity_providers::get(&svc, &grant).await?;
    let provider = provider.ok_or(Error::NotFound)?;
    let tokens = access_tokens::count_live(&svc, &grant).await?;
    let tokens = that_end(tokens, "too");
    let tokens = tokens.map(|words| view! { <p>{words}</p> });
    let own = format!("/organizations/{}/single-sign-on", grant.slug());
    let action = format!("{own}/remove");
    let body = view! {
        <form class="org-form stack" method="post" action=action>
            // A mistake points here: this form has no field of its own.
            <div id="form" tabindex="-1"><FormErrors/></div>
            <div class="prose">
                <p>"Members can no longer sign in through "<code>{provider.issuer}</code>", and their links to it are gone."</p>
                <p>"Everybody who came through it is signed out, you too if you did."</p>
                {tokens}
                <p>"They sign in with their passwords. If single sign-on is set up again, everybody links anew."</p>
            </div>
            <div class="cluster">
                <button class="button button--danger">"Remove single sign-on"</button>
                <a class="button button--quiet" href=own>"Keep it"</a>
            </div>
        </form>
    };
    let title = "Remove single sign-on";
    Ok(frame(&grant, Place::SingleSignOn, title, "", body))
}
