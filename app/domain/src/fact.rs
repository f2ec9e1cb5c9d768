//! Facts of models and offerings on which sources can differ.
//!
//! A fact has a name and, as text, one spelling for each value, so that two
//! sources say the same exactly when their texts are equal.

use time::Date;
use time::format_description::well_known::Iso8601;

use crate::day::PartialDate;
use crate::model::{Lifecycle, license_label};
use crate::money::grouped;

/// One fact of a model or an offering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Most tokens of input and output together.
    Context(i64),
    /// Most tokens of output.
    MaxOutput(i64),
    /// Until when it has learned.
    Knowledge(PartialDate),
    /// When it was released.
    Released(Date),
    /// SPDX or `LicenseRef-…`.
    License(String),
    /// Whether the weights can be downloaded.
    OpenWeights(bool),
    /// Its stage of life.
    Lifecycle(Lifecycle),
    /// When it ends.
    RetiresOn(Date),
}

impl Fact {
    /// The fact called `name` with the value `text`; `None` where that is none.
    pub fn parse(name: &str, text: &str) -> Option<Self> {
        let day = || Date::parse(text, &Iso8601::DATE).ok();
        match name {
            "context" => text.parse().ok().map(Self::Context),
            "max_output" => text.parse().ok().map(Self::MaxOutput),
            "knowledge" => text.parse().ok().map(Self::Knowledge),
            "released" => day().map(Self::Released),
            "license" => Some(Self::License(text.to_owned())),
            "open_weights" => text.parse().ok().map(Self::OpenWeights),
            "lifecycle" => text.parse().ok().map(Self::Lifecycle),
            "retires_on" => day().map(Self::RetiresOn),
            _ => None,
        }
    }

    /// The word used in JSON and the database.
    pub const fn name(&self) -> &'static str {
        self.words().0
    }

    /// The words shown to people.
    pub const fn label(&self) -> &'static str {
        self.words().1
    }

    /// The value as people read it; `day` writes a date.
    pub fn shown(&self, day: impl Fn(Date) -> String) -> String {
        match self {
            Self::Context(n) | Self::MaxOutput(n) => grouped(i128::from(*n)),
            Self::Released(on) | Self::RetiresOn(on) => day(*on),
            Self::License(id) => license_label(id),
            Self::OpenWeights(true) => "Yes".to_owned(),
            Self::OpenWeights(false) => "No".to_owned(),
            Self::Lifecycle(stage) => stage.label().to_owned(),
            Self::Knowledge(until) => until.to_string(),
        }
    }

    const fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Context(_) => ("context", "Context"),
            Self::MaxOutput(_) => ("max_output", "Max output"),
            Self::Knowledge(_) => ("knowledge", "Knowledge until"),
            Self::Released(_) => ("released", "Released"),
            Self::License(_) => ("license", "License"),
            Self::OpenWeights(_) => ("open_weights", "Open weights"),
            Self::Lifecycle(_) => ("lifecycle", "Lifecycle"),
            Self::RetiresOn(_) => ("retires_on", "Retires"),
        }
    }

    /// The value as text: tokens as digits, days as `YYYY-MM-DD`.
    pub fn value(&self) -> String {
        match self {
            Self::Context(n) | Self::MaxOutput(n) => n.to_string(),
            Self::Knowledge(date) => date.to_string(),
            Self::Released(on) | Self::RetiresOn(on) => on.to_string(),
            Self::License(id) => id.clone(),
            Self::OpenWeights(open) => open.to_string(),
            Self::Lifecycle(stage) => stage.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fact;

    #[test]
    fn a_fact_reads_what_it_writes() {
        for (name, value) in [
            ("context", "200000"),
            ("max_output", "8192"),
            ("knowledge", "2025-03"),
            ("released", "2025-09-29"),
            ("license", "Apache-2.0"),
            ("open_weights", "false"),
            ("lifecycle", "legacy"),
            ("retires_on", "2026-10-19"),
        ] {
            let fact = Fact::parse(name, value);
            let again = fact.as_ref().map(|f| (f.name(), f.value()));
            assert_eq!(again, Some((name, value.to_owned())));
        }
    }

    #[test]
    fn what_is_no_fact_is_refused() {
        for (name, value) in [("context", "many"), ("released", "2025"), ("colour", "red")] {
            assert_eq!(Fact::parse(name, value), None);
        }
    }
}
