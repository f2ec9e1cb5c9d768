//! The table form: one segment a line.

use std::borrow::Cow;

use domain::UnknownWord;
use time::OffsetDateTime;

use super::super::build::Skipped;
use super::super::dates::parse_instant;
use super::super::error::FeedError;
use super::super::json::Node;
use super::super::place::At;
use super::super::scalar::price;
use super::segment::{Rates, Segment, Set, tiers};

/// The columns, in their order.
const COLUMNS: [&str; 12] = [
    "provider",
    "model",
    "mode",
    "effective_from",
    "effective_to",
    "input_per_mtok",
    "output_per_mtok",
    "cache_read_per_mtok",
    "cache_write_per_mtok",
    "tiers_json",
    "date_basis",
    "source_url",
];

pub(super) fn read(text: &str, skipped: &mut Skipped) -> Result<Vec<Segment>, FeedError> {
    let mut lines = text.lines().enumerate();
    let header = lines.next().map(|(_, line)| line).unwrap_or_default();
    if cells(header).as_deref() != Some(&COLUMNS.map(Cow::Borrowed)) {
        return Err(FeedError::new("line 1", COLUMNS.join(","), header));
    }
    let mut found = Vec::new();
    for (index, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let number = format!("line {}", index + 1);
        let at = At::ROOT.key(&number);
        let Some(cells) = cells(line).filter(|cells| cells.len() == COLUMNS.len()) else {
            return Err(at.error(format!("{} cells", COLUMNS.len()), line));
        };
        found.push(Row { cells, at }.segment(skipped)?);
    }
    Ok(found)
}

struct Row<'a> {
    cells: Vec<Cow<'a, str>>,
    at: At<'a>,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        let index = COLUMNS.iter().position(|name| *name == column);
        index
            .and_then(|i| self.cells.get(i))
            .map(AsRef::as_ref)
            .unwrap_or_default()
    }

    /// A cell that may be empty, read by `read`.
    fn opt<T>(
        &self,
        column: &str,
        read: impl FnOnce(Node<'_, '_>) -> Result<T, FeedError>,
    ) -> Result<Option<T>, FeedError> {
        let raw = self.cell(column);
        if raw.is_empty() {
            Ok(None)
        } else {
            read(Node {
                raw,
                at: self.at.key(column),
            })
            .map(Some)
        }
    }

    fn segment(&self, skipped: &mut Skipped) -> Result<Segment, FeedError> {
        let mode = self.cell("mode");
        Ok(Segment {
            provider: self.cell("provider").to_owned(),
            model: self.cell("model").to_owned(),
            mode: mode.parse().map_err(|e: UnknownWord| {
                self.at
                    .key("mode")
                    .error(format!("a {}: {}", e.kind, e.expected), mode)
            })?,
            from: self.opt("effective_from", moment)?,
            to: self.opt("effective_to", moment)?,
            rates: self.rates(skipped)?,
        })
    }

    fn rates(&self, skipped: &mut Skipped) -> Result<Option<Rates>, FeedError> {
        let plain = Set {
            above: None,
            input: self.opt("input_per_mtok", price)?,
            output: self.opt("output_per_mtok", price)?,
            cache_read: self.opt("cache_read_per_mtok", price)?,
            cache_write: self.opt("cache_write_per_mtok", price)?,
        };
        let more = self
            .opt("tiers_json", |node| tiers(node, skipped))?
            .unwrap_or_default();
        if plain == Set::default() && more.is_empty() {
            return Ok(None);
        }
        let sets = std::iter::once(plain).chain(more).collect();
        let source = Some(self.cell("source_url").to_owned()).filter(|url| url.starts_with("http"));
        Ok(Some(Rates {
            sets,
            hour_multiple: None,
            source,
        }))
    }
}

fn moment(node: Node<'_, '_>) -> Result<OffsetDateTime, FeedError> {
    parse_instant(node.raw).ok_or_else(|| node.error("an instant (RFC 3339) or a day"))
}

/// The cells of a line (RFC 4180, without line breaks in cells); `None` if a
/// quoted cell has no end.
fn cells(line: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut found = Vec::new();
    let mut rest = line;
    loop {
        let after = if let Some(quoted) = rest.strip_prefix('"') {
            let end = closing_quote(quoted)?;
            found.push(Cow::Owned(quoted.get(..end)?.replace("\"\"", "\"")));
            quoted.get(end + 1..)?
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            found.push(Cow::Borrowed(rest.get(..end)?));
            rest.get(end..)?
        };
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return after.is_empty().then_some(found),
        }
    }
}

/// Where a quoted cell ends: at a quote that is not one of a pair.
fn closing_quote(text: &str) -> Option<usize> {
    let mut quotes = text.match_indices('"').map(|(i, _)| i).peekable();
    while let Some(at) = quotes.next() {
        if quotes.next_if_eq(&(at + 1)).is_none() {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn cells_may_be_quoted() {
        let read = |line| cells(line).map(|c| c.join("|"));
        assert_eq!(read("a,,b"), Some("a||b".to_owned()));
        assert_eq!(
            read("a,\"[{\"\"x\"\":1,2}]\",b"),
            Some("a|[{\"x\":1,2}]|b".to_owned())
        );
        assert_eq!(read("\"\",\"\"\"\""), Some("|\"".to_owned()));
        assert_eq!(read("a,\"b"), None);
        assert_eq!(read("a,\"b\"c"), None);
    }
}
