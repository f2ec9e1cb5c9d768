//! Real feeds give exact results.

use backend::catalog::import::Format;
use tests::{TestApp, shared_data};

const JULY: &str = "catalog/models_dev_2026-07-02.json.gz";
const AUGUST: &str = "catalog/models_dev_2026-08-18.json.gz";
const TABLE: &str = "catalog/price_history.csv";
const HISTORY: &str = "catalog/model_prices_history_2026-10-26.json.gz";

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(&app.database.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn models_dev_and_its_next_edition() {
    let (Some(july), Some(august)) = (shared_data::read(JULY), shared_data::read(AUGUST)) else {
        return;
    };
    let app = TestApp::empty().await;

    let first = app.import(Format::ModelsDev, &july).await.unwrap();
    assert_eq!(
        (first.providers, first.offerings, first.models, first.linked),
        (147, 5276, 231, 1347)
    );
    assert_eq!((first.added, first.retired, first.repriced), (5276, 0, 0));

    let again = app.import(Format::ModelsDev, &july).await.unwrap();
    assert!(again.is_unchanged(), "{again}");
    assert_eq!(
        count(&app, "select generation from catalog_generation").await,
        1
    );

    let second = app.import(Format::ModelsDev, &august).await.unwrap();
    assert_eq!(
        (second.added, second.retired, second.repriced),
        (2085, 630, 413)
    );
    // Nothing is deleted: what is gone is retired with a date.
    assert_eq!(
        count(&app, "select count(*) from offerings").await,
        5276 + 2085
    );
    assert_eq!(
        count(
            &app,
            "select count(*) from offerings where retired_at is not null"
        )
        .await,
        630
    );
    assert_eq!(
        count(
            &app,
            "select count(*) from prices where superseded_at is not null"
        )
        .await,
        0
    );
    let open = "select count(*) from prices join offerings using (offering_id)
                where upper_inf(valid) and retired_at is not null";
    assert_eq!(
        count(&app, open).await,
        0,
        "a retired offering has no price in force"
    );
    assert_eq!(
        count(&app, "select count(*) from changes where kind = 'added'").await,
        2085
    );
    assert_eq!(
        count(&app, "select count(*) from changes where kind = 'retired'").await,
        630
    );
    let repriced = "select count(distinct offering_id) from changes where kind = 'repriced'
                    and component in ('Input', 'Output') and old_amount is not null and new_amount is not null";
    assert_eq!(count(&app, repriced).await, 413);
    let came = "select count(distinct offering_id) from changes where kind = 'repriced'
                and component in ('Input', 'Output') and old_amount is null";
    assert_eq!(count(&app, came).await, 7, "not priced before");
    let limits = "select count(distinct offering_id) from changes where kind = 'facts' and component = 'context'";
    assert_eq!(count(&app, limits).await, 215);

    let back = app
        .import(Format::ModelsDev, &july)
        .await
        .unwrap_err()
        .to_string();
    assert!(back.contains("already imported"), "{back}");
}

#[tokio::test]
async fn unknown_is_not_zero_and_zero_is_not_unknown() {
    let Some(july) = shared_data::read(JULY) else {
        return;
    };
    let app = TestApp::empty().await;
    app.import(Format::ModelsDev, &july).await.unwrap();
    let base = "unit = 'mtok' and token_class = 'standard' and service_tier = 'standard' and modality = 'text'";
    let free = format!(
        "select count(*) from (select offering_id from prices where {base} and context_threshold is null
         group by 1 having max(amount) = 0) as free"
    );
    let unpriced = "select count(*) from offerings o where not exists
        (select from prices p where p.offering_id = o.offering_id and service_tier = 'standard')";
    assert_eq!(
        sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(free))
            .fetch_one(&app.database.pool)
            .await
            .unwrap(),
        432
    );
    assert_eq!(count(&app, unpriced).await, 382);
    assert_eq!(
        count(
            &app,
            "select count(*) from offerings where context_tokens in (0, 99999999)"
        )
        .await,
        0
    );
    assert_eq!(
        count(
            &app,
            "select count(*) from offerings where released_on = '1970-01-01'"
        )
        .await,
        0
    );
}

#[tokio::test]
async fn price_history_has_every_segment_and_no_overlap() {
    let Some(history) = shared_data::read(HISTORY) else {
        return;
    };
    let app = TestApp::empty().await;
    let report = app.import(Format::PriceHistory, &history).await.unwrap();
    assert_eq!((report.segments, report.offerings), (1579, 575));
    let overlaps = "select count(*) from prices a join prices b on a.offering_id = b.offering_id
        and a.source_id = b.source_id and a.component = b.component and a.price_id < b.price_id and a.valid && b.valid";
    assert_eq!(count(&app, overlaps).await, 0);
    assert_eq!(segments_kept(&app).await, 1579, "each in its own time");
    assert!(
        app.import(Format::PriceHistory, &history)
            .await
            .unwrap()
            .is_unchanged()
    );
}

/// How many segments of the table of the history are what the database says: an input price that
/// holds for all of the segment's time or, where the segment is a gap, no price in it.
async fn segments_kept(app: &TestApp) -> i64 {
    let table = String::from_utf8(shared_data::read(TABLE).unwrap()).unwrap();
    let mut columns: [Vec<&str>; 6] = Default::default();
    for line in table.lines().skip(1) {
        for (column, field) in columns.iter_mut().zip(line.split(',')) {
            column.push(field);
        }
    }
    let [provider, model, mode, from, to, input] = columns;
    sqlx::query_scalar(
        "with r as (select provider, model, mode, input,
                 tstzrange(nullif(since, '')::timestamptz, nullif(until, '')::timestamptz) as time
             from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
                 as r(provider, model, mode, since, until, input))
         select count(*) from r
         where (r.input <> '') = exists (select from prices p
             join offerings using (offering_id) join listings l using (listing_id) join providers v using (provider_id)
             where v.slug = r.provider and l.slug = r.model and p.service_tier = r.mode
               and p.context_threshold is null and p.direction = 'input' and p.token_class = 'standard'
               and case when r.input = '' then p.valid && r.time
                   else p.amount = round(r.input::numeric, 10) and p.valid @> r.time end)",
    )
    .bind(provider)
    .bind(model)
    .bind(mode)
    .bind(from)
    .bind(to)
    .bind(input)
    .fetch_one(&app.database.pool)
    .await
    .unwrap()
}

