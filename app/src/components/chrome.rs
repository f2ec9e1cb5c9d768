//! What stands around every page: header, menus, footer.

use std::sync::OnceLock;

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use super::markup::fixed;
use super::{Day, Icon, IconSize, account_menu};
use crate::context::{Theme, path, snapshot, theme, visitor};

const PLACES: [(&str, &str); 6] = [
    ("/models", "Models"),
    ("/providers", "Providers"),
    ("/publishers", "Publishers"),
    ("/compare", "Compare"),
    ("/changes", "Changes"),
    ("/api", "API"),
];

fn is_here(path: &str, place: &str) -> bool {
    path == place
        || path
            .strip_prefix(place)
            .is_some_and(|rest| rest.starts_with('/'))
}

#[component]
fn Places(path: String) -> impl IntoView {
    PLACES
        .into_iter()
        .map(|(href, name)| {
            let current = is_here(&path, href).then_some("page");
            view! { <li><a href=href aria-current=current>{name}</a></li> }
        })
        .collect_view()
}

/// The header with search, places, the theme and what belongs to the visitor.
#[component]
pub fn Header() -> impl IntoView {
    static BRAND: OnceLock<String> = OnceLock::new();
    static TOOLS: OnceLock<String> = OnceLock::new();
    let (here, visitor) = (path(), visitor());
    // These two pages have a search field of their own.
    let own_search = here == "/" || here == "/models";
    view! {
        <header class="header">
            <div class="header__inner">
                {fixed(&BRAND, brand)}
                <nav class="nav" aria-label="Main"><ul><Places path=here.clone()/></ul></nav>
                <div class="header__search">
                    {(!own_search).then(|| view! { <search><SearchForm/></search> })}
                </div>
                <div class="header__tools">
                    {fixed(&TOOLS, tools)}
                    {account_menu::buttons(&visitor, &here)}
                    <button r#type="button" class="button button--quiet button--icon header__menu" popovertarget="site-menu" aria-label="Menu">
                        <Icon name="menu"/>
                    </button>
                </div>
            </div>
        </header>
        {themes()}
        {account_menu::menus(&visitor, &here)}
        <nav class="menu menu--anchored" id="site-menu" popover="auto" aria-label="Site">
            <ul class="menu__list"><Places path=here.clone()/></ul>
            {account_menu::in_site_menu(&visitor, &here)}
        </nav>
    }
}

#[component]
fn SearchForm() -> impl IntoView {
    view! {
        <form action="/models" method="get">
            <label class="search-box">
                <Icon name="search"/>
                <span class="sr-only">"Search models"</span>
                <input r#type="search" name="q" placeholder="Search models, providers, ids" autocomplete="off" maxlength="200"/>
                <kbd>"/"</kbd>
            </label>
        </form>
    }
}

/// The ways to choose a theme; `chosen` is in force.
fn theme_menu(chosen: Theme) -> AnyView {
    let choice = |theme: Theme, icon: &'static str, name: &'static str| {
        let pressed = if theme == chosen { "true" } else { "false" };
        view! {
            <button name="theme" value=theme.as_str() aria-pressed=pressed><Icon name=icon/>{name}</button>
        }
    };
    view! {
        <form class="menu menu--anchored" id="theme-menu" popover="auto" action="/theme" method="post">
            {choice(Theme::System, "monitor", "System")}
            {choice(Theme::Light, "sun", "Light")}
            {choice(Theme::Dark, "moon", "Dark")}
        </form>
    }
    .into_any()
}

/// The same for whoever has chosen the same.
fn themes() -> InertElement {
    static KEPT: [OnceLock<String>; 3] = [const { OnceLock::new() }; 3];
    let [system, light, dark] = &KEPT;
    match theme() {
        Theme::System => fixed(system, || theme_menu(Theme::System)),
        Theme::Light => fixed(light, || theme_menu(Theme::Light)),
        Theme::Dark => fixed(dark, || theme_menu(Theme::Dark)),
    }
}

/// The buttons of the palette and of the themes.
fn tools() -> AnyView {
    view! {
        <button r#type="button" class="button button--quiet button--icon" data-palette-open="" aria-label="Search and commands" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K">
            <Icon name="command"/>
        </button>
        <button r#type="button" class="button button--quiet button--icon" popovertarget="theme-menu" aria-label="Theme">
            <Icon name="sun"/>
        </button>
    }
    .into_any()
}

fn brand() -> AnyView {
    view! {
        <a class="brand" href="/" aria-label="Tessera, home"><Mark/><span class="brand__name">"Tessera"</span></a>
    }
    .into_any()
}

#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="brand__mark" viewBox="0 0 28 28" aria-hidden="true">
            <path class="brand__ground" d="M0 10h8v8H0zM20 10h8v8h-8zM0 20h8v8H0zM20 20h8v8h-8z"></path>
            <path d="M0 0h8v8H0zM10 0h8v8h-8zM20 0h8v8h-8zM10 10h8v8h-8z"></path>
            <path class="brand__tile" d="M10 20h8v8h-8z"></path>
        </svg>
    }
}

/// The footer: how fresh the catalog is, and where to go on.
#[component]
pub fn Footer() -> impl IntoView {
    let updated = snapshot().sources().iter().map(|s| s.as_of).max();
    view! {
        <footer class="footer">
            <div class="footer__inner">
                <p>
                    {updated.map(|at| view! { "Newest source of " <Day date=at.date()/> ". " })}
                    "Prices in US dollars, as published by each source."
                </p>
                <ul>
                    <li><a href="/sources">"Sources"</a></li>
                    <li><a href="/api">"API"</a></li>
                    <li><a href="/changes.atom"><Icon name="rss" size=IconSize::Small/>"Changes feed"</a></li>
                    <li><a href="/help">"Shortcuts and help"</a></li>
                </ul>
            </div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn a_place_is_current_on_its_own_pages_only() {
        assert!(is_here("/models", "/models") && is_here("/models/a/b", "/models"));
        assert!(!is_here("/modelsx", "/models") && !is_here("/", "/models"));
    }
}
