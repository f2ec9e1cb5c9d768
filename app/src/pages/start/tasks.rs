//! A list of what is done and what is not, found out anew with every visit.

use leptos::prelude::*;

use super::ways::{self, Way};
use crate::components::Icon;
use crate::components::format::plural;
use crate::pages::put_away;

/// One thing to do.
#[derive(Debug)]
pub(in crate::pages) struct Task {
    /// What to do.
    pub(in crate::pages) title: String,
    /// Why.
    pub(in crate::pages) about: String,
    /// Where it is done.
    pub(in crate::pages) href: String,
    /// Whether it is done.
    pub(in crate::pages) is_done: bool,
    /// Whether somebody cannot go on before it is done. It is shown even where
    /// the list is put away.
    pub(in crate::pages) somebody_waits: bool,
}

/// The list, what is left first. When everything is done it is folded away
/// under where to go on.
pub(super) fn section(mut tasks: Vec<Task>, ways: Vec<Way>, is_hidden: bool) -> Option<AnyView> {
    if is_hidden {
        return hidden(tasks, "/home");
    }
    tasks.sort_by_key(|task| task.is_done);
    let left = left(&tasks);
    let items = tasks.into_iter().map(item).collect_view();
    let done = view! { <ul class="item-list start-list">{items}</ul> };
    let (words, list) = if left == 0 {
        let list = view! {
            {ways::list(ways)}
            <details class="twin"><summary>"Show what is done"</summary>{done}</details>
        };
        ("Nothing waits for you".to_owned(), list.into_any())
    } else {
        (
            plural(left, "thing is left", "things are left"),
            done.into_any(),
        )
    };
    Some(framed(&words, list, put_away::hide("/home")))
}

/// What is shown of a list that was put away on the page at `address`: what
/// others wait for, and the way to bring the list back. Nothing when everything
/// is done.
pub(in crate::pages) fn hidden(tasks: Vec<Task>, address: &str) -> Option<AnyView> {
    let back = put_away::show(address, left(&tasks))?;
    let waiting: Vec<Task> = tasks
        .into_iter()
        .filter(|task| task.somebody_waits && !task.is_done)
        .collect();
    if waiting.is_empty() {
        return Some(back);
    }
    let items = waiting.into_iter().map(item).collect_view();
    let list = view! { <ul class="item-list start-list">{items}</ul> };
    Some(framed("Others wait for you", list.into_any(), back))
}

/// How many things are not done.
fn left(tasks: &[Task]) -> usize {
    tasks.iter().filter(|task| !task.is_done).count()
}

fn framed(words: &str, list: AnyView, button: AnyView) -> AnyView {
    view! {
        <section class="section" aria-labelledby="tasks">
            <div class="section__head"><h2 id="tasks">"What to do next"</h2><p>{words.to_owned()}</p></div>
            {list}
            {button}
        </section>
    }
    .into_any()
}

/// One of them, in a list.
pub(in crate::pages) fn item(task: Task) -> AnyView {
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::super::ways::ways;
    use super::*;

    fn task(title: &str, is_done: bool, somebody_waits: bool) -> Task {
        Task {
            title: title.to_owned(),
            about: String::new(),
            href: "/there".to_owned(),
            is_done,
            somebody_waits,
        }
    }

    #[test]
    fn what_others_wait_for_is_not_hidden() {
        let tasks = vec![
            task("Decide", false, true),
            task("Invite", false, false),
            task("Confirm", true, false),
        ];
        let html = section(tasks, ways(None), true).unwrap().to_html();
        assert!(html.contains("Decide"), "{html}");
        assert!(!html.contains("Invite"), "{html}");
        assert!(html.contains("Show what to do next (2)"), "{html}");
    }

    #[test]
    fn nothing_is_hidden_when_everything_is_done() {
        let done = || vec![task("Confirm", true, false)];
        assert!(section(done(), ways(None), true).is_none());
        let html = section(done(), ways(None), false).unwrap().to_html();
        assert!(html.contains("Nothing waits for you"), "{html}");
        assert!(html.contains("Models of the catalog"), "{html}");
    }
}
