//! Which entries have which value, as bitmaps.
//!
//! Facts of a model hold for the whole entry. Provider, region, deployment type
//! and price are facts of an offering: a question about several of them must be
//! met by one and the same offering, so those bitmaps are over offerings too.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::catalog_query::CatalogQuery;
use domain::model::{Lifecycle, license_label};
use domain::offering::Retention;
use domain::price::{Direction, UnitPrice};
use roaring::RoaringBitmap;

use super::at_most::AtMost;
use super::price_steps::PriceSteps;
use super::tally::Tally;
use super::{Entry, Offering, Provider, Publisher, Region, Snapshot};

/// Sizes of context that can be asked for at least, in tokens. Any other can be
/// asked for too.
const CONTEXTS: [i64; 5] = [8_000, 32_000, 128_000, 200_000, 1_000_000];

/// A way to narrow the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Who sells it.
    Provider,
    /// Who made it.
    Publisher,
    /// What it is used for.
    Task,
    /// What it can do.
    Capability,
    /// What goes in.
    Input,
    /// What comes out.
    Output,
    /// Its license.
    License,
    /// Whether the weights are open.
    Open,
    /// Where it runs.
    Region,
    /// How capacity is provided.
    Deployment,
    /// How long what is sent is kept.
    Retention,
    /// Its stage of life.
    Lifecycle,
    /// What an organization can do with it.
    Access,
    /// How many tokens it takes at least.
    Context,
}

impl Facet {
    /// All that the catalog itself has values of, in the order in which they
    /// are shown. Access is not among them: it is another for each
    /// organization, so no values are prepared. Nor is context, of which an
    /// entry has a size and not one of several values.
    pub const ALL: [Self; 12] = [
        Self::Task,
        Self::Provider,
        Self::Publisher,
        Self::Capability,
        Self::Input,
        Self::Output,
        Self::License,
        Self::Open,
        Self::Region,
        Self::Deployment,
        Self::Retention,
        Self::Lifecycle,
    ];

    /// The name of its parameter in an address.
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Publisher => "publisher",
            Self::Task => "task",
            Self::Capability => "can",
            Self::Input => "in",
            Self::Output => "out",
            Self::License => "license",
            Self::Open => "open",
            Self::Region => "region",
            Self::Deployment => "deployment",
            Self::Retention => "retention",
            Self::Lifecycle => "lifecycle",
            Self::Access => "access",
            Self::Context => "context",
        }
    }

    /// The facet with this parameter.
    pub fn of_parameter(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .chain([Self::Access, Self::Context])
            .find(|facet| facet.parameter() == name)
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Provider => "Provider",
            Self::Publisher => "Publisher",
            Self::Task => "Task",
            Self::Capability => "Capability",
            Self::Input => "Input",
            Self::Output => "Output",
            Self::License => "License",
            Self::Open => "Weights",
            Self::Region => "Region",
            Self::Deployment => "Deployment",
            Self::Retention => "Retention",
            Self::Lifecycle => "Lifecycle",
            Self::Access => "Access",
            Self::Context => "Context",
        }
    }

    /// Whether it is a fact of an offering rather than of the whole entry.
    pub(super) const fn of_offering(self) -> bool {
        matches!(
            self,
            Self::Provider | Self::Region | Self::Deployment | Self::Retention
        )
    }

    /// Whether all chosen values must be present, rather than one of them.
    pub(super) const fn needs_all(self) -> bool {
        matches!(self, Self::Capability | Self::Input | Self::Output)
    }

    /// The values chosen in a question.
    pub fn chosen(self, query: &CatalogQuery) -> Vec<String> {
        fn words<T: ToString>(values: &[T]) -> Vec<String> {
            values.iter().map(ToString::to_string).collect()
        }
        match self {
            Self::Provider => query.providers.clone(),
            Self::Publisher => query.publishers.clone(),
            Self::Task => words(&query.tasks),
            Self::Capability => words(&query.capabilities),
            Self::Input => words(&query.inputs),
            Self::Output => words(&query.outputs),
            Self::License => query.licenses.clone(),
            Self::Open => {
                if query.open_weights {
                    vec!["1".to_owned()]
                } else {
                    Vec::new()
                }
            }
            Self::Region => query.regions.clone(),
            Self::Deployment => words(&query.deployments),
            Self::Retention => words(&query.retentions),
            Self::Lifecycle => words(&query.lifecycles),
            Self::Access => words(&query.access),
            Self::Context => words(query.context_min.as_slice()),
        }
    }
}

