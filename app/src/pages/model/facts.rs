//! The key figures of a model.

use domain::catalog_query::encode;
use domain::model::license_label;
use domain::price::UnitPrice;
use leptos::prelude::*;

use super::differences::mark;
use super::shown::Shown;
use crate::components::format::{count, partial_day, plural, tokens};
use crate::components::{Day, PriceOrUnpriced, Unknown, cell, no_charge};

pub(super) fn facts(shown: Shown<'_>) -> impl IntoView + use<> {
    let attributes = &shown.entry.attributes;
    view! {
        <dl class="facts">
            {price_facts(shown)}
            <div><dt>"Context"</dt><dd>{size(attributes.context)}{mark(shown, "context")}</dd></div>
            <div><dt>"Max output"</dt><dd>{size(attributes.max_output)}{mark(shown, "max_output")}</dd></div>
            <div><dt>"Knowledge until"</dt><dd>{knowledge(attributes.knowledge.as_deref())}{mark(shown, "knowledge")}</dd></div>
            <div><dt>"Released"</dt><dd>{cell::date(attributes.released)}{seen(shown)}{mark(shown, "released")}</dd></div>
            <div><dt>"License"</dt><dd>{license(shown)}{mark(shown, "license")}</dd></div>
            {offered_by(shown)}
        </dl>
    }
}

/// Prices of tokens, or of the first thing that has a price.
fn price_facts(shown: Shown<'_>) -> AnyView {
    let best = shown.entry.best;
    let other = shown
        .live()
        .into_iter()
        .find_map(|o| o.prices.first().map(|p| (o, p)));
    if let (None, None, Some((offering, price))) = (best.input, best.output, other) {
        let note = format!(
            "per {}, {}",
            price.component.unit.label(),
            shown.provider(offering).1
        );
        return view! { <div><dt>{price.component.label()}</dt><dd>{price.amount.dollars()}<small>{note}</small></dd></div> }
            .into_any();
    }
    let fact = |name, price: Option<UnitPrice>| {
        view! { <div><dt>{name}</dt><dd><PriceOrUnpriced price/>{price.map(|_| view! { <small>"per 1M tokens"</small> })}</dd></div> }
    };
    view! { {fact("Input from", best.input)}{fact("Output from", best.output)} }.into_any()
}

fn size(n: Option<i64>) -> AnyView {
    match n {
        Some(n) => view! { {tokens(n)}<small>{count(n)}" tokens"</small> }.into_any(),
        None => view! { <Unknown/> }.into_any(),
    }
}

/// Since when a source has had a model whose release nobody states.
fn seen(shown: Shown<'_>) -> Option<AnyView> {
    let entry = shown.entry;
    let on = entry
        .since()
        .filter(|_| entry.attributes.released.is_none())?;
    Some(view! { <small>"first seen "<Day date=on/></small> }.into_any())
}

/// Publishers state a year, a month or a day.
fn knowledge(text: Option<&str>) -> AnyView {
    let Some(text) = text else {
        return view! { <Unknown/> }.into_any();
    };
    view! { <time datetime=text.to_owned()>{partial_day(text)}</time> }.into_any()
}

fn license(shown: Shown<'_>) -> AnyView {
    let weights = shown.entry.attributes.open_weights.map(|open| {
        view! { <small>{if open { "open weights" } else { "weights not published" }}</small> }
    });
    match shown.entry.license() {
        Some(id) => {
            let href = format!("/models?license={}", encode(id));
            view! { <a href=href>{license_label(id)}</a>{weights} }.into_any()
        }
        None => view! { <Unknown/>{weights} }.into_any(),
    }
}

fn offered_by(shown: Shown<'_>) -> Option<impl IntoView + use<>> {
    shown.entry.model()?;
    let live = shown.offerings.iter().filter(|o| o.is_live()).count();
    let providers = plural(shown.entry.providers, "provider", "providers");
    Some(
        view! { <div><dt>"Offered by"</dt><dd>{providers}<small>{plural(live, "offering", "offerings")}{no_charge(shown.entry)}</small></dd></div> },
    )
}
