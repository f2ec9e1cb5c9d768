//! The design system: every component in every state, in the current theme.
//! Shown by development builds only.

mod basics;
mod catalog;
mod data;
mod forms;
mod layers;

use crate::components::PageTitle;
use leptos::prelude::*;

use crate::context::assets;
use crate::pages::errors;

/// A part of the page: its anchor, its title and its content.
type Part = (&'static str, &'static str, AnyView);

/// The page.
#[component]
pub fn Design() -> impl IntoView {
    if !assets().development {
        return errors::not_found(
            "page",
            "The address may be mistyped, or the page has moved.",
        );
    }
    let parts: Vec<Part> = [
        basics::parts(),
        forms::parts(),
        catalog::parts(),
        data::parts(),
        layers::parts(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let contents: Vec<_> = parts
        .iter()
        .map(|(id, title, _)| view! { <li><a href=format!("#{id}")>{*title}</a></li> })
        .collect();
    let sections = parts.into_iter().map(section).collect_view();
    view! {
        <PageTitle text="Design system"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"Design system"</h1>
                <p class="page__lead">"Every component in every state, in the theme you have chosen. Development builds only."</p>
            </div>
            <div class="article">
                <nav class="article__nav" aria-label="On this page"><ol>{contents}</ol></nav>
                <div>{sections}</div>
            </div>
        </div>
    }
    .into_any()
}

fn section((id, title, body): Part) -> AnyView {
    let heading = format!("{id}-title");
    view! {
        <section class="section" id=id aria-labelledby=heading>
            <div class="section__head"><h2 id=heading.clone()>{title}</h2></div>
            {body}
        </section>
    }
    .into_any()
}
