//! A model as a card.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, OnceLock, RwLock};

use backend::catalog::snapshot::{Best, Entry, Snapshot};
use domain::catalog_query::CatalogQuery;
use domain::model::Modality;
use domain::price::UnitPrice;
use leptos::prelude::*;
use time::Date;

use super::format::{initials, plural, tokens};
use super::{Badge, Day, Icon, IconSize, LifecycleBadge, Tone, Unknown, Unpriced, markup};

/// Most capabilities named on a card.
const SHOWN_CAPABILITIES: usize = 4;

/// A model with its lowest prices.
#[component]
pub fn ModelCard<'a>(
    /// The catalog it is from.
    snapshot: &'a Snapshot,
    /// The model or listing.
    entry: &'a Entry,
    /// Its lowest prices among the offerings that matter here.
    best: Best,
) -> impl IntoView {
    let name = entry.name.clone();
    let by = maker(snapshot, entry);
    let today = snapshot.built_at.date();
    let mut providers = plural(entry.providers, "provider", "providers");
    providers.extend(no_charge(entry));
    view! {
        <article class="model-card">
            <header class="model-card__head">
                <span class="glyph" aria-hidden="true">{initials(&by)}</span>
                <div class="model-card__title">
                    <h2 class="model-card__name"><a href=entry.href.clone()>{name.clone()}</a></h2>
                    <p class="model-card__by">{by}</p>
                </div>
                <CompareTick slug=entry.slug.clone() name=entry.name.clone()/>
            </header>
            <p class="model-card__text">{entry.description.clone()}</p>
            <p class="model-card__traits">
                <Modalities inputs=entry.attributes.inputs.clone() outputs=entry.attributes.outputs.clone()/>
                {entry.attributes.capabilities.iter().take(SHOWN_CAPABILITIES).map(|c| view! { <span>{c.label()}</span> }).collect_view()}
            </p>
            <dl class="model-card__facts">
                <div><dt>"Input"</dt><dd><PriceOrUnpriced price=best.input/></dd></div>
                <div><dt>"Output"</dt><dd><PriceOrUnpriced price=best.output/></dd></div>
                <div><dt>"Context"</dt><dd>{context(entry)}</dd></div>
            </dl>
            <footer class="model-card__foot">
                <span>{providers}</span>
                <Foot entry today/>
            </footer>
        </article>
    }
}

#[component]
fn Foot<'a>(entry: &'a Entry, today: Date) -> impl IntoView {
    let retires_on = entry.retires_on;
    let plain = entry.lifecycle == domain::model::Lifecycle::Active && retires_on.is_none();
    if !plain {
        return view! { <LifecycleBadge lifecycle=entry.lifecycle retires_on today/> }.into_any();
    }
    if entry.model().is_none() {
        return view! { <Badge tone=Tone::Neutral icon="tag" text="Model not identified"/> }
            .into_any();
    }
    let words = match entry.attributes.released {
        Some(_) => "Released ",
        None => "First seen ",
    };
    entry
        .since()
        .map(|date| view! { <span>{words}<Day date/></span> })
        .into_any()
}

/// At how many providers it is listed at no charge, where others charge for it: their price is the
/// one that is shown.
pub fn no_charge(entry: &Entry) -> Option<String> {
    let best = [entry.best.input, entry.best.output];
    let is_charged = best
        .into_iter()
        .flatten()
        .any(|price| price > UnitPrice::ZERO);
    (is_charged && entry.no_charge > 0).then(|| format!(", $0 at {}", entry.no_charge))
}

/// Who made it, or who sells it where the maker is not known.
pub fn maker(snapshot: &Snapshot, entry: &Entry) -> String {
    let publisher = entry
        .publisher
        .and_then(|p| snapshot.publishers.get(p))
        .map(|p| p.name.clone());
    publisher
        .or_else(|| {
            let first = snapshot.offerings_of(entry).first()?;
            snapshot
                .providers
                .get(first.provider)
                .map(|p| p.name.clone())
        })
        .unwrap_or_default()
}

fn context(entry: &Entry) -> AnyView {
    match entry.attributes.context {
        Some(n) => tokens(n).into_any(),
        None => view! { <Unknown/> }.into_any(),
    }
}

/// A box to tick for comparing.
#[component]
pub fn CompareTick(
    /// Id of what would be compared.
    slug: String,
    /// Its name for people.
    name: String,
    /// Whether only screen readers get the word.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let name = format!(" {name}");
    view! {
        <label class="compare-tick">
            <input r#type="checkbox" name="m" value=slug form="compare"/>
            {if bare {
                view! { <span class="sr-only">"Compare"{name}</span> }.into_any()
            } else {
                view! { "Compare"<span class="sr-only">{name}</span> }.into_any()
            }}
        </label>
    }
}

