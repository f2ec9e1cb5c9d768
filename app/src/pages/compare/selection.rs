//! Which models and offerings are compared, as the address says.

use backend::catalog::snapshot::{Best, Entry, Offering, Snapshot};
use domain::catalog_query::{MAX_TEXT, QueryError};
use domain::price::zero_last;
use domain::workload::MonthlyCost;

use crate::components::workload::{TypedWorkload, query_string};

/// Most models side by side.
pub(super) const MAX_MODELS: usize = 4;
/// Longest unknown id that is shown.
const MAX_SHOWN: usize = 160;
/// What the id of an offering begins with. Its number follows.
const OFFERING: &str = "offering:";

/// The whole state of the page.
#[derive(Debug, Clone)]
pub(super) struct Selection {
    /// Ids of models and of offerings, as given, without repetition.
    pub(super) ids: Vec<String>,
    /// The workload.
    pub(super) typed: TypedWorkload,
    /// Whether rows in which all models agree are left out.
    pub(super) differences: bool,
    /// What somebody looks for, to add it.
    pub(super) search: String,
}

/// A column: a model at one of its live offerings.
pub(super) struct Chosen<'a> {
    /// The id as given.
    pub(super) id: String,
    /// The model or listing.
    pub(super) entry: &'a Entry,
    /// Its live offerings: cheapest first, then those at no charge, those
    /// without a cost last.
    pub(super) offers: Vec<Offer<'a>>,
    /// Which of them somebody has asked for; otherwise the column is about the
    /// cheapest.
    asked: Option<usize>,
}

impl<'a> Chosen<'a> {
    /// The offering of the column; `None` if nobody offers the model now.
    pub(super) fn offer(&self) -> Option<&Offer<'a>> {
        self.offers.get(self.asked.unwrap_or_default())
    }

    /// The offering of the column, where somebody has asked for it.
    pub(super) fn asked(&self) -> Option<&'a Offering> {
        self.asked.and(self.offer()).map(|offer| offer.offering)
    }
}

/// One offering and what the workload costs there.
pub(super) struct Offer<'a> {
    /// The offering.
    pub(super) offering: &'a Offering,
    /// The cost; `None` where a price is missing.
    pub(super) cost: Option<MonthlyCost>,
}

impl Selection {
    /// Reads decoded parameters.
    pub(super) fn from_pairs(pairs: &[(String, String)]) -> Result<Self, QueryError> {
        let mut ids: Vec<String> = Vec::new();
        let (mut differences, mut search) = (false, String::new());
        for (name, value) in pairs {
            let value = value.trim();
            match name.as_str() {
                "m" if !value.is_empty() && !ids.iter().any(|id| id == value) => {
                    ids.push(value.to_owned());
                }
                "diff" => differences = matches!(value, "1" | "on" | "true"),
                "q" if value.chars().count() > MAX_TEXT => {
                    return Err(QueryError {
                        field: "q",
                        reason: format!("is longer than {MAX_TEXT} characters"),
                    });
                }
                "q" => value.clone_into(&mut search),
                _ => {}
            }
        }
        if ids.len() > MAX_MODELS {
            let reason = format!(
                "names {} models; at most {MAX_MODELS} can be compared",
                ids.len()
            );
            return Err(QueryError { field: "m", reason });
        }
        Ok(Self {
            ids,
            typed: TypedWorkload::from_pairs(pairs),
            differences,
            search,
        })
    }

    /// What remains of parameters that were refused: as many models as fit.
    pub(super) fn first_models(pairs: &[(String, String)]) -> Self {
        let mut kept: Vec<(String, String)> = Vec::new();
        for pair in pairs
            .iter()
            .filter(|(name, value)| name == "m" && !value.trim().is_empty())
        {
            if !kept.contains(pair) && kept.len() < MAX_MODELS {
                kept.push(pair.clone());
            }
        }
        let ids = kept
            .into_iter()
            .map(|(_, id)| id.trim().to_owned())
            .collect();
        Self {
            ids,
            typed: TypedWorkload::from_pairs(pairs),
            differences: false,
            search: String::new(),
        }
    }

