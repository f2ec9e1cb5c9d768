//! `/changes.atom`: the newest changes as an Atom feed (RFC 4287).

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::{
    extract::State,
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
};
use backend::catalog::changes::{self, Change, Filter};
use time::OffsetDateTime;

use super::{Api, instant::instant, origin::Origin, problem::Problem};

/// The address of the feed.
const PATH: &str = "/changes.atom";

/// Follow changes.
///
/// The newest 50 changes that have taken effect, as an Atom feed.
#[utoipa::path(get, path = "/changes.atom", tag = "Changes", operation_id = "followChanges",
    responses((status = 200, description = "The feed.", body = String, content_type = "application/atom+xml")))]
pub(super) async fn show(
    State(api): State<Api>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    let until = Some((api.services.clock)());
    let page = changes::list(
        &api.services.pool,
        &Filter {
            until,
            ..Filter::default()
        },
    )
    .await?;
    let origin = Origin::of(api.public_url.as_ref(), &headers, &uri);
    let newest = page
        .changes
        .first()
        .map_or(api.services.catalog.snapshot().built_at, |c| c.at);
    let feed = feed(&origin, &page.changes, newest).to_string();
    Ok((
        [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")],
        feed,
    )
        .into_response())
}

fn feed(origin: &Origin, changes: &[Change], updated: OffsetDateTime) -> Feed {
    Feed {
        id: origin.tag("changes"),
        title: Text::plain("Tessera: changes in the catalog"),
        subtitle: Some(Text::plain(
            "New, retired and repriced offerings of AI models",
        )),
        updated: date(updated),
        authors: vec![Person {
            name: "Tessera".into(),
            ..Person::default()
        }],
        links: vec![
            link("self", origin.link(PATH), "application/atom+xml"),
            link("alternate", origin.link("/changes"), "text/html"),
        ],
        entries: changes.iter().map(|change| entry(origin, change)).collect(),
        lang: Some("en".into()),
        ..Feed::default()
    }
}

fn entry(origin: &Origin, change: &Change) -> Entry {
    Entry {
        id: origin.tag(&format!("changes/{}", change.id)),
        title: Text::plain(xml(&title(change))),
        updated: date(change.at),
        categories: vec![Category {
            term: change.kind.as_str().into(),
            label: Some(change.kind.label().into()),
            ..Category::default()
        }],
        links: vec![link("alternate", origin.link(&change.href()), "text/html")],
        summary: Some(Text::plain(xml(&summary(change)))),
        ..Entry::default()
    }
}

fn link(rel: &str, href: String, mime_type: &str) -> Link {
    Link {
        href,
        rel: rel.into(),
        mime_type: Some(mime_type.into()),
        ..Link::default()
    }
}

/// `Price change: Claude Sonnet 4.5 at Amazon Bedrock`.
fn title(change: &Change) -> String {
    let at = change
        .provider_name
        .as_ref()
        .map_or_else(String::new, |name| format!(" at {name}"));
    format!("{}: {}{at}", change.kind.label(), change.name)
}

/// What moved, and who says so.
fn summary(change: &Change) -> String {
    let price = |p: Option<domain::price::UnitPrice>| {
        p.map_or("not priced".into(), domain::price::UnitPrice::dollars)
    };
    let moved = change
        .component
        .as_ref()
        .map_or_else(String::new, |component| {
            format!(
                "{component}: {} → {}. ",
                price(change.old),
                price(change.new)
            )
        });
    format!("{moved}Source: {}.", change.source)
}

/// Without the control characters that XML 1.0 cannot carry, not even escaped.
fn xml(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(allowed).collect()
}

fn date(at: OffsetDateTime) -> FixedDateTime {
    instant(at).parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use backend::catalog::changes::Kind;
    use domain::price::UnitPrice;
    use time::macros::datetime;

    fn change() -> Change {
        Change {
            id: 7,
            kind: Kind::Repriced,
            at: datetime!(2026-08-18 0:00 UTC),
            name: "A <b> & \u{1}model".into(),
            model: Some("maker/a b".into()),
            provider: Some("seller".into()),
            provider_name: Some("Seller".into()),
            upstream: Some("a".into()),
            component: Some("Input".into()),
            old: UnitPrice::parse("3").ok(),
            new: UnitPrice::parse("2.5").ok(),
            source: "A source".into(),
        }
    }

    #[test]
    fn a_feed_can_be_read_back() {
        let headers =
            HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("h.example:81"))]);
        let origin = Origin::of(None, &headers, &Uri::from_static(PATH));
        let text = feed(&origin, &[change()], change().at).to_string();
        let read: Result<Feed, _> = text.parse();
        let entries = read
            .as_ref()
            .map(|feed| feed.entries.clone())
            .unwrap_or_default();
        assert_eq!(entries.len(), 1, "{text}");
        let entry = &entries[0];
        assert_eq!(entry.id, "tag:h.example,2026:changes/7");
        assert_eq!(entry.title.value, "Price change: A <b> & model at Seller");
        assert_eq!(
            entry.links[0].href,
            "http://h.example:81/models/maker/a%20b"
        );
        let said = entry.summary.as_ref().map(|text| text.value.as_str());
        assert_eq!(said, Some("Input: $3.00 → $2.50. Source: A source."));
        assert!(
            text.contains("<updated>2026-08-18T00:00:00+00:00</updated>"),
            "{text}"
        );
    }
}
