//! Small labels: always an icon and a word, never color alone.

use domain::access::AccessState;
use domain::model::Lifecycle;
use leptos::prelude::*;
use time::Date;

use super::format::day;
use super::{Day, Icon};

/// What a badge means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    Neutral,
    /// Worth knowing.
    Info,
    /// Good.
    Ok,
    /// Needs care.
    Warn,
    /// Bad.
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "badge",
            Self::Info => "badge badge--info",
            Self::Ok => "badge badge--ok",
            Self::Warn => "badge badge--warn",
            Self::Bad => "badge badge--bad",
        }
    }
}

/// An icon and a word.
#[component]
pub fn Badge(
    /// What it means.
    tone: Tone,
    /// Its icon.
    icon: &'static str,
    /// Its words.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class=tone.class()><Icon name=icon/>{text}</span> }
}

/// Where something is in its life; nothing for what is simply active.
#[component]
pub fn LifecycleBadge(
    /// The stage.
    lifecycle: Lifecycle,
    /// When it ends, if that is set.
    retires_on: Option<Date>,
    /// Today, to tell past from future.
    today: Date,
) -> impl IntoView {
    let badge = match (lifecycle, retires_on) {
        (Lifecycle::Retired, Some(on)) if on <= today => {
            Some((Tone::Bad, "circle-x", format!("Retired {}", day(on))))
        }
        (Lifecycle::Retired, _) => Some((Tone::Bad, "circle-x", "Retired".to_owned())),
        (_, Some(on)) if on <= today => {
            Some((Tone::Bad, "circle-x", format!("Retired {}", day(on))))
        }
        (_, Some(on)) => Some((Tone::Warn, "clock", format!("Retires {}", day(on)))),
        (Lifecycle::Legacy, None) => Some((Tone::Neutral, "history", "Legacy".to_owned())),
        (Lifecycle::Preview, None) => Some((Tone::Info, "eye", "Preview".to_owned())),
        (Lifecycle::Active, None) => None,
    };
    badge.map(|(tone, icon, text)| view! { <Badge tone icon text/> })
}

/// What an organization can do with something: a word, and a link where there
/// is somewhere to go on. A link from what nobody has asked for leads to asking,
/// and says so.
#[component]
pub fn AccessBadge(
    /// What it can do.
    state: AccessState,
    /// Since when; said only of what is pending.
    since: Option<Date>,
    /// Where to go on.
    href: Option<String>,
    /// What it is about, for those who hear the link without its row.
    #[prop(into)]
    of: String,
) -> impl IntoView {
    let (tone, icon) = match state {
        AccessState::Available => (Tone::Ok, "check"),
        AccessState::Pending => (Tone::Info, "clock"),
        AccessState::Denied => (Tone::Bad, "circle-x"),
        AccessState::Requestable => (Tone::Neutral, "lock"),
        AccessState::Deprecated => (Tone::Warn, "triangle-alert"),
    };
    let since = since.filter(|_| state == AccessState::Pending);
    let label = if state == AccessState::Requestable && href.is_some() {
        "Request access"
    } else {
        state.label()
    };
    let words = view! {
        <Icon name=icon/>
        <span>{label}{since.map(|date| view! { " since "<Day date/> })}</span>
    };
    match href {
        Some(href) => {
            let class = format!("{} badge--link", tone.class());
            view! { <a class=class href=href>{words}<span class="sr-only">": "{of}</span></a> }
                .into_any()
        }
        None => view! { <span class=tone.class()>{words}</span> }.into_any(),
    }
}
