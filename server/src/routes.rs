//! Routes as lists. A router is made of its list, so that whoever wants to know every route asks
//! for the list: a route that stands on none does not exist.

use axum::{Router, routing::MethodRouter};

/// One method at one address.
pub(crate) struct Route<S> {
    /// As axum names it: in small letters.
    pub(crate) method: &'static str,
    /// With its variable parts in braces.
    pub(crate) path: &'static str,
    /// What answers.
    pub(crate) handler: fn() -> MethodRouter<S>,
}

/// Something that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operation {
    /// The route with its variable parts in braces.
    pub path: String,
    /// The method, in capital letters.
    pub method: String,
}

impl Operation {
    /// One of them; the method in any letters.
    pub(crate) fn new(method: &str, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            method: method.to_ascii_uppercase(),
        }
    }
}

/// Writes a list: a method, an address and what answers on each line.
macro_rules! list {
    ($($method:ident $path:literal => $handler:path;)+) => {
        &[$($crate::routes::Route {
            method: stringify!($method),
            path: $path,
            handler: || ::axum::routing::$method($handler),
        },)+]
    };
}
pub(crate) use list;

/// The router of a list.
pub(crate) fn router<S>(routes: &[Route<S>]) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    routes.iter().fold(Router::new(), |router, route| {
        router.route(route.path, (route.handler)())
    })
}

/// What a list answers.
pub(crate) fn operations<S>(routes: &[Route<S>]) -> Vec<Operation> {
    let all = routes.iter();
    all.map(|route| Operation::new(route.method, route.path))
        .collect()
}
