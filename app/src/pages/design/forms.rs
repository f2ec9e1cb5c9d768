//! Fields, segments, menus, notices.

use leptos::prelude::*;

use super::Part;
use crate::components::workload::{TypedWorkload, WorkloadForm};
use crate::components::{Icon, IconSize, Notice, Tone};

pub(super) fn parts() -> Vec<Part> {
    vec![
        (
            "fields",
            "Fields",
            view! { <div class="columns">{texts()}{checks()}</div> }.into_any(),
        ),
        ("workload", "Workload form with a mistake", workload()),
        ("segment", "Segment, menu, pager", segment()),
        ("notices", "Notices", notices()),
    ]
}

fn texts() -> AnyView {
    view! {
        <div class="stack">
            <div class="field">
                <label for="a1">"Name"</label>
                <input class="input" id="a1" value="Research"/>
                <p class="field__hint">"Shown on statements"</p>
            </div>
            <div class="field">
                <label for="a2">"Input price"</label>
                <input class="input" id="a2" r#type="number" value="-3" aria-invalid="true" aria-describedby="a2e"/>
                <p class="field__error" id="a2e"><Icon name="circle-alert"/>"Expected 0 or more"</p>
            </div>
            <div class="field">
                <label for="a3">"Region"</label>
                <span class="select-box">
                    <select class="select" id="a3"><option>"European Union"</option></select>
                    <Icon name="chevrons-up-down" size=IconSize::Small/>
                </span>
            </div>
            <div class="field"><label for="a4">"Locked"</label><input class="input" id="a4" disabled=true value="Set by policy"/></div>
            <div class="field"><label for="a5">"Use case"</label><textarea class="input" id="a5"></textarea></div>
        </div>
    }
    .into_any()
}

fn checks() -> AnyView {
    view! {
        <div class="stack">
            <label class="check"><input r#type="checkbox" checked=true/>"Prompt cache"</label>
            <label class="check"><input r#type="checkbox"/>"Batch"</label>
            <label class="check"><input r#type="radio" name="r" checked=true/>"Standard"</label>
            <label class="search-box">
                <Icon name="search"/><span class="sr-only">"Search"</span>
                <input r#type="search" placeholder="Search"/><kbd>"/"</kbd>
            </label>
            <ul>
                <li><label class="facet-option"><input r#type="checkbox" checked=true/><span class="facet-option__text">"Amazon Bedrock"</span><span class="num">"14"</span></label></li>
                <li><label class="facet-option" data-empty=""><input r#type="checkbox"/><span class="facet-option__text">"Together AI"</span><span class="num">"0"</span></label></li>
            </ul>
            <div class="form-error">
                <strong>"Two fields need attention"</strong>
                <ul><li><a href="#a2">"Input price: expected 0 or more"</a></li></ul>
            </div>
        </div>
    }
    .into_any()
}

fn workload() -> AnyView {
    let pairs =
        [("requests", "250,000"), ("cached", "lots")].map(|(n, v)| (n.to_owned(), v.to_owned()));
    view! { <div class="stack"><WorkloadForm typed=TypedWorkload::from_pairs(&pairs) action="/design" hidden=Vec::new() still=true/></div> }.into_any()
}

fn segment() -> AnyView {
    view! {
        <div class="cluster">
            <div class="segment" role="group" aria-label="Range">
                <a href="#segment" aria-current="true">"Week"</a>
                <a href="#segment">"Month"</a>
            </div>
            <button r#type="button" class="button" popovertarget="demo-menu">"Menu"<Icon name="chevron-down" size=IconSize::Small/></button>
            <div class="menu menu--anchored" id="demo-menu" popover="auto">
                <a href="#segment"><Icon name="copy"/>"Copy id"</a>
                <a href="#segment"><Icon name="external-link"/>"Open source"</a>
                <hr/>
                <a href="#segment"><Icon name="download"/>"Export CSV"</a>
            </div>
        </div>
        <nav class="pager" aria-label="Pages of the example">
            <p>"1–48 of 120"</p>
            <ul>
                <li class="pager__step"><span aria-disabled="true"><Icon name="chevron-left"/>"Previous"</span></li>
                <li><a href="#segment" aria-current="page">"1"</a></li>
                <li><a href="#segment">"2"</a></li>
                <li class="pager__step"><a href="#segment" rel="next">"Next"<Icon name="chevron-right"/></a></li>
            </ul>
        </nav>
    }
    .into_any()
}

fn notices() -> AnyView {
    view! {
        <div class="stack">
            <Notice tone=Tone::Info><p>"Information with a "<a href="#notices">"link"</a>"."</p></Notice>
            <Notice tone=Tone::Ok><p>"Import finished: 2,085 added, 630 retired."</p></Notice>
            <Notice tone=Tone::Warn><p>"Retires in 8 days."</p></Notice>
            <Notice tone=Tone::Bad><p>"The upload was refused: the price of offering 12 is negative."</p></Notice>
        </div>
    }
    .into_any()
}
