//! Every organization.

use backend::organizations::Overview;
use leptos::prelude::*;

use crate::components::format::count;
use crate::components::{Badge, Day, Scroller, Tone};

pub(super) fn section(list: &[Overview]) -> AnyView {
    let body = if list.is_empty() {
        view! {
            <div class="empty">
                <h2>"No organization yet"</h2>
                <p>"Whoever has an account can make one."</p>
                <a class="button" href="/organizations/new">"New organization"</a>
            </div>
        }
        .into_any()
    } else {
        table(list)
    };
    view! {
        <section class="section" aria-labelledby="organizations">
            <div class="section__head"><h2 id="organizations">"Organizations"</h2><p>"The newest first"</p></div>
            {body}
        </section>
    }
    .into_any()
}

fn table(list: &[Overview]) -> AnyView {
    let rows = list.iter().map(row).collect_view();
    view! {
        <Scroller label="Organizations, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Organizations, the newest first"</caption>
                <thead><tr>
                    <th scope="col">"Organization"</th>
                    <th scope="col">"Name in addresses"</th>
                    <th scope="col" data-t="num">"Members"</th>
                    <th scope="col" data-t="num">"Created"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(organization: &Overview) -> AnyView {
    let demo = organization
        .is_demo
        .then(|| view! { " "<Badge tone=Tone::Info icon="info" text="Demo"/> });
    view! {
        <tr>
            <th scope="row"><div>{organization.name.clone()}{demo}</div></th>
            <td data-label="Name in addresses"><code>{organization.slug.clone()}</code></td>
            <td data-label="Members" data-t="num">{count(organization.members)}</td>
            <td data-label="Created" data-t="num"><Day date=organization.created_at.date()/></td>
        </tr>
    }
    .into_any()
}
