//! The table of events.

use std::collections::HashMap;

use backend::audit::Line;
use leptos::prelude::*;

use super::difference::{Field, fields};
use super::people::Named;
use crate::components::format::plural;
use crate::components::{Icon, IconSize, Scroller, Unknown, When, cell};

/// The names of accounts, by their ids.
type Names<'m> = HashMap<String, &'m str>;

pub(super) fn table(lines: &[Line], people: &[Named]) -> AnyView {
    let names: Names<'_> = people
        .iter()
        .map(|m| (m.user.to_string(), m.name.as_str()))
        .collect();
    let rows = lines.iter().map(|l| row(l, &names)).collect_view();
    view! {
        <Scroller label="Events, table" stack=true>
            <table class="table table--stack table--top audit-table">
                <caption class="sr-only">"Events, the newest first"</caption>
                <thead><tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"What"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"Subject"</th>
                    <th scope="col">"Change"</th>
                    <th scope="col">"From"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(line: &Line, names: &Names<'_>) -> AnyView {
    let what = line.action.map_or_else(
        || line.action_word.clone(),
        |action| action.label().to_owned(),
    );
    let from = match line.ip.clone() {
        Some(ip) => ip.into_any(),
        None => view! { <Unknown/> }.into_any(),
    };
    view! {
        <tr>
            <td data-label="When"><div><When at=line.happened_at/><small>"No. "{line.seq}</small></div></td>
            <th scope="row">{what}</th>
            <td data-label="Who">{line.actor_name.clone()}</td>
            <td data-label="Subject">{subject(&line.subject, names)}</td>
            <td data-label="Change">{change(line, names)}</td>
            <td data-label="From">{from}</td>
        </tr>
    }
    .into_any()
}

/// The name of an account with the id below; everything else as it is.
fn subject(subject: &str, names: &Names<'_>) -> AnyView {
    let id = view! { <code>{subject.to_owned()}</code> };
    match names.get(subject) {
        Some(name) => view! { <div>{(*name).to_owned()}<small>{id}</small></div> }.into_any(),
        None => id.into_any(),
    }
}

/// The reason, and the fields that changed, folded.
fn change(line: &Line, names: &Names<'_>) -> AnyView {
    let fields = fields(line.before.as_deref(), line.after.as_deref());
    if fields.is_empty() && line.reason.is_none() {
        return cell::none();
    }
    let reason = line.reason.clone().map(|text| view! { <p>{text}</p> });
    let words = plural(fields.len(), "field", "fields");
    let folded = (!fields.is_empty()).then(|| {
        let rows = fields.into_iter().map(|f| pair(f, names)).collect_view();
        view! {
            <details class="fold">
                <summary><Icon name="chevron-right" size=IconSize::Small/>{words}</summary>
                <dl class="difference">{rows}</dl>
            </details>
        }
    });
    view! { <div>{reason}{folded}</div> }.into_any()
}

/// One field: what it was, an arrow, what it is.
fn pair(field: Field, names: &Names<'_>) -> AnyView {
    let known = |text: String| match names.get(&text) {
        Some(name) => (*name).to_owned(),
        None => text,
    };
    let (before, after) = (field.before.map(known), field.after.map(known));
    let value = match (before, after) {
        (Some(old), Some(new)) => view! {
            <del>{old}</del><span class="sr-only">" became "</span><Icon name="arrow-right" size=IconSize::Small/>" "<ins>{new}</ins>
        }
        .into_any(),
        (Some(old), None) => view! { <del>{old}</del> }.into_any(),
        (None, Some(new)) => new.into_any(),
        (None, None) => ().into_any(),
    };
    view! { <dt>{field.name}</dt><dd>{value}</dd> }.into_any()
}
