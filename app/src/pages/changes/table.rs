//! The table of one day.

use backend::catalog::changes::{Change, Kind};
use domain::fact::Fact;
use leptos::prelude::*;
use time::{Date, UtcOffset};

use crate::components::format::day;
use crate::components::{Badge, Day, Icon, IconSize, Scroller, Tone};

/// The day on which a change took effect, in UTC.
pub(super) fn day_of(change: &Change) -> Date {
    change.at.to_offset(UtcOffset::UTC).date()
}

/// A table of changes; prices of one offering that moved together share a row,
/// and so do the steps in the life of one model.
pub(super) fn table(caption: &str, changes: &[Change], dated: bool) -> AnyView {
    let rows = changes
        .chunk_by(belong_together)
        .map(|group| row(group, dated))
        .collect_view();
    let caption = caption.to_owned();
    view! {
        <Scroller label=format!("{caption}, table") stack=true>
            <table class="table table--stack change-table">
                <caption class="sr-only">{caption}</caption>
                <thead><tr>
                    <th scope="col">{if dated { "From" } else { "Change" }}</th>
                    <th scope="col">"Offering"</th>
                    <th scope="col">"Provider"</th>
                    <th scope="col">"What"</th>
                    <th scope="col">"Source"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn belong_together(a: &Change, b: &Change) -> bool {
    let of = |c: &Change| {
        (
            c.kind,
            c.provider.clone(),
            c.upstream.clone(),
            c.model.clone(),
            c.source.clone(),
            day_of(c),
        )
    };
    matches!(a.kind, Kind::Repriced | Kind::Lifecycle | Kind::Facts) && of(a) == of(b)
}

fn row(group: &[Change], dated: bool) -> Option<AnyView> {
    let change = group.first()?;
    let what = group.iter().map(what).collect_view();
    let first = if dated {
        view! { <Day date=day_of(change)/> }.into_any()
    } else {
        kind_badge(change.kind)
    };
    let provider = change.provider.as_ref().map(|slug| {
        let href = format!("/providers/{}", domain::slug::path_segment(slug));
        view! { <a href=href>{change.provider_name.clone()}</a> }
    });
    let no_provider = provider
        .is_none()
        .then(|| view! { <span class="unknown">"–"<span class="sr-only">"none"</span></span> });
    Some(
        view! {
            <tr>
                <td data-label=if dated { "From" } else { "Change" }>{first}</td>
                <th scope="row"><a href=change.href()>{change.name.clone()}</a></th>
                <td data-label="Provider">{provider}{no_provider}</td>
                <td data-label="What"><div>{what}</div></td>
                <td data-label="Source">{change.source.clone()}</td>
            </tr>
        }
        .into_any(),
    )
}

fn kind_badge(kind: Kind) -> AnyView {
    let (tone, icon) = match kind {
        Kind::Repriced => (Tone::Info, "circle-dollar-sign"),
        Kind::Added | Kind::ModelAdded => (Tone::Ok, "plus"),
        Kind::Returned => (Tone::Ok, "refresh-cw"),
        Kind::Retired => (Tone::Bad, "minus"),
        Kind::Lifecycle => (Tone::Warn, "history"),
        Kind::Facts => (Tone::Neutral, "tag"),
    };
    view! { <Badge tone icon text=kind.label()/> }.into_any()
}

fn what(change: &Change) -> AnyView {
    match change.kind {
        Kind::Repriced => price(change),
        Kind::Added => "Now offered".into_any(),
        Kind::ModelAdded => "New in the catalog".into_any(),
        Kind::Returned => "Offered again".into_any(),
        Kind::Retired => "No longer in the source".into_any(),
        Kind::Lifecycle => life(change),
        Kind::Facts => fact(change),
    }
}

fn fact(change: &Change) -> AnyView {
    let (old, new) = change.fact_step().unwrap_or_default();
    let label = old.as_ref().or(new.as_ref()).map(Fact::label);
    let shown = |fact: Fact| fact.shown(day);
    let text = match (old.map(shown), new.map(shown)) {
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (None, Some(new)) => format!("{new}, unknown before"),
        (Some(old), None) => format!("was {old}, unknown now"),
        (None, None) => String::new(),
    };
    view! { <div>{label}": "<span class="nowrap">{text}</span></div> }.into_any()
}

fn life(change: &Change) -> AnyView {
    let step = change.life_step();
    view! { <div>{step.map(|step| step.words(day))}</div> }.into_any()
}

fn price(change: &Change) -> AnyView {
    let component = change
        .component
        .clone()
        .unwrap_or_else(|| "Price".to_owned());
    let text = match (change.old, change.new) {
        (Some(old), Some(new)) => format!("{} → {}", old.dollars(), new.dollars()),
        (None, Some(new)) => format!("{}, not priced before", new.dollars()),
        (Some(old), None) => format!("was {}, not priced now", old.dollars()),
        (None, None) => String::new(),
    };
    view! { <div>{component}": "<span class="nowrap">{text}" "{delta(change)}</span></div> }
        .into_any()
}

fn delta(change: &Change) -> Option<AnyView> {
    let permille = change.permille()?;
    let (class, icon, word) = match permille {
        1.. => ("delta delta--up", "arrow-up", " higher"),
        _ if change.new < change.old => ("delta delta--down", "arrow-down", " lower"),
        _ if change.new > change.old => ("delta delta--up", "arrow-up", " higher"),
        _ => return None,
    };
    let text = percent(permille);
    Some(
        view! {
            <span class=class><Icon name=icon size=IconSize::Small/>{text}<span class="sr-only">{word}</span></span>
        }
        .into_any(),
    )
}

/// Tenths of a percent as people read them: `100 %`, `7.5 %`, `under 0.1 %`.
fn percent(permille: i64) -> String {
    let size = permille.unsigned_abs();
    match (size / 10, size % 10) {
        (0, 0) => "under 0.1\u{a0}%".to_owned(),
        (whole, tenth) if whole >= 10 || tenth == 0 => {
            format!(
                "{}\u{a0}%",
                domain::money::grouped(i128::from(whole + u64::from(tenth >= 5)))
            )
        }
        (whole, tenth) => format!("{whole}.{tenth}\u{a0}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn percentages_are_short_and_never_nothing() {
        let text = |permille| percent(permille).replace('\u{a0}', " ");
        for (permille, shown) in [
            (1000, "100 %"),
            (-750, "75 %"),
            (75, "7.5 %"),
            (-1, "0.1 %"),
            (0, "under 0.1 %"),
            (125, "13 %"),
            (123_456, "12,346 %"),
        ] {
            assert_eq!(text(permille), shown);
        }
    }
}
