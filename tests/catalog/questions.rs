//! Questions to a made-up catalog: what is found, in which order, on which page, and how many
//! entries each value of a facet leaves, as a plain walk over all entries finds it.

use std::cmp::Reverse;

use backend::catalog::snapshot::{Best, Entry, Facet, Offering, Snapshot};
use domain::catalog_query::{CatalogQuery, PAGE_SIZE, Sort};
use domain::model::{Capability, Lifecycle, Modality, Task};
use domain::offering::{DeploymentType, Retention};
use domain::price::Direction;
use serde_json::{Value, json};
use tests::TestApp;

const MODELS: usize = 160;
/// Each is sold in up to three ways, which are listings of their own.
const WITHOUT_MODEL: usize = 8;
/// So many that each is rare: common values are counted in another way.
const MAKERS: usize = 16;
const PROVIDERS: [&str; 3] = ["kiosk", "mall", "shop"];
const REGIONS: [&str; 2] = ["north", "south"];

const QUESTIONS: [&[(&str, &str)]; 11] = [
    &[],
    &[("provider", "mall")],
    &[("region", "north")],
    &[("price", "1")],
    &[("provider", "mall"), ("price", "1")],
    &[("region", "north"), ("can", "tools")],
    &[("q", "beta"), ("provider", "mall")],
    &[("q", "beta")],
    &[("lifecycle", "retired"), ("retention", "none")],
    &[("task", "chat"), ("task", "code"), ("in", "text")],
    // So few that they are put in order in another way.
    &[("region", "south"), ("provider", "mall")],
];

const OF_OFFERINGS: [&str; 4] = ["provider", "region", "deployment", "retention"];
/// Of all other facets one of the chosen values is enough.
const NEEDS_ALL: [Facet; 3] = [Facet::Capability, Facet::Input, Facet::Output];

/// Falls alike in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        // The constants are those of Knuth's MMIX. Only the high bits look random.
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// About one in so many of these.
    fn some<T: Copy>(&mut self, of: &[T], one_in: usize) -> Vec<T> {
        let all = of.iter().copied();
        all.filter(|_| self.below(one_in) == 0).collect()
    }
}

fn named(slug: &str) -> Value {
    json!({ "slug": slug, "name": slug })
}

/// Everything in every combination, with many figures that are equal or unknown.
fn document() -> Value {
    let mut dice = Dice(1);
    let models: Vec<Value> = (0..MODELS).map(|i| model(&mut dice, i)).collect();
    let mut offerings = Vec::new();
    for i in 0..MODELS + WITHOUT_MODEL {
        for nth in 0..dice.below(4) {
            let id = models.get(i).map(|model| &model["id"]);
            offerings.push(offering(&mut dice, id, &format!("sold-{i}-{nth}")));
        }
    }
    // A speed names its offering in the same fields, and all others are passed over.
    let figures = ["ttft_ms", "tokens_per_second"];
    let is_measured = |sold: &&Value| figures.iter().any(|name| !sold[*name].is_null());
    let speeds: Vec<&Value> = offerings.iter().filter(is_measured).collect();
    let makers = (0..MAKERS).map(|i| named(&format!("maker-{i}")));
    json!({
        "tessera_catalog": 1, "as_of": "2026-11-20", "source": named("own"),
        "publishers": makers.collect::<Vec<_>>(), "providers": PROVIDERS.map(named),
        "regions": REGIONS.map(named), "models": models, "offerings": offerings, "speeds": speeds,
    })
}

fn model(dice: &mut Dice, i: usize) -> Value {
    let maker = format!("maker-{}", i % MAKERS);
    let name = dice.one(&["Alpha", "Beta", "beta", "Gamma"]);
    json!({
        "id": format!("{maker}/model-{i}"), "name": format!("{name} {}", i % 20),
        "tasks": dice.some(Task::ALL, 10), "capabilities": dice.some(Capability::ALL, 2),
        "inputs": dice.some(Modality::ALL, 3), "outputs": dice.some(Modality::ALL, 3),
        "context": dice.one(&[None, Some(8_000), Some(8_000), Some(200_000)]),
        "released": dice.one(&[None, Some("2026-03-01"), Some("2026-03-01"), Some("2025-01-31")]),
        "license": dice.one(&[None, Some("MIT"), Some("Apache-2.0")]),
        "open_weights": dice.one(&[None, Some(true), Some(false)]),
        "publisher": maker, "lifecycle": dice.one(Lifecycle::ALL),
    })
}

