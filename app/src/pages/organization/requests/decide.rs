//! `/organizations/{organization}/requests/{request}/decide`.

use backend::access::subscriptions::{self, Subscription};
use backend::access::{self, Request};
use backend::authz::{Actor, AnyMember, Approver, OrgGrant};
use backend::{Error, Services};
use domain::access::{Reason, SubscriptionState};
use futures::try_join;
use leptos::prelude::*;

use super::request::{facts, own_request, use_case};
use super::words;
use crate::components::form::{FormErrors, TextArea, TextField};
use crate::components::format::plural;
use crate::components::{Notice, Tone};
use crate::pages::organization::offered::{self, Offered};
use crate::pages::organization::{Place, frame, page, thing};

/// What a decision rests on, and both buttons.
#[component]
pub fn DecideRequest() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<Approver>) -> Result<AnyView, Error> {
    let member = actor.in_org::<AnyMember>(&svc, grant.slug()).await?;
    let id = thing()?;
    let (request, subscriptions) = try_join!(
        access::get(&svc, &member, id),
        subscriptions::list(&svc, &member)
    )?;
    let snapshot = svc.catalog.snapshot();
    let offered = Offered::find(&snapshot, request.offering);
    let own = format!("/organizations/{}/requests/{}", grant.slug(), request.id);
    let way = match words::already(&request) {
        Some(words) => closed(words, &own),
        None if request.requested_by == grant.by() => own_request(),
        None => form(&request, &own),
    };
    let body = view! {
        <FormErrors/>
        <dl class="pairs said">
            <dt>"State"</dt><dd>{words::state(&request, svc.now())}</dd>
            {facts(&request, offered, grant.slug())}
            <dt>"In use by"</dt><dd>{users(&subscriptions, request.offering)}</dd>
        </dl>
        {use_case(&request)}
        <section class="section" aria-labelledby="decision-title" id="decision" tabindex="-1">
            <div class="section__head"><h2 id="decision-title">"Decision"</h2></div>
            {way}
        </section>
    };
    let title = format!("Decide about {}", offered::name(offered, request.offering));
    Ok(frame(&grant, Place::Requests, &title, "", body))
}

/// Which projects use the offering now: what was decided before.
fn users(subscriptions: &[Subscription], offering: i64) -> String {
    let users: Vec<&str> = subscriptions
        .iter()
        .filter(|s| s.offering == offering && s.state == SubscriptionState::Active)
        .map(|s| s.project_name.as_str())
        .collect();
    match users.as_slice() {
        [] => "No project".to_owned(),
        [one] => (*one).to_owned(),
        many => format!(
            "{}: {}",
            plural(many.len(), "project", "projects"),
            many.join(", ")
        ),
    }
}

/// There is nothing to decide any more.
fn closed(words: String, own: &str) -> AnyView {
    view! {
        <div class="stack">
            <Notice tone=Tone::Info><p>{words}</p></Notice>
            <div class="cluster"><a class="button" href=own.to_owned()>"See the request"</a></div>
        </div>
    }
    .into_any()
}

fn form(request: &Request, own: &str) -> AnyView {
    let until = request.until.map(|day| day.to_string()).unwrap_or_default();
    let hint = if request.until.is_some() {
        "The last day. Left empty, it is the one that was asked for."
    } else {
        "The last day. Left empty, it has no end."
    };
    view! {
        <form class="org-form stack" method="post" action=format!("{own}/decide")>
            <TextField name="until" label="May be used until" kind="date" optional=true value=until hint=hint/>
            <TextArea name="reason" label="Reason" optional=true max=Reason::MAX
                hint="Whoever asked reads it. Denying needs one."/>
            <div class="cluster">
                <button class="button button--primary" name="decision" value="approve">"Approve"</button>
                <button class="button button--danger" name="decision" value="deny">"Deny"</button>
                <a class="button button--quiet" href=own.to_owned()>"Cancel"</a>
            </div>
        </form>
    }
    .into_any()
}
