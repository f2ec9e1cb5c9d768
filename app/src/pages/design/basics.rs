//! Color, type, buttons, badges, chips.

use domain::access::AccessState;
use domain::model::Lifecycle;
use leptos::prelude::*;
use time::macros::date;

use super::Part;
use crate::components::{
    AccessBadge, Badge, CopyId, Day, Icon, IconSize, LifecycleBadge, Tone, Unknown, Unpriced, When,
};

const COLORS: [&str; 23] = [
    "bg",
    "surface",
    "sunken",
    "line",
    "control",
    "muted",
    "ink",
    "accent",
    "accent-soft",
    "ok",
    "ok-soft",
    "warn",
    "warn-soft",
    "bad",
    "bad-soft",
    "c1",
    "c2",
    "c3",
    "c4",
    "c5",
    "c6",
    "c7",
    "c8",
];

pub(super) fn parts() -> Vec<Part> {
    vec![
        ("color", "Color", color()),
        ("type", "Type", specimens()),
        ("buttons", "Buttons", buttons()),
        ("badges", "Badges", badges()),
        ("chips", "Chips and tags", chips()),
    ]
}

fn color() -> AnyView {
    let swatches = COLORS
        .map(|name| view! { <li class=format!("swatch swatch--{name}")><code>{name}</code></li> });
    view! { <ul class="swatch-list">{swatches.into_iter().collect_view()}</ul> }.into_any()
}

fn specimens() -> AnyView {
    view! {
        <div class="stack">
            <p class="specimen specimen--8">"Heading 36"</p>
            <p class="specimen specimen--7">"Heading 28"</p>
            <p class="specimen specimen--6">"Heading 22"</p>
            <p class="specimen specimen--5">"Heading 18"</p>
            <p>"Body 14. Prices are exact: "<span class="num">"1,234,567.0089"</span>". A "<a href="#type">"link"</a>"."</p>
            <p class="muted small">"Small 12, muted"</p>
            <p><code>"anthropic/claude-sonnet-4-5"</code>" "<kbd>"Ctrl"</kbd>" "<kbd>"K"</kbd></p>
            <p><CopyId text="anthropic/claude-sonnet-4-5" label="Copy model id"/></p>
            <p><Day date=date!(2026 - 11 - 30)/>" · "<When at=time::macros::datetime!(2026-11-22 06:00 UTC)/></p>
            <p><Unknown/>" · "<Unpriced/></p>
            <p class="cluster"><Icon name="search" size=IconSize::Small/><Icon name="search"/><Icon name="search" size=IconSize::Large/></p>
        </div>
    }
    .into_any()
}

fn buttons() -> AnyView {
    view! {
        <div class="cluster">
            <button r#type="button" class="button button--primary">"Primary"</button>
            <button r#type="button" class="button">"Default"</button>
            <button r#type="button" class="button button--quiet">"Quiet"</button>
            <button r#type="button" class="button button--danger">"Danger"</button>
            <button r#type="button" class="button" disabled=true>"Disabled"</button>
            <button r#type="button" class="button button--primary" aria-busy="true"><Icon name="refresh-cw"/>"Saving"</button>
            <button r#type="button" class="button button--icon" aria-label="Download"><Icon name="download"/></button>
            <button r#type="button" class="button button--primary button--large">"Large"</button>
            <a class="button" href="#buttons">"A link"</a>
        </div>
    }
    .into_any()
}

fn badges() -> AnyView {
    let today = date!(2026 - 11 - 22);
    let day = Some(date!(2026 - 11 - 30));
    let access = AccessState::ALL.iter().map(|state| {
        let open = [AccessState::Requestable, AccessState::Pending].contains(state);
        let href = open.then(|| "#badges".to_owned());
        view! { <AccessBadge state=*state since=day href=href of="a model"/> }
    });
    let access = access.collect_view();
    view! {
        <div class="cluster">
            <LifecycleBadge lifecycle=Lifecycle::Preview retires_on=None today/>
            <LifecycleBadge lifecycle=Lifecycle::Legacy retires_on=None today/>
            <LifecycleBadge lifecycle=Lifecycle::Active retires_on=day today/>
            <LifecycleBadge lifecycle=Lifecycle::Retired retires_on=None today/>
            {access}
            <AccessBadge state=AccessState::Requestable since=None href=None of="a model"/>
            <Badge tone=Tone::Info icon="circle-dollar-sign" text="Price change"/>
            <Badge tone=Tone::Ok icon="check" text="Cheapest"/>
            <Badge tone=Tone::Warn icon="triangle-alert" text="Sources differ"/>
            <Badge tone=Tone::Bad icon="shield" text="Blocked: region"/>
            <span class="delta delta--down"><Icon name="arrow-down" size=IconSize::Small/>"75 %"<span class="sr-only">" lower"</span></span>
            <span class="delta delta--up"><Icon name="arrow-up" size=IconSize::Small/>"100 %"<span class="sr-only">" higher"</span></span>
        </div>
    }
    .into_any()
}

fn chips() -> AnyView {
    view! {
        <div class="stack">
            <ul class="chip-list">
                <li><a class="chip" href="#chips">
                    <span class="chip__group">"Provider"</span>" Azure"<Icon name="x" size=IconSize::Small/>
                    <span class="sr-only">" remove filter"</span>
                </a></li>
                <li><a class="chip-list__clear" href="#chips">"Clear all"</a></li>
            </ul>
            <ul class="tag-list">
                <li><span class="tag">"Tools"</span></li>
                <li><a class="tag" href="#chips">"Reasoning"</a></li>
            </ul>
        </div>
    }
    .into_any()
}
