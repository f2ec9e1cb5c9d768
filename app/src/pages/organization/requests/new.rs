//! `/organizations/{organization}/requests/new`.

use axum::http::StatusCode;
use backend::access;
use backend::access::subscriptions::{self, InUse};
use backend::authz::{Actor, Admin, AnyMember, OrgGrant, Requester};
use backend::projects::Project;
use backend::{Error, Services, projects};
use domain::access::{AccessState, Volume};
use futures::try_join;
use leptos::prelude::*;
use time::Duration;

use super::prefill::{Draft, Wanted, volume};
use super::{form, words};
use crate::components::form::{FormErrors, sent};
use crate::components::{Day, Notice, Tone};
use crate::context::{query_pairs, respond_with};
use crate::pages::errors;
use crate::pages::organization::offered::{Offered, monthly_words};
use crate::pages::organization::{Place, frame, may, page};

/// Most names that are said of those who can decide.
const NAMED: usize = 5;

/// Asking for access to an offering.
#[component]
pub fn NewRequest() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, actor: Actor, grant: OrgGrant<Requester>) -> Result<AnyView, Error> {
    let pairs = match query_pairs() {
        Ok(pairs) => pairs,
        Err(error) => return Ok(errors::unreadable_query(error)),
    };
    let wanted = match Wanted::from_pairs(&pairs) {
        Ok(wanted) => wanted,
        Err(error) => return Ok(errors::bad_query(&error)),
    };
    let Some(id) = wanted.offering else {
        let words =
            "A request is for one offering of a model. Open a model and choose who sells it.";
        return Ok(choose(&grant, "No model is chosen", words));
    };
    let snapshot = svc.catalog.snapshot();
    let Some(offered) = Offered::find(&snapshot, id) else {
        respond_with(StatusCode::NOT_FOUND);
        let words = "The catalog has no offering with this number.";
        return Ok(choose(&grant, "No such offering", words));
    };
    if !offered.offering.is_live() {
        return Ok(ended(&grant, offered));
    }
    let member = actor.in_org::<AnyMember>(&svc, grant.slug()).await?;
    let (known, from) = try_join!(
        Known::read(&svc, &member, id),
        before(&svc, &member, &wanted)
    )?;
    let draft = Draft::new(wanted, from, known.in_use.today);
    let volume = typed_volume().unwrap_or(draft.volume);
    let path = format!("/organizations/{}/requests", grant.slug());
    let options = known.options();
    let asking = if options.is_empty() {
        no_project(&grant, known.projects.is_empty())
    } else {
        form::form(&path, id, options, &draft)
    };
    let body = view! {
        {known.notice(grant.slug())}
        <dl class="pairs said" id="offering" tabindex="-1">
            {offered.pairs()}
            <dt>"Predicted cost"</dt><dd>{monthly_words(Some(offered), volume)}</dd>
            <dt>"Who decides"</dt><dd>{known.deciders()}</dd>
            <dt>"Usual wait"</dt><dd>{usual(known.wait)}</dd>
        </dl>
        {asking}
    };
    let title = format!("Request access to {}", offered.entry.name);
    Ok(frame(&grant, Place::Requests, &title, "", body))
}

/// The numbers that were sent, when the form comes back.
fn typed_volume() -> Option<Volume> {
    let sent = sent();
    if sent.is_empty() {
        return None;
    }
    let names = ["requests", "input", "output"];
    volume(&names.map(|name| (name.to_owned(), sent.get(name).to_owned()))).ok()
}

/// The request that is made again.
async fn before(
    svc: &Services,
    member: &OrgGrant<AnyMember>,
    wanted: &Wanted,
) -> Result<Option<access::Request>, Error> {
    match wanted.from {
        Some(id) => access::get(svc, member, id).await.map(Some),
        None => Ok(None),
    }
}

/// What is known before asking.
struct Known {
    /// Those in use.
    projects: Vec<Project>,
    /// Those that can use the offering already.
    in_use: InUse,
    /// An open request for the offering that the member may see.
    open: Option<access::Request>,
    /// Names of those who can decide.
    approvers: Vec<String>,
    wait: Option<Duration>,
}

impl Known {
    async fn read(
        svc: &Services,
        member: &OrgGrant<AnyMember>,
        offering: i64,
    ) -> Result<Self, Error> {
        let (mut projects, in_use, approvers, wait, open) = try_join!(
            projects::list(svc, member),
            subscriptions::active_of(svc, member, offering),
            access::approvers(svc, member),
            access::typical_wait(svc, member),
            open(svc, member, offering)
        )?;
        projects.retain(|p| p.archived_at.is_none());
        Ok(Self {
            projects,
            in_use,
            open,
            approvers,
            wait,
        })
    }

