//! How fast offerings answer, as somebody has measured it: medians, with day
//! and source.

use backend::catalog::snapshot::{Measurement, Offering, Speed};
use leptos::prelude::*;

use super::super::shown::Shown;
use crate::components::{Day, OutLink, cell};

/// The heads of the columns.
pub(super) fn heads() -> AnyView {
    view! {
        <th scope="col" data-t="num">"First token"</th>
        <th scope="col" data-t="num">"Tokens/s"</th>
        <th scope="col">"Measured (p50)"</th>
    }
    .into_any()
}

/// The cells of one offering, whether or not it was measured.
pub(super) fn cells(shown: Shown<'_>, offering: &Offering) -> AnyView {
    let speed = offering.speed.as_deref();
    let measured = match speed {
        Some(speed) => origins(shown, speed),
        None => cell::none(),
    };
    view! {
        <td data-t="num">{cell::figure(speed.and_then(|s| s.first_token))}</td>
        <td data-t="num">{cell::figure(speed.and_then(|s| s.throughput))}</td>
        <td class="nowrap">{measured}</td>
    }
    .into_any()
}

/// Where the figures come from: each says so where they come from two places.
fn origins(shown: Shown<'_>, speed: &Speed) -> AnyView {
    if let [both] = speed.measurements.as_slice() {
        return origin(shown, both);
    }
    let each = speed.measurements.iter().map(|measured| {
        let figure = if measured.first_token.is_some() {
            "First token: "
        } else {
            "Tokens/s: "
        };
        view! { <div>{figure}{origin(shown, measured)}</div> }
    });
    each.collect_view().into_any()
}

/// Who has measured it, linked to where it is stated, and when.
fn origin(shown: Shown<'_>, measured: &Measurement) -> AnyView {
    let source = shown.source(measured.source);
    let name = source.map(|s| s.name.clone()).unwrap_or_default();
    let stated = measured.url.as_deref().map(str::to_owned);
    let url = stated.or_else(|| source.and_then(|s| s.url.clone()));
    let date = measured.measured_on;
    view! { <OutLink url text=name/>", "<Day date/> }.into_any()
}
