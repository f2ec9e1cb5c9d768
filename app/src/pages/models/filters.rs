//! The rail of filters. Wide screens show it beside the list, narrow ones as a
//! sheet; it is one element and part of the form, so it needs no script.

use std::sync::Arc;

use backend::catalog::snapshot::{Facet, FacetValue, Results};
use domain::access::AccessState;
use domain::catalog_query::CatalogQuery;
use leptos::prelude::*;

use crate::components::format::{escaped, plural, tokens};
use crate::components::{Icon, IconSize};
use crate::pages::access::OwnAccess;

/// Values shown before the rest is folded away.
const SHOWN: usize = 6;
/// Facets that are open from the start.
const OPEN: [Facet; 4] = [
    Facet::Task,
    Facet::Provider,
    Facet::Publisher,
    Facet::Capability,
];

/// All filters with the counts of each value under the others.
pub(super) fn rail(
    results: &Results<'_>,
    query: &CatalogQuery,
    own: Option<&OwnAccess>,
) -> AnyView {
    let facets = results
        .facets
        .iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(facet, values)| one(*facet, values, &facet.chosen(query)));
    let facets = own
        .map(|own| access(own, &results.access, &query.access))
        .into_iter()
        .chain(facets)
        .collect_view();
    let show = format!("Show {}", plural(results.total, "result", "results"));
    view! {
        <div class="facets" id="facets" popover="auto">
            <div class="facets__head">
                <h2>"Filters"</h2>
                <button r#type="button" class="button button--quiet button--icon facets__close" popovertarget="facets"
                    popovertargetaction="hide" aria-label="Close filters"><Icon name="x"/></button>
            </div>
            {facets}
            {limits(results, query)}
            <div class="facets__foot"><button class="button button--primary button--block">{show}</button></div>
        </div>
    }
    .into_any()
}

/// What the organization of the visitor can do.
fn access(own: &OwnAccess, counts: &[(AccessState, u64)], chosen: &[AccessState]) -> AnyView {
    let title = format!("Access in {}", own.name);
    let mut html = String::new();
    for (state, count) in counts {
        let option = (state.as_str(), state.label());
        push_option(
            &mut html,
            Facet::Access,
            option,
            *count,
            chosen.contains(state),
        );
    }
    let options: Arc<str> = html.into();
    view! {
        <details class="facet" open=true>
            <summary>
                {title.clone()}
                {(!chosen.is_empty()).then(|| view! { <span class="facet__active">{chosen.len()}" selected"</span> })}
                <Icon name="chevron-down"/>
            </summary>
            <fieldset class="facet__body">
                <legend class="sr-only">{title}</legend>
                <ul inner_html=options></ul>
            </fieldset>
        </details>
    }
    .into_any()
}

fn one(facet: Facet, values: &[(&FacetValue, u64)], chosen: &[String]) -> AnyView {
    let is_chosen = |v: &FacetValue| chosen.contains(&v.word);
    // Chosen values never hide in the fold, whatever their rank.
    let (first, rest): (Vec<_>, Vec<_>) = values
        .iter()
        .enumerate()
        .partition(|(i, (v, _))| *i < SHOWN || is_chosen(v));
    let options = |values: Vec<(usize, &(&FacetValue, u64))>| -> Arc<str> {
        let mut html = String::with_capacity(values.len() * 220);
        for (_, (value, count)) in values {
            let option = (value.word.as_str(), value.label.as_str());
            push_option(&mut html, facet, option, *count, is_chosen(value));
        }
        html.into()
    };
    let more = rest.len();
    view! {
        <details class="facet" open=OPEN.contains(&facet) || !chosen.is_empty()>
            <summary>
                {facet.label()}
                {(!chosen.is_empty()).then(|| view! { <span class="facet__active">{chosen.len()}" selected"</span> })}
                <Icon name="chevron-down"/>
            </summary>
            <fieldset class="facet__body">
                <legend class="sr-only">{facet.label()}</legend>
                <ul inner_html=options(first)></ul>
                {(more > 0).then(|| view! {
                    <details class="facet-more">
                        <summary>{more}" more"</summary>
                        <ul inner_html=options(rest)></ul>
                    </details>
                })}
            </fieldset>
        </details>
    }
    .into_any()
}

/// Adds one value as markup. A page has hundreds of them, and as components
/// they would be most of the work of drawing it.
fn push_option(
    html: &mut String,
    facet: Facet,
    (word, label): (&str, &str),
    count: u64,
    chosen: bool,
) {
    html.push_str("<li><label class=\"facet-option\"");
    html.push_str(if count == 0 { " data-empty" } else { "" });
    html.push_str("><input type=\"checkbox\" name=\"");
    html.push_str(facet.parameter());
    html.push_str("\" value=\"");
    html.push_str(&escaped(word));
    html.push_str(if chosen { "\" checked>" } else { "\">" });
    html.push_str("<span class=\"facet-option__text\">");
    html.push_str(&escaped(label));
    html.push_str("</span><span class=\"num\">");
    html.push_str(&count.to_string());
    html.push_str("</span></label></li>");
}

/// The smallest context, where each size says how many it leaves, and the
/// highest price.
fn limits(results: &Results<'_>, query: &CatalogQuery) -> AnyView {
    let options = results
        .contexts
        .iter()
        .map(|(size, count)| {
            let text = format!("{} tokens ({count})", tokens(*size));
            let chosen = query.context_min == Some(*size);
            let empty = (*count == 0).then_some("");
            view! { <option value=size.to_string() selected=chosen data-empty=empty>{text}</option> }
        })
        .collect_view();
    let price = query.price_max.map(|p| p.to_string());
    view! {
        <details class="facet" open=true>
            <summary>"Context and price"<Icon name="chevron-down"/></summary>
            <div class="facet__body stack">
                <div class="field">
                    <label r#for="context">"Context at least"</label>
                    <span class="select-box">
                        <select class="select" id="context" name="context"><option value="">"Any"</option>{options}</select>
                        <Icon name="chevrons-up-down" size=IconSize::Small/>
                    </span>
                </div>
                <div class="field">
                    <label r#for="price">"Input price at most"</label>
                    <span class="affix">
                        <input class="input" id="price" name="price" r#type="number" min="0" step="any"
                            inputmode="decimal" placeholder="Any" value=price/>
                        <span>"$ / 1M"</span>
                    </span>
                </div>
            </div>
        </details>
    }
    .into_any()
}