fn offering(dice: &mut Dice, model: Option<&Value>, upstream: &str) -> Value {
    let way = dice.one(DeploymentType::ALL);
    let is_regional = way == DeploymentType::ServerlessRegional;
    let region = is_regional.then(|| dice.one(&REGIONS));
    // Of an offering with a price for batches alone no ordinary price is known.
    let tiers = [None, None, Some("batch")];
    json!({
        "provider": dice.one(&PROVIDERS), "upstream": upstream, "model": model,
        "deployment": way, "region": region, "lifecycle": dice.one(Lifecycle::ALL),
        "inputs": dice.some(Modality::ALL, 3), "capabilities": dice.some(Capability::ALL, 2),
        "retention_days": dice.one(&[None, Some(0), Some(30), Some(90)]),
        "ttft_ms": dice.one(&[None, None, Some(200), Some(200), Some(900)]),
        "tokens_per_second": dice.one(&[None, None, Some("50"), Some("50"), Some("70.5")]),
        "prices": [
            { "direction": "input", "tier": dice.one(&tiers), "usd": dice.one(&["0", "1", "1", "2"]) },
            { "direction": "output", "tier": dice.one(&tiers), "usd": dice.one(&["0", "3", "8"]) },
        ],
    })
}

/// What a text finds in every stage of life; without one all entries, by relevance.
fn find_text<'a>(snapshot: &'a Snapshot, text: &str) -> Vec<&'a Entry> {
    let stages = Lifecycle::ALL.iter().map(|s| ("lifecycle", s.as_str()));
    let query = CatalogQuery::from_pairs(stages.chain([("q", text)]));
    snapshot.find_all(&query.unwrap())
}

fn slugs<'a>(entries: &[&'a Entry]) -> Vec<&'a str> {
    entries.iter().map(|entry| entry.slug.as_str()).collect()
}

fn words<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn unknown_last<T>(figure: Option<T>) -> (bool, Option<T>) {
    (figure.is_none(), figure)
}

/// A question, answered by looking at every entry. `but` is a facet whose own filter is off.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    query: CatalogQuery,
}

impl<'a> Asked<'a> {
    fn new(snapshot: &'a Snapshot, pairs: &[(&str, &str)], sort: Sort) -> Self {
        let pairs = pairs.iter().copied().chain([("sort", sort.as_str())]);
        let query = CatalogQuery::from_pairs(pairs).unwrap();
        Self { snapshot, query }
    }

    /// The values that are asked for. What is retired is left out until it is among them.
    fn chosen(&self, facet: Facet) -> Vec<String> {
        let chosen = facet.chosen(&self.query);
        if facet == Facet::Lifecycle && chosen.is_empty() {
            return words(&[Lifecycle::Preview, Lifecycle::Active, Lifecycle::Legacy]);
        }
        chosen
    }

    /// The value that an offering has, if the facet is one of offerings.
    fn word(&self, o: &Offering, facet: Facet) -> Option<String> {
        match facet {
            Facet::Provider => Some(self.snapshot.providers[o.provider].slug.clone()),
            Facet::Region => o.region.map(|at| self.snapshot.regions[at].slug.clone()),
            Facet::Deployment => Some(o.deployment.to_string()),
            Facet::Retention => Some(Retention::of(o.retention_days).to_string()),
            _ => None,
        }
    }

