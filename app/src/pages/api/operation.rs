//! One operation of the API.

use leptos::prelude::*;

use super::document::{Answer, Field, Operation, curl};
use crate::components::{Icon, IconSize, Scroller};

/// The section of an operation.
pub(super) fn operation(base: &str, operation: &Operation) -> AnyView {
    let title = format!("{}-title", operation.id);
    let class = if operation.method == "GET" {
        "method"
    } else {
        "method method--post"
    };
    let description = prose(&operation.description);
    let scope = operation.scope.clone().map(|scope| {
        view! { <p>"Takes an access token with the scope "<code>{scope}</code>"."</p> }
    });
    let good = operation
        .answers
        .iter()
        .find(|a| a.status.starts_with('2') && a.example.is_some());
    let shown = good.and_then(|a| {
        a.example
            .clone()
            .map(|e| example(format!("{} {}", a.status, reason(&a.status)), e))
    });
    view! {
        <section class="section endpoint" id=operation.id.clone() aria-labelledby=title>
            <div class="section__head">
                <h2 id=title.clone()><span class=class>{operation.method.clone()}</span>" "<code>{operation.path.clone()}</code></h2>
            </div>
            <div class="stack">
                <div class="prose"><p>{operation.summary.clone()}</p>{description}{scope}</div>
                {parameters(operation)}
                {code("Request".to_owned(), curl(base, operation))}
                {shown}
                {answers(operation)}
            </div>
        </section>
    }
    .into_any()
}

/// An answer is long: it opens on demand.
fn example(title: String, text: String) -> AnyView {
    view! {
        <details class="twin">
            <summary><Icon name="chevron-down" size=IconSize::Small/>{format!("Example of {title}")}</summary>
            {code(title, text)}
        </details>
    }
    .into_any()
}

fn parameters(operation: &Operation) -> Option<AnyView> {
    let label = format!("Parameters of {} {}", operation.method, operation.path);
    let rows = operation
        .parameters
        .iter()
        .map(|f| field_row(f, true))
        .collect_view();
    (!operation.parameters.is_empty()).then(|| {
        view! {
            <Scroller label=format!("{label}, table") stack=true>
                <table class="table table--stack table--top">
                    <caption class="sr-only">{label}</caption>
                    <thead><tr><th scope="col">"Parameter"</th><th scope="col">"Type"</th><th scope="col">"Meaning"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </Scroller>
        }
        .into_any()
    })
}

/// A parameter or a property as a row.
pub(super) fn field_row(field: &Field, is_parameter: bool) -> AnyView {
    let mut kind = field.kind.clone();
    if is_parameter && field.place == "path" {
        kind += ", in the path";
    } else if field.required && is_parameter {
        kind += ", required";
    } else if !field.required && !is_parameter {
        kind += ", optional";
    }
    let example = field
        .example
        .clone()
        .map(|e| view! { <small>"Example: "<code>{e}</code></small> });
    view! {
        <tr>
            <th scope="row"><code>{field.name.clone()}</code></th>
            <td data-label="Type" class="muted">{kind}</td>
            <td data-label="Meaning"><div>{inline(&field.meaning)}{example}</div></td>
        </tr>
    }
    .into_any()
}

fn answers(operation: &Operation) -> Option<AnyView> {
    let label = format!("Answers of {} {}", operation.method, operation.path);
    let rows = operation.answers.iter().map(answer_row).collect_view();
    (!operation.answers.is_empty()).then(|| {
        view! {
            <Scroller label=format!("{label}, table") stack=true>
                <table class="table table--stack table--top">
                    <caption class="sr-only">{label}</caption>
                    <thead><tr><th scope="col">"Answer"</th><th scope="col">"Body"</th><th scope="col">"When"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </Scroller>
        }
        .into_any()
    })
}

fn answer_row(answer: &Answer) -> AnyView {
    let schema = answer
        .schema
        .as_ref()
        .map(|name| view! { <a href=format!("#schema-{name}")>{name.clone()}</a> });
    let media = answer.media.clone().unwrap_or_else(|| "none".to_owned());
    view! {
        <tr>
            <th scope="row" class="nowrap">{answer.status.clone()}" "{reason(&answer.status)}</th>
            <td data-label="Body"><div>{schema}<small>{media}</small></div></td>
            <td data-label="When"><div>{inline(&answer.meaning)}</div></td>
        </tr>
    }
    .into_any()
}

/// A block of code with a button that copies it.
pub(in crate::pages) fn code(title: String, text: String) -> AnyView {
    let label = format!("Copy {title}");
    view! {
        <div class="code">
            <div class="code__head">
                <span>{title}</span>
                <span class="copy">
                    <button r#type="button" class="hit" data-copy-from="next" aria-label=label>
                        <Icon name="copy" size=IconSize::Small/>
                        <Icon name="check" size=IconSize::Small/>
                    </button>
                </span>
            </div>
            <pre tabindex="0"><code>{text}</code></pre>
        </div>
    }
    .into_any()
}

/// Paragraphs; the descriptions use no more of Markdown than these and code.
pub(super) fn prose(text: &str) -> AnyView {
    let paragraphs = text.split("\n\n").filter(|p| !p.trim().is_empty());
    paragraphs
        .map(|p| view! { <p>{inline(p)}</p> })
        .collect_view()
        .into_any()
}

/// Text in which words between backquotes are code.
pub(super) fn inline(text: &str) -> AnyView {
    let parts = text.split('`').enumerate().map(|(i, part)| match i % 2 {
        0 => part.to_owned().into_any(),
        _ => view! { <code>{part.to_owned()}</code> }.into_any(),
    });
    parts.collect_view().into_any()
}

/// The usual words of a status.
fn reason(status: &str) -> &'static str {
    let code = status
        .parse::<u16>()
        .ok()
        .and_then(|n| axum::http::StatusCode::from_u16(n).ok());
    code.and_then(|c| c.canonical_reason()).unwrap_or_default()
}
