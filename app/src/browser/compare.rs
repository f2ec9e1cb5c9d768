//! The compare tray: at most four, kept from page to page.

use super::dom;

const KEY: &str = "tessera.compare";
const MOST: usize = 4;

pub(super) fn start() {
    let chosen = load();
    for input in ticks() {
        input.set_checked(chosen.contains(&input.value()));
    }
    show(&chosen);
    dom::listen("change", |event| {
        if dom::target(&event, "input[name=m][form=compare]").is_some() {
            changed();
        }
    });
    dom::listen("click", |event| {
        let Some(id) = dom::target(&event, "#compare [data-remove]")
            .and_then(|b| b.get_attribute("data-remove"))
        else {
            return;
        };
        for input in ticks().iter().filter(|input| input.value() == id) {
            input.set_checked(false);
        }
        let chosen: Vec<String> = load().into_iter().filter(|kept| *kept != id).collect();
        save(&chosen);
        show(&chosen);
        dom::announce(&format!("{id} removed"));
    });
    dom::listen("reset", |event| {
        if dom::target(&event, "#compare").is_some() {
            save(&[]);
            for input in ticks() {
                input.set_checked(false);
            }
            show(&[]);
        }
    });
}

fn ticks() -> Vec<web_sys::HtmlInputElement> {
    dom::inputs("input[type=checkbox][name=m][form=compare]")
}

fn changed() {
    let ticks = ticks();
    let here: Vec<String> = ticks.iter().map(web_sys::HtmlInputElement::value).collect();
    // What was chosen on other pages stays chosen.
    let mut chosen: Vec<String> = load().into_iter().filter(|id| !here.contains(id)).collect();
    for input in ticks.iter().filter(|i| i.checked()) {
        if chosen.len() < MOST {
            chosen.push(input.value());
        } else {
            input.set_checked(false);
            dom::announce("Four models are chosen already. Remove one first.");
        }
    }
    save(&chosen);
    show(&chosen);
}

/// Lists what is chosen. Ids from other pages become hidden fields, so that
/// the form sends them too.
fn show(chosen: &[String]) -> Option<()> {
    let document = dom::document()?;
    let list = document.query_selector("#compare .tray__list").ok()??;
    list.set_text_content(None);
    let here: Vec<String> = ticks()
        .iter()
        .map(web_sys::HtmlInputElement::value)
        .collect();
    for id in chosen {
        let item = document.create_element("li").ok()?;
        item.set_class_name("tray__item");
        item.set_text_content(Some(id));
        let remove = remove_button(&document, id)?;
        item.append_child(&remove).ok()?;
        if !here.contains(id) {
            let field = document.create_element("input").ok()?;
            for (name, value) in [("type", "hidden"), ("name", "m"), ("value", id)] {
                field.set_attribute(name, value).ok()?;
            }
            item.append_child(&field).ok()?;
        }
        list.append_child(&item).ok()?;
    }
    Some(())
}

/// A button that takes one model out, wherever it was ticked.
fn remove_button(document: &web_sys::Document, id: &str) -> Option<web_sys::Element> {
    let button = document.create_element("button").ok()?;
    let label = format!("Remove {id}");
    for (name, value) in [
        ("type", "button"),
        ("data-remove", id),
        ("aria-label", &label),
    ] {
        button.set_attribute(name, value).ok()?;
    }
    button.set_text_content(Some("\u{d7}"));
    Some(button)
}

fn load() -> Vec<String> {
    let kept = dom::storage()
        .and_then(|s| s.get_item(KEY).ok().flatten())
        .unwrap_or_default();
    kept.lines().map(str::to_owned).take(MOST).collect()
}

fn save(chosen: &[String]) {
    if let Some(storage) = dom::storage() {
        let _ = storage.set_item(KEY, &chosen.join("\n"));
    }
}
