//! `/operator`: this installation, for its staff.

pub mod audit;
mod catalog;
mod organizations;

use backend::authz::OperatorGrant;
use backend::organizations as all;
use backend::{Error, Services};
use leptos::prelude::*;

use super::errors;
use crate::components::format::count;
use crate::components::{Icon, PageTitle, When};
use crate::context::{actor, services};

/// A page for staff, or why there is none.
fn page<F>(draw: fn(Services, OperatorGrant) -> F) -> AnyView
where
    F: Future<Output = Result<AnyView, Error>> + Send + 'static,
{
    let services = services();
    let grant = actor().and_then(|actor| actor.as_operator());
    let body = Suspend::new(async move {
        let drawn = match grant {
            Ok(grant) => draw(services, grant).await,
            Err(error) => Err(error),
        };
        drawn.unwrap_or_else(|error| errors::refused(&error))
    });
    view! { <Suspense>{body}</Suspense> }.into_any()
}

/// Who uses the installation, and how fresh its catalog is.
#[component]
pub fn Operator() -> impl IntoView {
    page(draw)
}

async fn draw(svc: Services, grant: OperatorGrant) -> Result<AnyView, Error> {
    let list = all::overview(&svc, &grant).await?;
    let snapshot = svc.catalog.snapshot();
    let members: i64 = list.iter().map(|o| o.members).sum();
    let offerings = snapshot.offerings.iter().filter(|o| o.is_live()).count();
    let number = |n: usize| count(n as i128);
    let view = view! {
        <PageTitle text="Operator"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"Operator"</h1>
                <p class="page__lead">"This installation: who uses it, and how fresh its catalog is."</p>
            </div>
            <dl class="facts">
                <div><dt>"Organizations"</dt><dd>{number(list.len())}</dd></div>
                <div><dt>"Memberships"</dt><dd>{count(members)}</dd></div>
                <div><dt>"Models"</dt><dd>{number(snapshot.entries.iter().filter(|e| e.model().is_some()).count())}</dd></div>
                <div><dt>"Live offerings"</dt><dd>{number(offerings)}</dd></div>
                <div><dt>"Providers"</dt><dd>{number(snapshot.providers.len())}</dd></div>
                <div><dt>"Mail"</dt>{mail(&svc)}</div>
                <div><dt>"Catalog in memory since"</dt><dd><When at=snapshot.built_at/><small>"generation "{snapshot.generation}</small></dd></div>
            </dl>
            {ways()}
            {organizations::section(&list)}
            {catalog::section(&snapshot, svc.now())}
        </div>
    };
    Ok(view.into_any())
}

/// Where operators go on.
fn ways() -> AnyView {
    view! {
        <ul class="item-list">
            <li><a class="item" href="/operator/audit">
                <span><strong>"Audit log"</strong><small>"Sign-ins, passwords, second factors, operators"</small></span>
                <span class="item__value"><Icon name="chevron-right"/></span>
            </a></li>
        </ul>
    }
    .into_any()
}

/// Whether mails reach anybody.
fn mail(svc: &Services) -> AnyView {
    if svc.mailer.keeps() {
        view! { <dd>"Reaches nobody"<small>"TESSERA_SMTP_URL names a server"</small></dd> }
            .into_any()
    } else {
        view! { <dd>"Goes out by SMTP"</dd> }.into_any()
    }
}
