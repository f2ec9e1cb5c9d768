//! What floats above the page, shown in place.

use leptos::prelude::*;

use super::Part;
use crate::components::{Icon, IconSize};

pub(super) fn parts() -> Vec<Part> {
    vec![
        ("dialog", "Dialog", dialog()),
        ("palette", "Palette", palette()),
        ("toast", "Toast", toast()),
        ("tray", "Compare tray", tray()),
    ]
}

fn dialog() -> AnyView {
    view! {
        <dialog class="dialog demo-open" open=true aria-labelledby="demo-dialog">
            <h2 id="demo-dialog">"Remove this offering?"</h2>
            <div class="dialog__body"><p>"It stays in the history and in statements. Nobody can call it any more."</p></div>
            <div class="dialog__foot">
                <button r#type="button" class="button">"Keep it"</button>
                <button r#type="button" class="button button--danger">"Remove"</button>
            </div>
        </dialog>
    }
    .into_any()
}

fn palette() -> AnyView {
    view! {
        <div class="dialog palette demo-open" role="group" aria-label="Command palette">
            <label class="palette__field">
                <Icon name="search"/>
                <span class="sr-only">"Search everything"</span>
                <input role="combobox" aria-expanded="true" aria-controls="pal" aria-activedescendant="pal-1" value="son"/>
                <kbd>"Esc"</kbd>
            </label>
            <div class="palette__list" role="listbox" id="pal" aria-label="Results">
                <div role="group" aria-labelledby="pal-g">
                    <p class="palette__group" id="pal-g">"Models"</p>
                    <div class="palette__option" role="option" id="pal-1" aria-selected="true"><Icon name="box"/>"Claude Sonnet 4.5"<small>"Anthropic"</small></div>
                    <div class="palette__option" role="option" aria-selected="false"><Icon name="box"/>"Sonar Pro"<small>"Perplexity"</small></div>
                </div>
            </div>
            <div class="palette__foot"><span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</span><span><kbd>"Enter"</kbd>" open"</span></div>
        </div>
    }
    .into_any()
}

fn toast() -> AnyView {
    view! {
        <div class="toast">
            <Icon name="circle-check"/>
            <p>"Added to compare"</p>
            <button r#type="button" class="button button--quiet">"Undo"</button>
            <button r#type="button" class="button button--quiet button--icon" aria-label="Dismiss"><Icon name="x"/></button>
        </div>
    }
    .into_any()
}

fn tray() -> AnyView {
    let items = ["Claude Sonnet 4.5", "GPT-5"].map(|name| {
        view! {
            <li class="tray__item">
                {name}
                <button r#type="button" class="hit" aria-label=format!("Remove {name}")><Icon name="x" size=IconSize::Small/></button>
            </li>
        }
    });
    view! {
        <form class="tray demo-open" action="/compare" method="get" aria-label="Compare, as an example">
            <div class="tray__inner">
                <p><strong>"Compare"</strong>" "<span class="muted">"2 of 4"</span></p>
                <ul class="tray__list">{items.into_iter().collect_view()}</ul>
                <div class="tray__actions">
                    <button r#type="reset" class="button button--quiet">"Clear"</button>
                    <button class="button button--primary"><Icon name="git-compare-arrows"/>"Compare"</button>
                </div>
            </div>
        </form>
    }
    .into_any()
}
