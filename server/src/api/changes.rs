//! `/api/v1/changes`.

use axum::{Json, extract::State};
use backend::{
    Services,
    catalog::changes::{self, Cursor, Filter, Kind, PAGE_SIZE},
};
use domain::UnknownWord;

use super::{dto::ChangeList, feed, input::Pairs, instant, params::ChangeParams, problem::Problem};

/// How many changes one answer has at most.
pub(super) fn most() -> u32 {
    u32::try_from(PAGE_SIZE).unwrap_or(u32::MAX)
}

/// List changes.
///
/// What changed in the catalog, newest first: new, retired and returned offerings, prices, new
/// models, and their stages of life and dates of retirement. Follow `links.next` for older ones.
#[utoipa::path(get, path = "/api/v1/changes", tag = "Changes", operation_id = "listChanges",
    params(ChangeParams),
    responses((status = 200, description = "One page.", body = ChangeList)))]
pub(super) async fn list(
    State(services): State<Services>,
    pairs: Pairs,
) -> Result<Json<ChangeList>, Problem> {
    let filter = read(&pairs, (services.clock)())?;
    let limit = pairs.number("limit", most(), 1, most())? as usize;
    let mut page = changes::list(&services.pool, &filter).await?;
    if page.changes.len() > limit {
        page.changes.truncate(limit);
        page.next = page.changes.last().map(|last| Cursor {
            at: last.at,
            id: last.id,
        });
    }
    let feed = feed::href(filter.kind, filter.provider.as_deref());
    Ok(Json(ChangeList::new(&page, feed, &pairs.0)))
}

/// The question. A provider that the catalog does not have is one without changes.
fn read(pairs: &Pairs, now: time::OffsetDateTime) -> Result<Filter, Problem> {
    let at = |name| {
        pairs
            .last(name)
            .map(|text| instant::parse(name, text))
            .transpose()
    };
    Ok(Filter {
        kind: pairs.last("kind").map(kind).transpose()?,
        provider: pairs.last("provider").map(str::to_owned),
        since: at("since")?,
        until: Some(at("until")?.unwrap_or(now)),
        after: pairs.last("after").map(cursor).transpose()?,
    })
}

/// The kind of change with this word.
pub(super) fn kind(word: &str) -> Result<Kind, Problem> {
    Kind::from_word(word).ok_or_else(|| {
        let words = Kind::ALL.map(Kind::as_str);
        Problem::field(
            "kind",
            UnknownWord::new("kind of change", word, &words).to_string(),
        )
    })
}

/// Where a page begins.
pub(super) fn cursor(word: &str) -> Result<Cursor, Problem> {
    let wrong = || Problem::field("after", "is not the `next` of a page");
    Cursor::from_word(word).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::OffsetDateTime;

    fn field_of(name: &str, value: &str) -> Option<String> {
        let pairs = Pairs(vec![(name.to_owned(), value.to_owned())]);
        let problem = read(&pairs, OffsetDateTime::UNIX_EPOCH).err()?;
        problem.errors.first().map(|error| error.field.clone())
    }

    #[test]
    fn wrong_parameters_are_named() {
        for (name, value) in [
            ("kind", "exploded"),
            ("since", "monday"),
            ("until", "x"),
            ("after", "1"),
        ] {
            assert_eq!(field_of(name, value).as_deref(), Some(name));
        }
        for word in ["repriced", "lifecycle"] {
            assert_eq!(field_of("kind", word), None);
        }
    }

    #[test]
    fn announced_prices_wait_unless_they_are_asked_for() {
        let until = |pairs| {
            read(&Pairs(pairs), OffsetDateTime::UNIX_EPOCH)
                .ok()
                .and_then(|f| f.until)
        };
        assert_eq!(until(Vec::new()), Some(OffsetDateTime::UNIX_EPOCH));
        let later = vec![("until".to_owned(), "2100-01-01".to_owned())];
        assert!(until(later) > Some(OffsetDateTime::UNIX_EPOCH));
    }
}
