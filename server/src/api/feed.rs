//! `/changes.atom`: the newest changes as an Atom feed (RFC 4287), of all kinds and providers or of
//! one.

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::{
    extract::State,
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
};
use backend::catalog::changes::{self, Change, Filter, Kind, Page};
use domain::{catalog_query::encode, fact::Fact, slug::path_segment};
use time::OffsetDateTime;

use super::{
    Api, input::Pairs, instant::instant, origin::Origin, params::FeedParams, problem::Problem,
};

/// The address of the feed.
const PATH: &str = "/changes.atom";

/// Follow changes.
///
/// The newest 50 changes that have taken effect, as an Atom feed; its link `next` leads to older ones
/// (RFC 5005, section 3).
#[utoipa::path(get, path = "/changes.atom", tag = "Changes", operation_id = "followChanges",
    params(FeedParams),
    responses((status = 200, description = "The feed.", body = String, content_type = "application/atom+xml")))]
pub(super) async fn show(
    State(api): State<Api>,
    headers: HeaderMap,
    uri: Uri,
    pairs: Pairs,
) -> Result<Response, Problem> {
    let snapshot = api.services.catalog.snapshot();
    // A provider that the catalog does not have is one without changes.
    let provider = pairs.last("provider").map(|slug| Seller {
        slug,
        name: snapshot
            .provider(slug)
            .map_or(slug, |(_, known)| &known.name),
    });
    let kind = pairs.last("kind").map(super::changes::kind).transpose()?;
    let filter = Filter {
        kind,
        provider: provider.map(|provider| provider.slug.to_owned()),
        until: Some((api.services.clock)()),
        after: pairs
            .last("after")
            .map(super::changes::cursor)
            .transpose()?,
        ..Filter::default()
    };
    let page = changes::list(&api.services.pool, &filter).await?;
    let origin = Origin::of(api.public_url.as_ref(), &headers, &uri);
    let newest = page.changes.first().map_or(snapshot.built_at, |c| c.at);
    let feed = feed(&origin, kind, provider, &page, newest).to_string();
    Ok((
        [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")],
        feed,
    )
        .into_response())
}

/// The address of the feed of these changes.
pub(super) fn href(kind: Option<Kind>, provider: Option<&str>) -> String {
    format!("{PATH}{}", query(kind, provider))
}

/// Which changes, as the page writes it too; nothing for all of them.
fn query(kind: Option<Kind>, provider: Option<&str>) -> String {
    let kind = kind.map(|kind| format!("kind={}", kind.as_str()));
    let provider = provider.map(|slug| format!("provider={}", encode(slug)));
    let pairs: Vec<_> = kind.into_iter().chain(provider).collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}

/// Whose changes are asked for.
#[derive(Clone, Copy)]
struct Seller<'a> {
    slug: &'a str,
    name: &'a str,
}

/// The id and the title of the feed of these changes.
fn names(kind: Option<Kind>, provider: Option<Seller<'_>>) -> (String, String) {
    let (of, place) = provider.map_or_else(
        || (String::new(), "in the catalog".to_owned()),
        |provider| {
            let of = format!("/of/{}", path_segment(provider.slug));
            (of, format!("at {}", provider.name))
        },
    );
    let only = kind.map(|kind| {
        let only = format!("/kind/{}", kind.as_str());
        (only, format!(" · {}", kind.label()))
    });
    let (only, what) = only.unwrap_or_default();
    (
        format!("changes{of}{only}"),
        format!("Tessera: changes {place}{what}"),
    )
}

