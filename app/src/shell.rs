//! The document around every page.

use axum::http::header::CONTENT_SECURITY_POLICY;
use leptos::html::meta;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};

use crate::components::{Footer, Header, Palette, provide_switcher};
use crate::context::{Assets, Refused, Theme, assets, respond_header, theme};
use crate::hydration::Hydration;
use crate::islands::Enhance;
use crate::{pages, routes};

/// The whole document.
pub fn shell() -> impl IntoView {
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
                {theme_color()}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin=""/>
                <link rel="stylesheet" href=css/>
                <link rel="alternate" r#type="application/atom+xml" title="Changes of the catalog" href="/changes.atom"/>
                <Hydration/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The color of the browser's own frame: that of the chosen theme, or one for
/// each that the system may have.
fn theme_color() -> AnyView {
    match theme() {
        Theme::Light => view! { <meta name="theme-color" content="#FFFFFF"/> }.into_any(),
        Theme::Dark => view! { <meta name="theme-color" content="#16181D"/> }.into_any(),
        Theme::System => (
            theme_color_of("#FFFFFF", "(prefers-color-scheme: light)"),
            theme_color_of("#16181D", "(prefers-color-scheme: dark)"),
        )
            .into_any(),
    }
}

/// Written without `view!`, which does not know `media` on this element.
fn theme_color_of(color: &'static str, when: &'static str) -> impl IntoView {
    meta()
        .name("theme-color")
        .content(color)
        .attr("media", when)
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

/// The page of the address; or, where an action did not happen, why not.
fn page_or_refusal() -> AnyView {
    match use_context::<Refused>() {
        Some(Refused(error)) => pages::errors::refused(&error),
        None => routes::page(),
    }
}

/// The page with what stands around it.
#[component]
fn App() -> impl IntoView {
    provide_meta_context();
    provide_switcher();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Tessera".to_owned() } else { format!("{title} · Tessera") }/>
        <a class="skip-link" href="#main">"Skip to content"</a>
        <Header/>
        <main id="main" tabindex="-1">{page_or_refusal()}</main>
        <Footer/>
        <Palette/>
        <Enhance/>
    }
}