#[tokio::test]
async fn the_database_itself_refuses_overlapping_periods() {
    let app = TestApp::starter().await;
    let copy = "insert into prices (offering_id, source_id, unit, direction, modality, token_class, service_tier,
            amount, valid) select offering_id, source_id, unit, direction, modality, token_class, service_tier, 1, valid
        from prices where context_threshold is null and schedule is null and cache_ttl_seconds is null limit 1";
    let error = sqlx::query(copy)
        .execute(&app.database.pool)
        .await
        .unwrap_err();
    assert_eq!(
        error.as_database_error().unwrap().constraint(),
        Some("prices_no_overlap")
    );
}

#[tokio::test]
async fn several_sources_meet_on_one_offering() {
    let names = [JULY, HISTORY, "catalog/litellm_prices_1.109.1.json.gz"];
    let feeds: Vec<_> = names.iter().filter_map(|n| shared_data::read(n)).collect();
    let [july, history, litellm] = feeds.as_slice() else {
        return;
    };
    let mut app = TestApp::empty().await;
    app.import(Format::ModelsDev, july).await.unwrap();
    let before = count(&app, "select count(*) from offerings").await;
    app.import(Format::PriceHistory, history).await.unwrap();
    let file = backend::catalog::import::Fetched {
        origin: "litellm".into(),
        bytes: litellm.clone(),
        modified: Some(tests::now()),
    };
    let input = backend::catalog::import::Input {
        format: Format::LiteLlm,
        file,
        as_of: None,
        until: None,
        source: None,
    };
    let report = backend::catalog::import::import(&app.database.pool, input, |_| {})
        .await
        .unwrap();
    assert_eq!(
        report.offerings, 4461,
        "of 4,551 keys, 90 name an offering again"
    );
    let after = count(&app, "select count(*) from offerings").await;
    assert!(
        after < before + 575 + 4461,
        "some offerings are in more than one feed"
    );
    // Both prices are kept, and the page says that they differ.
    app.refresh().await;
    let snapshot = app.services.catalog.snapshot();
    let differing = snapshot
        .offerings
        .iter()
        .flat_map(|o| &o.prices)
        .filter(|p| !p.others.is_empty())
        .count();
    assert!(differing > 20, "{differing}");
}

/// What is known of the life of a model, and of what it is good for.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
struct Life {
    slug: String,
    lifecycle: String,
    /// When it is legacy and when it ends, and what follows.
    ends: String,
    /// Who says when it ends.
    by: Option<String>,
    is_dated: bool,
    tasks: Vec<String>,
    capabilities: Vec<String>,
}

/// The lives of the models that come with the program.
async fn lives(app: &TestApp, models: &[String]) -> Vec<Life> {
    let life = "select m.slug, lifecycle, concat_ws(' ', legacy_on, retires_on, successor) as ends, s.slug as by,
            released_on is not null as is_dated, tasks, capabilities
        from models m left join sources s
            on retires_on is not null and s.source_id = coalesce(retires_source_id, m.source_id)
        where m.slug = any($1) order by m.slug";
    let read = sqlx::query_as(life).bind(models);
    read.fetch_all(&app.database.pool).await.unwrap()
}

#[tokio::test]
async fn a_feed_takes_back_nothing_it_does_not_speak_of() {
    let (Some(july), Some(august)) = (shared_data::read(JULY), shared_data::read(AUGUST)) else {
        return;
    };
    let app = TestApp::starter().await;
    let snapshot = app.services.catalog.snapshot();
    let models = snapshot.entries.iter().filter(|e| e.model().is_some());
    let models: Vec<_> = models.map(|e| e.slug.clone()).collect();
    let before = lives(&app, &models).await;
    let ending = before.iter().filter(|life| life.by.is_some());
    assert!(ending.clone().count() > 30);
    // Whose dates a feed of models.dev would have to know to take them back.
    let others = ["litellm", "metergraph", "openrouter"];
    let by = |life: &&Life| others.contains(&life.by.as_deref().unwrap_or_default());
    assert!(ending.clone().all(|life| by(&life)));
    for feed in [&july, &august] {
        app.import(Format::ModelsDev, feed).await.unwrap();
        for (old, new) in before.iter().zip(lives(&app, &models).await) {
            assert!(!old.is_dated || new.is_dated, "{}", new.slug);
            // A feed that does not speak of batches has not denied them.
            for task in &old.tasks {
                assert!(new.tasks.contains(task), "{}: {task}", new.slug);
            }
            let lost = old
                .capabilities
                .iter()
                .filter(|c| !new.capabilities.contains(c));
            let silent = [
                "cache",
                "batch",
                "streaming",
                "web_search",
                "computer_use",
                "vision",
            ];
            for capability in lost {
                assert!(
                    !silent.contains(&capability.as_str()),
                    "{}: {capability}",
                    new.slug
                );
            }
            let Life {
                is_dated,
                tasks,
                capabilities,
                ..
            } = (*old).clone();
            let kept = Life {
                is_dated,
                tasks,
                capabilities,
                ..new
            };
            assert_eq!(*old, kept);
        }
    }
}
