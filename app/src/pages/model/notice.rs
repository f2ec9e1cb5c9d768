//! A warning above everything else: the model ends, or a newer one is there.

use leptos::prelude::*;
use time::Date;

use super::shown::Shown;
use crate::components::format::{day, plural};
use crate::components::{Notice, Tone};
use domain::model::Lifecycle;

pub(super) fn notice(shown: Shown<'_>) -> Option<AnyView> {
    let (tone, strong) = words(shown)?;
    let still = still_sold(shown, tone);
    let successor = successor(shown);
    Some(
        view! { <Notice tone><p><strong>{strong}</strong>{still}{successor}</p></Notice> }
            .into_any(),
    )
}

fn words(shown: Shown<'_>) -> Option<(Tone, String)> {
    let is_model = shown.entry.model().is_some();
    let what = if is_model { "model" } else { "listing" };
    let who = match (shown.publisher(), shown.offerings.first()) {
        (Some(publisher), _) => publisher.name.as_str(),
        (None, Some(sold)) if !is_model => shown.provider(sold).1,
        _ => "Its publisher",
    };
    let days = |on: Date| {
        plural(
            usize::try_from((on - shown.today).whole_days()).unwrap_or_default(),
            "day",
            "days",
        )
    };
    match (shown.entry.retires_on, shown.entry.lifecycle) {
        (Some(on), _) if on <= shown.today => Some((
            Tone::Bad,
            format!("{who} retired this {what} on {}.", day(on)),
        )),
        (_, Lifecycle::Retired) if is_model => {
            Some((Tone::Bad, format!("{who} has retired this model.")))
        }
        (_, Lifecycle::Retired) => Some((Tone::Bad, "This listing is no longer sold.".to_owned())),
        (Some(on), _) => Some((
            Tone::Warn,
            format!("{who} retires this {what} on {}, in {}.", day(on), days(on)),
        )),
        (None, Lifecycle::Legacy) => Some((Tone::Info, format!("{who} calls this {what} legacy."))),
        (None, _) => None,
    }
}

/// Other companies may go on selling a model that its publisher has ended.
fn still_sold(shown: Shown<'_>, tone: Tone) -> Option<String> {
    let others = shown.entry.providers;
    (tone == Tone::Bad && others > 0).then(|| {
        format!(
            " Still listed by {}.",
            plural(others, "provider", "providers")
        )
    })
}

fn successor(shown: Shown<'_>) -> Option<impl IntoView + use<>> {
    let id = shown.entry.model()?.successor.clone()?;
    let link = match shown
        .snapshot
        .model(&id)
        .or_else(|| shown.snapshot.model_by_alias(&id))
    {
        Some(next) => view! { <a href=next.href.clone()>{next.name.clone()}</a> }.into_any(),
        None => view! { <code>{id}</code> }.into_any(),
    };
    Some(view! { " Successor: "{link}"." })
}
