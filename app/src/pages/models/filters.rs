//! The rail of filters. Wide screens show it beside the list, narrow ones as a
//! sheet; it is one element and part of the form, so it needs no script.

use backend::catalog::snapshot::{Facet, FacetValue, Results};
use domain::access::AccessState;
use domain::catalog_query::CatalogQuery;
use leptos::prelude::*;

use crate::components::format::{escaped, plural, tokens};
use crate::components::{Icon, IconSize, markup, push_icon};
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
pub(in crate::pages) fn rail(
    results: &Results<'_>,
    query: &CatalogQuery,
    own: Option<&OwnAccess>,
) -> AnyView {
    let mut facets = String::with_capacity(48 * 1024);
    if let Some(own) = own {
        push_access(&mut facets, own, &results.access(), &query.access);
    }
    for (facet, values) in results.facets().iter().filter(|(_, v)| !v.is_empty()) {
        push_facet(&mut facets, *facet, values, &facet.chosen(query));
    }
    let show = format!("Show {}", plural(results.total, "result", "results"));
    view! {
        <div class="facets" id="facets" popover="auto">
            <div class="facets__head">
                <h2>"Filters"</h2>
                <button r#type="button" class="button button--quiet button--icon facets__close" popovertarget="facets"
                    popovertargetaction="hide" aria-label="Close filters"><Icon name="x"/></button>
            </div>
            {markup(facets)}
            {limits(results, query)}
            <div class="facets__foot"><button class="button button--primary button--block">{show}</button></div>
        </div>
    }
    .into_any()
}

/// What the organization of the visitor can do.
fn push_access(
    html: &mut String,
    own: &OwnAccess,
    counts: &[(AccessState, u64)],
    chosen: &[AccessState],
) {
    let choices = counts.iter().map(|(state, count)| Choice {
        word: state.as_str(),
        label: state.label(),
        count: *count,
        is_chosen: chosen.contains(state),
    });
    let group = Group {
        title: &format!("Access in {}", own.name),
        is_open: true,
        chosen: chosen.len(),
    };
    group.push(html, |html| push_options(html, Facet::Access, choices));
}

fn push_facet(html: &mut String, facet: Facet, values: &[(&FacetValue, u64)], chosen: &[String]) {
    // Chosen values never hide in the fold, whatever their rank.
    let choices = |is_shown: bool| {
        let ranked = values.iter().enumerate();
        ranked.filter_map(move |(rank, (value, count))| {
            let is_chosen = chosen.contains(&value.word);
            ((rank < SHOWN || is_chosen) == is_shown).then_some(Choice {
                word: &value.word,
                label: &value.label,
                count: *count,
                is_chosen,
            })
        })
    };
    let group = Group {
        title: facet.label(),
        is_open: OPEN.contains(&facet) || !chosen.is_empty(),
        chosen: chosen.len(),
    };
    group.push(html, |html| {
        push_options(html, facet, choices(true));
        let folded = choices(false).count();
        if folded > 0 {
            html.push_str("<details class=\"facet-more\"><summary>");
            html.push_str(&folded.to_string());
            html.push_str(" more</summary>");
            push_options(html, facet, choices(false));
            html.push_str("</details>");
        }
    });
}

/// A group of the rail that folds. The rail is put together as text: it has
/// hundreds of options, and as components they would be most of the work of
/// drawing a page.
struct Group<'a> {
    title: &'a str,
    is_open: bool,
    /// How many of its values are chosen.
    chosen: usize,
}

impl Group<'_> {
    fn push(&self, html: &mut String, push_body: impl FnOnce(&mut String)) {
        let title = escaped(self.title);
        html.push_str(if self.is_open {
            "<details class=\"facet\" open><summary>"
        } else {
            "<details class=\"facet\"><summary>"
        });
        html.push_str(&title);
        if self.chosen > 0 {
            html.push_str("<span class=\"facet__active\">");
            html.push_str(&self.chosen.to_string());
            html.push_str(" selected</span>");
        }
        push_icon(html, "chevron-down", IconSize::Normal);
        html.push_str("</summary><fieldset class=\"facet__body\"><legend class=\"sr-only\">");
        html.push_str(&title);
        html.push_str("</legend>");
        push_body(html);
        html.push_str("</fieldset></details>");
    }
}

/// A value that can be chosen.
struct Choice<'a> {
    word: &'a str,
    label: &'a str,
    /// How many entries it would leave.
    count: u64,
    is_chosen: bool,
}

/// Values of a facet as a list.
fn push_options<'a>(html: &mut String, facet: Facet, choices: impl Iterator<Item = Choice<'a>>) {
    let name = facet.parameter();
    let option = |mark: &str| {
        format!(
            "<li><label class=\"facet-option\"{mark}><input type=\"checkbox\" name=\"{name}\" value=\""
        )
    };
    let (some, none) = (option(""), option(" data-empty"));
    html.push_str("<ul>");
    for choice in choices {
        html.push_str(if choice.count == 0 { &none } else { &some });
        html.push_str(&escaped(choice.word));
        html.push_str(if choice.is_chosen {
            "\" checked><span class=\"facet-option__text\">"
        } else {
            "\"><span class=\"facet-option__text\">"
        });
        html.push_str(&escaped(choice.label));
        html.push_str("</span><span class=\"num\">");
        html.push_str(&choice.count.to_string());
        html.push_str("</span></label></li>");
    }
    html.push_str("</ul>");
}

/// The smallest context and the highest price, where each that is proposed says
/// how many it leaves.
fn limits(results: &Results<'_>, query: &CatalogQuery) -> AnyView {
    let options = results
        .contexts()
        .into_iter()
        .map(|(size, count)| {
            let text = format!("{} tokens ({count})", tokens(size));
            let chosen = query.context_min == Some(size);
            let empty = (count == 0).then_some("");
            view! { <option value=size.to_string() selected=chosen data-empty=empty>{text}</option> }
        })
        .collect_view();
    let price = query.price_max.map(|p| p.to_string());
    let prices = results
        .prices()
        .into_iter()
        .map(|(max, count)| {
            let text = format!("{} ({count})", max.dollars());
            view! { <option value=max.to_string() label=text></option> }
        })
        .collect_view();
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
                            inputmode="decimal" placeholder="Any" list="prices" value=price/>
                        <span>"$ / 1M"</span>
                    </span>
                    <datalist id="prices">{prices}</datalist>
                </div>
            </div>
        </details>
    }
    .into_any()
}
