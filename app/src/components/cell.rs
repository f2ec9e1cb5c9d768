//! What stands in the cells of tables. Unknown is said, never shown as zero.

use backend::catalog::snapshot::Entry;
use domain::price::UnitPrice;
use leptos::prelude::*;
use time::Date;

use super::format::tokens;
use super::{Day, Unknown, Unpriced};

/// A price without its sign; the head of the column states currency and unit.
pub fn amount(price: Option<UnitPrice>) -> AnyView {
    match price {
        Some(price) => price.amount().into_any(),
        None => view! { <Unpriced/> }.into_any(),
    }
}

/// A number of tokens in short.
pub fn size(n: Option<i64>) -> AnyView {
    match n {
        Some(n) => tokens(n).into_any(),
        None => view! { <Unknown/> }.into_any(),
    }
}

/// A figure as it is printed.
pub fn figure(figure: Option<impl ToString>) -> AnyView {
    match figure {
        Some(figure) => figure.to_string().into_any(),
        None => view! { <Unknown/> }.into_any(),
    }
}

/// A day.
pub fn date(date: Option<Date>) -> AnyView {
    match date {
        Some(date) => view! { <Day date/> }.into_any(),
        None => view! { <Unknown/> }.into_any(),
    }
}

/// When an entry was released or, where nobody states that, since when it has
/// been seen.
pub fn since(entry: &Entry) -> AnyView {
    match (entry.attributes.released, entry.since()) {
        (None, Some(on)) => {
            view! { <span class="muted">"first seen "</span><Day date=on/> }.into_any()
        }
        (released, _) => date(released),
    }
}

/// Nothing, because there can be nothing.
pub fn none() -> AnyView {
    view! { <span class="muted">"–"<span class="sr-only">"none"</span></span> }.into_any()
}

/// Words.
pub fn text(text: Option<String>) -> AnyView {
    match text {
        Some(text) => text.into_any(),
        None => view! { <Unknown/> }.into_any(),
    }
}
