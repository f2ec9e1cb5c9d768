//! Pages that need somebody who has signed in, and the database.

use backend::authz::Actor;
use backend::{Error, Services};
use leptos::prelude::*;

use crate::context::{actor, services};
use crate::pages::errors;

/// Draws what `draw` comes to, or the page that says why not.
pub(in crate::pages) fn signed_in<F, D>(draw: F) -> AnyView
where
    F: FnOnce(Services, Actor) -> D + Send + 'static,
    D: Future<Output = Result<AnyView, Error>> + Send + 'static,
{
    let (services, actor) = (services(), actor());
    let body = Suspend::new(async move {
        let drawn = match actor {
            Ok(actor) => draw(services, actor).await,
            Err(error) => Err(error),
        };
        drawn.unwrap_or_else(|error| errors::refused(&error))
    });
    view! { <Suspense>{body}</Suspense> }.into_any()
}
