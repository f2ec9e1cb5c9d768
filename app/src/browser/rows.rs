//! Moving through the list of a page by keyboard: cards, or rows of a table.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::dom;

const ROWS: &str = "main :is(.model-grid > li, .item-list > li, .message-list > li, tbody > tr)";

/// Moves the focus to the first link of the next row that has one, or of the
/// row before. At the ends it stays.
pub(super) fn step(forward: bool) -> Option<()> {
    let rows = dom::all(ROWS);
    let active = dom::document()?.active_element();
    let here = rows.iter().position(|r| r.contains(active.as_deref()));
    let (before, after) = match here {
        Some(i) => (rows.get(..i)?, rows.get(i + 1..)?),
        None => (&[][..], &rows[..]),
    };
    if forward {
        after.iter().find_map(focus)
    } else {
        before.iter().rev().find_map(focus)
    }
}

/// Nothing if the row has no link, or cannot be seen.
fn focus(row: &Element) -> Option<()> {
    let link = row.query_selector("a[href]").ok()??;
    link.dyn_into::<HtmlElement>().ok()?.focus().ok()?;
    let active = dom::document()?.active_element();
    row.contains(active.as_deref()).then_some(())
}

/// Ticks or unticks the row with the focus, for comparing.
pub(super) fn tick() -> Option<()> {
    let row = dom::document()?.active_element()?.closest(ROWS).ok()??;
    let tick = row.query_selector("input[name=m][form=compare]").ok()??;
    let tick = tick.dyn_into::<HtmlInputElement>().ok()?;
    let before = tick.checked();
    tick.click();
    // Unless there are four already, which is said elsewhere.
    if tick.checked() != before {
        dom::announce(if before { "Not compared" } else { "Compared" });
    }
    Some(())
}