/// A price, or that there is none.
#[component]
pub fn PriceOrUnpriced(
    /// The price.
    price: Option<UnitPrice>,
) -> impl IntoView {
    match price {
        Some(price) => price.dollars().into_any(),
        None => view! { <Unpriced/> }.into_any(),
    }
}

fn modality_icon(modality: Modality) -> &'static str {
    match modality {
        Modality::Text => "type",
        Modality::Image => "image",
        Modality::Audio => "audio-lines",
        Modality::Video => "video",
        Modality::Pdf => "file-text",
        Modality::Embedding => "braces",
        Modality::Score => "scale",
    }
}

/// What goes in and what comes out, as icons with words for screen readers.
#[component]
pub fn Modalities(
    /// What goes in.
    inputs: Vec<Modality>,
    /// What comes out.
    outputs: Vec<Modality>,
) -> impl IntoView {
    let words = |list: &[Modality]| {
        list.iter()
            .map(|m| m.label().to_lowercase())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let spoken = match (inputs.is_empty(), outputs.is_empty()) {
        (true, true) => "What it reads and writes is unknown".to_owned(),
        _ => format!("Reads {}; writes {}", words(&inputs), words(&outputs)),
    };
    let icons = |list: Vec<Modality>| {
        list.into_iter()
            .map(|m| view! { <Icon name=modality_icon(m)/> })
            .collect_view()
    };
    view! {
        <span class="modality">
            {icons(inputs)}
            <Icon name="arrow-right" size=IconSize::Small/>
            {icons(outputs)}
            <span class="sr-only">{spoken}</span>
        </span>
    }
}

/// Most cards that are kept, of about 2 KB each: those that people ask for come
/// early, and whoever walks the whole of a large catalog must not fill memory.
const KEPT: usize = 10_000;

/// Cards drawn with a new snapshot, before anybody asks for them: those of the
/// first forty pages.
const FIRST: usize = 2_000;

/// The cards of one snapshot, kept once they are drawn: a card depends on
/// nothing but the catalog, and drawing 48 of them would be most of the work of a
/// page.
struct Prepared {
    snapshot: u64,
    cards: Vec<OnceLock<Card>>,
    /// How many more may be kept.
    room: AtomicUsize,
}

impl Prepared {
    fn new(snapshot: &Snapshot) -> Self {
        let cards = snapshot.entries.iter().map(|_| OnceLock::new());
        Self {
            snapshot: snapshot.id,
            cards: cards.collect(),
            room: AtomicUsize::new(KEPT),
        }
    }

    /// Hands the card of an entry to `push`, drawn now if none is kept.
    fn with(&self, entry: usize, draw: impl FnOnce() -> Card, push: impl FnOnce(&Card)) {
        let cell = self.cards.get(entry);
        if let Some(card) = cell.and_then(OnceLock::get) {
            return push(card);
        }
        match cell.filter(|_| self.take_room()) {
            Some(cell) => push(cell.get_or_init(draw)),
            None => push(&draw()),
        }
    }

    fn take_room(&self) -> bool {
        let one_less = |room: usize| room.checked_sub(1);
        self.room.fetch_update(Relaxed, Relaxed, one_less).is_ok()
    }
}

/// A finished card.
struct Card {
    html: String,
    /// Where the address of the model ends, and where the foot does: what
    /// depends on who looks is put in there.
    places: Option<(usize, usize)>,
}

impl Card {
    fn new(html: String) -> Self {
        let places = places(&html);
        Self { html, places }
    }

    /// Adds it to `out` as everybody sees it.
    fn push(&self, out: &mut String) {
        out.push_str(&self.html);
    }

    /// Adds it to `out`, with `query` at the end of the address of the model and
    /// `badge` as the last thing in its foot.
    fn push_for(&self, out: &mut String, query: &str, badge: &str) {
        let Some((head, body, tail)) = self.parts() else {
            return self.push(out);
        };
        out.push_str(head);
        out.push_str(query);
        out.push_str(body);
        out.push_str(badge);
        out.push_str(tail);
    }

    /// What stands before, between and behind its two places.
    fn parts(&self) -> Option<(&str, &str, &str)> {
        let (address, foot) = self.places?;
        let (rest, tail) = self.html.split_at_checked(foot)?;
        let (head, body) = rest.split_at_checked(address)?;
        Some((head, body, tail))
    }
}

/// Where the address of the model ends in the markup of a card, and where its
/// foot does.
fn places(html: &str) -> Option<(usize, usize)> {
    let name = html.find("model-card__name")?;
    let address = name + html.get(name..)?.find("href=\"")? + "href=\"".len();
    let end = address + html.get(address..)?.find('"')?;
    Some((end, html.rfind("</footer>")?))
}

static PREPARED: RwLock<Option<Arc<Prepared>>> = RwLock::new(None);

fn prepared(snapshot: &Snapshot) -> Arc<Prepared> {
    let fits = |p: &Arc<Prepared>| p.snapshot == snapshot.id;
    let read = PREPARED
        .read()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(same) = read.as_ref().filter(|p| fits(p)) {
        return Arc::clone(same);
    }
    drop(read);
    let mut write = PREPARED
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(same) = write.as_ref().filter(|p| fits(p)) {
        return Arc::clone(same);
    }
    let new = Arc::new(Prepared::new(snapshot));
    // A request that still has an old snapshot does not throw away the cards of the new one.
    if write.as_ref().is_none_or(|p| p.snapshot < snapshot.id) {
        *write = Some(Arc::clone(&new));
    }
    new
}

/// Draws the cards that people see first, so that nobody waits for them.
pub fn prepare_cards(snapshot: &Snapshot) {
    let prepared = prepared(snapshot);
    let first = snapshot.find_all(&CatalogQuery::default());
    for entry in first.into_iter().take(FIRST) {
        let draw = || Card::new(card_html(snapshot, entry, entry.best));
        prepared.with(entry.index, draw, |_| {});
    }
}

/// What the lines of a list say to this visitor only.
#[derive(Clone, Copy)]
pub struct Personal<'a> {
    /// What is said of an entry.
    pub badge: &'a dyn Fn(&Entry) -> Option<AnyView>,
    /// What the addresses of entries end with: `?org=acme`, or nothing. Such
    /// that it stands in markup as it is.
    pub query: &'a str,
}

