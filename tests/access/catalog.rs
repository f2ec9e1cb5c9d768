//! The states of the catalog for an organization, and filtering by them.

use backend::access::{OfferingAccess, OrgAccess};
use backend::catalog::snapshot::{Entry, Snapshot};
use domain::access::AccessState;
use domain::catalog_query::CatalogQuery;
use domain::id::RequestId;
use sqlx::types::Uuid;
use tests::{TestApp, now};

pub(super) const ACTIVE: &str = "anthropic/claude-haiku-4-5";
pub(super) const LEGACY: &str = "anthropic/claude-sonnet-4-5";
pub(super) const RETIRED: &str = "anthropic/claude-3-opus";
/// With one offering.
pub(super) const SINGLE: &str = "anthropic/claude-mythos-5";

fn having(list: &[(i64, AccessState)]) -> OrgAccess {
    let known = list.iter().map(|(offering, state)| {
        let access = OfferingAccess {
            state: *state,
            since: now(),
            request: RequestId(Uuid::nil()),
            is_mine: true,
        };
        (*offering, access)
    });
    OrgAccess {
        by_offering: known.collect(),
    }
}

/// The keys of the offerings of a model that can be had.
pub(super) fn live(snapshot: &Snapshot, model: &str) -> Vec<i64> {
    let entry = snapshot.model(model).unwrap();
    let offerings = snapshot.offerings_of(entry).iter();
    offerings.filter(|o| o.is_live()).map(|o| o.id).collect()
}

fn query(pairs: &[(&str, &str)]) -> CatalogQuery {
    CatalogQuery::from_pairs(pairs.iter().copied()).unwrap()
}

#[tokio::test]
async fn offerings_are_found_by_their_key() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    assert!(snapshot.offerings.len() > 100);
    for (at, offering) in snapshot.offerings.iter().enumerate() {
        assert_eq!(snapshot.offering_position(offering.id), Some(at));
    }
    assert_eq!(snapshot.offering_position(-1), None);
    assert_eq!(snapshot.offering_position(i64::MAX), None);
}

#[tokio::test]
async fn the_best_offering_speaks_for_its_model() {
    use AccessState::{Available, Denied, Deprecated, Pending, Requestable};
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let state = |model: &str, states: &[AccessState]| {
        let ids = live(&snapshot, model);
        let list: Vec<_> = ids.into_iter().zip(states.iter().copied()).collect();
        let org = having(&list);
        let entry = snapshot.model(model).unwrap();
        snapshot.access_of(entry, &org).map(|found| found.state)
    };
    let cases: [(&str, &[AccessState], AccessState); 9] = [
        (ACTIVE, &[], Requestable),
        (ACTIVE, &[Denied], Denied),
        (ACTIVE, &[Denied, Pending], Pending),
        (ACTIVE, &[Denied, Pending, Available], Available),
        (LEGACY, &[], Deprecated),
        (LEGACY, &[Denied], Deprecated),
        (LEGACY, &[Pending], Pending),
        (LEGACY, &[Available], Available),
        (RETIRED, &[], Deprecated),
    ];
    for (model, states, expected) in cases {
        assert_eq!(state(model, states), Some(expected), "{model} {states:?}");
    }
}

#[tokio::test]
async fn counts_of_access_are_what_choosing_it_gives() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let (active, legacy) = (live(&snapshot, ACTIVE), live(&snapshot, LEGACY));
    let single = live(&snapshot, SINGLE);
    let org = having(&[
        (active[0], AccessState::Available),
        (active[1], AccessState::Denied),
        (legacy[0], AccessState::Pending),
        (single[0], AccessState::Denied),
        // Of another catalog: nothing follows.
        (i64::MAX, AccessState::Available),
    ]);
    for start in [
        vec![],
        vec![("publisher", "anthropic")],
        vec![("publisher", "anthropic"), ("access", "denied")],
        vec![("provider", "amazon-bedrock"), ("lifecycle", "legacy")],
        vec![("lifecycle", "retired"), ("access", "available")],
    ] {
        let question = query(&start);
        let results = snapshot.find_for(&question, Some(&org));
        assert_eq!(results.access().len(), AccessState::ALL.len());
        let mut alone = question.clone();
        alone.access.clear();
        for (state, count) in &results.access() {
            let chosen = alone.with("access", state.as_str());
            let found = snapshot.find_for(&chosen, Some(&org));
            assert_eq!(*count, found.total as u64, "{start:?} {state}");
            let all_there = found
                .entries
                .iter()
                .all(|e| found.access_of(&snapshot, e, &org).unwrap().state == *state);
            assert!(all_there, "{start:?} {state}");
            assert_eq!(
                found.total,
                snapshot.find_all_for(&chosen, Some(&org)).len()
            );
        }
        // Together they are everything that has a state, each entry once.
        let has_state = |e: &&Entry| results.access_of(&snapshot, e, &org).is_some();
        let all = snapshot.find_all(&alone).into_iter().filter(has_state);
        let sum: u64 = results.access().iter().map(|(_, count)| count).sum();
        assert_eq!(sum, all.count() as u64, "{start:?}");
    }
    let available = snapshot.find_for(&query(&[("access", "available")]), Some(&org));
    let names: Vec<_> = available.entries.iter().map(|e| e.slug.as_str()).collect();
    assert_eq!(names, [ACTIVE]);
}

