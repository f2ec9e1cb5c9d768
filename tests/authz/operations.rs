//! Everything that can be asked of Tessera, found by asking the program.

use std::sync::Arc;

use app::actions::ACTIONS;
use app::context::OpenApi;
use server::{api, web};
use tests::TestApp;

/// One thing that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Operation {
    /// The route with its variable parts in braces.
    pub(super) route: String,
    pub(super) method: String,
}

impl Operation {
    pub(super) fn is_api(&self) -> bool {
        self.route.starts_with("/api/") || self.route == "/changes.atom"
    }
}

/// All pages, forms and operations of the API, sorted.
pub(super) fn all(app: &TestApp) -> Vec<Operation> {
    let new = |method: &str, route: &str| Operation {
        route: route.to_owned(),
        method: method.to_owned(),
    };
    let context = web::Context {
        services: app.services.clone(),
        assets: tests::assets(),
        openapi: OpenApi(Arc::new(api::openapi())),
    };
    let mut all: Vec<_> = web::page_routes(&context)
        .iter()
        .map(|route| new("GET", route))
        .collect();
    all.extend(ACTIONS.iter().map(|action| new("POST", action.path)));
    all.extend([new("POST", "/theme"), new("POST", "/display")]);
    for suffix in ["csv", "json"] {
        all.push(new(
            "POST",
            &format!("/organizations/{{org}}/audit.{suffix}"),
        ));
    }
    for leg in ["start", "callback"] {
        all.push(new("GET", &format!("/single-sign-on/{leg}")));
    }
    all.push(new("POST", "/organizations/{org}/single-sign-on/link"));
    let document = api::openapi();
    for (route, item) in document["paths"].as_object().expect("paths") {
        for method in item.as_object().expect("methods").keys() {
            all.push(new(&method.to_uppercase(), route));
        }
    }
    all.sort();
    all
}
