//! The filter form and the feed.

use backend::catalog::changes::Kind;
use backend::catalog::snapshot::Provider;
use leptos::prelude::*;

use super::filter::{Filter, PERIODS, Period};
use crate::components::Icon;
use crate::components::form::filter_choice;

/// The form that leads to other changes of these providers, and to the feed.
pub(super) fn toolbar(filter: &Filter, providers: &[Provider]) -> AnyView {
    let periods = PERIODS.into_iter().map(|(period, name)| {
        let current = (period == filter.period).then_some("true");
        view! { <a href=filter.over(period).href() aria-current=current>{name}</a> }
    });
    let kinds = Kind::ALL.into_iter().map(|kind| {
        view! { <option value=kind.as_str() selected=filter.kind == Some(kind)>{kind.label()}</option> }
    });
    let sellers = providers.iter().map(|provider| {
        let chosen = filter.provider.as_deref() == Some(provider.slug.as_str());
        view! { <option value=provider.slug.clone() selected=chosen>{provider.name.clone()}</option> }
    });
    let unknown = filter
        .provider
        .as_ref()
        .filter(|slug| providers.iter().all(|provider| provider.slug != **slug));
    let unknown = unknown.map(|slug| {
        view! { <option value=slug.clone() selected=true>{format!("{slug} (unknown)")}</option> }
    });
    let kinds = filter_choice("kind", "Kind", "All kinds", kinds.collect_view().into_any());
    let sellers = filter_choice(
        "provider",
        "Provider",
        "All providers",
        view! { {unknown}{sellers.collect_view()} }.into_any(),
    );
    let days = (filter.period != Period::DEFAULT)
        .then(|| view! { <input r#type="hidden" name="days" value=filter.period.word()/> });
    view! {
        <form class="toolbar" action="/changes" method="get" aria-label="Filter changes">
            <div class="segment" role="group" aria-label="Period">{periods.collect_view()}</div>
            {days}
            {kinds}
            {sellers}
            <button class="button">"Show"</button>
            <a class="button button--quiet" href=filter.feed_href()><Icon name="rss"/>"Atom feed"</a>
        </form>
    }
    .into_any()
}
