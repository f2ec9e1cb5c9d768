//! A page of the catalog.

use backend::catalog::snapshot::{Results, Snapshot};
use domain::catalog_query::{CatalogQuery, PAGE_SIZE};
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::BASE, Facet, ModelSummary, facet};

/// A page of models and listings.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelList {
    /// How many match, on all pages.
    #[schema(example = 231)]
    pub total: usize,
    /// Which page this is, from 1.
    #[schema(example = 1)]
    pub page: u32,
    /// How many pages there are; one even when nothing matches.
    #[schema(example = 5)]
    pub pages: u32,
    /// How many items a page has.
    #[schema(example = 48)]
    pub page_size: usize,
    /// The items of this page.
    pub items: Vec<ModelSummary>,
    /// Every filter with its values; only with `facets=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Vec<Facet>>,
    /// Where this and other pages are.
    pub links: ListLinks,
}

/// Where a page and its neighbors are.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListLinks {
    /// This page, in its shortest form.
    #[serde(rename = "self")]
    #[schema(example = "/api/v1/models?task=code")]
    pub this: String,
    /// The next page, if there is one.
    #[schema(required, example = "/api/v1/models?task=code&page=2")]
    pub next: Option<String>,
    /// The page before, if there is one.
    #[schema(required)]
    pub prev: Option<String>,
    /// The same for people.
    #[schema(example = "/models?task=code")]
    pub html: String,
}

impl ModelList {
    /// The answer to a question.
    pub(crate) fn new(
        snapshot: &Snapshot,
        query: &CatalogQuery,
        results: &Results<'_>,
        with_facets: bool,
    ) -> Self {
        let item = |entry| ModelSummary::new(snapshot, entry, results.best(snapshot, entry));
        Self {
            total: results.total,
            page: query.page,
            pages: results.pages,
            page_size: PAGE_SIZE,
            items: results.entries.iter().map(|entry| item(entry)).collect(),
            facets: with_facets.then(|| facet::facets(results, query)),
            links: ListLinks::new(query, results.pages, with_facets),
        }
    }
}

impl ListLinks {
    fn new(query: &CatalogQuery, pages: u32, with_facets: bool) -> Self {
        let link = |query: &CatalogQuery| {
            let href = query.href(&format!("{BASE}/models"));
            let join = if href.contains('?') { '&' } else { '?' };
            if with_facets {
                format!("{href}{join}facets=1")
            } else {
                href
            }
        };
        let page = query.page;
        Self {
            this: link(query),
            next: (page < pages).then(|| link(&query.at_page(page + 1))),
            prev: (page > 1).then(|| link(&query.at_page(page - 1))),
            html: query.href("/models"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(page: u32, pages: u32, with_facets: bool) -> ListLinks {
        let query = CatalogQuery {
            text: "a b".into(),
            page,
            ..CatalogQuery::default()
        };
        ListLinks::new(&query, pages, with_facets)
    }

    #[test]
    fn neighbors_keep_the_question() {
        let first = links(1, 3, false);
        assert_eq!(first.next.as_deref(), Some("/api/v1/models?q=a+b&page=2"));
        assert_eq!((first.prev, first.html.as_str()), (None, "/models?q=a+b"));
        let second = links(2, 3, true);
        assert_eq!(
            second.prev.as_deref(),
            Some("/api/v1/models?q=a+b&facets=1")
        );
        let last = links(3, 3, false);
        assert_eq!(last.prev.as_deref(), Some("/api/v1/models?q=a+b&page=2"));
        assert_eq!(last.next, None);
    }
}
