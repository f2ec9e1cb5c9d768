//! Amounts of money.

use domain::money::NanoUsd;
use leptos::prelude::*;

/// An amount, rounded for reading; the exact one is in the markup and in the
/// tooltip.
#[component]
pub fn Amount(
    /// How much.
    of: NanoUsd,
) -> impl IntoView {
    let exact = of.to_string();
    let title = format!("Exactly ${exact}");
    view! { <data value=exact title=title>{of.rounded()}</data> }
}