/// One value of a facet.
#[derive(Debug)]
pub struct FacetValue {
    /// As it stands in an address.
    pub word: String,
    /// For people.
    pub label: String,
    pub(super) entries: RoaringBitmap,
    /// Empty for facts of the entry.
    pub(super) offerings: RoaringBitmap,
}

#[derive(Debug, Default)]
pub(super) struct Index {
    values: BTreeMap<Facet, Vec<FacetValue>>,
    /// All offerings, live or not, by their base input price.
    pub(super) by_input_price: AtMost<UnitPrice>,
    /// Entries and offerings by the usual highest prices.
    pub(super) price_steps: PriceSteps,
    /// The entries by their context, the largest first.
    by_context: AtMost<Reverse<i64>>,
    /// Entries that take at least so many tokens, for each of [`CONTEXTS`].
    context_sizes: Vec<(i64, RoaringBitmap)>,
    /// Offerings that can be had now.
    pub(super) live: RoaringBitmap,
    /// Entries with an offering that can be had now.
    pub(super) sold: RoaringBitmap,
    /// Entries that are not retired.
    pub(super) current: RoaringBitmap,
    /// Every entry.
    pub(super) all: RoaringBitmap,
    /// The entry of each offering.
    pub(super) entry_of: Vec<u32>,
    /// The same values the other way round, for counting.
    pub(super) tally: Tally,
}

#[derive(Default)]
struct Builder(BTreeMap<Facet, BTreeMap<String, FacetValue>>);

impl Builder {
    fn value(&mut self, facet: Facet, word: &str, label: &str) -> &mut FacetValue {
        self.0
            .entry(facet)
            .or_default()
            .entry(word.to_owned())
            .or_insert_with(|| FacetValue {
                word: word.to_owned(),
                label: label.to_owned(),
                entries: RoaringBitmap::new(),
                offerings: RoaringBitmap::new(),
            })
    }

    fn entry(&mut self, facet: Facet, word: &str, label: &str, entry: u32) {
        self.value(facet, word, label).entries.insert(entry);
    }

    fn offering(&mut self, facet: Facet, word: &str, label: &str, entry: u32, offering: u32) {
        let value = self.value(facet, word, label);
        value.entries.insert(entry);
        value.offerings.insert(offering);
    }

    fn add_entry(&mut self, entry: &Entry, i: u32, publishers: &[Publisher]) {
        if let Some(p) = entry.publisher.and_then(|p| publishers.get(p)) {
            self.entry(Facet::Publisher, &p.slug, &p.name, i);
        }
        for task in entry
            .model()
            .map(|m| m.tasks.as_slice())
            .unwrap_or_default()
        {
            self.entry(Facet::Task, task.as_str(), task.label(), i);
        }
        for capability in &entry.attributes.capabilities {
            self.entry(
                Facet::Capability,
                capability.as_str(),
                capability.label(),
                i,
            );
        }
        for modality in &entry.attributes.inputs {
            self.entry(Facet::Input, modality.as_str(), modality.label(), i);
        }
        for modality in &entry.attributes.outputs {
            self.entry(Facet::Output, modality.as_str(), modality.label(), i);
        }
        if let Some(license) = entry.license() {
            self.entry(Facet::License, license, &license_label(license), i);
        }
        if entry.attributes.open_weights == Some(true) {
            self.entry(Facet::Open, "1", "Open weights", i);
        }
        self.entry(
            Facet::Lifecycle,
            entry.lifecycle.as_str(),
            entry.lifecycle.label(),
            i,
        );
    }

    fn add_offering(
        &mut self,
        offering: &Offering,
        i: u32,
        providers: &[Provider],
        regions: &[Region],
    ) {
        let entry = index(offering.entry);
        if let Some(p) = providers.get(offering.provider) {
            self.offering(Facet::Provider, &p.slug, &p.name, entry, i);
        }
        if let Some(r) = offering.region.and_then(|r| regions.get(r)) {
            let label = r
                .country
                .as_ref()
                .map_or_else(|| r.name.clone(), |c| format!("{} ({c})", r.name));
            self.offering(Facet::Region, &r.slug, &label, entry, i);
        }
        self.offering(
            Facet::Deployment,
            offering.deployment.as_str(),
            offering.deployment.label(),
            entry,
            i,
        );
        let retention = Retention::of(offering.retention_days);
        self.offering(
            Facet::Retention,
            retention.as_str(),
            retention.label(),
            entry,
            i,
        );
    }