    /// The projects that can ask.
    fn options(&self) -> Vec<(String, String)> {
        let users = &self.in_use.projects;
        let may_use = |p: &Project| users.iter().any(|user| user.slug == p.slug);
        let others = self.projects.iter().filter(|p| !may_use(p));
        others.map(|p| (p.slug.clone(), p.name.clone())).collect()
    }

    /// What makes asking needless, perhaps.
    fn notice(&self, slug: &str) -> Option<AnyView> {
        let home = format!("/organizations/{slug}");
        let users = &self.in_use.projects;
        if !users.is_empty() {
            let names: Vec<&str> = users.iter().map(|user| user.name.as_str()).collect();
            let words = format!("Can be used already by: {}.", names.join(", "));
            let href = format!("{home}/subscriptions");
            return Some(
                view! { <Notice tone=Tone::Ok><p>{words}" "<a href=href>"See subscriptions"</a></p></Notice> }
                    .into_any(),
            );
        }
        self.open.as_ref().map(|open| {
            let href = format!("{home}/requests/{}", open.id);
            let words = format!(" has asked for it for {} on ", open.project_name);
            let who = open.requester.clone();
            let date = open.created_at.date();
            view! {
                <Notice tone=Tone::Info>
                    <p>{who}{words}<Day date/>". "<a href=href>"See the request"</a></p>
                    <p>"Asking for the same project joins that request."</p>
                </Notice>
            }
            .into_any()
        })
    }

    /// Who can decide, by name.
    fn deciders(&self) -> AnyView {
        if self.approvers.is_empty() {
            return "Nobody but you: an owner has to make somebody an approver.".into_any();
        }
        let mut names: Vec<String> = self.approvers.iter().take(NAMED).cloned().collect();
        let more = self.approvers.len().saturating_sub(NAMED);
        if more > 0 {
            names.push(format!("{more} more"));
        }
        names.join(", ").into_any()
    }
}

/// An open request for the offering, if the member may see one.
async fn open(
    svc: &Services,
    member: &OrgGrant<AnyMember>,
    offering: i64,
) -> Result<Option<access::Request>, Error> {
    let all = access::states(svc, member).await?;
    let pending = all
        .get(offering)
        .filter(|own| own.state == AccessState::Pending);
    let Some(pending) = pending else {
        return Ok(None);
    };
    match access::get(svc, member, pending.request).await {
        Ok(request) => Ok(Some(request)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn usual(wait: Option<Duration>) -> String {
    wait.map_or_else(
        || "Too few decisions so far to tell".to_owned(),
        |wait| format!("Usually decided within {}", words::within(wait)),
    )
}

/// There is no project to ask for.
fn no_project(grant: &OrgGrant<Requester>, none: bool) -> AnyView {
    if !none {
        return view! {
            <div class="empty">
                <h2>"Every project can use it already"</h2>
                <p>"There is no other project to ask for."</p>
            </div>
        }
        .into_any();
    }
    let way = if may::<Admin>(grant.roles()) {
        let new = format!("/organizations/{}/projects/new", grant.slug());
        view! { <a class="button button--primary" href=new>"New project"</a> }.into_any()
    } else {
        view! { <p>"An admin creates the first one."</p> }.into_any()
    };
    view! {
        <div class="empty">
            <h2>"No project in use"</h2>
            <p>"Access and cost belong to a project."</p>
            {way}
        </div>
    }
    .into_any()
}

/// Nothing that could be asked for.
fn choose(grant: &OrgGrant<Requester>, title: &'static str, words: &'static str) -> AnyView {
    let body = view! {
        <FormErrors/>
        <div class="empty" id="offering" tabindex="-1">
            <h2>{title}</h2>
            <p>{words}</p>
            <a class="button button--primary" href="/models">"Browse models"</a>
        </div>
    };
    frame(grant, Place::Requests, "Request access", "", body)
}

/// What has been taken off the market.
fn ended(grant: &OrgGrant<Requester>, offered: Offered<'_>) -> AnyView {
    let name = offered.entry.name.clone();
    let words = format!("{} no longer sells it in this way.", offered.provider().1);
    let others = format!("{}#offerings", offered.entry.href);
    let body = view! {
        <FormErrors/>
        <div class="empty" id="offering" tabindex="-1">
            <h2>"This offering can no longer be had"</h2>
            <p>{words}</p>
            <a class="button button--primary" href=others>"Other offerings of "{name.clone()}</a>
        </div>
    };
    let title = format!("Request access to {name}");
    frame(grant, Place::Requests, &title, "", body)
}
