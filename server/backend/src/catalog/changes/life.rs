//! What a change in the life of a model says.

use domain::model::Lifecycle;
use time::Date;
use time::format_description::well_known::Iso8601;

use super::{Change, Kind};

/// The [component](Change::component) of a change of the stage of life.
pub const LIFECYCLE: &str = "Lifecycle";
/// The [component](Change::component) of a change of the date of retirement.
pub const RETIREMENT: &str = "Retirement";

/// A step in the life of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifeStep {
    /// It is in another stage.
    Stage {
        /// The stage it was in.
        old: Lifecycle,
        /// The stage it is in.
        new: Lifecycle,
    },
    /// It ends on another day; `None` is unknown.
    Retirement {
        /// When it was to end.
        old: Option<Date>,
        /// When it ends.
        new: Option<Date>,
    },
}

impl LifeStep {
    fn read(component: Option<&str>, old: Option<&str>, new: Option<&str>) -> Option<Self> {
        if component == Some(RETIREMENT) {
            let date = |text: &str| Date::parse(text, &Iso8601::DATE).ok();
            return Some(Self::Retirement {
                old: old.and_then(date),
                new: new.and_then(date),
            });
        }
        Some(Self::Stage {
            old: old?.parse().ok()?,
            new: new?.parse().ok()?,
        })
    }

    /// As people read it: `Active → Legacy`, `Retires on 12 Jan 2027`. `day`
    /// writes a date.
    pub fn words(self, day: impl Fn(Date) -> String) -> String {
        match self {
            Self::Stage { old, new } => format!("{} → {}", old.label(), new.label()),
            Self::Retirement { old, new } => match (old, new) {
                (None, Some(new)) => format!("Retires on {}", day(new)),
                (Some(old), Some(new)) => {
                    format!("Retirement moved from {} to {}", day(old), day(new))
                }
                (Some(old), None) => format!("No longer retires on {}", day(old)),
                (None, None) => "No date of retirement".to_owned(),
            },
        }
    }
}

impl Change {
    /// For the life of a model: which step it took.
    pub fn life_step(&self) -> Option<LifeStep> {
        let (component, old, new) = (&self.component, &self.old_word, &self.new_word);
        (self.kind == Kind::Lifecycle)
            .then(|| LifeStep::read(component.as_deref(), old.as_deref(), new.as_deref()))
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(component: &str, old: Option<&str>, new: Option<&str>) -> Option<String> {
        LifeStep::read(Some(component), old, new).map(|step| step.words(|on| on.to_string()))
    }

    #[test]
    fn steps_are_told_in_words() {
        for (component, old, new, told) in [
            (LIFECYCLE, Some("active"), Some("legacy"), "Active → Legacy"),
            (
                RETIREMENT,
                None,
                Some("2027-01-12"),
                "Retires on 2027-01-12",
            ),
            (
                RETIREMENT,
                Some("2026-12-01"),
                Some("2027-01-12"),
                "Retirement moved from 2026-12-01 to 2027-01-12",
            ),
            (
                RETIREMENT,
                Some("2026-12-01"),
                None,
                "No longer retires on 2026-12-01",
            ),
        ] {
            assert_eq!(words(component, old, new).as_deref(), Some(told));
        }
        assert_eq!(words(LIFECYCLE, Some("active"), Some("asleep")), None);
        assert_eq!(words(LIFECYCLE, None, Some("legacy")), None);
    }
}