    fn finish(self) -> BTreeMap<Facet, Vec<FacetValue>> {
        self.0
            .into_iter()
            .map(|(facet, values)| {
                let mut values: Vec<_> = values.into_values().collect();
                // The commonest first; vocabularies with an order of their own keep it.
                if facet != Facet::Lifecycle {
                    values.sort_by_key(|v| (Reverse(v.entries.len()), v.label.to_lowercase()));
                }
                (facet, values)
            })
            .collect()
    }
}

/// Positions fit 32 bits: a catalog of four billion lines does not fit memory.
fn index(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

impl Index {
    pub(super) fn build(
        entries: &[Entry],
        offerings: &[Offering],
        publishers: &[Publisher],
        providers: &[Provider],
        regions: &[Region],
    ) -> Self {
        let mut builder = Builder::default();
        let mut out = Self::default();
        for (i, entry) in entries.iter().enumerate() {
            let i = index(i);
            builder.add_entry(entry, i, publishers);
            out.all.insert(i);
            if entry.lifecycle != Lifecycle::Retired {
                out.current.insert(i);
            }
        }
        for (i, offering) in offerings.iter().enumerate() {
            let i = index(i);
            out.entry_of.push(index(offering.entry));
            if offering.is_live() {
                builder.add_offering(offering, i, providers, regions);
                out.live.insert(i);
                out.sold.insert(index(offering.entry));
            }
        }
        let contexts = entries.iter().map(|e| e.attributes.context.map(Reverse));
        let prices = offerings.iter().map(|o| o.base_price(Direction::Input));
        out.by_input_price = AtMost::build(prices);
        out.price_steps = PriceSteps::build(entries, offerings);
        out.by_context = AtMost::build(contexts);
        out.context_sizes = CONTEXTS.map(|size| (size, out.context_from(size))).into();
        out.values = builder.finish();
        out.tally = Tally::build(&out.values, entries.len(), &out.entry_of, &out.live);
        out
    }

    /// All values of a facet.
    pub(super) fn values(&self, facet: Facet) -> &[FacetValue] {
        self.values
            .get(&facet)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Entries that take at least `min` tokens. Unknown is not enough.
    pub(super) fn context_from(&self, min: i64) -> RoaringBitmap {
        self.by_context.get(Reverse(min))
    }

    /// How many of these entries take at least so many tokens, for each of
    /// [`CONTEXTS`] and for the size that is asked for, the smallest first.
    pub(super) fn count_contexts(
        &self,
        among: &RoaringBitmap,
        asked: Option<i64>,
    ) -> Vec<(i64, u64)> {
        let prepared = self.context_sizes.iter();
        let mut counts: Vec<_> = prepared
            .map(|(size, entries)| (*size, entries.intersection_len(among)))
            .collect();
        let other = asked.filter(|size| !CONTEXTS.contains(size));
        counts.extend(other.map(|size| (size, self.context_from(size).intersection_len(among))));
        counts.sort_unstable();
        counts
    }

    /// The entries of these offerings.
    pub(super) fn entries_of(&self, offerings: &RoaringBitmap) -> RoaringBitmap {
        // Plain bits: far faster to fill than a roaring bitmap.
        let bytes = self.all.max().map_or(0, |last| last as usize / 8 + 1);
        let mut bits = vec![0_u8; bytes];
        offerings.iter().for_each(|offering| {
            if let Some(entry) = self.entry_of.get(offering as usize)
                && let Some(byte) = bits.get_mut(*entry as usize / 8)
            {
                *byte |= 1 << (entry % 8);
            }
        });
        RoaringBitmap::from_lsb0_bytes(0, &bits)
    }
}

impl Snapshot {
    /// What a value of a facet is called, if the catalog has it.
    pub fn facet_label(&self, facet: Facet, word: &str) -> Option<&str> {
        let mut values = self.facets.values(facet).iter();
        let value = values.find(|value| value.word == word)?;
        Some(&value.label)
    }
}
