//! Reading the whole published catalog.

use rust_decimal::Decimal;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use time::{Date, OffsetDateTime};

type Sql<T> = Result<T, sqlx::Error>;

/// Begins a transaction that sees one state of the catalog throughout.
pub(super) async fn begin(pool: &PgPool) -> Sql<Transaction<'static, Postgres>> {
    let mut tx = pool.begin().await?;
    sqlx::query!("set transaction isolation level repeatable read read only")
        .execute(&mut *tx)
        .await?;
    Ok(tx)
}

pub(super) async fn generation(tx: &mut PgConnection) -> Sql<i64> {
    sqlx::query_scalar!("select generation from catalog_generation")
        .fetch_one(tx)
        .await
}

pub(super) struct SourceRow {
    pub(super) source_id: i16,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) url: Option<String>,
    pub(super) license: Option<String>,
    pub(super) rank: i16,
    pub(super) as_of: OffsetDateTime,
}

pub(super) async fn sources(tx: &mut PgConnection) -> Sql<Vec<SourceRow>> {
    sqlx::query_as!(
        SourceRow,
        "select source_id, slug, name, url, license, rank, as_of from sources order by source_id"
    )
    .fetch_all(tx)
    .await
}

pub(super) struct PublisherRow {
    pub(super) publisher_id: i32,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) country: Option<String>,
    pub(super) url: Option<String>,
    pub(super) description: Option<String>,
}

pub(super) async fn publishers(tx: &mut PgConnection) -> Sql<Vec<PublisherRow>> {
    sqlx::query_as!(
        PublisherRow,
        "select publisher_id, slug, name, country, url, description from publishers order by lower(name), slug"
    )
    .fetch_all(tx)
    .await
}

pub(super) struct ProviderRow {
    pub(super) provider_id: i32,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) country: Option<String>,
    pub(super) url: Option<String>,
    pub(super) docs_url: Option<String>,
    pub(super) api_url: Option<String>,
    pub(super) description: Option<String>,
}

pub(super) async fn providers(tx: &mut PgConnection) -> Sql<Vec<ProviderRow>> {
    sqlx::query_as!(
        ProviderRow,
        "select provider_id, slug, name, country, url, docs_url, api_url, description from providers
         order by lower(name), slug"
    )
    .fetch_all(tx)
    .await
}

pub(super) struct RegionRow {
    pub(super) region_id: i32,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) cloud: Option<String>,
    pub(super) country: Option<String>,
}

pub(super) async fn regions(tx: &mut PgConnection) -> Sql<Vec<RegionRow>> {
    sqlx::query_as!(
        RegionRow,
        "select region_id, slug, name, cloud, country from regions order by slug"
    )
    .fetch_all(tx)
    .await
}

pub(super) struct ModelRow {
    pub(super) model_id: i64,
    pub(super) slug: String,
    pub(super) publisher_id: i32,
    pub(super) name: String,
    pub(super) family: Option<String>,
    pub(super) description: Option<String>,
    pub(super) tasks: Vec<String>,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
    pub(super) capabilities: Vec<String>,
    pub(super) cannot: Vec<String>,
    pub(super) context_tokens: Option<i64>,
    pub(super) max_output_tokens: Option<i64>,
    pub(super) knowledge_cutoff: Option<String>,
    pub(super) released_on: Option<Date>,
    pub(super) license: Option<String>,
    pub(super) open_weights: Option<bool>,
    pub(super) lifecycle: String,
    pub(super) legacy_on: Option<Date>,
    pub(super) retires_on: Option<Date>,
    pub(super) retires_source_id: Option<i16>,
    pub(super) successor: Option<String>,
    pub(super) seen_on: Option<Date>,
    pub(super) seen_source_id: Option<i16>,
    pub(super) source_id: i16,
    pub(super) stated_at: Option<OffsetDateTime>,
    pub(super) aliases: Vec<String>,
}

pub(super) async fn models(tx: &mut PgConnection) -> Sql<Vec<ModelRow>> {
    sqlx::query_as!(
        ModelRow,
        r#"select model_id, slug, publisher_id, name, family, description, tasks, inputs, outputs, capabilities,
               cannot, context_tokens, max_output_tokens, knowledge_cutoff, released_on, license, open_weights, lifecycle,
               legacy_on, retires_on, retires_source_id, successor, seen_on, seen_source_id, source_id, stated_at,
               array(select alias from model_aliases a where a.model_id = m.model_id order by alias) as "aliases!"
           from models m order by slug"#
    )
    .fetch_all(tx)
    .await
}

