//! Where sources say something else about limits, dates, licenses, modalities and
//! capabilities than what is shown. Prices have this in their sheets.

use std::borrow::Cow;

use backend::catalog::snapshot::{Attributes, Offering, Statement, sources_of};
use domain::fact::Fact;
use domain::model::{Lifecycle, Modality};
use leptos::prelude::*;
use time::Date;

use super::shown::Shown;
use crate::components::format::{day, partial_day, plural};
use crate::components::offering;
use crate::components::{Icon, IconSize, Scroller, Unknown, source_note};

/// So many rows stand open; more are folded away.
const OPEN: usize = 6;

/// Something of which sources speak, and what is shown of it.
struct Subject<'s> {
    name: String,
    others: &'s [Statement],
    attributes: &'s Attributes,
    license: Option<&'s str>,
    lifecycle: Lifecycle,
    retires_on: Option<Date>,
    /// How many days data are kept, and whether it trains on them.
    data: (Option<i32>, Option<bool>),
    /// Who says what is shown, and who says when it ends.
    source: usize,
    retires_source: usize,
}

impl Subject<'_> {
    /// Who states what is shown of a fact.
    fn sources_of(&self, fact: &Fact) -> Vec<usize> {
        match fact {
            Fact::RetiresOn(_) => vec![self.retires_source],
            _ => sources_of(self.others, fact, self.source),
        }
    }

    /// What is shown where a source says `fact`.
    fn shown(&self, fact: &Fact) -> Option<Fact> {
        let a = self.attributes;
        match fact {
            Fact::Context(_) => a.context.map(Fact::Context),
            Fact::MaxOutput(_) => a.max_output.map(Fact::MaxOutput),
            Fact::Knowledge(_) => Some(Fact::Knowledge(a.knowledge.as_deref()?.parse().ok()?)),
            Fact::Released(_) => a.released.map(Fact::Released),
            Fact::License(_) => self.license.map(|id| Fact::License(id.to_owned())),
            Fact::OpenWeights(_) => a.open_weights.map(Fact::OpenWeights),
            Fact::Lifecycle(_) => Some(Fact::Lifecycle(self.lifecycle)),
            Fact::RetiresOn(_) => self.retires_on.map(Fact::RetiresOn),
            Fact::Retention(_) => self.data.0.map(Fact::Retention),
            Fact::Trains(_) => self.data.1.map(Fact::Trains),
            Fact::Inputs(_) => known(&a.inputs).map(Fact::Inputs),
            Fact::Outputs(_) => known(&a.outputs).map(Fact::Outputs),
            Fact::Takes(m, _) => Some(Fact::Takes(*m, a.inputs.contains(m))),
            Fact::Gives(m, _) => Some(Fact::Gives(*m, a.outputs.contains(m))),
            Fact::Can(c, _) => Some(Fact::Can(*c, a.capabilities.contains(c))),
        }
    }
}

/// A list in which something stands: an empty one is not known.
fn known(list: &[Modality]) -> Option<Vec<Modality>> {
    (!list.is_empty()).then(|| list.to_vec())
}

