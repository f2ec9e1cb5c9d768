//! What a model is, at a glance.

use domain::catalog_query::encode;
use domain::model::Lifecycle;
use leptos::prelude::*;

use super::differences::mark;
use super::shown::Shown;
use super::{facts, notice};
use crate::components::format::initials;
use crate::components::{
    Badge, CompareTick, CopyId, Crumbs, Icon, LifecycleBadge, Modalities, Tone, maker,
    sign_in_href, single_sign_on_href,
};
use crate::context::visitor;
use crate::pages::access::{Step, Whose, organization_select};

pub(super) fn head(shown: Shown<'_>) -> impl IntoView + use<> {
    let entry = shown.entry;
    let by = maker(shown.snapshot, entry);
    view! {
        <div class="model-head">
            <Crumbs items=crumbs(shown)/>
            <div class="model-head__main">
                <span class="glyph glyph--large" aria-hidden="true">{initials(&by)}</span>
                <div class="model-head__title">
                    <h1 tabindex="-1">{entry.name.clone()}</h1>
                    <p class="model-head__by">
                        {made_by(shown)}
                        <CopyId text=id(shown) label="Copy model id"/>
                        <LifecycleBadge lifecycle=entry.lifecycle retires_on=entry.retires_on today=shown.today/>
                        {in_organization(shown)}
                    </p>
                </div>
                {actions(shown)}
            </div>
            {organizations(shown)}
            {entry.description.clone().map(|text| view! { <p class="page__lead">{text}</p> })}
            {notice::notice(shown)}
            {facts::facts(shown)}
            {tags(shown)}
        </div>
    }
}

/// The id that people copy: a listing's is the provider's own.
fn id(shown: Shown<'_>) -> String {
    let upstream = || shown.offerings.first().map(|o| o.upstream.clone());
    let listing = if shown.entry.model().is_none() {
        upstream()
    } else {
        None
    };
    listing.unwrap_or_else(|| shown.entry.slug.clone())
}

fn crumbs(shown: Shown<'_>) -> Vec<(String, String)> {
    let link = |place: &str, slug: &str, name: &str| (format!("/{place}/{slug}"), name.to_owned());
    if let Some(publisher) = shown.publisher() {
        let models = ("/models".to_owned(), "Models".to_owned());
        return vec![models, link("publishers", &publisher.slug, &publisher.name)];
    }
    let provider = shown.offerings.first().map(|o| shown.provider(o));
    let providers = ("/providers".to_owned(), "Providers".to_owned());
    std::iter::once(providers)
        .chain(provider.map(|(slug, name)| link("providers", slug, name)))
        .collect()
}

fn made_by(shown: Shown<'_>) -> AnyView {
    if let Some(publisher) = shown.publisher() {
        let href = format!("/publishers/{}", publisher.slug);
        return view! { <span>"by "<a href=href>{publisher.name.clone()}</a></span> }.into_any();
    }
    let provider = shown
        .offerings
        .first()
        .map(|o| shown.provider(o))
        .map(|(slug, name)| {
            let href = format!("/providers/{slug}");
            view! { <span>"sold by "<a href=href>{name.to_owned()}</a></span> }
        });
    view! { {provider}<Badge tone=Tone::Neutral icon="tag" text="Model not identified"/> }
        .into_any()
}

/// Where the model stands in the organization of the visitor.
fn in_organization(shown: Shown<'_>) -> Option<AnyView> {
    let own = shown.own()?;
    let found = shown.snapshot.access_of(shown.entry, &own.access)?;
    let badge = own.badge(shown.entry, found);
    let name = own.name.clone();
    Some(view! { <span>"In "{name}" "{badge}</span> }.into_any())
}

/// Whose access the page shows, for those who are in several organizations.
fn organizations(shown: Shown<'_>) -> Option<AnyView> {
    let select = organization_select(shown.own())?;
    let action = shown.entry.href.clone();
    Some(
        view! {
            <form class="cluster" action=action method="get" aria-label="Organization">
                {select}
                <button class="button">"Show"</button>
            </form>
        }
        .into_any(),
    )
}

/// What comes next about access, and what else: words and addresses. Those who
/// have not signed in all get the same.
fn next_steps(shown: Shown<'_>) -> (Option<(String, String)>, Option<Step>) {
    let entry = shown.entry;
    let to_ask = entry.providers > 0 && entry.lifecycle != Lifecycle::Retired;
    match shown.whose {
        Whose::Own(own) => {
            let (next, more) = own.next_steps(shown.snapshot, entry);
            (next.map(|(words, href)| (words.to_owned(), href)), more)
        }
        Whose::Closed(membership) => {
            let words = format!("Sign in through {}", membership.name);
            let href = single_sign_on_href(&membership.slug);
            (to_ask.then_some((words, href)), None)
        }
        Whose::Nobody => {
            let is_nobody = to_ask && visitor().actor.is_none();
            let step = || ("Sign in to request access".to_owned(), sign_in_href());
            (is_nobody.then(step), None)
        }
    }
}

fn actions(shown: Shown<'_>) -> impl IntoView + use<> {
    let entry = shown.entry;
    let (next, more) = next_steps(shown);
    // One action stands out.
    let other = if next.is_some() {
        "button button--large"
    } else {
        "button button--primary button--large"
    };
    let next = next.map(|(words, href)| {
        view! { <a class="button button--primary button--large" href=href>{words}</a> }
    });
    let more = more.map(|(words, href)| {
        view! { <a class="button button--quiet button--large" href=href>{words}</a> }
    });
    let compare = format!("/compare?m={}", encode(&entry.slug));
    view! {
        <div class="model-head__actions">
            {next}
            <CompareTick slug=entry.slug.clone() name=entry.name.clone()/>
            <a class=other href=compare><Icon name="git-compare-arrows"/>"Cost for my workload"</a>
            <a class="button button--large" href="#ids"><Icon name="code"/>"Use it"</a>
            {more}
        </div>
    }
}

fn tags(shown: Shown<'_>) -> impl IntoView + use<> {
    let attributes = &shown.entry.attributes;
    let tasks = shown
        .entry
        .model()
        .map(|m| m.tasks.as_slice())
        .unwrap_or_default();
    let tasks = tasks
        .iter()
        .map(|t| (format!("/models?task={t}"), t.label()));
    let abilities = attributes
        .capabilities
        .iter()
        .map(|c| (format!("/models?can={c}"), c.label()));
    let links = tasks
        .chain(abilities)
        .map(|(href, label)| view! { <li><a class="tag" href=href>{label}</a></li> });
    let unknown = attributes
        .capabilities
        .is_empty()
        .then(|| view! { <li><span class="tag">"Capabilities unknown"</span></li> });
    let words = ["inputs", "outputs", "capabilities"];
    let differ = words.into_iter().find_map(|name| mark(shown, name));
    let differ = differ.map(|mark| view! { <li>{mark}</li> });
    view! {
        <ul class="tag-list" aria-label="Modalities, tasks and capabilities">
            <li><span class="tag"><Modalities inputs=attributes.inputs.clone() outputs=attributes.outputs.clone()/></span></li>
            {links.collect_view()}
            {unknown}
            {differ}
        </ul>
    }
}