pub(super) struct StatementRow {
    pub(super) source_id: i16,
    pub(super) model_id: Option<i64>,
    pub(super) offering_id: Option<i64>,
    pub(super) fact: String,
    pub(super) value: String,
    pub(super) stated_at: Option<OffsetDateTime>,
}

/// What sources say that is not what is shown, and who says what is shown where the source of the
/// row itself, in the edition of the row, says nothing. Of what goes in, comes out and can be done all that is said, where others
/// speak too: which of it differs is seen word by word.
pub(super) async fn other_statements(tx: &mut PgConnection) -> Sql<Vec<StatementRow>> {
    sqlx::query_as!(
        StatementRow,
        "select source_id, model_id, offering_id, fact, value, stated_at
         from (select s.*, case s.fact
                 when 'context' then coalesce(m.context_tokens, o.context_tokens)::text
                 when 'max_output' then coalesce(m.max_output_tokens, o.max_output_tokens)::text
                 when 'knowledge' then coalesce(m.knowledge_cutoff, o.knowledge_cutoff)
                 when 'released' then to_char(coalesce(m.released_on, o.released_on), 'YYYY-MM-DD')
                 when 'license' then m.license
                 when 'open_weights' then coalesce(m.open_weights, o.open_weights)::text
                 when 'lifecycle' then coalesce(m.lifecycle, o.lifecycle)
                 when 'retires_on' then to_char(coalesce(m.retires_on, o.retires_on), 'YYYY-MM-DD')
                 when 'retention_days' then l.retention_days::text
                 when 'trains_on_data' then l.trains_on_data::text
             end as shown,
             min(s.value) over said_of_it <> max(s.value) over said_of_it as is_disputed,
             bool_or(s.source_id = coalesce(m.source_id, o.source_id)
                 and s.stated_at is not distinct from coalesce(m.stated_at, o.stated_at)) over said_of_it as is_said_by_own
             from statements s
             left join models m on m.model_id = s.model_id
             left join offerings o on o.offering_id = s.offering_id
             left join listings l on l.listing_id = o.listing_id
             window said_of_it as (partition by s.model_id, s.offering_id, s.fact)) said
         where not is_said_by_own
            or case when fact in ('inputs', 'outputs', 'capabilities') then is_disputed
                   else value is distinct from shown end
         order by fact"
    )
    .fetch_all(tx)
    .await
}

pub(super) struct OfferingRow {
    pub(super) offering_id: i64,
    pub(super) provider_id: i32,
    pub(super) model_id: Option<i64>,
    pub(super) upstream: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) deployment_type: String,
    pub(super) region_id: Option<i32>,
    pub(super) family: Option<String>,
    pub(super) dialect: Option<String>,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
    pub(super) capabilities: Vec<String>,
    pub(super) cannot: Vec<String>,
    pub(super) context_tokens: Option<i64>,
    pub(super) max_output_tokens: Option<i64>,
    pub(super) knowledge_cutoff: Option<String>,
    pub(super) released_on: Option<Date>,
    pub(super) open_weights: Option<bool>,
    pub(super) lifecycle: String,
    pub(super) retires_on: Option<Date>,
    pub(super) retires_source_id: Option<i16>,
    pub(super) retired_at: Option<OffsetDateTime>,
    pub(super) retention_days: Option<i32>,
    pub(super) trains_on_data: Option<bool>,
    pub(super) data_policy_url: Option<String>,
    pub(super) source_id: i16,
    pub(super) stated_at: Option<OffsetDateTime>,
}

pub(super) async fn offerings(tx: &mut PgConnection) -> Sql<Vec<OfferingRow>> {
    sqlx::query_as!(
        OfferingRow,
        "select o.offering_id, l.provider_id, l.model_id, l.slug as upstream, l.name, l.description,
             o.deployment_type, o.region_id, o.family, o.dialect, o.inputs, o.outputs, o.capabilities,
             o.cannot, o.context_tokens, o.max_output_tokens, o.knowledge_cutoff, o.released_on, o.open_weights, o.lifecycle,
             o.retires_on, o.retires_source_id, o.retired_at, l.retention_days, l.trains_on_data, l.data_policy_url, o.source_id,
             o.stated_at
         from offerings o join listings l using (listing_id)"
    )
    .fetch_all(tx)
    .await
}

pub(super) struct PriceRow {
    pub(super) offering_id: i64,
    pub(super) source_id: i16,
    pub(super) unit: String,
    pub(super) direction: Option<String>,
    pub(super) modality: String,
    pub(super) token_class: String,
    pub(super) cache_ttl_seconds: Option<i32>,
    pub(super) service_tier: String,
    pub(super) context_threshold: Option<i64>,
    pub(super) threshold_inclusive: bool,
    pub(super) schedule: Option<String>,
    pub(super) region: Option<String>,
    pub(super) component: String,
    pub(super) amount: Decimal,
    pub(super) valid_from: Option<OffsetDateTime>,
    pub(super) valid_to: Option<OffsetDateTime>,
    pub(super) source_url: Option<String>,
    pub(super) stated_at: Option<OffsetDateTime>,
}

