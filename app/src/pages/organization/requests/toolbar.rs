//! The filter form, and the way to what waits.

use domain::access::RequestState;
use leptos::prelude::*;

use super::filter::Filter;
use crate::components::Icon;
use crate::components::form::filter_choice;
use crate::components::format::count;

/// The form that leads to other requests. `waiting` is how many this member can
/// decide; `all` whether they see those of others.
pub(super) fn toolbar(filter: Filter, path: &str, waiting: i64, all: bool) -> AnyView {
    let clear = filter
        .is_narrow()
        .then(|| view! { <a class="button button--quiet" href=path.to_owned()>"Clear"</a> });
    let mine = all.then(|| filter_choice("mine", "Asked by", "Asked by anybody", by_me(filter)));
    view! {
        {(waiting > 0 || filter.waiting).then(|| wait(filter, path, waiting))}
        <form class="toolbar" action=path.to_owned() method="get" aria-label="Filter requests">
            {filter_choice("state", "State", "All states", states(filter))}
            {mine}
            <button class="button">"Show"</button>
            {clear}
        </form>
    }
    .into_any()
}

/// The way to what waits for a decision of whoever looks.
fn wait(filter: Filter, path: &str, waiting: i64) -> AnyView {
    let own = Filter {
        waiting: true,
        ..Filter::default()
    };
    let current = filter.waiting.then_some("true");
    let words = format!("Waiting for you ({})", count(waiting));
    view! {
        <div class="cluster">
            <a class="button button--primary" href=own.href(path) aria-current=current><Icon name="clock"/>{words}</a>
        </div>
    }
    .into_any()
}

fn states(filter: Filter) -> AnyView {
    let options = RequestState::ALL.iter().copied().map(|state| {
        view! { <option value=state.as_str() selected=filter.state == Some(state)>{state.label()}</option> }
    });
    options.collect_view().into_any()
}

fn by_me(filter: Filter) -> AnyView {
    view! { <option value="1" selected=filter.mine>"Asked by me"</option> }.into_any()
}
