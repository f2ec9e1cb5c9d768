//! How the result of a question is drawn.

use super::{QueryError, add_word, word};

vocabulary! {
    /// Cards or rows.
    pub enum View ("view") {
        /// Cards.
        Cards = "cards", "Cards";
        /// A dense table.
        Table = "table", "Table";
    }
}

vocabulary! {
    /// How tall the rows of a table are.
    pub enum Density ("density") {
        /// Room to breathe.
        Comfortable = "comfortable", "Comfortable";
        /// As many rows as fit.
        Compact = "compact", "Compact";
    }
}

vocabulary! {
    /// A column of the table, beside the name, which is always there.
    pub enum Column ("column") {
        /// What an organization can do with it; only where there is one.
        Access = "access", "Access";
        /// Who made it.
        Publisher = "publisher", "Publisher";
        /// Price of input, in dollars for a million tokens.
        InputPrice = "input", "Input $/1M";
        /// Price of output, in dollars for a million tokens.
        OutputPrice = "output", "Output $/1M";
        /// Three parts input and one part output.
        BlendedPrice = "blended", "Blended $/1M";
        /// Tokens it can take.
        Context = "context", "Context";
        /// Tokens it can write.
        MaxOutput = "max_output", "Max output";
        /// Time to the first token, in milliseconds.
        TimeToFirstToken = "ttft", "First token";
        /// Output tokens a second.
        Throughput = "throughput", "Tokens/s";
        /// What goes in and comes out.
        Modalities = "modalities", "Modalities";
        /// How many sell it.
        Providers = "providers", "Providers";
        /// When it came out.
        Released = "released", "Released";
        /// Its stage of life.
        Lifecycle = "lifecycle", "Lifecycle";
    }
}

impl Column {
    /// Whether it is there where nobody has chosen columns. Few offerings have
    /// been measured, so speed is for those who ask for it.
    pub const fn is_usual(self) -> bool {
        !matches!(self, Self::TimeToFirstToken | Self::Throughput)
    }
}

/// How a result is drawn. What is not said here is as the person keeps it, or
/// else the default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Display {
    /// Cards or rows.
    pub view: Option<View>,
    /// How dense the table is.
    pub density: Option<Density>,
    /// Columns of the table; empty means not said.
    pub columns: Vec<Column>,
}

impl Display {
    /// Cards, or what was chosen.
    pub fn view(&self) -> View {
        self.view.unwrap_or(View::Cards)
    }

    /// Comfortable, or what was chosen.
    pub fn density(&self) -> Density {
        self.density.unwrap_or(Density::Comfortable)
    }

    /// The columns of the table in their fixed order: the usual ones, or what
    /// was chosen.
    pub fn columns(&self) -> impl Iterator<Item = Column> {
        let is_chosen = !self.columns.is_empty();
        Column::ALL.iter().copied().filter(move |c| {
            if is_chosen {
                self.columns.contains(c)
            } else {
                c.is_usual()
            }
        })
    }

    /// What is said here, and the rest as `kept`.
    #[must_use]
    pub fn or(&self, kept: &Self) -> Self {
        Self {
            view: self.view.or(kept.view),
            density: self.density.or(kept.density),
            columns: if self.columns.is_empty() {
                kept.columns.clone()
            } else {
                self.columns.clone()
            },
        }
    }

    /// Whether both are drawn alike, whatever is said and what goes without saying.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.view() == other.view()
            && self.density() == other.density()
            && self.columns().eq(other.columns())
    }

    /// Reads one parameter; `false` if it is not about the display.
    pub(super) fn read(&mut self, name: &str, value: &str) -> Result<bool, QueryError> {
        match name {
            "view" => self.view = Some(word("view", value)?),
            "density" => self.density = Some(word("density", value)?),
            "column" => add_word(&mut self.columns, "column", value)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// What is said, as parameters in a fixed order.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, String)> {
        let view = self.view.map(|v| ("view", v.to_string()));
        let density = self.density.map(|d| ("density", d.to_string()));
        let columns = Column::ALL
            .iter()
            .filter(|c| self.columns.contains(c))
            .map(|c| ("column", c.to_string()));
        view.into_iter().chain(density).chain(columns)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::super::CatalogQuery;
    use super::*;

    fn read(query: &str) -> Display {
        let pairs = query.split('&').filter_map(|p| p.split_once('='));
        CatalogQuery::from_pairs(pairs).unwrap().display
    }

    #[test]
    fn what_is_said_wins_over_what_is_kept() {
        let kept = read("view=table&density=compact&column=input&column=context");
        let shown = read("view=cards").or(&kept);
        assert_eq!(
            (shown.view(), shown.density()),
            (View::Cards, Density::Compact)
        );
        assert!(shown.columns().eq([Column::InputPrice, Column::Context]));
        assert!(!shown.looks_like(&kept) && Display::default().or(&kept).looks_like(&kept));
    }

    #[test]
    fn nothing_said_is_every_usual_column_on_cards() {
        let display = Display::default();
        assert_eq!(display.columns().count(), Column::ALL.len() - 2);
        assert!(display.columns().all(Column::is_usual));
        let chosen = read("column=ttft&column=context");
        assert!(
            chosen
                .columns()
                .eq([Column::Context, Column::TimeToFirstToken])
        );
        assert!(display.looks_like(&read("view=cards&density=comfortable")));
        assert_eq!(display.pairs().count(), 0);
    }
}