/// Cards in a grid. With `best`, prices are those of the offerings that match;
/// without, the prepared cards are used. `personal` is what cards say to this
/// visitor only.
pub fn model_grid(
    snapshot: &Snapshot,
    entries: &[&Entry],
    best: Option<&dyn Fn(&Entry) -> Best>,
    personal: Option<Personal<'_>>,
) -> AnyView {
    let prepared = prepared(snapshot);
    let mut html = String::with_capacity(entries.len() * 2048);
    html.push_str("<ul class=\"model-grid\">");
    for entry in entries {
        html.push_str("<li>");
        let new = |best| Card::new(card_html(snapshot, entry, best));
        let push = |html: &mut String, card: &Card| match personal {
            Some(personal) => {
                let badge = (personal.badge)(entry).map(RenderHtml::to_html);
                card.push_for(html, personal.query, &badge.unwrap_or_default());
            }
            None => card.push(html),
        };
        match best {
            Some(best) => push(&mut html, &new(best(entry))),
            None => prepared.with(
                entry.index,
                || new(entry.best),
                |card| push(&mut html, card),
            ),
        }
        html.push_str("</li>");
    }
    html.push_str("</ul>");
    markup(html).into_any()
}

fn card_html(snapshot: &Snapshot, entry: &Entry, best: Best) -> String {
    view! { <ModelCard snapshot entry best/> }.to_html()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<article><h2 class=\"model-card__name\"><a href=\"/models/a/b\">B</a></h2>\
        <footer><a href=\"/c\">C</a></footer></article>";

    #[test]
    fn cards_are_kept_while_there_is_room() {
        let prepared = Prepared {
            snapshot: 0,
            cards: vec![OnceLock::new(), OnceLock::new()],
            room: AtomicUsize::new(1),
        };
        let draws = AtomicUsize::new(0);
        let draw = || {
            draws.fetch_add(1, Relaxed);
            Card::new(HTML.to_owned())
        };
        for (entry, expected) in [(0, 1), (0, 1), (1, 2), (1, 3), (0, 3), (9, 4)] {
            prepared.with(entry, draw, |card| assert_eq!(card.html, HTML));
            assert_eq!(draws.load(Relaxed), expected, "entry {entry}");
        }
    }

    #[test]
    fn a_finished_card_takes_what_is_for_one_visitor() {
        let card = Card::new(HTML.to_owned());
        let mut out = String::new();
        card.push(&mut out);
        assert_eq!(out, HTML, "everybody sees the same bytes");
        out.clear();
        card.push_for(&mut out, "", "");
        assert_eq!(out, HTML);
        out.clear();
        card.push_for(&mut out, "?org=acme", "<b>!</b>");
        assert_eq!(
            out,
            "<article><h2 class=\"model-card__name\"><a href=\"/models/a/b?org=acme\">B</a></h2>\
             <footer><a href=\"/c\">C</a><b>!</b></footer></article>"
        );
    }
}
