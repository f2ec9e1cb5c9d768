//! Published figures, grouped by what they measure.

use std::sync::Arc;

use backend::catalog::snapshot::{Entry, ScoreRow};

/// What a figure measures: only figures of one of these can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Benchmark {
    name: Arc<str>,
    version: Arc<str>,
    category: Arc<str>,
    metric: Arc<str>,
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
        let mut text = name(&self.name);
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
pub fn name(word: &str) -> String {
    match word {
        "livebench" => "LiveBench".to_owned(),
        "aider-polyglot" => "Aider polyglot".to_owned(),
        other => other.to_owned(),
    }
}

/// The unit as it follows a figure: ` %`, or nothing when it is not stated.
pub fn unit_suffix(unit: &str) -> String {
    match unit {
        "" => String::new(),
        "percent" => "\u{a0}%".to_owned(),
        other => format!("\u{a0}{other}"),
    }
}
