//! Published figures, grouped by what they measure.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{Entry, ModelFacts, ScoreRow, Snapshot};

/// What a figure measures: only figures of one of these can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Benchmark {
    /// Its name, as its source writes it.
    pub name: Arc<str>,
    /// Which edition of it.
    pub version: Arc<str>,
    /// Which part of it; empty is the whole.
    pub category: Arc<str>,
    /// What is measured.
    pub metric: Arc<str>,
}

/// A benchmark and how many models have a figure of it.
#[derive(Debug)]
pub struct Coverage {
    /// The benchmark.
    pub benchmark: Benchmark,
    /// How many models.
    pub models: usize,
    /// The unit of its figures; empty is not stated.
    pub unit: Arc<str>,
}

impl Benchmark {
    /// What a figure measures.
    pub fn of(row: &ScoreRow) -> Self {
        Self {
            name: Arc::clone(&row.benchmark),
            version: Arc::clone(&row.version),
            category: Arc::clone(&row.category),
            metric: Arc::clone(&row.metric),
        }
    }

    /// Whether a figure measures this.
    pub fn is(&self, row: &ScoreRow) -> bool {
        self.name == row.benchmark
            && self.version == row.version
            && self.category == row.category
            && self.metric == row.metric
    }

    /// As it stands in an address.
    pub fn word(&self) -> String {
        [&self.name, &self.version, &self.category, &self.metric]
            .map(|part| part.replace('~', "-"))
            .join("~")
    }

    /// Whether it is the whole benchmark and not a part of it.
    pub fn is_overall(&self) -> bool {
        self.category.is_empty() || self.category.eq_ignore_ascii_case("overall")
    }

    /// For people: `LiveBench 2026-01-08, Coding (average)`.
    pub fn label(&self) -> String {
        let mut text = self.short();
        if !self.metric.is_empty() {
            text = format!("{text} ({})", self.metric.replace('_', " "));
        }
        text
    }

    /// [`label`](Self::label) without the metric.
    pub fn short(&self) -> String {
        let mut text = benchmark_name(&self.name);
        if !self.version.is_empty() {
            text = format!("{text} {}", self.version);
        }
        if !self.category.is_empty() {
            text = format!("{text}, {}", self.category);
        }
        text
    }

    /// The best figure of an entry, in any setting or in the one given. Higher
    /// is better in every benchmark the catalog has.
    pub fn best<'a>(&self, entry: &'a Entry, variant: Option<&str>) -> Option<&'a ScoreRow> {
        let rows = entry.model()?.scores.iter();
        rows.filter(|row| self.is(row) && variant.is_none_or(|v| *row.variant == *v))
            .max_by_key(|row| (row.score, row.date))
    }
}

/// The name of a benchmark for people. Some sources write it as a slug.
pub fn benchmark_name(word: &str) -> String {
    match word {
        "livebench" => "LiveBench".to_owned(),
        "aider-polyglot" => "Aider polyglot".to_owned(),
        other => other.to_owned(),
    }
}

impl Snapshot {
    /// Every benchmark of the catalog: the best covered first, and whole ones
    /// before their parts.
    pub fn benchmarks(&self) -> Vec<Coverage> {
        let mut models: HashMap<Benchmark, (usize, Arc<str>)> = HashMap::new();
        for model in self.entries.iter().filter_map(Entry::model) {
            for (benchmark, unit) in measured(model) {
                let (count, stated) = models.entry(benchmark).or_default();
                *count += 1;
                if stated.is_empty() {
                    *stated = unit;
                }
            }
        }
        let coverage = |(benchmark, (models, unit))| Coverage {
            benchmark,
            models,
            unit,
        };
        let mut list: Vec<_> = models.into_iter().map(coverage).collect();
        let rank = |c: &Coverage| (Reverse(c.models), !c.benchmark.is_overall());
        list.sort_by(|a, b| (rank(a), &a.benchmark).cmp(&(rank(b), &b.benchmark)));
        list
    }

    /// The settings in which models were measured in a benchmark, by name.
    pub fn variants(&self, benchmark: &Benchmark) -> BTreeSet<&str> {
        let models = self.entries.iter().filter_map(Entry::model);
        let rows = models.flat_map(|model| &model.scores);
        rows.filter(|row| benchmark.is(row) && !row.variant.is_empty())
            .map(|row| &*row.variant)
            .collect()
    }
}

/// Each benchmark in which a model has a figure, once, with a unit.
fn measured(model: &ModelFacts) -> HashMap<Benchmark, Arc<str>> {
    let mut units: HashMap<Benchmark, Arc<str>> = HashMap::new();
    for row in &model.scores {
        let unit = units.entry(Benchmark::of(row)).or_default();
        if unit.is_empty() {
            *unit = Arc::clone(&row.unit);
        }
    }
    units
}
