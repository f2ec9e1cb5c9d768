//! What the island of a page does in the browser: listeners on the document.

mod compare;
mod copy;
mod dom;
mod filters;
mod palette;
mod rows;
mod shortcuts;

/// Attaches everything to the page.
pub(crate) fn start() {
    copy::start();
    filters::start();
    compare::start();
    shortcuts::start();
    palette::start();
}

/// Tells style sheets and tests that the page is alive.
pub(crate) fn mark_ready() {
    if let Some(root) = dom::document().and_then(|d| d.document_element()) {
        let _ = root.set_attribute("data-hydrated", "");
    }
}