pub(super) async fn prices(tx: &mut PgConnection) -> Sql<Vec<PriceRow>> {
    sqlx::query_as!(
        PriceRow,
        r#"select offering_id, source_id, unit, direction, modality, token_class, cache_ttl_seconds, service_tier,
               context_threshold, threshold_inclusive, schedule, region, component as "component!", amount,
               lower(valid) as valid_from, upper(valid) as valid_to, source_url, stated_at
           from prices where superseded_at is null"#
    )
    .fetch_all(tx)
    .await
}

pub(super) struct ScoreRow {
    pub(super) model_id: i64,
    pub(super) benchmark: String,
    pub(super) version: String,
    pub(super) category: String,
    pub(super) metric: String,
    pub(super) variant: String,
    pub(super) score_milli: i64,
    pub(super) unit: String,
    pub(super) scored_on: Option<Date>,
    pub(super) source_id: i16,
    pub(super) url: Option<String>,
}

pub(super) async fn scores(tx: &mut PgConnection) -> Sql<Vec<ScoreRow>> {
    sqlx::query_as!(
        ScoreRow,
        "select model_id, benchmark, version, category, metric, variant, score_milli, unit, scored_on, source_id, url
         from scores order by benchmark, version, category, metric, variant, scored_on"
    )
    .fetch_all(tx)
    .await
}

pub(super) struct SpeedRow {
    pub(super) offering_id: i64,
    pub(super) source_id: i16,
    pub(super) measured_on: Date,
    pub(super) ttft_ms: Option<i32>,
    pub(super) tokens_per_second_milli: Option<i64>,
    pub(super) url: Option<String>,
}

/// Of each offering the newest of each figure, in a row of its own; of one day
/// that of the highest rank, then that of the first source by name. Both columns
/// of the key go down, so that its index gives them in order.
pub(super) async fn speeds(tx: &mut PgConnection) -> Sql<Vec<SpeedRow>> {
    sqlx::query_as!(
        SpeedRow,
        r#"(select distinct on (m.offering_id) m.offering_id as "offering_id!", m.source_id as "source_id!",
               m.measured_on as "measured_on!", m.ttft_ms as "ttft_ms?",
               null::bigint as "tokens_per_second_milli?", m.url as "url?"
            from speeds m join sources s on s.source_id = m.source_id
            where m.ttft_ms is not null
            order by m.offering_id desc, m.measured_on desc, s.rank desc, s.slug)
           union all
           (select distinct on (m.offering_id) m.offering_id, m.source_id, m.measured_on, null::integer,
               m.tokens_per_second_milli, m.url
            from speeds m join sources s on s.source_id = m.source_id
            where m.tokens_per_second_milli is not null
            order by m.offering_id desc, m.measured_on desc, s.rank desc, s.slug)"#
    )
    .fetch_all(tx)
    .await
}

/// Shows the rest of the transaction what a key opens.
pub(super) async fn open(tx: &mut PgConnection, key: &str) -> Sql<()> {
    sqlx::query!("select set_config('app.lookup', $1, true) as lookup", key)
        .fetch_one(tx)
        .await?;
    Ok(())
}

pub(super) struct PopularityRow {
    /// One of the offerings of the entry.
    pub(super) offering_id: i64,
    pub(super) projects: i64,
}

/// How many projects had a subscription to an offering of an entry, in force at
/// some time from the day `since` on and before `until`. An entry is a model, or
/// a listing without one. What has ended says so itself, or its last day does,
/// whatever state is written. What only one organization uses is left out: the
/// order, which everybody sees, would say so.
pub(super) async fn popularity(
    tx: &mut PgConnection,
    since: Date,
    until: OffsetDateTime,
) -> Sql<Vec<PopularityRow>> {
    sqlx::query_as!(
        PopularityRow,
        r#"select min(s.offering_id) as "offering_id!", count(distinct (s.org_id, s.project_id)) as "projects!"
           from subscriptions s
           join offerings o on o.offering_id = s.offering_id
           join listings l on l.listing_id = o.listing_id
           where s.starts_at < $3 and (s.expires_on is null or s.expires_on >= $1)
             and (s.ended_at is null or s.ended_at >= $2)
           group by l.model_id, case when l.model_id is null then l.listing_id end
           having count(distinct s.org_id) > 1"#,
        since,
        since.midnight().assume_utc(),
        until
    )
    .fetch_all(tx)
    .await
}
