//! The page of one provider.

mod about;
mod table;

use crate::components::PageTitle;
use backend::catalog::snapshot::{Offering, Provider as Company, Snapshot};
use domain::catalog_query::{QueryError, encode};
use leptos::prelude::*;

use super::{address, errors};
use crate::components::format::initials;
use crate::components::{CopyId, Crumbs, Icon, pager, web_address};
use crate::context::{query_pairs, snapshot};

/// Offerings on a page.
const PAGE_SIZE: usize = 100;

/// One provider and what it sells.
#[component]
pub fn Provider() -> impl IntoView {
    let snapshot = snapshot();
    let slug = address::rest("/providers/").unwrap_or_default();
    let Some((index, company)) = snapshot.provider(&slug) else {
        return super::publisher::elsewhere(
            "provider",
            &slug,
            snapshot
                .providers
                .iter()
                .map(|p| (p.slug.as_str(), p.name.as_str())),
        );
    };
    let offerings = sorted(&snapshot, index);
    let page = match query_pairs() {
        Ok(pairs) => page_number(&pairs),
        Err(error) => return errors::unreadable_query(error),
    };
    match page {
        Ok(page) => view(&snapshot, company, &offerings, page),
        Err(error) => errors::bad_query(&error),
    }
}

/// The page asked for, from 1.
fn page_number(pairs: &[(String, String)]) -> Result<u32, QueryError> {
    let Some((_, text)) = pairs.iter().rfind(|(name, _)| name == "page") else {
        return Ok(1);
    };
    let number = text.parse::<u32>().ok().filter(|n| *n >= 1);
    number.ok_or(QueryError {
        field: "page",
        reason: "must be a number from 1".to_owned(),
    })
}

/// What it sells, by name, then what it has sold.
fn sorted(snapshot: &Snapshot, provider: usize) -> Vec<&Offering> {
    let mut offerings: Vec<_> = snapshot
        .offerings
        .iter()
        .filter(|o| o.provider == provider)
        .collect();
    offerings.sort_by_cached_key(|o| {
        let name = snapshot.entries.get(o.entry).map(|e| e.name.to_lowercase());
        (
            !o.is_live(),
            name,
            o.deployment,
            o.region,
            o.upstream.clone(),
        )
    });
    offerings
}

fn view(snapshot: &Snapshot, company: &Company, offerings: &[&Offering], page: u32) -> AnyView {
    let pages = u32::try_from(offerings.len().div_ceil(PAGE_SIZE))
        .unwrap_or(u32::MAX)
        .max(1);
    if page > pages {
        return errors::not_found(
            "page",
            format!("{} has {pages} pages of offerings.", company.name),
        );
    }
    let start = (page as usize - 1) * PAGE_SIZE;
    let shown: Vec<_> = offerings
        .iter()
        .copied()
        .skip(start)
        .take(PAGE_SIZE)
        .collect();
    let slug = company.slug.clone();
    let href = move |n: u32| {
        if n == 1 {
            format!("/providers/{slug}")
        } else {
            format!("/providers/{slug}?page={n}")
        }
    };
    view! {
        <PageTitle text=company.name.clone()/>
        <div class="page">
            {head(snapshot, company, offerings)}
            <section class="section" aria-labelledby="offerings">
                <div class="section__head"><h2 id="offerings">"Offerings"</h2><p>"USD per 1M tokens, standard tier, in force today"</p></div>
                {table::table(snapshot, &company.name, &shown)}
                {pager(page, pages, offerings.len(), PAGE_SIZE, &href)}
            </section>
            {about::section(snapshot, company, offerings)}
        </div>
    }
    .into_any()
}

fn head(snapshot: &Snapshot, company: &Company, offerings: &[&Offering]) -> impl IntoView + use<> {
    let site = company.url.as_deref().and_then(web_address);
    let models = format!("/models?provider={}", encode(&company.slug));
    let changes = format!("/changes?provider={}", encode(&company.slug));
    view! {
        <div class="model-head">
            <Crumbs items=vec![("/providers".to_owned(), "Providers".to_owned())]/>
            <div class="model-head__main">
                <span class="glyph glyph--large" aria-hidden="true">{initials(&company.name)}</span>
                <div class="model-head__title">
                    <h1 tabindex="-1">{company.name.clone()}</h1>
                    <p class="model-head__by"><span>"Provider"</span><CopyId text=company.slug.clone() label="Copy provider id"/></p>
                </div>
                <div class="model-head__actions">
                    {site.map(|href| view! { <a class="button button--large" href=href rel="external"><Icon name="external-link"/>"Website"</a> })}
                    <a class="button button--large" href=changes><Icon name="history"/>"What changed"</a>
                    <a class="button button--primary button--large" href=models><Icon name="list-filter"/>"Filter its models"</a>
                </div>
            </div>
            {company.description.clone().map(|text| view! { <p class="page__lead">{text}</p> })}
            {about::facts(snapshot, offerings)}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::page_number;

    #[test]
    fn pages_count_from_one() {
        let pairs = |text: &str| [("page".to_owned(), text.to_owned())];
        assert_eq!(page_number(&[]), Ok(1));
        assert_eq!(page_number(&pairs("3")), Ok(3));
        assert!(page_number(&pairs("0")).is_err() && page_number(&pairs("-1")).is_err());
    }
}
