//! What takes a password, for those who came in through the provider of an
//! organization.

use backend::authz::SignedInBy;
use leptos::prelude::*;

use crate::components::{Notice, Tone, sign_in_href};
use crate::context::visitor;

/// The name of the organization through whose provider the visitor came; `None`
/// for everybody else.
pub(super) fn came_through() -> Option<String> {
    let visitor = visitor();
    let SignedInBy::Provider(org, _) = visitor.actor.as_ref()?.signed_in_by() else {
        return None;
    };
    let own = visitor.organizations.iter().find(|m| m.org == *org);
    Some(own.map_or_else(|| "an organization".to_owned(), |m| m.name.clone()))
}

/// Stands in the place of a form that takes a password to `what`; nothing for
/// those who have shown theirs.
pub(super) fn notice(what: &str) -> Option<AnyView> {
    let words = format!(
        "You came in through {}. Sign in with your password to {what}.",
        came_through()?
    );
    Some(
        view! {
            <Notice tone=Tone::Info><p>{words}</p></Notice>
            <div class="cluster"><a class="button" href=sign_in_href()>"Sign in with your password"</a></div>
        }
        .into_any(),
    )
}