    /// What exists, and the ids that do not.
    pub(super) fn resolve<'a>(&self, snapshot: &'a Snapshot) -> (Vec<Chosen<'a>>, Vec<String>) {
        let (mut chosen, mut unknown) = (Vec::<Chosen<'a>>::new(), Vec::new());
        for id in &self.ids {
            let asked = offering(snapshot, id);
            let entry = match asked {
                Some(offering) => snapshot.entries.get(offering.entry),
                None => find(snapshot, id),
            };
            let Some(entry) = entry else {
                unknown.push(id.chars().take(MAX_SHOWN).collect());
                continue;
            };
            let offers = self.offers(snapshot, entry);
            let asked = asked.and_then(|o| offers.iter().position(|f| f.offering.id == o.id));
            let column = |c: &Chosen<'_>| (c.entry.index, c.asked);
            if !chosen.iter().any(|c| column(c) == (entry.index, asked)) {
                chosen.push(Chosen {
                    id: id.clone(),
                    entry,
                    offers,
                    asked,
                });
            }
        }
        (chosen, unknown)
    }

    fn offers<'a>(&self, snapshot: &'a Snapshot, entry: &Entry) -> Vec<Offer<'a>> {
        let workload = self.typed.workload();
        let live = snapshot.offerings_of(entry).iter().filter(|o| o.is_live());
        let mut offers: Vec<_> = live
            .map(|offering| {
                let cost = workload.and_then(|w| w.cost(&offering.price_list()));
                Offer { offering, cost }
            })
            .collect();
        // Without a readable workload the ordinary price decides.
        offers.sort_by_key(|o| {
            let blended = Best::of(std::iter::once(o.offering)).blended;
            (
                o.cost.is_none(),
                o.cost.as_ref().map(|c| zero_last(c.total)),
                blended.is_none(),
                blended.map(zero_last),
                o.offering.id,
            )
        });
        offers
    }

    /// The address with these models.
    pub(super) fn href(&self, ids: &[&str], differences: bool) -> String {
        let typed = self.typed.pairs();
        let mut pairs: Vec<(&str, &str)> = ids.iter().map(|id| ("m", *id)).collect();
        pairs.extend(typed.iter().map(|(name, value)| (*name, value.as_str())));
        if differences {
            pairs.push(("diff", "1"));
        }
        let query = query_string(pairs);
        if query.is_empty() {
            "/compare".to_owned()
        } else {
            format!("/compare?{query}")
        }
    }

    /// The address without one model.
    pub(super) fn without(&self, id: &str) -> String {
        let rest: Vec<&str> = self
            .ids
            .iter()
            .map(String::as_str)
            .filter(|other| *other != id)
            .collect();
        self.href(&rest, self.differences)
    }

    /// The address with one model more.
    pub(super) fn with(&self, id: &str) -> String {
        let more: Vec<&str> = self.ids.iter().map(String::as_str).chain([id]).collect();
        self.href(&more, self.differences)
    }

    /// This comparison with or without the rows in which all agree.
    pub(super) fn toggled(&self, differences: bool) -> String {
        let ids: Vec<&str> = self.ids.iter().map(String::as_str).collect();
        self.href(&ids, differences)
    }

    /// What the workload form must keep.
    pub(super) fn hidden_without_workload(&self) -> Vec<(&'static str, String)> {
        let mut hidden: Vec<_> = self.ids.iter().map(|id| ("m", id.clone())).collect();
        if self.differences {
            hidden.push(("diff", "1".to_owned()));
        }
        hidden
    }

    /// What the search form must keep.
    pub(super) fn hidden(&self) -> Vec<(&'static str, String)> {
        let mut hidden = self.hidden_without_workload();
        hidden.extend(self.typed.pairs());
        hidden
    }

    /// The chart of the whole catalog for this workload.
    pub(super) fn quality_href(&self) -> String {
        let pairs = self.typed.all_pairs();
        format!(
            "/quality?{}",
            query_string(pairs.iter().map(|(name, value)| (*name, value.as_str())))
        )
    }
}

/// The id of an offering in an address.
pub(super) fn id_of(offering: &Offering) -> String {
    format!("{OFFERING}{}", offering.id)
}

/// A live offering by its id.
fn offering<'a>(snapshot: &'a Snapshot, id: &str) -> Option<&'a Offering> {
    let id: i64 = id.strip_prefix(OFFERING)?.parse().ok()?;
    let mut live = snapshot.offerings.iter().filter(|o| o.is_live());
    live.find(|o| o.id == id)
}

/// A model by id or by another name, or a listing as `provider/name`.
fn find<'a>(snapshot: &'a Snapshot, id: &str) -> Option<&'a Entry> {
    let listing = || {
        id.split_once('/')
            .and_then(|(provider, name)| snapshot.listing(provider, name))
    };
    snapshot
        .model(id)
        .or_else(|| snapshot.model_by_alias(id))
        .or_else(listing)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Selection, QueryError> {
        let owned: Vec<_> = pairs
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        Selection::from_pairs(&owned)
    }

    #[test]
    fn five_models_are_refused_by_name_of_the_field() {
        let five = [("m", "a"), ("m", "b"), ("m", "c"), ("m", "d"), ("m", "e")];
        assert_eq!(read(&five).unwrap_err().field, "m");
        assert!(read(&five[..4]).is_ok());
    }

    #[test]
    fn of_too_many_the_first_four_remain() {
        let pairs = ["a", "b", "a", "c", "d", "e"].map(|id| ("m".to_owned(), id.to_owned()));
        assert_eq!(
            Selection::first_models(&pairs).toggled(false),
            "/compare?m=a&m=b&m=c&m=d"
        );
    }

    #[test]
    fn repeated_and_empty_ids_do_not_count() {
        let ids = read(&[("m", "a"), ("m", ""), ("m", "a"), ("m", "b")])
            .unwrap()
            .ids;
        assert_eq!(ids, ["a", "b"]);
    }

    #[test]
    fn everything_stays_in_the_address() {
        let selection = read(&[
            ("m", "x/a b"),
            ("m", "y:1@z"),
            ("requests", "1,000"),
            ("diff", "1"),
        ])
        .unwrap();
        assert_eq!(
            selection.toggled(true),
            "/compare?m=x/a+b&m=y:1@z&requests=1000&diff=1"
        );
        assert_eq!(
            selection.without("x/a b"),
            "/compare?m=y:1@z&requests=1000&diff=1"
        );
        assert_eq!(read(&[]).unwrap().toggled(false), "/compare");
    }
}
