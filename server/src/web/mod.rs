//! The pages: Leptos on axum, with a cache in front of it.

mod access;
mod actions;
mod audit_export;
mod cache;
mod cookies;
mod display;
mod gate;
pub(crate) mod session;
mod single_sign_on;
mod theme;

use std::sync::Arc;

use app::actions::ACTIONS;
use app::context::{Assets, OpenApi};
use app::routes::PAGES;
use axum::Router;
use axum::extract::{FromRef, Request};
use axum::response::Response;
use axum::routing::get;
use backend::Services;
use leptos::prelude::provide_context;
use tower_http::csrf::CsrfLayer;

pub use cache::PageCache;

use crate::assets::Manifest;
use crate::routes::{self, Operation, Route};

/// How long a choice is kept, in seconds: a year, the longest that browsers
/// keep a cookie anyway.
const MAX_AGE: u32 = 31_536_000;

/// What is neither a page nor a form of one.
const ROUTES: &[Route<Context>] = routes::list! {
    post "/theme" => theme::choose;
    post "/display" => display::keep;
    get "/single-sign-on/start" => single_sign_on::start;
    get "/single-sign-on/callback" => single_sign_on::come_back;
    post "/organizations/{org}/single-sign-on/link" => single_sign_on::link;
    post "/organizations/{org}/audit.csv" => audit_export::csv;
    post "/organizations/{org}/audit.json" => audit_export::json;
    post "/operator/audit.csv" => audit_export::installation_csv;
    post "/operator/audit.json" => audit_export::installation_json;
};

/// What pages need to know of the bundle.
pub fn assets(manifest: &Manifest) -> Assets {
    Assets {
        css: manifest.css.as_str().into(),
        font: manifest.file("/fonts/inter.woff2").into(),
        js: manifest.js.as_str().into(),
        wasm: manifest.wasm.as_str().into(),
        development: cfg!(debug_assertions),
        shows_mail: cfg!(debug_assertions),
    }
}

/// What every page can ask for.
#[derive(Debug, Clone)]
pub struct Context {
    /// The marketplace.
    pub services: Services,
    /// Where the browser files are.
    pub assets: Assets,
    /// The description of the API.
    pub openapi: OpenApi,
}

impl Context {
    fn provide(&self) {
        provide_context(self.services.clone());
        provide_context(self.assets.clone());
        provide_context(self.openapi.clone());
    }
}

impl FromRef<Context> for Services {
    fn from_ref(context: &Context) -> Self {
        context.services.clone()
    }
}

/// The routes of all pages and forms.
pub fn router(context: Context, cache: PageCache, trusted: Option<&url::Url>) -> Router {
    // Cloned with every layer that a request passes.
    let context = Arc::new(context);
    let beside: Router = routes::router(ROUTES).with_state(Context::clone(&context));
    let pages = pages(&context)
        .merge(actions::router(&context))
        .merge(beside);
    let services = context.services.clone();
    let catalog = services.catalog.clone();
    // The last layer added is the outermost.
    pages
        .layer(axum::middleware::from_fn(move |request, next| {
            gate::pass(Arc::clone(&context), request, next)
        }))
        .layer(session::layer(services))
        .layer(same_origin(trusted))
        .layer(axum::middleware::from_fn(
            move |mut request: Request, next| {
                cookies::drop_encoded(request.headers_mut());
                cache::serve(cache.clone(), catalog.clone(), request, next)
            },
        ))
}

/// The routes of all pages. Whatever no other route answers is a page too: the
/// one that says that there is no such page.
fn pages(context: &Arc<Context>) -> Router {
    // What is drawn may start tasks; Leptos asks which runtime runs them. Whoever
    // was here before has said the same.
    let _ = any_spawner::Executor::init_tokio();
    let provide = {
        let context = Arc::clone(context);
        move || context.provide()
    };
    let draw = leptos_axum::render_app_async_with_context(provide, app::shell);
    let draw = move |request: Request| draw(request);
    let pages = PAGES.iter().fold(Router::new(), |router, page| {
        router.route(page.path, get(draw.clone()))
    });
    pages.fallback(draw)
}

/// Every page, every form and what stands beside them: for the tests that know who may what.
pub fn operations() -> Vec<Operation> {
    let mut all: Vec<_> = PAGES
        .iter()
        .map(|p| Operation::new("get", p.path))
        .collect();
    all.extend(ACTIONS.iter().map(|a| Operation::new("post", a.path)));
    all.extend(routes::operations(ROUTES));
    all
}

/// How many server functions there are. Forms go to actions instead.
pub fn server_functions() -> usize {
    leptos::server_fn::axum::server_fn_paths().count()
}

/// Refuses writes that another site has made the browser send.
fn same_origin(trusted: Option<&url::Url>) -> CsrfLayer {
    let layer = CsrfLayer::new();
    let origin = trusted.map(|url| url.origin().ascii_serialization());
    match origin.map(|origin| layer.clone().add_trusted_origin(origin.as_str())) {
        Some(Ok(with)) => with,
        _ => layer,
    }
}

/// Draws the page of a request with something more to look at.
async fn draw(
    context: &Context,
    request: Request,
    more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let context = context.clone();
    let provide = move || {
        context.provide();
        more();
    };
    leptos_axum::render_app_async_with_context(provide, app::shell)(request).await
}
