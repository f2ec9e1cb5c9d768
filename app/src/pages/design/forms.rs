//! Fields, places, segments, menus, notices.

use backend::FieldErrors;
use leptos::prelude::*;

use super::Part;
use crate::actions::Sent;
use crate::components::form::{Boxes, Choice, FormErrors, TextArea, TextField};
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
        ("segment", "Places, segment, menu, pager", segment()),
        ("notices", "Notices", notices()),
    ]
}

/// The fields of forms as every page has them, one form with mistakes and one
/// that was only opened: what is shown again stands under other names.
fn texts() -> AnyView {
    provide_context(with_mistakes());
    let regions = [("", "Choose a region"), ("eu", "European Union")];
    let regions = || regions.map(|(word, text)| (word.to_owned(), text.to_owned()));
    view! {
        <form class="stack" action="/design" method="get" aria-label="Fields">
            <TextField name="team" label="Name" value="Research" hint="Shown on statements"/>
            <TextField name="phone" label="Telephone" kind="tel" optional=true/>
            <TextArea name="about" label="Use case" max=2_000 hint="Who will use it, and for what."/>
            <Choice name="near" label="Region" options=regions().to_vec() value="eu"/>
            <Boxes name="rights" label="What it may do" options=rights() ticked=vec!["read".to_owned()]/>
            <div class="field"><label for="a4">"Locked"</label><input class="input" id="a4" disabled=true value="Set by policy"/></div>
        </form>
        <form class="stack" action="/design" method="get" aria-label="Fields with mistakes">
            <FormErrors still=true/>
            <TextField name="cost_center" label="Cost center" hint="The code by which accounting knows it."/>
            <TextArea name="reason" label="Reason" max=1_000 hint="For whoever asked."/>
            <Choice name="region" label="Region" options=regions().to_vec() hint="Where it may run."/>
            <Boxes name="scopes" label="What it may do" options=rights()/>
        </form>
    }
    .into_any()
}

fn rights() -> Vec<(&'static str, &'static str, &'static str)> {
    vec![
        ("read", "Read", "See members and projects."),
        ("write", "Change", "Make and archive projects."),
    ]
}

/// What was sent with mistakes in it.
fn with_mistakes() -> Sent {
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let sent = vec![pair("cost_center", "4711-4712-4713"), pair("reason", "no")];
    let errors = vec![
        pair("cost_center", "is longer than 10 characters"),
        pair("reason", "is shorter than 3 characters"),
        pair("region", "is not chosen yet"),
        pair("scopes", "Choose what it may do."),
    ];
    // The boxes of the other form stay ticked.
    let ticked = std::iter::once(pair("rights", "read"));
    Sent::new(sent.into_iter().chain(ticked).collect()).with_errors(FieldErrors(errors))
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
        <nav class="org-nav" aria-label="Organization, as an example">
            <ul>
                <li><a href="#segment" aria-current="true">"Overview"</a></li>
                <li><a href="#segment">"Members"</a></li>
                <li><a href="#segment">"Projects"</a></li>
            </ul>
        </nav>
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
            <p>"1–48 of 365"</p>
            <ul>
                <li class="pager__step"><span aria-disabled="true"><Icon name="chevron-left"/>"Previous"</span></li>
                <li><a href="#segment" aria-current="page">"1"</a></li>
                <li><a href="#segment">"2"</a></li>
                <li><span class="pager__gap">"…"</span></li>
                <li><a href="#segment">"8"</a></li>
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
