//! Names to copy: what each provider calls the model.

use backend::catalog::snapshot::Offering;
use leptos::prelude::*;

use super::shown::Shown;
use crate::components::{CopyId, Icon, IconSize, Scroller, cell};

pub(super) fn section(shown: Shown<'_>) -> impl IntoView + use<> {
    let (live, ended) = (distinct(shown.live()), distinct(shown.ended()));
    let gone: Vec<_> = ended
        .into_iter()
        .filter(|o| live.iter().all(|l| !same(l, o)))
        .collect();
    let own = own_rows(shown);
    let current = (own.is_some() || !live.is_empty()).then(|| {
        let rows = live.iter().map(|o| row(shown, o)).collect_view();
        table("Model ids by provider", view! { {own}{rows} }.into_any())
    });
    view! {
        <section class="section" id="ids" aria-labelledby="ids-title">
            <div class="section__head"><h2 id="ids-title">"Model ids"</h2><p>"As each provider expects them"</p></div>
            {current}
            {(!gone.is_empty()).then(|| gone_table(shown, &gone, live.is_empty()))}
        </section>
    }
}

fn gone_table(shown: Shown<'_>, gone: &[&Offering], open: bool) -> impl IntoView + use<> {
    let rows = gone.iter().map(|o| row(shown, o)).collect_view();
    view! {
        <details class="twin" open=open>
            <summary><Icon name="history" size=IconSize::Small/>"Ids of retired offerings"</summary>
            {table("Ids of retired offerings", rows.into_any())}
        </details>
    }
}

/// One of each provider and name; deployments and regions often share a name.
fn distinct(offerings: Vec<&Offering>) -> Vec<&Offering> {
    let mut kept: Vec<&Offering> = Vec::new();
    for offering in offerings {
        if kept.iter().all(|k| !same(k, offering)) {
            kept.push(offering);
        }
    }
    kept
}

fn same(a: &Offering, b: &Offering) -> bool {
    a.provider == b.provider && a.upstream == b.upstream
}

fn table(name: &'static str, rows: AnyView) -> AnyView {
    view! {
        <Scroller label=format!("{name}, table") stack=true>
            <table class="table table--stack">
                <caption class="sr-only">{name}</caption>
                <thead><tr><th scope="col">"Where"</th><th scope="col">"Id"</th><th scope="col">"Speaks"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

/// The id here and its other names.
fn own_rows(shown: Shown<'_>) -> Option<impl IntoView + use<>> {
    let model = shown.entry.model()?;
    let id = (shown.entry.slug.clone(), "This catalog", "Copy model id");
    let aliases = model
        .aliases
        .iter()
        .map(|a| (a.clone(), "Alias", "Copy alias"));
    let rows = std::iter::once(id)
        .chain(aliases)
        .map(|(text, place, label)| {
            view! {
                <tr>
                    <th scope="row">{place}</th>
                    <td data-label="Id"><CopyId text label/></td>
                    <td data-label="Speaks">{cell::none()}</td>
                </tr>
            }
        });
    Some(rows.collect_view())
}

fn row(shown: Shown<'_>, offering: &Offering) -> impl IntoView + use<> {
    let (slug, name) = shown.provider(offering);
    let speaks = cell::text(offering.dialect.map(|d| d.label().to_owned()));
    view! {
        <tr>
            <th scope="row"><a href=format!("/providers/{slug}")>{name.to_owned()}</a></th>
            <td data-label="Id"><CopyId text=offering.upstream.clone() label="Copy provider's id"/></td>
            <td data-label="Speaks">{speaks}</td>
        </tr>
    }
}
