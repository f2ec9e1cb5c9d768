//! The last step but one: in which edition of its source each fact stands.

use super::super::ImportError;
use super::super::editions::{EditionRow, Whole, sql};
use super::super::feed::PriceKind;
use super::super::rows::instant;
use super::{Import, Tx};

impl Import<'_> {
    /// Dates what newer editions are silent about, and no longer what they repeat. Returns how many rows
    /// stand in another edition now.
    pub(super) async fn editions(&self, tx: &mut Tx) -> Result<u64, ImportError> {
        let (editions, whole, said) = (self.speakers(), self.whole(), &self.said);
        let models = sql::date_models(tx, &editions, said).await?;
        let offerings = sql::date_offerings(tx, &editions, said).await?;
        let prices = sql::date_prices(tx, &editions, said, &whole).await?;
        let statements = sql::date_statements(tx, &editions, said, &whole).await?;
        Ok(models + offerings + prices + statements)
    }

    /// The sources that speak in the feed.
    fn speakers(&self) -> Vec<EditionRow> {
        let quoted = self.feed.sources.iter().map(|source| Some(&source.slug));
        let row = |named| {
            let (by, edition) = (self.by(named), self.edition(named));
            let before = self.source(named).known_as_of;
            EditionRow {
                source_id: by.source_id,
                here: by.stated_at.map(instant),
                before: before.filter(|known| *known < edition).map(instant),
            }
        };
        quoted.chain([None]).map(row).collect()
    }

    fn whole(&self) -> Whole {
        let all = self.feed.complete;
        Whole {
            source_id: self.source.source_id,
            models: all && !self.feed.models.is_empty(),
            offerings: all,
            prices: all && self.feed.prices == PriceKind::Current,
        }
    }
}
