//! The reference of the JSON API, drawn from its own description.

mod document;
pub(super) mod operation;

use std::sync::Arc;

use crate::components::PageTitle;
use leptos::prelude::*;
use serde_json::Value;

use crate::components::{Icon, Notice, Scroller, Tone};
use crate::context::OpenApi;
use document::{Schema, about, base, operations, schemas};

/// What stands for the address of the installation where none is configured.
const BASE: &str = "$TESSERA_URL";

/// The page.
#[component]
pub fn Api() -> impl IntoView {
    let body = match use_context::<OpenApi>() {
        Some(OpenApi(document)) => reference(&document),
        None => view! {
            <Notice tone=Tone::Warn><p>"This server has no description of its API."</p></Notice>
        }
        .into_any(),
    };
    view! {
        <PageTitle text="API reference"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"API reference"</h1>
                <p class="page__lead">"The catalog as JSON: public, cacheable, with the same filters, and no key is needed. What belongs to an organization takes an access token of a member."</p>
                <p class="cluster">
                    <a class="button" href="/api/openapi.json"><Icon name="download"/>"OpenAPI document"</a>
                    <a class="button button--quiet" href="/changes.atom"><Icon name="rss"/>"Atom feed of changes"</a>
                </p>
            </div>
            {body}
        </div>
    }
    .into_any()
}

fn reference(document: &Arc<Value>) -> AnyView {
    let address = base(document);
    let note = address.is_none().then(|| {
        view! { <p class="section__note"><code>{BASE}</code>" is the address of this installation, such as "<code>"http://127.0.0.1:3000"</code>"."</p> }
    });
    let address = address.unwrap_or_else(|| BASE.to_owned());
    let (operations, schemas) = (operations(document), schemas(document));
    let contents = operations
        .iter()
        .map(|o| view! { <li><a href=format!("#{}", o.id)>{o.summary.clone()}</a></li> });
    let sections = operations
        .iter()
        .map(|o| operation::operation(&address, o))
        .collect_view();
    view! {
        <div class="article">
            <nav class="article__nav" aria-label="On this page">
                <ol>
                    {contents.collect_view()}
                    {(!schemas.is_empty()).then(|| view! { <li><a href="#schemas">"Schemas"</a></li> })}
                </ol>
            </nav>
            <div><div class="prose">{operation::prose(&about(document))}{note}</div>{sections}{schema_list(&schemas)}</div>
        </div>
    }
    .into_any()
}

fn schema_list(schemas: &[Schema]) -> Option<AnyView> {
    (!schemas.is_empty()).then(|| {
        view! {
            <section class="section" id="schemas" aria-labelledby="schemas-title">
                <div class="section__head"><h2 id="schemas-title">"Schemas"</h2></div>
                <div class="stack">{schemas.iter().map(schema).collect_view()}</div>
            </section>
        }
        .into_any()
    })
}

fn schema(schema: &Schema) -> AnyView {
    let meaning = (!schema.meaning.is_empty())
        .then(|| view! { <div class="prose">{operation::prose(&schema.meaning)}</div> });
    let words = schema
        .words
        .iter()
        .map(|word| view! { <li><code>{word.clone()}</code></li> })
        .collect_view();
    let body = if schema.fields.is_empty() {
        view! { <ul class="cluster">{words}</ul> }.into_any()
    } else {
        let label = format!("Fields of {}", schema.name);
        let rows = schema
            .fields
            .iter()
            .map(|f| operation::field_row(f, false))
            .collect_view();
        view! {
            <Scroller label=format!("{label}, table") stack=true>
                <table class="table table--stack table--top">
                    <caption class="sr-only">{label}</caption>
                    <thead><tr><th scope="col">"Field"</th><th scope="col">"Type"</th><th scope="col">"Meaning"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </Scroller>
        }
        .into_any()
    };
    let id = format!("schema-{}", schema.name);
    view! { <section class="stack" id=id.clone() aria-labelledby=format!("{id}-title")>
        <h3 id=format!("{id}-title")><code>{schema.name.clone()}</code></h3>{meaning}{body}
    </section> }
    .into_any()
}
