//! The command palette: where the visitor may go, as options of a dialog. The
//! browser opens it and finds models (`browser/palette/`); without scripts it
//! stays closed.

mod places;

use std::sync::OnceLock;

use backend::organizations::Membership;
use backend::projects::Named;
use leptos::prelude::*;

use super::format::escaped;
use super::markup::fixed;
use super::switcher::Switcher;
use super::{Icon, IconSize, markup, push_icon};
use crate::context::{Visitor, visitor};
use places::{ACCOUNT, ENTRANCES, OPERATOR, ORGANIZATION, PAGES, Place, REQUESTS, SIGN_OUT, roles};

/// Of so many organizations every place is an option, and of the one that the
/// page is about; of others the first one, because the options are on every page.
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

/// The dialog. It stands once on every page.
#[component]
pub fn Palette() -> impl IntoView {
    // What everybody sees who has not signed in.
    static STRANGER: OnceLock<String> = OnceLock::new();
    let visitor = visitor();
    if visitor.actor.is_none() {
        let draw = || dialog(listbox(options(&Visitor::default(), None)));
        fixed(&STRANGER, draw).into_any()
    } else {
        dialog(list(visitor))
    }
}

fn dialog(list: AnyView) -> AnyView {
    view! {
        <dialog class="dialog palette" id="palette" aria-label="Search and commands">
            <form class="palette__field" method="dialog">
                <Icon name="search"/>
                <input r#type="text" role="combobox" aria-label="Search models, pages and commands" placeholder="Search models, pages and commands"
                    aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
                    autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go" maxlength="200"/>
                <button class="palette__close" aria-label="Close (Esc)"><kbd>"Esc"</kbd><Icon name="x"/></button>
            </form>
            {list}
            <div class="palette__foot">
                <span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</span><span><kbd>"Enter"</kbd>" open"</span>
            </div>
            <p class="sr-only" role="status"></p>
        </dialog>
    }
    .into_any()
}

/// The organization that the page is about, by its slug, and its projects.
type Current<'a> = (&'a str, &'a [Named]);

/// The options, once the projects are known for whoever has some.
fn list(visitor: Visitor) -> AnyView {
    let Some(switcher) = Switcher::of_page() else {
        return listbox(options(&visitor, None));
    };
    let body = Suspend::new(async move {
        let projects = switcher.projects().await.unwrap_or_default();
        listbox(options(&visitor, Some((switcher.slug(), &*projects))))
    });
    view! { <Suspense>{body}</Suspense> }.into_any()
}

fn listbox(options: String) -> AnyView {
    view! {
        <div class="palette__list" id="palette-list" role="listbox" aria-label="Results" tabindex="-1">{markup(options)}</div>
    }
    .into_any()
}

/// The options as one piece of markup: as components they would be much of the
/// work of drawing a page.
fn options(visitor: &Visitor, current: Option<Current<'_>>) -> String {
    let mut html = String::with_capacity(16 * 1024);
    html.push_str(RECENT);
    push_group(&mut html, "Pages", PAGES);
    let Some(actor) = &visitor.actor else {
        push_group(&mut html, "Account", ENTRANCES);
        html.push_str(MODELS);
        return html;
    };
    for (i, own) in visitor.organizations.iter().enumerate() {
        let projects = current.filter(|(slug, _)| *slug == own.slug);
        let projects = projects.map(|(_, projects)| projects);
        push_organization(&mut html, own, i < WHOLE, projects);
    }
    let operator = actor.as_operator().is_ok().then_some(OPERATOR);
    let account = ACCOUNT.into_iter().chain(operator).chain([SIGN_OUT]);
    push_group(&mut html, "Account", account);
    html.push_str(MODELS);
    html
}

/// The places of an organization, and the projects of the one that the page is
/// about.
fn push_organization(
    html: &mut String,
    own: &Membership,
    is_whole: bool,
    projects: Option<&[Named]>,
) {
    push_head(html, &own.name);
    let home = format!("/organizations/{}", own.slug);
    let is_current = projects.is_some();
    let most = if is_whole || is_current {
        ORGANIZATION.len()
    } else {
        1
    };
    for (below, icon, place, words) in ORGANIZATION.into_iter().take(most) {
        if own.roles.any_of(roles(below)) {
            let href = format!("{home}{below}");
            // The shortcut finds it by this.
            let mark = if is_current && below == REQUESTS {
                " data-go=\"r\""
            } else {
                ""
            };
            push_marked(html, (href.as_str(), icon, place, words), mark);
        }
    }
    for project in projects.unwrap_or_default() {
        let href = format!("{home}/projects/{}", project.slug);
        push_option(
            html,
            (href.as_str(), "layers", project.name.as_str(), "project"),
        );
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

fn push_option(html: &mut String, place: Place<'_>) {
    push_marked(html, place, "");
}

/// An option with one more attribute.
fn push_marked(html: &mut String, (href, icon, name, words): Place<'_>, mark: &str) {
    html.push_str("<a class=\"palette__option\" role=\"option\" tabindex=\"-1\" href=\"");
    html.push_str(&escaped(href));
    html.push_str("\" data-words=\"");
    html.push_str(words);
    html.push('"');
    html.push_str(mark);
    html.push('>');
    push_icon(html, icon, IconSize::Normal);
    html.push_str("<span>");
    html.push_str(&escaped(name));
    html.push_str("</span></a>");
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use domain::id::OrgId;
    use domain::role::{Role, Roles};

    use super::*;

    fn group(role: Role, is_whole: bool, projects: Option<&[Named]>) -> String {
        let mut html = String::new();
        let own = Membership {
            org: OrgId::INSTALLATION,
            slug: "acme".to_owned(),
            name: "Acme & \"Sons\"".to_owned(),
            roles: Roles::new([role]).unwrap(),
            sso_required: false,
            provider_epoch: 0,
            is_demo: false,
        };
        push_organization(&mut html, &own, is_whole, projects);
        html
    }

    fn organization(role: Role, is_whole: bool) -> String {
        group(role, is_whole, None)
    }

    #[test]
    fn the_organization_of_the_page_shows_its_projects() {
        let project = Named {
            slug: "web".to_owned(),
            name: "Web & <more>".to_owned(),
        };
        // Even where it is not one of the first.
        let html = group(Role::Developer, false, Some(&[project]));
        assert!(
            html.contains("href=\"/organizations/acme/projects/web\""),
            "{html}"
        );
        assert!(html.contains("Web &amp; &lt;more&gt;"), "{html}");
        let marked = "href=\"/organizations/acme/requests\" data-words=\"access approve pending\" data-go=\"r\"";
        assert!(html.contains(marked), "{html}");
        assert_eq!(html.matches("data-go").count(), 1);
        assert!(!organization(Role::Developer, true).contains("data-go"));
    }

    #[test]
    fn an_organization_shows_what_roles_open() {
        let count = |role| organization(role, true).matches("role=\"option\"").count();
        assert_eq!(count(Role::Owner), 13);
        assert_eq!(count(Role::Admin), 10);
        assert_eq!(count(Role::Auditor), 8);
        assert_eq!(count(Role::Publisher), 7);
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
        let html = options(&Visitor::default(), None);
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
        let html = options(&Visitor::default(), None);
        assert!(html.len() < 4096, "{} bytes", html.len());
    }
}
