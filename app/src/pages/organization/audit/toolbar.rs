//! The filter form and the exports.

use backend::audit::Action;
use leptos::prelude::*;
use time::Date;

use super::shown::{Shown, Whose};
use crate::components::Icon;
use crate::components::form::filter_choice;

/// The form that leads to other events, and the exports of these.
pub(super) fn toolbar(shown: &Shown<'_>) -> AnyView {
    let Shown { filter, path, .. } = *shown;
    let all = filter
        .is_narrow()
        .then(|| view! { <a class="button button--quiet" href=path.to_owned()>"Clear"</a> });
    // Forms and not links: an export is told in the log, so it is a write.
    let export = |ending: &str, name: &'static str| {
        let action = filter.first().href(&format!("{path}.{ending}"));
        view! {
            <form method="post" action=action>
                <button class="button button--quiet"><Icon name="download"/>{name}</button>
            </form>
        }
    };
    view! {
        <form class="toolbar" action=path.to_owned() method="get" aria-label="Filter events">
            <label class="search-box">
                <Icon name="search"/>
                <span class="sr-only">"Who or subject"</span>
                <input r#type="search" name="text" value=filter.text.clone() placeholder="Who or subject" autocomplete="off" maxlength="200"/>
            </label>
            {filter_choice("action", "Action", "All actions", actions(shown))}
            {filter_choice("actor", "Who", "Everybody", actors(shown))}
            {day("since", "From", filter.since)}
            {day("until", "To", filter.until)}
            <button class="button">"Show"</button>
            {all}
        </form>
        <div class="cluster">
            {export("csv", "CSV")}
            {export("json", "JSON")}
            <span class="muted small">"The exports hold what is filtered; taking one out is an event of its own."</span>
        </div>
    }
    .into_any()
}

fn actions(shown: &Shown<'_>) -> AnyView {
    let filter = shown.filter;
    let own = |action: &Action| filter.action == Some(*action) || shown.whose.has(*action);
    let options = Action::ALL.iter().copied().filter(own).map(|action| {
        view! { <option value=action.as_str() selected=filter.action == Some(action)>{action.label()}</option> }
    });
    options.collect_view().into_any()
}

/// Those who are known, and whoever was asked for: of an organization somebody
/// who has left.
fn actors(shown: &Shown<'_>) -> AnyView {
    let (filter, people) = (shown.filter, shown.people);
    let mut named: Vec<_> = people.iter().map(|p| (p.user, p.name.clone())).collect();
    if let Some(actor) = filter.actor
        && !named.iter().any(|(user, _)| *user == actor)
    {
        let mut lines = shown.events.lines.iter();
        let line = lines.find(|line| line.actor == Some(actor));
        let name = line.map_or_else(|| actor.to_string(), |line| line.actor_name.clone());
        named.push(match shown.whose {
            Whose::Organization => (actor, format!("{name} (has left)")),
            Whose::Installation => (actor, name),
        });
    }
    let options = named.into_iter().map(|(user, name)| {
        view! { <option value=user.to_string() selected=filter.actor == Some(user)>{name}</option> }
    });
    options.collect_view().into_any()
}

fn day(name: &'static str, label: &'static str, value: Option<Date>) -> impl IntoView {
    let value = value.map(|day| day.to_string());
    view! {
        <label class="day-field"><span>{label}</span><input class="input" r#type="date" name=name value=value/></label>
    }
}