fn of_model(shown: Shown<'_>) -> Option<Subject<'_>> {
    let entry = shown.entry;
    let facts = entry.model()?;
    Some(Subject {
        name: "The model".to_owned(),
        others: &facts.others,
        attributes: &entry.attributes,
        license: entry.license(),
        lifecycle: entry.lifecycle,
        retires_on: facts.retires_on,
        data: (None, None),
        source: facts.source,
        retires_source: facts.retires_source,
    })
}

fn of_offering<'s>(shown: Shown<'s>, offering: &'s Offering) -> Subject<'s> {
    let provider = shown.provider(offering).1;
    let name = if shown.is_one_of_several(offering) {
        let runs = offering::runs(shown.snapshot, offering);
        format!("{provider}, {runs}, {}", offering.upstream)
    } else {
        provider.to_owned()
    };
    Subject {
        name,
        others: &offering.others,
        attributes: &offering.attributes,
        license: None,
        lifecycle: offering.lifecycle,
        retires_on: offering.retires_on,
        data: (offering.retention_days, offering.trains_on_data),
        source: offering.source,
        retires_source: offering.retires_source,
    }
}

/// Whether a source says something else than what is shown of `offering`.
pub(super) fn is_disputed(shown: Shown<'_>, offering: &Offering) -> bool {
    !rows(&of_offering(shown, offering)).is_empty()
}

/// Leads to what others say of a fact of the model, if somebody contradicts it.
pub(super) fn mark(shown: Shown<'_>, name: &str) -> Option<AnyView> {
    let rows = rows(&of_model(shown)?);
    let disputed = rows.iter().any(|row| {
        let rest = row.name.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    disputed
        .then(|| view! { <small><a href="#differences">"sources differ"</a></small> }.into_any())
}

/// One fact of a subject, as shown and as others have it.
struct Row {
    subject: String,
    name: Cow<'static, str>,
    label: Cow<'static, str>,
    shown: Option<Fact>,
    sources: Vec<usize>,
    others: Vec<Statement>,
}

fn rows(subject: &Subject<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for said in subject.others {
        let shown = subject.shown(&said.fact);
        // What has ended by its date is shown as ended, whatever the word for it was.
        if shown.as_ref() == Some(&said.fact) {
            continue;
        }
        let name = said.fact.name();
        if let Some(row) = rows.iter_mut().find(|row| row.name == name) {
            row.others.push(said.clone());
            continue;
        }
        rows.push(Row {
            subject: subject.name.clone(),
            name,
            label: said.fact.label(),
            shown,
            sources: subject.sources_of(&said.fact),
            others: vec![said.clone()],
        });
    }
    rows
}

/// All of it in a table; nothing if sources agree.
pub(super) fn section(shown: Shown<'_>) -> Option<AnyView> {
    let live = shown.live();
    let offerings = live.into_iter().map(|o| of_offering(shown, o));
    let all: Vec<Row> = of_model(shown)
        .into_iter()
        .chain(offerings)
        .flat_map(|subject| rows(&subject))
        .collect();
    if all.is_empty() {
        return None;
    }
    let facts = plural(all.len(), "fact", "facts");
    let open = all.len() <= OPEN;
    let lines = all.iter().map(|row| line(shown, row)).collect_view();
    Some(
        view! {
            <section class="section" id="differences" aria-labelledby="differences-title">
                <div class="section__head">
                    <h2 id="differences-title">"Where sources differ"</h2>
                    <p>"Limits, dates, licenses, capabilities and data policy. "<a href="/sources#precedence">"How sources rank"</a></p>
                </div>
                <details class="twin" open=open>
                    <summary><Icon name="triangle-alert" size=IconSize::Small/>{facts}</summary>
                    <Scroller label="Where sources differ, table" stack=true>
                        <table class="table table--stack">
                            <caption class="sr-only">"Facts on which sources differ"</caption>
                            <thead>
                                <tr><th scope="col">"Of"</th><th scope="col">"Fact"</th><th scope="col">"Shown"</th><th scope="col">"Another source says"</th></tr>
                            </thead>
                            <tbody>{lines}</tbody>
                        </table>
                    </Scroller>
                </details>
            </section>
        }
        .into_any(),
    )
}

fn line(shown: Shown<'_>, row: &Row) -> impl IntoView + use<> {
    let own = match &row.shown {
        Some(fact) => said(shown, fact, &row.sources),
        None => view! { <Unknown/> }.into_any(),
    };
    let others = row.others.iter();
    let others = others
        .map(|other| view! { <p>{said(shown, &other.fact, &[other.source])}</p> })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{row.subject.clone()}</th>
            <td data-label="Fact">{row.label.clone()}</td>
            <td data-label="Shown"><div>{own}</div></td>
            <td data-label="Another source says"><div>{others}</div></td>
        </tr>
    }
}

/// A value and who say so.
fn said(shown: Shown<'_>, fact: &Fact, sources: &[usize]) -> AnyView {
    let sources = sources.iter().enumerate().map(|(i, source)| {
        let between = if i == 0 { "" } else { "; " };
        view! { {between}{source_note(shown.source(*source), None)} }
    });
    let sources = sources.collect_view();
    view! { <strong>{value(fact)}</strong>" "<small class="muted">{sources}</small> }.into_any()
}

fn value(fact: &Fact) -> String {
    match fact {
        Fact::Knowledge(until) => partial_day(&until.to_string()),
        fact => fact.shown(day),
    }
}
