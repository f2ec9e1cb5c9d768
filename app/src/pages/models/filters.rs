//! The rail of filters. Wide screens show it beside the list, narrow ones as a
//! sheet; it is one element and part of the form, so it needs no script.

use backend::catalog::snapshot::{Facet, FacetValue, Results};
use domain::access::AccessState;
use domain::catalog_query::CatalogQuery;
use leptos::prelude::*;

use crate::components::format::{escaped, plural, tokens};
use crate::components::{Icon, IconSize, markup};
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
    let choices = counts.iter().map(|(state, count)| Choice {
        word: state.as_str(),
        label: state.label(),
        count: *count,
        is_chosen: chosen.contains(state),
    });
    let options = options(Facet::Access, choices);
    view! {
        <details class="facet" open=true>
            <summary>
                {title.clone()}
                {(!chosen.is_empty()).then(|| view! { <span class="facet__active">{chosen.len()}" selected"</span> })}
                <Icon name="chevron-down"/>
            </summary>
            <fieldset class="facet__body">
                <legend class="sr-only">{title}</legend>
                {options}
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
    let options = |values: Vec<(usize, &(&FacetValue, u64))>| {
        let choices = values.into_iter().map(|(_, (value, count))| Choice {
            word: &value.word,
            label: &value.label,
            count: *count,
            is_chosen: is_chosen(value),
        });
        options(facet, choices)
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
                {options(first)}
                {(more > 0).then(|| view! {
                    <details class="facet-more">
                        <summary>{more}" more"</summary>
                        {options(rest)}
                    </details>
                })}
            </fieldset>
        </details>
    }
    .into_any()
}

/// A value that can be chosen.
struct Choice<'a> {
    word: &'a str,
    label: &'a str,
    /// How many entries it would leave.
    count: u64,
    is_chosen: bool,
}

/// Values of a facet as a list. A page has hundreds of them, and as components
/// they would be most of the work of drawing it.
fn options<'a>(facet: Facet, choices: impl ExactSizeIterator<Item = Choice<'a>>) -> AnyView {
    let name = facet.parameter();
    let some = format!(
        "<li><label class=\"facet-option\"><input type=\"checkbox\" name=\"{name}\" value=\""
    );
    let none = format!(
        "<li><label class=\"facet-option\" data-empty><input type=\"checkbox\" name=\"{name}\" value=\""
    );
    let mut html = String::with_capacity(choices.len() * 220);
    html.push_str("<ul>");
    for choice in choices {
        html.push_str(if choice.count == 0 { &none } else { &some });
        html.push_str(&escaped(choice.word));
        html.push_str(if choice.is_chosen {
            "\" checked>"
        } else {
            "\">"
        });
        html.push_str("<span class=\"facet-option__text\">");
        html.push_str(&escaped(choice.label));
        html.push_str("</span><span class=\"num\">");
        html.push_str(&choice.count.to_string());
        html.push_str("</span></label></li>");
    }
    html.push_str("</ul>");
    markup(html)
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
