//! `/organizations/{organization}/subscriptions/{subscription}/cancel`.

use backend::access::subscriptions::{self, Subscription};
use backend::authz::{AccessManager, Actor, AnyMember, OrgGrant};
use backend::{Error, Services};
use domain::access::{Reason, SubscriptionState};
use leptos::prelude::*;

use crate::components::form::{FormErrors, TextArea};
use crate::components::{Notice, Tone};
use crate::pages::organization::offered::{self, Offered};
use crate::pages::organization::{Place, frame, page, thing};

/// What ending a subscription means, and the button.
#[component]
pub fn CancelSubscription() -> impl IntoView {
    page(draw)
}

async fn draw(
    svc: Services,
    actor: Actor,
    grant: OrgGrant<AccessManager>,
) -> Result<AnyView, Error> {
    let member = actor.in_org::<AnyMember>(&svc, grant.slug()).await?;
    let one = subscriptions::get(&svc, &member, thing()?).await?;
    let snapshot = svc.catalog.snapshot();
    let name = offered::name(Offered::find(&snapshot, one.offering), one.offering);
    let list = format!("/organizations/{}/subscriptions", grant.slug());
    let way = if one.state == SubscriptionState::Active {
        form(&one, &name, &list)
    } else {
        closed(list)
    };
    let body = view! { <FormErrors/>{way} };
    let title = format!("End the subscription of {name}");
    Ok(frame(&grant, Place::Subscriptions, &title, "", body))
}

/// There is nothing to end any more.
fn closed(list: String) -> AnyView {
    view! {
        <Notice tone=Tone::Info><p>"This subscription has ended already."</p></Notice>
        <div class="cluster" id="form" tabindex="-1"><a class="button" href=list>"See all subscriptions"</a></div>
    }
    .into_any()
}

fn form(one: &Subscription, name: &str, list: &str) -> AnyView {
    let action = format!("{list}/{}/cancel", one.id);
    let words = format!(
        "The project {} may no longer use {name}, from this moment on.",
        one.project_name
    );
    view! {
        <form class="org-form stack" id="form" tabindex="-1" method="post" action=action>
            <div class="prose">
                <p>{words}</p>
                <p>"It cannot be undone; another request makes another subscription."</p>
            </div>
            <TextArea name="reason" label="Reason" max=Reason::MAX hint="For whoever asked, and for the audit log."/>
            <div class="cluster">
                <button class="button button--danger">"End subscription"</button>
                <a class="button button--quiet" href=list.to_owned()>"Keep it"</a>
            </div>
        </form>
    }
    .into_any()
}
