//! Facts of models and offerings on which sources can differ.
//!
//! A fact has a name and, as text, one spelling for each value, so that two
//! sources say the same exactly when their texts are equal.

use std::borrow::Cow;
use std::str::FromStr;

use time::Date;
use time::format_description::well_known::Iso8601;

use crate::day::PartialDate;
use crate::model::{Capability, Lifecycle, Modality, license_label};
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
    /// How many days it keeps what it is sent; 0 is not at all.
    Retention(i32),
    /// Whether it learns from what it is sent.
    Trains(bool),
    /// All that goes in, in the order of [`Modality`].
    Inputs(Vec<Modality>),
    /// All that comes out, in the order of [`Modality`].
    Outputs(Vec<Modality>),
    /// Whether this goes in, of a source that does not list all that does.
    Takes(Modality, bool),
    /// Whether this comes out, of a source that does not list all that does.
    Gives(Modality, bool),
    /// Whether it can do this.
    Can(Capability, bool),
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
            "retention_days" => text.parse().ok().map(Self::Retention),
            "trains_on_data" => text.parse().ok().map(Self::Trains),
            "inputs" => words(text).map(Self::Inputs),
            "outputs" => words(text).map(Self::Outputs),
            _ => Self::parse_part(name, text.parse().ok()?),
        }
    }

    /// One word of several: what goes in, what comes out or what it can do.
    fn parse_part(name: &str, whether: bool) -> Option<Self> {
        let (whole, word) = name.split_once('.')?;
        match whole {
            "inputs" => Some(Self::Takes(word.parse().ok()?, whether)),
            "outputs" => Some(Self::Gives(word.parse().ok()?, whether)),
            "capabilities" => Some(Self::Can(word.parse().ok()?, whether)),
            _ => None,
        }
    }

    /// One word of several: of which fact, which word, and whether it is so.
    pub const fn part(&self) -> Option<(&'static str, &'static str, bool)> {
        match self {
            Self::Takes(modality, whether) => Some(("inputs", modality.as_str(), *whether)),
            Self::Gives(modality, whether) => Some(("outputs", modality.as_str(), *whether)),
            Self::Can(capability, whether) => Some(("capabilities", capability.as_str(), *whether)),
            _ => None,
        }
    }

    /// Whether both are of one fact, whatever they say of it.
    pub fn is_about(&self, other: &Self) -> bool {
        let word = |fact: &Self| fact.part().map(|(whole, word, _)| (whole, word));
        std::mem::discriminant(self) == std::mem::discriminant(other) && word(self) == word(other)
    }

    /// The word used in JSON.
    pub fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Context(_) => "context",
            Self::MaxOutput(_) => "max_output",
            Self::Knowledge(_) => "knowledge",
            Self::Released(_) => "released",
            Self::License(_) => "license",
            Self::OpenWeights(_) => "open_weights",
            Self::Lifecycle(_) => "lifecycle",
            Self::RetiresOn(_) => "retires_on",
            Self::Retention(_) => "retention_days",
            Self::Trains(_) => "trains_on_data",
            Self::Inputs(_) => "inputs",
            Self::Outputs(_) => "outputs",
            Self::Takes(..) | Self::Gives(..) | Self::Can(..) => {
                let (whole, word, _) = self.part().unwrap_or_default();
                return Cow::Owned(format!("{whole}.{word}"));
            }
        })
    }

    /// The words shown to people.
    pub fn label(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Context(_) => "Context",
            Self::MaxOutput(_) => "Max output",
            Self::Knowledge(_) => "Knowledge until",
            Self::Released(_) => "Released",
            Self::License(_) => "License",
            Self::OpenWeights(_) => "Open weights",
            Self::Lifecycle(_) => "Lifecycle",
            Self::RetiresOn(_) => "Retires",
            Self::Retention(_) => "Retention",
            Self::Trains(_) => "Trains on data",
            Self::Inputs(_) => "Input",
            Self::Outputs(_) => "Output",
            Self::Takes(modality, _) => return Cow::Owned(format!("{} input", modality.label())),
            Self::Gives(modality, _) => return Cow::Owned(format!("{} output", modality.label())),
            Self::Can(capability, _) => capability.label(),
        })
    }

    /// The value as people read it; `day` writes a date.
    pub fn shown(&self, day: impl Fn(Date) -> String) -> String {
        match self {
            Self::Context(n) | Self::MaxOutput(n) => grouped(i128::from(*n)),
            Self::Released(on) | Self::RetiresOn(on) => day(*on),
            Self::License(id) => license_label(id),
            Self::Retention(0) => "None".to_owned(),
            Self::Retention(1) => "1 day".to_owned(),
            Self::Retention(days) => format!("{} days", grouped(i128::from(*days))),
            Self::OpenWeights(true)
            | Self::Trains(true)
            | Self::Takes(_, true)
            | Self::Gives(_, true)
            | Self::Can(_, true) => "Yes".to_owned(),
            Self::OpenWeights(false)
            | Self::Trains(false)
            | Self::Takes(_, false)
            | Self::Gives(_, false)
            | Self::Can(_, false) => "No".to_owned(),
            Self::Lifecycle(stage) => stage.label().to_owned(),
            Self::Knowledge(until) => until.to_string(),
            Self::Inputs(list) | Self::Outputs(list) => joined(list, ", ", Modality::label),
        }
    }

    /// The value as text: tokens as digits, days as `YYYY-MM-DD`, `true` or `false`, words with
    /// commas between them.
    pub fn value(&self) -> String {
        match self {
            Self::Context(n) | Self::MaxOutput(n) => n.to_string(),
            Self::Knowledge(date) => date.to_string(),
            Self::Retention(days) => days.to_string(),
            Self::Released(on) | Self::RetiresOn(on) => on.to_string(),
            Self::License(id) => id.clone(),
            Self::Lifecycle(stage) => stage.to_string(),
            Self::Inputs(list) | Self::Outputs(list) => joined(list, ",", Modality::as_str),
            Self::OpenWeights(whether)
            | Self::Trains(whether)
            | Self::Takes(_, whether)
            | Self::Gives(_, whether)
            | Self::Can(_, whether) => whether.to_string(),
        }
    }
}

fn joined<T: Copy>(list: &[T], between: &str, word: impl Fn(T) -> &'static str) -> String {
    let words: Vec<&str> = list.iter().map(|item| word(*item)).collect();
    words.join(between)
}

/// Words with commas between them, in their own order.
fn words<T: FromStr + Ord>(text: &str) -> Option<Vec<T>> {
    let found: Result<Vec<T>, _> = text.split(',').map(str::parse).collect();
    let mut found = found.ok()?;
    found.sort_unstable();
    Some(found)
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
            ("retention_days", "30"),
            ("trains_on_data", "false"),
            ("inputs", "text,image"),
            ("outputs", "embedding"),
            ("inputs.pdf", "true"),
            ("outputs.audio", "false"),
            ("capabilities.vision", "false"),
        ] {
            let fact = Fact::parse(name, value);
            let again = fact.as_ref().map(|f| (f.name(), f.value()));
            assert_eq!(again, Some((name.into(), value.to_owned())));
        }
    }

    #[test]
    fn what_is_no_fact_is_refused() {
        for (name, value) in [
            ("context", "many"),
            ("released", "2025"),
            ("colour", "red"),
            ("inputs", ""),
            ("inputs.smell", "true"),
            ("capabilities.vision", "maybe"),
        ] {
            assert_eq!(Fact::parse(name, value), None);
        }
    }
}
