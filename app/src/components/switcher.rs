//! The organization that the header is about, and its projects: in the menus of
//! the header and among the options of the palette. Both wait for one question
//! to the database, and nobody who has not signed in asks it.

use std::sync::Arc;

use backend::organizations::Membership;
use backend::projects::{self, Named};
use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};
use leptos::prelude::*;

use super::Icon;
use crate::context::{Visitor, named_organization, path, services, visitor};

/// The projects, or `None` where the organization is not open to the visitor.
type Reading = Shared<BoxFuture<'static, Option<Arc<[Named]>>>>;

/// The organization of a page, and the question about its projects.
#[derive(Clone)]
pub(super) struct Switcher {
    slug: String,
    name: String,
    reading: Reading,
}

/// Makes the switcher of this page, for whoever has an organization. The header
/// and the palette stand in different places, so they find it in the context.
pub fn provide_switcher() {
    let visitor = visitor();
    let named = named_organization();
    let Some(own) = current(&visitor, &path(), named.as_deref()).cloned() else {
        return;
    };
    let Some(actor) = visitor.actor else {
        return;
    };
    let services = services();
    let org = own.org;
    let reading = async move {
        // A page without its projects is better than no page.
        let found = projects::in_menu(&services, &actor, org).await;
        found.ok().map(Arc::<[Named]>::from)
    };
    provide_context(Switcher {
        slug: own.slug,
        name: own.name,
        reading: reading.boxed().shared(),
    });
}

/// The organization of the visitor that an address is about: the one whose
/// pages these are; else the one that a page of the catalog names; else the
/// first.
fn current<'v>(visitor: &'v Visitor, here: &str, named: Option<&str>) -> Option<&'v Membership> {
    let all = &visitor.organizations;
    let find = |slug: &str| all.iter().find(|own| own.slug == slug);
    let of_path = here
        .strip_prefix("/organizations/")
        .and_then(|rest| rest.split('/').next())
        .and_then(find);
    of_path
        .or_else(|| named.and_then(find))
        .or_else(|| all.first())
}

impl Switcher {
    /// That of this page, if there is one.
    pub(super) fn of_page() -> Option<Self> {
        use_context::<Self>()
    }

    /// The organization in addresses.
    pub(super) fn slug(&self) -> &str {
        &self.slug
    }

    /// The projects in use, by name, as many as a menu shows.
    pub(super) async fn projects(&self) -> Option<Arc<[Named]>> {
        self.reading.clone().await
    }
}

/// The projects as they stand below the organizations of a menu.
pub(super) fn menu(here: &str) -> Option<AnyView> {
    let switcher = Switcher::of_page()?;
    let here = here.to_owned();
    let body = Suspend::new(async move {
        let projects = switcher.projects().await;
        projects.map(|projects| list(&switcher, &projects, &here))
    });
    Some(view! { <Suspense>{body}</Suspense> }.into_any())
}

fn list(switcher: &Switcher, projects: &[Named], here: &str) -> AnyView {
    let all = format!("/organizations/{}/projects", switcher.slug);
    let items = projects
        .iter()
        .map(|project| {
            let href = format!("{all}/{}", project.slug);
            let current = (here == href).then_some("page");
            view! { <li><a href=href aria-current=current><Icon name="layers"/><span>{project.name.clone()}</span></a></li> }
        })
        .collect_view();
    let current = (here == all).then_some("page");
    view! {
        <hr/>
        <p class="menu__title">{format!("Projects of {}", switcher.name)}</p>
        <ul class="menu__list">
            {items}
            <li><a href=all aria-current=current><Icon name="list"/>"All projects"</a></li>
        </ul>
    }
    .into_any()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use domain::id::OrgId;
    use domain::role::{Role, Roles};

    use super::*;

    fn own(slug: &str) -> Membership {
        Membership {
            org: OrgId::INSTALLATION,
            slug: slug.to_owned(),
            name: slug.to_owned(),
            roles: Roles::new([Role::Developer]).unwrap(),
            sso_required: false,
            provider_epoch: 0,
            is_demo: false,
        }
    }

    #[test]
    fn the_address_says_which_organization_it_is_about() {
        let visitor = Visitor {
            organizations: Arc::from([own("acme"), own("beta")]),
            ..Visitor::default()
        };
        let slug = |here, named| current(&visitor, here, named).map(|own| own.slug.as_str());
        assert_eq!(slug("/organizations/beta", None), Some("beta"));
        assert_eq!(slug("/organizations/beta/audit", None), Some("beta"));
        assert_eq!(slug("/models", Some("beta")), Some("beta"));
        assert_eq!(slug("/models", Some("gamma")), Some("acme"));
        assert_eq!(slug("/organizations/new", None), Some("acme"));
        assert_eq!(slug("/home", None), Some("acme"));
        assert!(current(&Visitor::default(), "/home", None).is_none());
    }
}