/// What can be used from one provider cannot be used from another for that.
#[tokio::test]
async fn access_and_provider_are_met_by_one_offering() {
    use AccessState::{Available, Deprecated, Requestable};
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    for (model, otherwise) in [(ACTIVE, Requestable), (LEGACY, Deprecated)] {
        let entry = snapshot.model(model).unwrap();
        let offerings = snapshot.offerings_of(entry).iter();
        let sold: Vec<_> = offerings.filter(|o| o.is_live()).collect();
        let used = sold[0];
        let other = sold.iter().find(|o| o.provider != used.provider).unwrap();
        let org = having(&[(used.id, Available)]);
        for (provider, state) in [(used.provider, Available), (other.provider, otherwise)] {
            let slug = snapshot.providers[provider].slug.as_str();
            for wanted in AccessState::ALL {
                let question = query(&[("provider", slug), ("access", wanted.as_str())]);
                let found = snapshot.find_all_for(&question, Some(&org));
                let is_found = found.iter().any(|e| e.slug == model);
                assert_eq!(is_found, *wanted == state, "{model} {slug} {wanted}");
            }
            let results = snapshot.find_for(&query(&[("provider", slug)]), Some(&org));
            let shown = results.access_of(&snapshot, entry, &org).unwrap();
            assert_eq!(shown.state, state, "the badge says what the filter does");
        }
        let whole = snapshot.access_of(entry, &org).unwrap();
        assert_eq!(whole.state, Available);
    }
}

#[tokio::test]
async fn counts_under_a_state_are_what_choosing_the_value_gives() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let (active, legacy) = (live(&snapshot, ACTIVE), live(&snapshot, LEGACY));
    let org = having(&[
        (active[0], AccessState::Available),
        (active[1], AccessState::Denied),
        (legacy[0], AccessState::Pending),
        (live(&snapshot, SINGLE)[0], AccessState::Denied),
    ]);
    for start in [
        vec![("access", "available")],
        vec![("access", "request"), ("publisher", "anthropic")],
        vec![("access", "denied"), ("access", "deprecated")],
        vec![("access", "pending"), ("provider", "amazon-bedrock")],
        vec![("access", "request"), ("price", "1")],
    ] {
        let question = query(&start);
        for (facet, values) in &snapshot.find_for(&question, Some(&org)).facets() {
            let chosen = facet.chosen(&question);
            let mut alone = question.clone();
            for word in &chosen {
                alone = alone.without(facet.parameter(), word);
            }
            for (value, count) in values.iter().take(8) {
                let with = alone.with(facet.parameter(), &value.word);
                let expected = snapshot.find_for(&with, Some(&org)).total;
                let (name, word) = (facet.parameter(), &value.word);
                assert_eq!(*count, expected as u64, "{start:?}: {name}={word}");
            }
        }
        for (price, count) in snapshot.find_for(&question, Some(&org)).prices() {
            let with = CatalogQuery {
                price_max: Some(price),
                ..question.clone()
            };
            let expected = snapshot.find_for(&with, Some(&org)).total;
            assert_eq!(count, expected as u64, "{start:?}: at most {price}");
        }
    }
}

#[tokio::test]
async fn nobodys_access_is_no_access() {
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let question = query(&[("access", "request")]);
    assert_eq!(snapshot.find(&question).total, 0);
    assert!(snapshot.find(&CatalogQuery::default()).access().is_empty());
    let suggestion = snapshot.suggest_for(&question, None).unwrap();
    assert_eq!(
        suggestion.dropped,
        [("access", AccessState::Requestable.to_string())]
    );
}
