//! The pages: Leptos on axum, with a cache in front of it.

mod cache;
mod display;
mod theme;

use app::context::{Assets, OpenApi};
use axum::Router;
use axum::extract::Request;
use axum::routing::post;
use backend::Services;
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::LeptosRoutes;

pub use cache::PageCache;

use crate::assets::Manifest;

/// How long a choice is kept, in seconds: a year, the longest that browsers
/// keep a cookie anyway.
const MAX_AGE: u32 = 31_536_000;

/// What pages need to know of the bundle.
pub fn assets(manifest: &Manifest) -> Assets {
    Assets {
        css: manifest.css.clone(),
        font: manifest.file("/fonts/inter.woff2"),
        icons: manifest.file("/icons.svg"),
        output_name: manifest.output_name.clone(),
        development: cfg!(debug_assertions),
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

/// The routes of all pages. Whatever no other route answers is a page too: the
/// one that says that there is no such page.
pub fn router(context: Context, cache: PageCache) -> Router {
    let options = LeptosOptions::builder()
        .output_name(context.assets.output_name.clone())
        .site_pkg_dir("assets")
        .build();
    let provide = {
        let context = context.clone();
        move || context.provide()
    };
    let (routes, _) = leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(
        app::App,
        None,
        provide.clone(),
    );
    let shell = {
        let options = options.clone();
        move || app::shell(options.clone())
    };
    let missing = leptos_axum::render_app_async_with_context(provide.clone(), shell.clone());
    let pages = Router::new()
        .leptos_routes_with_context(&options, routes, provide, shell)
        .fallback(move |request: Request| missing(request))
        .with_state(options);
    let catalog = context.services.catalog;
    pages
        .layer(axum::middleware::from_fn(move |request, next| {
            cache::serve(cache.clone(), catalog.clone(), request, next)
        }))
        .route("/theme", post(theme::choose))
        .route("/display", post(display::keep))
}
