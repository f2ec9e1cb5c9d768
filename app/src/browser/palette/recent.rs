//! What was chosen last, kept in this browser. Only paths are kept, and names
//! of what is public: other people may use the same browser.

use web_sys::Element;

use super::line::Line;
use super::list::PLACES;
use crate::browser::dom;

const KEY: &str = "tessera.recent";
const MOST: usize = 5;

/// What was chosen last, newest first. A place that this visitor may not go to
/// is left out.
pub(super) fn load() -> Vec<Line> {
    let kept = dom::storage()
        .and_then(|s| s.get_item(KEY).ok().flatten())
        .unwrap_or_default();
    let places: Vec<Line> = dom::all(PLACES).iter().filter_map(Line::read).collect();
    kept.lines()
        .filter_map(|line| read(line, &places))
        .take(MOST)
        .collect()
}

fn read(kept: &str, places: &[Line]) -> Option<Line> {
    let mut parts = kept.split('\t');
    let href = parts.next()?;
    if let Some(place) = places.iter().find(|p| p.href == href) {
        return Some(place.clone());
    }
    let (name, note) = (parts.next()?, parts.next()?);
    is_public(href).then(|| Line::model(href.to_owned(), name.to_owned(), note.to_owned(), href))
}

/// Puts an option first. Addresses with parameters are left out, which may hold
/// secrets, and the way in and out.
pub(super) fn remember(option: &Element) -> Option<()> {
    let line = Line::read(option)?;
    if line.href.contains(['?', '#']) || line.href.starts_with("/sign-") {
        return None;
    }
    let older = load().into_iter().filter(|l| l.href != line.href);
    let lines: Vec<String> = std::iter::once(line.clone())
        .chain(older)
        .take(MOST)
        .map(|l| write(&l))
        .collect();
    dom::storage()?.set_item(KEY, &lines.join("\n")).ok()
}

fn write(line: &Line) -> String {
    if !is_public(&line.href) {
        return line.href.clone();
    }
    let plain = |text: &str| text.replace(char::is_control, " ");
    format!(
        "{}\t{}\t{}",
        line.href,
        plain(&line.name),
        plain(&line.note)
    )
}

/// Models and listings, which everybody may see.
fn is_public(href: &str) -> bool {
    href.starts_with("/models/") || href.starts_with("/providers/")
}
