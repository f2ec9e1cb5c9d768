//! Shortcuts, and what the words on the pages mean.

use crate::components::PageTitle;
use leptos::prelude::*;

use super::api::operation::code;
use super::compare::formula_note;

/// A whole document of measurements, with one of them.
const MEASUREMENTS: &str = r#"{"tessera_catalog":1,
"as_of":"2026-11-20",
"source":{"slug":"our-gateway","name":"Our gateway"},
"complete":false,
"speeds":[
{"provider":"anthropic","upstream":"claude-haiku-4-5","ttft_ms":210,"tokens_per_second":"278.5"}]}"#;

/// The keys of the site and what they do.
const SHORTCUTS: [(&[&str], &str); 13] = [
    (&["Ctrl K"], "Search and commands; ⌘ K on a Mac"),
    (&["/"], "Go to the search field"),
    (&["?"], "Open this page"),
    (&["g", "h"], "Go to the start page"),
    (&["g", "m"], "Go to the models"),
    (&["g", "p"], "Go to the providers"),
    (&["g", "c"], "Go to the changes"),
    (&["g", "o"], "Go to your organizations"),
    (&["g", "i"], "Go to your inbox"),
    (
        &["g", "r"],
        "Go to the requests of your organization, when you have signed in to one",
    ),
    (&["j"], "Next card or row of a list"),
    (&["k"], "Card or row before"),
    (&["x"], "Choose the card or row for comparing"),
];

/// Sections of the page: the anchor and the title.
const SECTIONS: [(&str, &str); 6] = [
    ("shortcuts", "Keyboard shortcuts"),
    ("search", "Search and filters"),
    ("words", "What the words mean"),
    ("cost", "How cost is computed"),
    ("speed", "How speed is measured"),
    ("data", "Data sources"),
];

/// The page.
#[component]
pub fn Help() -> impl IntoView {
    let contents = SECTIONS
        .into_iter()
        .map(|(id, title)| view! { <li><a href=format!("#{id}")>{title}</a></li> });
    let bodies = [
        shortcuts(),
        search(),
        words(),
        formula_note(),
        speed(),
        data(),
    ];
    let sections = SECTIONS
        .into_iter()
        .zip(bodies)
        .map(|((id, title), body)| section(id, title, body));
    view! {
        <PageTitle text="Shortcuts and help"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"Shortcuts and help"</h1>
                <p class="page__lead">"How to move around quickly, and what the figures on the pages mean."</p>
            </div>
            <div class="article">
                <nav class="article__nav" aria-label="On this page"><ol>{contents.collect_view()}</ol></nav>
                <div>{sections.collect_view()}</div>
            </div>
        </div>
    }
    .into_any()
}

fn section(id: &'static str, title: &'static str, body: AnyView) -> AnyView {
    let heading = format!("{id}-title");
    view! {
        <section class="section" id=id aria-labelledby=heading>
            <div class="section__head"><h2 id=heading.clone()>{title}</h2></div>
            <div class="prose">{body}</div>
        </section>
    }
    .into_any()
}

fn shortcuts() -> AnyView {
    let rows = SHORTCUTS.into_iter().map(|(keys, what)| {
        let keys = keys.iter().enumerate().map(|(i, key)| {
            let then = (i > 0).then_some(" then ");
            view! { {then}<kbd>{*key}</kbd> }
        });
        view! { <dt>{keys.collect_view()}</dt><dd>{what}</dd> }
    });
    view! {
        <dl class="pairs">{rows.collect_view()}</dl>
        <p>"Single keys never act while you type in a field. Every page works without shortcuts."</p>
        <form>
            <label class="check">
                <input r#type="checkbox" data-shortcuts-toggle="" checked=true autocomplete="off"/>
                "Single-key shortcuts are on"
            </label>
            <p class="field__hint">"Kept in this browser only. They need JavaScript; everything else does not."</p>
        </form>
    }
    .into_any()
}

fn search() -> AnyView {
    view! {
        <p>
            "Search looks at names, ids, other names, publishers and providers, and forgives typing errors: "
            <a href="/models?q=sonet">"sonet"</a>" finds Sonnet."
        </p>
        <ul>
            <li>"Values of one filter are alternatives: two providers mean either of them."</li>
            <li>"Capabilities and modalities must all be present: tool calling and vision mean both."</li>
            <li>"The number beside a value says how many models it leaves under all other filters."</li>
            <li>"Retired models are left out until you choose the lifecycle “Retired”."</li>
            <li>"Whatever you sort by, models without that figure come last."</li>
            <li>"The address of a page is its whole state: copy it to share a search, a comparison or a chart."</li>
        </ul>
    }
    .into_any()
}

fn words() -> AnyView {
    view! {
        <dl class="pairs">
            <dt>"not priced"</dt>
            <dd>"No source states this price. It is not zero: a price of $0.00 is shown as such."</dd>
            <dt>"unknown"</dt>
            <dd>"No source states this fact. Placeholders in a feed, such as a context of 0, count as unknown."</dd>
            <dt>"Sources differ"</dt>
            <dd>
                "Two sources state different prices, limits, dates, licenses, capabilities or data policies of the same thing. The source that ranks "
                "higher is shown, of prices then the newer edition and the lower price; what the other says is kept "
                "beside it with its source. "
                <a href="/sources">"How sources rank"</a>
            </dd>
            <dt>"first seen"</dt>
            <dd>"The first day on which a source is known to have had a model whose release no source states."</dd>
            <dt>"Blended price"</dt>
            <dd>"Three parts input and one part output of one offering, in US dollars per 1M tokens: (3 × input + output) ÷ 4."</dd>
            <dt>"from $3.00"</dt>
            <dd>
                "The lowest price among the live offerings. The lowest input and output may be of different providers. "
                "An offering listed at $0.00 counts only if every other is too: sources list plans and free tiers "
                "at zero, without their fee and limits."
            </dd>
            <dt>"Provider, publisher"</dt>
            <dd>"A publisher made the model. A provider sells access to it, as an offering."</dd>
            <dt>"Most popular"</dt>
            <dd>
                "What most projects of this installation could use at some time in the seven days before today. \
                 Only the order is shown, never how many."
            </dd>
            <dt>"Legacy, retired"</dt>
            <dd>"Legacy: usable, but a successor or an end is named. Retired: no longer offered."</dd>
        </dl>
    }
    .into_any()
}

fn speed() -> AnyView {
    view! {
        <p>
            "First token and tokens a second are medians (p50) of one day. Each has the day and the source of who measured \
             it, and of each the newest is shown. What nobody has measured is “unknown” and comes last."
        </p>
        <p>
            "Whoever runs this installation imports measurements, of its own gateway or of somebody else: "
            <code>"tessera catalog import --format tessera measurements.json"</code>
        </p>
        <p>
            "Such a file names its source, and says that it is not a whole catalog: a whole one would retire what it \
             does not list."
        </p>
        {code("measurements.json".to_owned(), MEASUREMENTS.to_owned())}
    }
    .into_any()
}

fn data() -> AnyView {
    view! {
        <p>
            "Every price carries its source and date. "<a href="/sources">"Sources"</a>" lists them with their licenses, "
            <a href="/changes">"What changed"</a>" lists every movement, and the "<a href="/api">"API"</a>" gives the same as JSON."
        </p>
    }
    .into_any()
}
