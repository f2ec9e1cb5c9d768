//! The command palette: where the visitor may go, as options of a dialog. The
//! browser opens it and finds models (`browser/palette/`); without scripts it
//! stays closed.

mod places;

use std::sync::{Arc, LazyLock};

use domain::role::Roles;
use leptos::prelude::*;

use super::Icon;
use super::format::escaped;
use crate::context::{Visitor, visitor};
use places::{ACCOUNT, ENTRANCES, OPERATOR, ORGANIZATION, PAGES, Place, SIGN_OUT, roles};

/// Of so many organizations every place is an option; of others the first one,
/// because the options are on every page.
const WHOLE: usize = 8;

/// What was chosen last; the browser fills it.
const RECENT: &str = "<div role=\"group\" aria-label=\"Recent\" data-recent hidden>\
    <p class=\"palette__group\" aria-hidden=\"true\">Recent</p></div>";

/// The models that fit what is typed; the browser makes them from the one line.
const MODELS: &str = "<div role=\"group\" aria-label=\"Models\" data-models hidden>\
    <p class=\"palette__group\" aria-hidden=\"true\">Models</p>\
    <a class=\"palette__option\" role=\"option\" tabindex=\"-1\" href=\"/models\" data-search>\
    <svg class=\"icon\" aria-hidden=\"true\"><use href=\"/icons.svg#search\"></use></svg>\
    <span>Search models</span> <small></small></a></div>";

/// What everybody sees who has not signed in.
static ANONYMOUS: LazyLock<Arc<str>> = LazyLock::new(|| {
    let mut html = String::from(RECENT);
    push_group(&mut html, "Pages", PAGES);
    push_group(&mut html, "Account", ENTRANCES);
    html.push_str(MODELS);
    html.into()
});

/// The dialog. It stands once on every page.
#[component]
pub fn Palette() -> impl IntoView {
    let options = options(&visitor());
    view! {
        <dialog class="dialog palette" id="palette" aria-label="Search and commands">
            <form class="palette__field" method="dialog">
                <Icon name="search"/>
                <input r#type="text" role="combobox" aria-label="Search models, pages and commands" placeholder="Search models, pages and commands"
                    aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
                    autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go" maxlength="200"/>
                <button class="palette__close" aria-label="Close (Esc)"><kbd>"Esc"</kbd><Icon name="x"/></button>
            </form>
            <div class="palette__list" id="palette-list" role="listbox" aria-label="Results" tabindex="-1" inner_html=options></div>
            <div class="palette__foot">
                <span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</span><span><kbd>"Enter"</kbd>" open"</span>
            </div>
            <p class="sr-only" role="status"></p>
        </dialog>
    }
}

/// The options as one piece of markup: as components they would be much of the
/// work of drawing a page.
fn options(visitor: &Visitor) -> Arc<str> {
    let Some(actor) = &visitor.actor else {
        return Arc::clone(&ANONYMOUS);
    };
    let mut html = String::with_capacity(16 * 1024);
    html.push_str(RECENT);
    push_group(&mut html, "Pages", PAGES);
    for (i, own) in visitor.organizations.iter().enumerate() {
        push_organization(&mut html, &own.slug, &own.name, &own.roles, i < WHOLE);
    }
    let operator = actor.is_operator().then_some(OPERATOR);
    let account = ACCOUNT.into_iter().chain(operator).chain([SIGN_OUT]);
    push_group(&mut html, "Account", account);
    html.push_str(MODELS);
    html.into()
}

fn push_organization(html: &mut String, slug: &str, name: &str, held: &Roles, whole: bool) {
    push_head(html, name);
    let most = if whole { ORGANIZATION.len() } else { 1 };
    for (below, icon, place, words) in ORGANIZATION.into_iter().take(most) {
        if held.any_of(roles(below)) {
            let href = format!("/organizations/{slug}{below}");
            push_option(html, (href.as_str(), icon, place, words));
        }
    }
    html.push_str("</div>");
}

fn push_group(html: &mut String, name: &str, places: impl IntoIterator<Item = Place<'static>>) {
    push_head(html, name);
    for place in places {
        push_option(html, place);
    }
    html.push_str("</div>");
}

/// The beginning of a group. Its visible name is hidden from screen readers,
/// which read the label: a list of options owns nothing else.
fn push_head(html: &mut String, name: &str) {
    let name = escaped(name);
    html.push_str("<div role=\"group\" aria-label=\"");
    html.push_str(&name);
    html.push_str("\"><p class=\"palette__group\" aria-hidden=\"true\">");
    html.push_str(&name);
    html.push_str("</p>");
}

fn push_option(html: &mut String, (href, icon, name, words): Place<'_>) {
    html.push_str("<a class=\"palette__option\" role=\"option\" tabindex=\"-1\" href=\"");
    html.push_str(&escaped(href));
    html.push_str("\" data-words=\"");
    html.push_str(words);
    html.push_str("\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"/icons.svg#");
    html.push_str(icon);
    html.push_str("\"></use></svg><span>");
    html.push_str(&escaped(name));
    html.push_str("</span></a>");
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use domain::role::Role;

    use super::*;

    fn organization(role: Role, whole: bool) -> String {
        let mut html = String::new();
        let roles = Roles::new([role]).unwrap();
        push_organization(&mut html, "acme", "Acme & \"Sons\"", &roles, whole);
        html
    }

    #[test]
    fn an_organization_shows_what_roles_open() {
        let count = |role| organization(role, true).matches("role=\"option\"").count();
        assert_eq!(count(Role::Owner), 10);
        assert_eq!(count(Role::Admin), 9);
        assert_eq!(count(Role::Auditor), 7);
        assert_eq!(count(Role::Publisher), 6);
        assert!(!organization(Role::Admin, true).contains("/acme/settings"));
    }

    #[test]
    fn of_many_organizations_only_the_first_place_is_shown() {
        let html = organization(Role::Owner, false);
        assert_eq!(html.matches("role=\"option\"").count(), 1);
        assert!(html.contains("href=\"/organizations/acme\""));
    }

    #[test]
    fn names_are_escaped() {
        let html = organization(Role::Owner, true);
        assert!(
            html.contains("aria-label=\"Acme &amp; &quot;Sons&quot;\""),
            "{html}"
        );
    }

    #[test]
    fn strangers_see_no_place_that_needs_an_account() {
        let html = options(&Visitor::default());
        assert!(html.contains("href=\"/sign-in\"") && html.contains("href=\"/models\""));
        for place in [
            "/sign-out",
            "/account",
            "/home",
            "/organizations",
            "/operator",
        ] {
            assert!(!html.contains(&format!("href=\"{place}")), "{place}");
        }
    }

    #[test]
    fn the_options_of_strangers_are_small() {
        assert!(ANONYMOUS.len() < 4096, "{} bytes", ANONYMOUS.len());
    }
}
