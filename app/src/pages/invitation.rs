//! `/invitations/{secret}`: where the link in a mail leads.

use axum::http::StatusCode;
use backend::Error;
use backend::authz::Actor;
use backend::members::{self, Offer};
use domain::catalog_query::encode;
use leptos::prelude::*;

use super::organization::roles;
use super::{address, by_password, errors};
use crate::components::form::FormErrors;
use crate::components::{Icon, Notice, PageTitle, Tone};
use crate::context::{Visitor, path, respond_with, services, visitor};

/// What is offered, and the button that accepts it.
#[component]
pub fn Invitation() -> impl IntoView {
    let secret = address::rest("/invitations/").unwrap_or_default();
    let (services, visitor) = (services(), visitor());
    let body = Suspend::new(async move {
        let offer = members::offer(&services, &visitor.origin, &secret).await;
        match offer {
            Ok(offer) => draw(&offer, &visitor),
            Err(Error::NotFound) => gone(),
            Err(error) => errors::refused(&error),
        }
    });
    view! { <Suspense>{body}</Suspense> }.into_any()
}

fn draw(offer: &Offer, visitor: &Visitor) -> AnyView {
    let name = offer.organization.clone();
    let title = format!("Join {name}");
    let lead = format!("{} has invited you to {name}.", offer.invited_by);
    let is_member = visitor.organizations.iter().any(|m| m.slug == offer.slug);
    let way = match &visitor.actor {
        Some(_) if is_member => inside(offer),
        Some(actor) => accept(offer, actor),
        None => sign_in(),
    };
    let abilities = offer.roles.iter().map(|role| {
        view! { <dt>{role.label()}</dt><dd>{role.about()}</dd> }
    });
    view! {
        <PageTitle text=title.clone()/>
        <div class="page page--narrow">
            <div class="page__head"><h1 tabindex="-1">{title}</h1><p class="page__lead">{lead}</p></div>
            <div class="stack">
                <section class="stack" aria-labelledby="roles-title">
                    <h2 id="roles-title">"What you may do there"</h2>
                    {roles::badges(&offer.roles)}
                    <dl class="pairs">{abilities.collect_view()}</dl>
                </section>
                {way}
            </div>
        </div>
    }
    .into_any()
}

/// The visitor has an account: one button.
fn accept(offer: &Offer, actor: &Actor) -> AnyView {
    let (own, invited) = (actor.email().to_owned(), offer.email.clone());
    let other = (own.to_lowercase() != invited.to_lowercase()).then(|| {
        view! { <Notice tone=Tone::Info><p>"The invitation was sent to "<strong>{invited}</strong>". You can accept it with the account you are signed in with."</p></Notice> }
    });
    let name = actor.name().to_owned();
    let form = by_password::notice("accept the invitation").unwrap_or_else(|| {
        view! {
            <form class="org-form stack" method="post" action=path()>
                <p>"The account "<strong>{name}</strong>" ("{own}") becomes a member."</p>
                <div class="cluster"><button class="button button--primary">"Accept"</button></div>
            </form>
        }
        .into_any()
    });
    view! {
        <FormErrors/>
        {other}
        {form}
    }
    .into_any()
}

/// There is nothing left to accept.
fn inside(offer: &Offer) -> AnyView {
    let href = format!("/organizations/{}", offer.slug);
    view! {
        <FormErrors/>
        <Notice tone=Tone::Info><p>"You are a member already."</p></Notice>
        <div class="cluster"><a class="button button--primary" href=href>"Go to the organization"</a></div>
    }
    .into_any()
}

/// Nobody has signed in: both ways lead back here.
fn sign_in() -> AnyView {
    let next = encode(&path());
    view! {
        <FormErrors/>
        <div class="cluster">
            <a class="button button--primary" href=format!("/sign-in?next={next}")>"Sign in to accept"</a>
            <a class="button" href=format!("/sign-up?next={next}")>"Create an account"</a>
        </div>
    }
    .into_any()
}

/// The link was used, was revoked, has expired or never was.
fn gone() -> AnyView {
    respond_with(StatusCode::NOT_FOUND);
    view! {
        <PageTitle text="Invitation"/>
        <div class="page">
            <section class="error-page">
                <p class="error-page__status">"404 Not Found"</p>
                <h1 tabindex="-1">"This invitation no longer works"</h1>
                <p class="page__lead">
                    "It has been used, was taken back, has expired, or its address is incomplete. \
                     Ask whoever invited you for a new one."
                </p>
                <div class="cluster">
                    <a class="button button--primary" href="/home"><Icon name="building-2"/>"Your organizations"</a>
                    <a class="button" href="/models">"All models"</a>
                </div>
            </section>
        </div>
    }
    .into_any()
}
