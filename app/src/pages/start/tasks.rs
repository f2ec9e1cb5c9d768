//! A list of what is done and what is not, found out anew with every visit.

use leptos::prelude::*;

use crate::components::Icon;
use crate::components::format::plural;
use crate::pages::put_away;

/// One thing to do.
#[derive(Debug)]
pub(super) struct Task {
    /// What to do.
    pub(super) title: String,
    /// Why.
    pub(super) about: String,
    /// Where it is done.
    pub(super) href: String,
    /// Whether it is done.
    pub(super) is_done: bool,
}

/// The list, what is left first. When everything is done it is folded away;
/// whoever has hidden it sees the way to bring it back.
pub(super) fn section(mut tasks: Vec<Task>, is_hidden: bool) -> Option<AnyView> {
    if tasks.is_empty() {
        return None;
    }
    if is_hidden {
        return Some(put_away::show("/home"));
    }
    tasks.sort_by_key(|task| task.is_done);
    let left = tasks.iter().filter(|task| !task.is_done).count();
    let items = tasks.into_iter().map(item).collect_view();
    let list = view! { <ul class="item-list start-list">{items}</ul> };
    let (words, list) = if left == 0 {
        let folded = view! {
            <details class="twin"><summary>"Show what is done"</summary>{list}</details>
        };
        ("Everything is done".to_owned(), folded.into_any())
    } else {
        (
            plural(left, "thing is left", "things are left"),
            list.into_any(),
        )
    };
    Some(
        view! {
            <section class="section" aria-labelledby="tasks">
                <div class="section__head"><h2 id="tasks">"What to do next"</h2><p>{words}</p></div>
                {list}
                {put_away::hide("/home")}
            </section>
        }
        .into_any(),
    )
}

fn item(task: Task) -> AnyView {
    let words = view! { <span><strong>{task.title}</strong><small>{task.about}</small></span> };
    if task.is_done {
        view! {
            <li><div class="item item--done">{words}<span class="item__value"><Icon name="circle-check"/>" Done"</span></div></li>
        }
        .into_any()
    } else {
        view! {
            <li><a class="item" href=task.href>{words}<span class="item__value"><Icon name="arrow-right"/></span></a></li>
        }
        .into_any()
    }
}