    /// The live offerings of an entry that meet everything that is asked of offerings.
    fn offerings(&self, entry: &Entry, but: Option<Facet>) -> Vec<&'a Offering> {
        let mut left: Vec<&Offering> = self.snapshot.offerings_of(entry).iter().collect();
        left.retain(|o| o.is_live());
        if let Some(max) = self.query.price_max {
            left.retain(|o| o.base_price(Direction::Input).is_some_and(|p| p <= max));
        }
        let facets = OF_OFFERINGS.into_iter().filter_map(Facet::of_parameter);
        for facet in facets.filter(|f| Some(*f) != but) {
            let chosen = self.chosen(facet);
            let has = |o: &Offering| self.word(o, facet).is_some_and(|w| chosen.contains(&w));
            left.retain(|o| chosen.is_empty() || has(o));
        }
        left
    }

    /// The values that an entry has: those of offerings by way of the ones that match.
    fn words(&self, entry: &Entry, facet: Facet, but: Option<Facet>) -> Vec<String> {
        let own = &entry.attributes;
        let publisher = entry.publisher.map(|at| &self.snapshot.publishers[at].slug);
        let open = (own.open_weights == Some(true)).then_some("1");
        match facet {
            Facet::Task => entry.model().map_or_else(Vec::new, |m| words(&m.tasks)),
            Facet::Publisher => words(publisher.as_slice()),
            Facet::Capability => words(&own.capabilities),
            Facet::Input => words(&own.inputs),
            Facet::Output => words(&own.outputs),
            Facet::License => words(entry.license().as_slice()),
            Facet::Open => words(open.as_slice()),
            Facet::Lifecycle => words(&[entry.lifecycle]),
            _ => {
                let offerings = self.offerings(entry, but).into_iter();
                offerings.filter_map(|o| self.word(o, facet)).collect()
            }
        }
    }

    /// Whether an entry meets everything but the text, which is for the search to say.
    fn matches(&self, entry: &Entry, but: Option<Facet>) -> bool {
        let meets = |facet: Facet| {
            let (chosen, own) = (self.chosen(facet), self.words(entry, facet, but));
            let missing = chosen.iter().filter(|word| !own.contains(word)).count();
            missing == 0 || (!NEEDS_ALL.contains(&facet) && missing < chosen.len())
        };
        let mut asked = Facet::ALL.into_iter().filter(|f| Some(*f) != but);
        let is_sold = self.query.price_max.is_none() || !self.offerings(entry, but).is_empty();
        is_sold && asked.all(meets)
    }

    /// What matches, in order: by relevance where an order says nothing of most entries.
    fn expected(&self) -> Vec<&'a Entry> {
        let mut list = find_text(self.snapshot, "");
        let found = slugs(&find_text(self.snapshot, &self.query.text));
        list.retain(|e| found.contains(&e.slug.as_str()) && self.matches(e, None));
        let best = |entry: &Entry| Best::of(self.offerings(entry, None).into_iter());
        let sold = |entry: &Entry| Reverse((entry.providers, entry.offerings.len()));
        match self.query.sort {
            // Nobody uses anything here.
            Sort::Relevance | Sort::Popular => {}
            Sort::TimeToFirstToken => list.sort_by_key(|e| unknown_last(best(e).first_token)),
            Sort::Throughput => list.sort_by_key(|e| Reverse(best(e).throughput)),
            Sort::InputPrice => list.sort_by_key(|e| (unknown_last(best(e).input), e.index)),
            Sort::OutputPrice => list.sort_by_key(|e| (unknown_last(best(e).output), e.index)),
            Sort::BlendedPrice => list.sort_by_key(|e| (unknown_last(best(e).blended), e.index)),
            Sort::Newest => list.sort_by_key(|e| (Reverse(e.attributes.released), e.index)),
            Sort::Context => list.sort_by_key(|e| (Reverse(e.attributes.context), e.index)),
            Sort::Offerings => list.sort_by_key(|e| (sold(e), e.index)),
            Sort::Name => list.sort_by_key(|e| (e.name.to_lowercase(), e.index)),
        }
        list
    }

    fn check_list(&self) {
        let address = self.query.href("/models");
        let mut found = slugs(&self.snapshot.find_all(&self.query));
        let first = self.snapshot.find(&self.query);
        assert_eq!(first.total, found.len(), "{address}");
        let pages = found.len().div_ceil(PAGE_SIZE);
        assert_eq!(first.pages as usize, pages, "{address}");
        let page = |page| self.snapshot.find(&self.query.at_page(page)).entries;
        let joined: Vec<&Entry> = (1..=first.pages).flat_map(page).collect();
        assert_eq!(slugs(&joined), found, "{address}: the pages");
        let mut expected = slugs(&self.expected());
        assert!(!expected.is_empty(), "{address} tests nothing");
        // How well a text matches is for the search to say.
        if self.query.sort == Sort::Relevance && !self.query.text.is_empty() {
            found.sort_unstable();
            expected.sort_unstable();
        }
        assert_eq!(found, expected, "{address}");
    }

    /// Values that must all hold are counted on top of the chosen ones, others instead of them.
    fn check_counts(&self) {
        let address = self.query.href("/models");
        for (facet, values) in &self.snapshot.find(&self.query).facets() {
            assert!(!values.is_empty(), "{address}: {facet:?}");
            let but = (!NEEDS_ALL.contains(facet)).then_some(*facet);
            let all = find_text(self.snapshot, &self.query.text).into_iter();
            let left = all.filter(|e| self.matches(e, but));
            let left: Vec<_> = left.map(|e| self.words(e, *facet, but)).collect();
            for (value, count) in values {
                let having = left.iter().filter(|words| words.contains(&value.word));
                let expected = having.count() as u64;
                assert_eq!(*count, expected, "{address}: {facet:?} {}", value.word);
            }
        }
    }
}

#[tokio::test]
async fn every_answer_is_what_a_walk_over_all_entries_finds() {
    let app = TestApp::with_feed(&document().to_string()).await;
    let snapshot = app.services.catalog.snapshot();
    for pairs in QUESTIONS {
        Asked::new(&snapshot, pairs, Sort::Relevance).check_counts();
        for sort in Sort::ALL {
            Asked::new(&snapshot, pairs, *sort).check_list();
        }
    }
    let broad = snapshot.find(&CatalogQuery::default());
    assert!(broad.pages >= 3, "/models has {} entries", broad.total);
}