fn feed(
    origin: &Origin,
    kind: Option<Kind>,
    provider: Option<Seller<'_>>,
    page: &Page,
    updated: OffsetDateTime,
) -> Feed {
    let (id, title) = names(kind, provider);
    let query = query(kind, provider.map(|provider| provider.slug));
    let address = |path: &str| origin.link(&format!("{path}{query}"));
    let older = page.next.map(|after| {
        let join = if query.is_empty() { '?' } else { '&' };
        let href = format!("{PATH}{query}{join}after={}", after.to_word());
        link("next", origin.link(&href), "application/atom+xml")
    });
    let own = [
        link("self", address(PATH), "application/atom+xml"),
        link("alternate", address("/changes"), "text/html"),
    ];
    Feed {
        id: origin.tag(&id),
        title: Text::plain(xml(&title)),
        subtitle: Some(Text::plain(
            "New, retired and repriced offerings of AI models",
        )),
        updated: date(updated),
        authors: vec![Person {
            name: "Tessera".into(),
            ..Person::default()
        }],
        links: own.into_iter().chain(older).collect(),
        entries: page.changes.iter().map(|c| entry(origin, c)).collect(),
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
    let moved = match change.kind {
        Kind::Lifecycle => change
            .life_step()
            .map(|step| format!("{}. ", step.words(|on| on.to_string())))
            .unwrap_or_default(),
        Kind::Facts => fact(change),
        _ => price(change),
    };
    format!("{moved}Source: {}.", change.source)
}

fn fact(change: &Change) -> String {
    let (old, new) = change.fact_step().unwrap_or_default();
    let label = old.as_ref().or(new.as_ref()).map(Fact::label);
    let label = label.unwrap_or_default();
    let shown = |fact: Option<Fact>| {
        fact.map_or("unknown".to_owned(), |fact| fact.shown(|on| on.to_string()))
    };
    format!("{label}: {} → {}. ", shown(old), shown(new))
}

fn price(change: &Change) -> String {
    let price = |p: Option<domain::price::UnitPrice>| {
        p.map_or("not priced".into(), domain::price::UnitPrice::dollars)
    };
    change
        .component
        .as_ref()
        .map_or_else(String::new, |component| {
            format!(
                "{component}: {} → {}. ",
                price(change.old),
                price(change.new)
            )
        })
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
    use domain::price::UnitPrice;
    use time::macros::datetime;

    fn page() -> Page {
        Page {
            changes: vec![change()],
            next: None,
        }
    }

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
            old_word: None,
            new_word: None,
            source: "A source".into(),
        }
    }

    fn origin() -> Origin {
        let headers =
            HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("h.example:81"))]);
        Origin::of(None, &headers, &Uri::from_static(PATH))
    }

    #[test]
    fn older_changes_are_one_link_away() {
        let link = |page: &Page, kind| {
            let feed = feed(&origin(), kind, None, page, change().at);
            let next = feed.links.into_iter().find(|link| link.rel == "next");
            next.map(|link| link.href)
        };
        let next = Some(changes::Cursor {
            at: change().at,
            id: 7,
        });
        let more = Page { next, ..page() };
        let word = next.map(changes::Cursor::to_word).unwrap_or_default();
        assert_eq!(link(&page(), None), None);
        let all = format!("http://h.example:81/changes.atom?after={word}");
        assert_eq!(link(&more, None), Some(all));
        let some = link(&more, Some(Kind::Repriced)).unwrap_or_default();
        assert!(
            some.ends_with(&format!("?kind=repriced&after={word}")),
            "{some}"
        );
    }

    #[test]
    fn a_feed_can_be_read_back() {
        let text = feed(&origin(), None, None, &page(), change().at).to_string();
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

    #[test]
    fn a_provider_has_a_feed_of_its_own() {
        let provider = Seller {
            slug: "seller",
            name: "Seller",
        };
        let kind = Some(Kind::Repriced);
        let only = feed(&origin(), kind, Some(provider), &page(), change().at);
        assert_eq!(
            only.id,
            "tag:h.example,2026:changes/of/seller/kind/repriced"
        );
        assert_eq!(
            only.title.value,
            "Tessera: changes at Seller · Price change"
        );
        assert_eq!(
            only.links[0].href,
            "http://h.example:81/changes.atom?kind=repriced&provider=seller"
        );
        let feed = feed(&origin(), None, Some(provider), &page(), change().at);
        assert_eq!(feed.id, "tag:h.example,2026:changes/of/seller");
        assert_eq!(feed.title.value, "Tessera: changes at Seller");
        let links: Vec<_> = feed.links.iter().map(|link| link.href.as_str()).collect();
        assert_eq!(
            links,
            [
                "http://h.example:81/changes.atom?provider=seller",
                "http://h.example:81/changes?provider=seller"
            ]
        );
    }

    #[test]
    fn a_feed_has_the_address_of_its_question() {
        assert_eq!(href(None, None), "/changes.atom");
        assert_eq!(href(None, Some("acme")), "/changes.atom?provider=acme");
        assert_eq!(
            href(Some(Kind::Added), Some("a+b")),
            "/changes.atom?kind=added&provider=a%2Bb"
        );
    }

    #[test]
    fn the_life_of_a_model_is_told() {
        let step = |component: &str, old: Option<&str>, new: Option<&str>| Change {
            kind: Kind::Lifecycle,
            component: Some(component.into()),
            old: None,
            new: None,
            old_word: old.map(Into::into),
            new_word: new.map(Into::into),
            ..change()
        };
        assert_eq!(
            summary(&step("Lifecycle", Some("active"), Some("legacy"))),
            "Active → Legacy. Source: A source."
        );
        assert_eq!(
            summary(&step("Retirement", None, Some("2027-01-12"))),
            "Retires on 2027-01-12. Source: A source."
        );
    }
}
