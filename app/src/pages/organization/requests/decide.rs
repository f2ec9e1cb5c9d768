//! `/organizations/{organization}/requests/{request}/decide`.

use backend::access::subscriptions::{self, InUse};
use backend::access::{self, Request};
use backend::authz::{Actor, AnyMember, Approver, OrgGrant};
use backend::{Error, Services};
use domain::access::Reason;
use leptos::prelude::*;
use time::Date;

use super::request::{facts, own_request, use_case};
use super::words;
use crate::components::form::{FormErrors, TextArea, TextField, sent};
use crate::components::format::{day, plural};
use crate::components::{Notice, Tone};
use crate::pages::organization::offered::{self, Offered};
use crate::pages::organization::{Place, frame, page, thing};

/// What a decision rests on, and a form for either of them.
#[component]
pub fn DecideRequest() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<Approver>) -> Result<AnyView, Error> {
    let member = actor.in_org::<AnyMember>(&svc, grant.slug()).await?;
    let request = access::get(&svc, &member, thing()?).await?;
    let in_use = subscriptions::active_of(&svc, &member, request.offering).await?;
    let snapshot = svc.catalog.snapshot();
    let offered = Offered::find(&snapshot, request.offering);
    let own = format!("/organizations/{}/requests/{}", grant.slug(), request.id);
    let way = match (request.closed(), request.own_words(grant.by())) {
        (Some(words), _) => closed(words, &own),
        (None, Some(words)) => own_request(words),
        (None, None) => forms(&request, in_use.today, &own),
    };
    let body = view! {
        <FormErrors/>
        <dl class="pairs said">
            <dt>"State"</dt><dd>{words::state(&request, svc.now())}</dd>
            {facts(&request, offered, grant.slug())}
            <dt>"In use by"</dt><dd>{users(&in_use)}</dd>
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
fn users(in_use: &InUse) -> String {
    match in_use.projects.as_slice() {
        [] => "No project".to_owned(),
        [one] => one.name.clone(),
        many => {
            let names: Vec<&str> = many.iter().map(|user| user.name.as_str()).collect();
            let count = plural(many.len(), "project", "projects");
            format!("{count}: {}", names.join(", "))
        }
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

/// Two forms, so that nobody approves by a key who wanted to deny.
fn forms(request: &Request, today: Date, own: &str) -> AnyView {
    view! {
        <div class="stack">
            {approval(request, today, own)}
            {denial(own)}
            <div class="cluster"><a class="button button--quiet" href=own.to_owned()>"Decide later"</a></div>
        </div>
    }
    .into_any()
}

/// The last day that was asked for, where it can still be met.
fn asked_day(request: &Request, today: Date) -> Option<Date> {
    request.until.filter(|until| *until > today)
}

fn approval(request: &Request, today: Date, own: &str) -> AnyView {
    let asked = asked_day(request, today);
    let until = asked.map(|day| day.to_string()).unwrap_or_default();
    let hint = match (request.until, asked) {
        (Some(_), Some(_)) => "The last day, as it was asked for.".to_owned(),
        (Some(past), None) => format!(
            "The day that was asked for has passed: it was {}. Give another, or choose no end.",
            day(past)
        ),
        (None, _) => "The last day. No end was asked for.".to_owned(),
    };
    // What was ticked counts only where this form comes back.
    let sent = sent();
    let is_open = match sent.get("decision") {
        "approve" => sent.is_ticked("no_end"),
        _ => request.until.is_none(),
    };
    view! {
        <form class="org-form stack" method="post" action=format!("{own}/decide") aria-labelledby="approve-title">
            // The first button of a form is what Enter in a field presses: this one does nothing.
            <button hidden=true disabled=true></button>
            <h3 id="approve-title">"Approve"</h3>
            <TextField name="until" label="May be used until" kind="date" optional=true value=until hint=hint/>
            <label class="choice">
                <input r#type="checkbox" id="no_end" name="no_end" value="1" checked=is_open/>
                <span><strong>"No end"</strong><small>"Instead of a last day: it can be used until somebody ends it."</small></span>
            </label>
            <TextArea name="note" label="Note" optional=true max=Reason::MAX hint="Whoever asked reads it."/>
            <div class="cluster">
                <button class="button button--primary" name="decision" value="approve">"Approve"</button>
            </div>
        </form>
    }
    .into_any()
}

fn denial(own: &str) -> AnyView {
    view! {
        <form class="org-form stack" method="post" action=format!("{own}/decide") aria-labelledby="deny-title">
            <h3 id="deny-title">"Deny"</h3>
            <TextArea name="reason" label="Reason" max=Reason::MAX hint="Whoever asked reads it."/>
            <div class="cluster">
                <button class="button button--danger" name="decision" value="deny">"Deny"</button>
            </div>
        </form>
    }
    .into_any()
}
