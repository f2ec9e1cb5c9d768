//! `/organizations/{organization}/requests/{request}/withdraw`.

use backend::access::{self, NOT_YOURS, Request};
use backend::authz::{Actor, AnyMember, OrgGrant};
use backend::{Error, Services};
use leptos::prelude::*;

use crate::components::form::FormErrors;
use crate::components::{Notice, Tone};
use crate::pages::organization::offered::{self, Offered};
use crate::pages::organization::{Place, frame, page, thing};

/// What withdrawing a request means, and the button.
#[component]
pub fn WithdrawRequest() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let request = access::get(&svc, &grant, thing()?).await?;
    if request.requested_by != grant.by() {
        return Err(Error::Refused(NOT_YOURS));
    }
    let snapshot = svc.catalog.snapshot();
    let name = offered::name(Offered::find(&snapshot, request.offering), request.offering);
    let own = format!("/organizations/{}/requests/{}", grant.slug(), request.id);
    let way = match request.closed() {
        Some(words) => closed(words, own),
        None => form(&request, &name, own),
    };
    let body = view! { <FormErrors/>{way} };
    let title = format!("Withdraw the request for {name}");
    Ok(frame(&grant, Place::Requests, &title, "", body))
}

/// There is nothing to take back any more.
fn closed(words: String, own: String) -> AnyView {
    view! {
        <Notice tone=Tone::Info><p>{words}</p></Notice>
        <div class="cluster" id="form" tabindex="-1"><a class="button" href=own>"See the request"</a></div>
    }
    .into_any()
}

fn form(request: &Request, name: &str, own: String) -> AnyView {
    let words = format!(
        "Your request for {name} for {} is taken back, and nobody decides it any more. Where others have joined it, it goes on: the first of them asks instead of you.",
        request.project_name
    );
    view! {
        <form class="org-form stack" id="form" tabindex="-1" method="post" action=format!("{own}/withdraw")>
            <div class="prose">
                <p>{words}</p>
                <p>"You can ask again at any time."</p>
            </div>
            <div class="cluster">
                <button class="button button--danger">"Withdraw request"</button>
                <a class="button button--quiet" href=own.clone()>"Keep it"</a>
            </div>
        </form>
    }
    .into_any()
}
