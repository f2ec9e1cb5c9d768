//! `/organizations/{organization}/requests/{request}`.

use backend::access::subscriptions::{self, Subscription};
use backend::access::{self, Request as Asked};
use backend::authz::{Actor, AnyMember, Approver, OrgGrant, Requester};
use backend::{Error, Services};
use domain::access::RequestState;
use leptos::prelude::*;

use super::{timeline, words};
use crate::components::{CopyId, Day, Notice, Tone};
use crate::pages::organization::offered::{self, Offered, monthly_words};
use crate::pages::organization::{Place, done, frame, may, page, thing};

/// One request: what was asked, what became of it, and what can be done now.
#[component]
pub fn Request() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, _: Actor, grant: OrgGrant<AnyMember>) -> Result<AnyView, Error> {
    let request = access::get(&svc, &grant, thing()?).await?;
    let subscription = match request.subscription {
        Some(id) => Some(subscriptions::get(&svc, &grant, id).await?),
        None => None,
    };
    let snapshot = svc.catalog.snapshot();
    let offered = Offered::find(&snapshot, request.offering);
    let state = words::state(&request, svc.now());
    let body = view! {
        {done(&[
            ("sent", "The request is sent. You get a message when it is decided."),
            ("joined", "There was an open request for this project already; this is it."),
            ("approved", "Approved: the project may use it from now on."),
            ("denied", "Denied: whoever asked gets your reason."),
            ("withdrawn", "The request is withdrawn."),
        ])}
        <dl class="pairs said">
            <dt>"State"</dt><dd>{state}</dd>
            {facts(&request, offered, grant.slug())}
            {subscription.as_ref().map(|own| until(own, grant.slug()))}
            <dt>"Id"</dt><dd><CopyId text=request.id.to_string() label="Copy id of the request"/></dd>
        </dl>
        {ways(&request, offered, &grant)}
        {use_case(&request)}
        {timeline::timeline(&request, subscription.as_ref())}
    };
    let title = offered::name(offered, request.offering);
    let title = format!("{title} for {}", request.project_name);
    Ok(frame(&grant, Place::Requests, &title, "", body))
}

/// What was asked for, as rows of a list of pairs.
pub(super) fn facts(request: &Asked, offered: Option<Offered<'_>>, slug: &str) -> AnyView {
    let project = format!("/organizations/{slug}/projects/{}", request.project_slug);
    let what = match offered {
        Some(offered) => offered.pairs(),
        None => view! {
            <dt>"Model"</dt><dd>{offered::name(None, request.offering)}", no longer in the catalog"</dd>
        }
        .into_any(),
    };
    let until = match request.until {
        Some(date) => view! { <Day date/> }.into_any(),
        None => "No end".into_any(),
    };
    view! {
        {what}
        <dt>"Predicted cost"</dt><dd>{monthly_words(offered, request.volume)}</dd>
        <dt>"Project"</dt><dd><a href=project>{request.project_name.clone()}</a></dd>
        <dt>"Asked by"</dt><dd>{request.requester.clone()}</dd>
        <dt>"Data class"</dt><dd>{request.data_class.label()}</dd>
        <dt>"Environment"</dt><dd>{request.environment.label()}</dd>
        <dt>"Wanted until"</dt><dd>{until}</dd>
    }
    .into_any()
}

/// What it is for, in the words of whoever asked.
pub(super) fn use_case(request: &Asked) -> AnyView {
    view! {
        <section class="section" aria-labelledby="use-case">
            <div class="section__head"><h2 id="use-case">"Use case"</h2></div>
            {words::lines(&request.use_case)}
        </section>
    }
    .into_any()
}

/// What came of it.
fn until(subscription: &Subscription, slug: &str) -> AnyView {
    let href = format!("/organizations/{slug}/subscriptions");
    let end = match (subscription.ended_at, subscription.until) {
        (Some(at), _) => view! { " on "<Day date=at.date()/> }.into_any(),
        (None, Some(date)) => view! { ", until "<Day date/> }.into_any(),
        (None, None) => ", without an end".into_any(),
    };
    view! {
        <dt>"Subscription"</dt><dd><a href=href>{subscription.state.label()}</a>{end}</dd>
    }
    .into_any()
}

/// What whoever looks can do with it now.
fn ways(request: &Asked, offered: Option<Offered<'_>>, grant: &OrgGrant<AnyMember>) -> AnyView {
    let path = format!("/organizations/{}/requests", grant.slug());
    let own = format!("{path}/{}", request.id);
    let is_own = request.requested_by == grant.by();
    if request.state == RequestState::Pending {
        let decides = may::<Approver>(grant.roles());
        let decide = (decides && !request.is_asker).then(|| {
            view! { <a class="button button--primary" href=format!("{own}/decide")>"Decide"</a> }
        });
        let withdraw = is_own
            .then(|| view! { <a class="button" href=format!("{own}/withdraw")>"Withdraw"</a> });
        let why = request.own_words(grant.by()).filter(|_| decides);
        let why = why.map(own_request);
        return view! { {why}<div class="cluster">{decide}{withdraw}</div> }.into_any();
    }
    let over = request.state != RequestState::Approved;
    let again = (over && may::<Requester>(grant.roles())).then(|| {
        let href = format!(
            "{path}/new?offering={}&from={}",
            request.offering, request.id
        );
        view! { <a class="button button--primary" href=href>"Ask again"</a> }
    });
    let others = offered.filter(|_| over).map(|offered| {
        let href = format!("{}#offerings", offered.entry.href);
        view! { <a class="button" href=href>"Other offerings of the model"</a> }
    });
    view! { <div class="cluster">{again}{others}</div> }.into_any()
}

/// Why somebody with the role cannot decide this one.
pub(super) fn own_request(words: &'static str) -> AnyView {
    view! { <Notice tone=Tone::Info><p>{words}</p></Notice> }.into_any()
}
