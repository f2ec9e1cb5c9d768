//! What has been ticked for comparing.

use std::sync::OnceLock;

use leptos::prelude::*;

use super::Icon;
use super::markup::fixed;

/// A bar at the foot of the page; style sheets show it as soon as something is
/// ticked. It is a form of its own, so it works without scripts.
#[component]
pub fn CompareTray() -> impl IntoView {
    static KEPT: OnceLock<String> = OnceLock::new();
    fixed(&KEPT, tray)
}

fn tray() -> AnyView {
    view! {
        <form class="tray" id="compare" action="/compare" method="get" autocomplete="off" aria-label="Compare">
            <div class="tray__inner">
                <p><strong>"Compare"</strong>" "<span class="muted">"up to 4 models"</span></p>
                <ul class="tray__list"></ul>
                <div class="tray__actions">
                    <button r#type="reset" class="button button--quiet">"Clear"</button>
                    <button class="button button--primary"><Icon name="git-compare-arrows"/>"Compare selected"</button>
                </div>
            </div>
        </form>
    }
    .into_any()
}
