//! The document around every page, and which address shows which page.

use axum::http::header::CONTENT_SECURITY_POLICY;
use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::components::{Footer, Header};
use crate::context::{Assets, Theme, assets, respond_header, theme};
use crate::islands::Enhance;
use crate::pages;

/// The whole document.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let Assets { css, font, .. } = assets();
    let theme = match theme() {
        Theme::System => None,
        chosen => Some(chosen.as_str()),
    };
    set_content_security_policy();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="theme-color" content="#FFFFFF" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#16181D" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin=""/>
                <link rel="stylesheet" href=css/>
                <link rel="alternate" r#type="application/atom+xml" title="Changes of the catalog" href="/changes.atom"/>
                <HydrationScripts options islands=true/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Scripts run only with the nonce of this answer; nothing is loaded from
/// elsewhere. `wasm-unsafe-eval` is what compiling WebAssembly needs.
fn set_content_security_policy() {
    if let Some(nonce) = use_nonce() {
        let policy = format!(
            "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
             object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        respond_header(CONTENT_SECURITY_POLICY, &policy);
    }
}

/// The pages and their addresses.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Tessera".to_owned() } else { format!("{title} · Tessera") }/>
        <Router>
            <a class="skip-link" href="#main">"Skip to content"</a>
            <Header/>
            <main id="main" tabindex="-1">
                <Routes fallback=pages::errors::NotFound>
                    <Route path=path!("/") view=pages::home::Home ssr=SsrMode::Async/>
                    <Route path=path!("/models") view=pages::models::Models ssr=SsrMode::Async/>
                    <Route path=path!("/models/*id") view=pages::model::Model ssr=SsrMode::Async/>
                    <Route path=path!("/providers") view=pages::providers::Providers ssr=SsrMode::Async/>
                    <Route path=path!("/providers/:provider") view=pages::provider::Provider ssr=SsrMode::Async/>
                    <Route path=path!("/providers/:provider/*listing") view=pages::listing::Listing ssr=SsrMode::Async/>
                    <Route path=path!("/publishers") view=pages::publishers::Publishers ssr=SsrMode::Async/>
                    <Route path=path!("/publishers/:publisher") view=pages::publisher::Publisher ssr=SsrMode::Async/>
                    <Route path=path!("/compare") view=pages::compare::Compare ssr=SsrMode::Async/>
                    <Route path=path!("/quality") view=pages::quality::Quality ssr=SsrMode::Async/>
                    <Route path=path!("/changes") view=pages::changes::Changes ssr=SsrMode::Async/>
                    <Route path=path!("/sources") view=pages::sources::Sources ssr=SsrMode::Async/>
                    <Route path=path!("/help") view=pages::help::Help ssr=SsrMode::Async/>
                    <Route path=path!("/api") view=pages::api::Api ssr=SsrMode::Async/>
                    <Route path=path!("/design") view=pages::design::Design ssr=SsrMode::Async/>
                </Routes>
            </main>
            <Footer/>
            <Enhance/>
        </Router>
    }
}
