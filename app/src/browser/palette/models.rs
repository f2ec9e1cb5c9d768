//! Models that fit what is typed, from the public API. Without an answer the
//! palette still has its places and the search.

use std::time::Duration;

use leptos::leptos_dom::helpers::set_timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Response;
use web_sys::js_sys::{Array, Reflect, encode_uri_component, futures::spawn_local};

use super::line::Line;
use super::list;

/// So long after the last key the API is asked.
const PAUSE: Duration = Duration::from_millis(120);
/// Fewer letters say nothing.
const LEAST: usize = 2;
const MOST: usize = 6;

/// Asks for models and shows them, unless something else is typed meanwhile.
pub(super) fn ask(text: String) {
    if text.chars().count() < LEAST {
        return;
    }
    set_timeout(
        move || {
            if list::text() == text {
                spawn_local(async move {
                    let found = find(&text).await.unwrap_or_default();
                    if list::text() == text {
                        list::show_models(&found);
                    }
                });
            }
        },
        PAUSE,
    );
}

async fn find(text: &str) -> Option<Vec<Line>> {
    let address = format!(
        "/api/v1/models?q={}&page=1",
        String::from(encode_uri_component(text))
    );
    let answer = web_sys::window()?.fetch_with_str(&address).await.ok()?;
    let answer = answer.dyn_into::<Response>().ok()?;
    if !answer.ok() {
        return None;
    }
    let body = answer.json().ok()?.await.ok()?;
    let items = get(&body, "items")?.dyn_into::<Array>().ok()?;
    Some(items.iter().filter_map(|i| read(&i)).take(MOST).collect())
}

/// A model, or a listing, which has no publisher but begins with its provider.
fn read(item: &JsValue) -> Option<Line> {
    let id = get(item, "id")?.as_string()?;
    let name = get(item, "name")?.as_string()?;
    let href = get(&get(item, "links")?, "html")?.as_string()?;
    let publisher = get(item, "publisher").and_then(|p| get(&p, "name")?.as_string());
    let note = publisher.unwrap_or_else(|| id.split('/').next().unwrap_or_default().to_owned());
    // An address of this site.
    (href.starts_with("/models/") || href.starts_with("/providers/"))
        .then(|| Line::model(href, name, note, &id))
}

fn get(value: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(value, &JsValue::from_str(name)).ok()
}
