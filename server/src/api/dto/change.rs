//! What changed.

use backend::catalog::changes;
use domain::{catalog_query::encode, price::UnitPrice};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{BASE, instant::instant, words};

/// A page of changes, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeList {
    /// The changes.
    pub items: Vec<Change>,
    /// What to send as `after` for the next page, if there is one.
    #[schema(required, example = "1787011200000000.8123")]
    pub next: Option<String>,
    /// Where the next page is.
    pub links: ChangeListLinks,
}

/// Where more changes are.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeListLinks {
    /// The next page, if there is one.
    #[schema(required)]
    pub next: Option<String>,
    /// The same as a feed.
    #[schema(example = "/changes.atom")]
    pub feed: String,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub struct Change {
    /// Its key; a larger one was recorded later.
    #[schema(example = 8123)]
    pub id: i64,
    /// What kind.
    #[schema(value_type = words::ChangeKind)]
    pub kind: &'static str,
    /// When it took effect.
    #[schema(format = DateTime, example = "2026-08-18T00:00:00Z")]
    pub at: String,
    /// The name of the model or the offering.
    #[schema(example = "Claude Sonnet 4.5")]
    pub name: String,
    /// The id of the model, if it is known.
    #[schema(required, example = "anthropic/claude-sonnet-4-5")]
    pub model: Option<String>,
    /// The id of the provider, for offerings.
    #[schema(required, example = "amazon-bedrock")]
    pub provider: Option<String>,
    /// The provider's name for the model, for offerings.
    #[schema(required)]
    pub upstream: Option<String>,
    /// For a price: which one, in words for people. For a life: `Lifecycle`, its stage, or
    /// `Retirement`, the day on which it ends. For a fact: which, such as `context`,
    /// `inputs` or `capabilities.vision`.
    #[schema(required, example = "Input, Batch")]
    pub component: Option<String>,
    /// For a price: what it was.
    #[schema(required, value_type = Option<words::Usd>)]
    pub old_usd: Option<UnitPrice>,
    /// For a price: what it is.
    #[schema(required, value_type = Option<words::Usd>)]
    pub new_usd: Option<UnitPrice>,
    /// For a life: the stage it was in, or the day on which it was to end. For a fact: its value, such
    /// as `200000`, `text,image` or `true`; nothing if it was not known.
    #[schema(required, example = "active")]
    pub before: Option<String>,
    /// For a life: the stage it is in, or the day on which it ends. For a fact: its value.
    #[schema(required, example = "legacy")]
    pub after: Option<String>,
    /// The name of the source.
    #[schema(example = "models.dev")]
    pub source: String,
    /// What it is about.
    pub links: ChangeLinks,
}

/// Where the model or the offering of a change is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeLinks {
    /// In this API.
    #[schema(example = "/api/v1/models/anthropic/claude-sonnet-4-5")]
    pub about: String,
    /// For people.
    #[schema(example = "/models/anthropic/claude-sonnet-4-5")]
    pub html: String,
}

impl ChangeList {
    /// A page; `feed` is the address of the same as a feed, `asked` are the parameters it was asked
    /// with.
    pub(crate) fn new(page: &changes::Page, feed: String, asked: &[(String, String)]) -> Self {
        let next = page.next.map(changes::Cursor::to_word);
        let link = next.as_ref().map(|after| next_link(asked, after));
        Self {
            items: page.changes.iter().map(Change::from).collect(),
            next,
            links: ChangeListLinks { next: link, feed },
        }
    }
}

fn next_link(asked: &[(String, String)], after: &str) -> String {
    let kept = asked.iter().filter(|(name, _)| name != "after");
    let mut pairs: Vec<_> = kept
        .map(|(n, v)| format!("{}={}", encode(n), encode(v)))
        .collect();
    pairs.push(format!("after={}", encode(after)));
    format!("{BASE}/changes?{}", pairs.join("&"))
}

impl From<&changes::Change> for Change {
    fn from(change: &changes::Change) -> Self {
        let href = change.href();
        Self {
            id: change.id,
            kind: change.kind.as_str(),
            at: instant(change.at),
            name: change.name.clone(),
            model: change.model.clone(),
            provider: change.provider.clone(),
            upstream: change.upstream.clone(),
            component: change.component.clone(),
            old_usd: change.old,
            new_usd: change.new,
            before: change.old_word.clone(),
            after: change.new_word.clone(),
            source: change.source.clone(),
            links: ChangeLinks {
                about: format!("{BASE}{href}"),
                html: href,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::next_link;

    #[test]
    fn the_next_page_keeps_the_question() {
        let asked = [
            ("kind", "repriced"),
            ("since", "2026-01-01T00:00:00+01:00"),
            ("after", "1.2"),
        ];
        let asked = asked.map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(
            next_link(&asked, "3.4"),
            "/api/v1/changes?kind=repriced&since=2026-01-01T00:00:00%2B01:00&after=3.4"
        );
    }
}
