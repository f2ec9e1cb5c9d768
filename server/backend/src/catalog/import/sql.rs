//! The statements of an import. Each takes all rows of a table at once, as one
//! JSON array.

use serde::Serialize;
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use time::OffsetDateTime;

use super::feed::{Region, Source};
use super::rows::{AliasRow, ChangeRow, ListingRow, ModelRow, OfferingRow, PartyRow, ScoreRow};

type Sql<T> = Result<T, sqlx::Error>;

/// A connection inside the transaction of an import.
pub(super) type Connection = PgConnection;

/// Begins the transaction of an import; imports run one after the other.
pub(super) async fn begin(pool: &PgPool) -> Sql<Transaction<'static, Postgres>> {
    let mut tx = pool.begin().await?;
    // An arbitrary fixed number: the lock of the catalog's importers.
    sqlx::query!("select pg_advisory_xact_lock(7350201)")
        .execute(&mut *tx)
        .await?;
    Ok(tx)
}

pub(super) async fn commit(tx: Transaction<'static, Postgres>) -> Sql<()> {
    tx.commit().await
}

pub(super) struct SourceRow {
    pub(super) source_id: i16,
    pub(super) rank: i16,
    /// The edition that was known before this import.
    pub(super) known_as_of: Option<OffsetDateTime>,
    /// The newest edition of a file of this source that was imported before.
    pub(super) imported: Option<OffsetDateTime>,
}

pub(super) async fn upsert_source(tx: &mut PgConnection, source: &Source) -> Sql<SourceRow> {
    let known = sqlx::query!("select as_of from sources where slug = $1", source.slug)
        .fetch_optional(&mut *tx)
        .await?;
    let row = sqlx::query!(
        r#"insert into sources as s (slug, name, url, license, rank, as_of) values ($1, $2, $3, $4, $5, $6)
           on conflict (slug) do update set name = excluded.name, url = excluded.url, license = excluded.license,
               rank = excluded.rank, as_of = greatest(s.as_of, excluded.as_of)
           returning source_id, rank,
               (select max(r.as_of) from import_runs r where r.source_id = s.source_id) as imported"#,
        source.slug,
        source.name,
        source.url,
        source.license,
        source.rank,
        source.as_of,
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(SourceRow {
        source_id: row.source_id,
        rank: row.rank,
        known_as_of: known.map(|k| k.as_of),
        imported: row.imported,
    })
}

/// The hash of the file this source was last imported from.
pub(super) async fn last_import(pool: &PgPool, source: &str) -> Sql<Option<String>> {
    sqlx::query_scalar!(
        "select sha256 from import_runs join sources using (source_id) where slug = $1
         order by import_run_id desc limit 1",
        source
    )
    .fetch_optional(pool)
    .await
}

pub(super) async fn upsert_publishers(
    tx: &mut PgConnection,
    source_id: i16,
    replace: bool,
    rows: &[PartyRow],
) -> Sql<u64> {
    let done = sqlx::query!(
        "insert into publishers as p (slug, name, country, url, description, source_id)
         select r.slug, r.name, r.country, r.url, r.description, $2
         from jsonb_to_recordset($1) as r(slug text, name text, country text, url text, description text)
         on conflict (slug) do update set name = excluded.name, country = coalesce(excluded.country, p.country),
             url = coalesce(excluded.url, p.url), description = coalesce(excluded.description, p.description),
             source_id = excluded.source_id
         where $3 and (select s.rank from sources s where s.source_id = excluded.source_id)
             >= (select s.rank from sources s where s.source_id = p.source_id)
           and (p.name, p.country, p.url, p.description) is distinct from
             (excluded.name, coalesce(excluded.country, p.country), coalesce(excluded.url, p.url),
              coalesce(excluded.description, p.description))",
        json(rows) as _,
        source_id,
        replace,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn upsert_providers(
    tx: &mut PgConnection,
    source_id: i16,
    replace: bool,
    rows: &[PartyRow],
) -> Sql<u64> {
    let done = sqlx::query!(
        "insert into providers as p (slug, name, country, url, docs_url, api_url, description, source_id)
         select r.slug, r.name, r.country, r.url, r.docs_url, r.api_url, r.description, $2
         from jsonb_to_recordset($1) as r(slug text, name text, country text, url text, docs_url text,
             api_url text, description text)
         on conflict (slug) do update set name = excluded.name, country = coalesce(excluded.country, p.country),
             url = coalesce(excluded.url, p.url), docs_url = coalesce(excluded.docs_url, p.docs_url),
             api_url = coalesce(excluded.api_url, p.api_url),
             description = coalesce(excluded.description, p.description), source_id = excluded.source_id
         where $3 and (select s.rank from sources s where s.source_id = excluded.source_id)
             >= (select s.rank from sources s where s.source_id = p.source_id)
           and (p.name, p.country, p.url, p.docs_url, p.api_url, p.description) is distinct from
             (excluded.name, coalesce(excluded.country, p.country), coalesce(excluded.url, p.url),
              coalesce(excluded.docs_url, p.docs_url), coalesce(excluded.api_url, p.api_url),
              coalesce(excluded.description, p.description))",
        json(rows) as _,
        source_id,
        replace,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

/// What is known of a region stays as it is, whoever said it; a feed adds what
/// is missing. A name that is nothing but the slug is a missing one.
pub(super) async fn upsert_regions(tx: &mut PgConnection, regions: &[Region]) -> Sql<u64> {
    let done = sqlx::query!(
        "insert into regions as g (slug, name, cloud, country)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
         on conflict (slug) do update set
             name = case when g.name = g.slug then excluded.name else g.name end,
             cloud = coalesce(g.cloud, excluded.cloud), country = coalesce(g.country, excluded.country)
         where (g.name, g.cloud, g.country) is distinct from
             (case when g.name = g.slug then excluded.name else g.name end,
              coalesce(g.cloud, excluded.cloud), coalesce(g.country, excluded.country))",
        &regions.iter().map(|r| r.slug.clone()).collect::<Vec<_>>(),
        &regions.iter().map(|r| r.name.clone()).collect::<Vec<_>>(),
        &regions.iter().map(|r| r.cloud.clone()).collect::<Vec<_>>() as _,
        &regions.iter().map(|r| r.country.clone()).collect::<Vec<_>>() as _,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

pub(super) struct KnownModel {
    pub(super) slug: String,
    pub(super) publisher: String,
    pub(super) aliases: Vec<String>,
}

/// All models with their other names.
pub(super) async fn known_models(tx: &mut PgConnection) -> Sql<Vec<KnownModel>> {
    sqlx::query_as!(
        KnownModel,
        r#"select m.slug, p.slug as publisher,
               array(select alias from model_aliases a where a.model_id = m.model_id) as "aliases!"
           from models m join publishers p using (publisher_id)"#
    )
    .fetch_all(tx)
    .await
}

/// What is not known now does not take the place of what was, but for what goes in, comes out and can
/// be done: that is what the source itself says, and other sources add theirs as statements. Of the
/// stage of life a row says all or, without a word, nothing; a row without all tasks adds some.
pub(super) async fn upsert_models(tx: &mut PgConnection, rows: &[ModelRow]) -> Sql<u64> {
    let done = sqlx::query!(
        "insert into models as m (slug, publisher_id, name, family, description, tasks, inputs, outputs, capabilities,
             cannot, context_tokens, max_output_tokens, knowledge_cutoff, released_on, license, open_weights, lifecycle,
             legacy_on, retires_on, retires_source_id, successor, source_id, stated_at)
         select r.slug, p.publisher_id, r.name, coalesce(r.family, old.family),
             coalesce(r.description, old.description),
             case when r.has_all_tasks then r.tasks else old.tasks || array(
                 select t from unnest(r.tasks) as t where old.tasks is null or t <> all(old.tasks)) end,
             r.inputs, r.outputs, r.capabilities, r.cannot,
             coalesce(r.context_tokens, old.context_tokens), coalesce(r.max_output_tokens, old.max_output_tokens),
             coalesce(r.knowledge_cutoff, old.knowledge_cutoff), coalesce(r.released_on, old.released_on),
             coalesce(r.license, old.license), coalesce(r.open_weights, old.open_weights),
             coalesce(r.lifecycle, old.lifecycle, 'active'),
             case when r.lifecycle is null then old.legacy_on else r.legacy_on end,
             case when r.lifecycle is null then old.retires_on else r.retires_on end,
             case when r.lifecycle is not null then r.retires_source_id
                 when old.retires_on is not null then coalesce(old.retires_source_id, nullif(old.source_id, r.source_id)) end,
             case when r.lifecycle is null then old.successor else r.successor end, r.source_id, r.stated_at
         from jsonb_to_recordset($1) as r(slug text, publisher text, name text, family text, description text,
             tasks text[], inputs text[], outputs text[], capabilities text[], cannot text[], has_all_tasks boolean,
             context_tokens bigint, max_output_tokens bigint, knowledge_cutoff text, released_on date, license text,
             open_weights boolean, lifecycle text, legacy_on date, retires_on date, retires_source_id smallint,
             successor text, source_id smallint, stated_at timestamptz)
         join publishers p on p.slug = r.publisher
         left join models old on old.slug = r.slug
         on conflict (slug) do update set publisher_id = excluded.publisher_id, name = excluded.name,
             family = excluded.family, description = excluded.description,
             tasks = excluded.tasks, inputs = excluded.inputs, outputs = excluded.outputs,
             capabilities = excluded.capabilities, cannot = excluded.cannot, context_tokens = excluded.context_tokens,
             max_output_tokens = excluded.max_output_tokens, knowledge_cutoff = excluded.knowledge_cutoff,
             released_on = excluded.released_on, license = excluded.license,
             open_weights = excluded.open_weights, lifecycle = excluded.lifecycle, legacy_on = excluded.legacy_on,
             retires_on = excluded.retires_on, retires_source_id = excluded.retires_source_id,
             successor = excluded.successor, source_id = excluded.source_id, stated_at = excluded.stated_at
         where (select s.rank from sources s where s.source_id = excluded.source_id)
             >= (select s.rank from sources s where s.source_id = m.source_id)
           -- An older edition of a source does not replace a newer one.
           and (m.source_id <> excluded.source_id
               or coalesce(excluded.stated_at, 'infinity') >= coalesce(m.stated_at, 'infinity'))
           and (m.publisher_id, m.name, m.family, m.description, m.tasks, m.inputs, m.outputs, m.capabilities, m.cannot,
                m.context_tokens, m.max_output_tokens, m.knowledge_cutoff, m.released_on, m.license, m.open_weights,
                m.lifecycle, m.legacy_on, m.retires_on, m.retires_source_id, m.successor, m.source_id) is distinct from
               (excluded.publisher_id, excluded.name, excluded.family, excluded.description,
                excluded.tasks, excluded.inputs, excluded.outputs, excluded.capabilities, excluded.cannot, excluded.context_tokens,
                excluded.max_output_tokens, excluded.knowledge_cutoff, excluded.released_on,
                excluded.license, excluded.open_weights, excluded.lifecycle, excluded.legacy_on,
                excluded.retires_on, excluded.retires_source_id, excluded.successor, excluded.source_id)",
        json(rows) as _,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn add_aliases(tx: &mut PgConnection, rows: &[AliasRow]) -> Sql<u64> {
    let done = sqlx::query!(
        "insert into model_aliases (alias, model_id)
         select distinct on (r.alias) r.alias, m.model_id
         from jsonb_to_recordset($1) as r(alias text, model text) join models m on m.slug = r.model
         order by r.alias, m.model_id
         on conflict (alias) do nothing",
        json(rows) as _,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

pub(super) struct KnownOffering {
    pub(super) offering_id: i64,
    pub(super) provider: String,
    pub(super) listing: String,
    pub(super) deployment_type: String,
    pub(super) region: Option<String>,
    /// The source whose attributes are shown, and its rank.
    pub(super) source_id: i16,
    pub(super) rank: i16,
    /// The edition in which that states them, if it is not its newest.
    pub(super) stated_at: Option<OffsetDateTime>,
    /// Whether any source lists it.
    pub(super) live: bool,
    /// Whether the source of this import lists it: `None` if it never did.
    pub(super) listed: Option<bool>,
}

pub(super) async fn known_offerings(
    tx: &mut PgConnection,
    source_id: i16,
) -> Sql<Vec<KnownOffering>> {
    sqlx::query_as!(
        KnownOffering,
        r#"select o.offering_id, v.slug as provider, l.slug as listing, o.deployment_type, g.slug as "region?",
               s.source_id, s.rank, o.stated_at,
               o.retired_at is null as "live!",
               case when os.offering_id is null then null else os.retired_at is null end as listed
           from offerings o
           join listings l using (listing_id)
           join providers v using (provider_id)
           join sources s on s.source_id = o.source_id
           left join regions g using (region_id)
           left join offering_sources os on os.offering_id = o.offering_id and os.source_id = $1"#,
        source_id
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn upsert_listings(tx: &mut PgConnection, rows: &[ListingRow]) -> Sql<u64> {
    let done = sqlx::query!(
        "insert into listings as l (provider_id, slug, model_id, name, description, retention_days, trains_on_data, data_policy_url)
         select distinct on (v.provider_id, r.slug) v.provider_id, r.slug, m.model_id, r.name, r.description, r.retention_days,
             r.trains_on_data, r.data_policy_url
         from jsonb_to_recordset($1) as r(provider text, slug text, model text, name text, description text, retention_days integer,
             trains_on_data boolean, data_policy_url text)
         join providers v on v.slug = r.provider
         left join models m on m.slug = r.model
         order by v.provider_id, r.slug, m.model_id nulls last
         on conflict (provider_id, slug) do update set name = excluded.name,
             model_id = coalesce(excluded.model_id, l.model_id),
             description = coalesce(excluded.description, l.description),
             retention_days = coalesce(excluded.retention_days, l.retention_days),
             trains_on_data = coalesce(excluded.trains_on_data, l.trains_on_data),
             data_policy_url = coalesce(excluded.data_policy_url, l.data_policy_url)
         where (l.name, l.model_id, l.description, l.retention_days, l.trains_on_data, l.data_policy_url) is distinct from
             (excluded.name, coalesce(excluded.model_id, l.model_id), coalesce(excluded.description, l.description),
              coalesce(excluded.retention_days, l.retention_days), coalesce(excluded.trains_on_data, l.trains_on_data),
              coalesce(excluded.data_policy_url, l.data_policy_url))",
        json(rows) as _,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

/// An end that somebody has announced is not taken back by who does not know of it.
pub(super) async fn upsert_offerings(tx: &mut PgConnection, rows: &[OfferingRow]) -> Sql<u64> {
    let done = sqlx::query!(
        "insert into offerings as o (listing_id, deployment_type, region_id, family, dialect, inputs, outputs,
             capabilities, cannot, context_tokens, max_output_tokens, knowledge_cutoff, released_on, open_weights, lifecycle,
             retires_on, retires_source_id, source_id, stated_at)
         select l.listing_id, r.deployment_type, g.region_id, r.family, r.dialect, r.inputs, r.outputs, r.capabilities,
             r.cannot, r.context_tokens, r.max_output_tokens, r.knowledge_cutoff, r.released_on, r.open_weights, r.lifecycle,
             r.retires_on, r.retires_source_id, r.source_id, r.stated_at
         from jsonb_to_recordset($1) as r(provider text, listing text, deployment_type text, region text, family text,
             dialect text, inputs text[], outputs text[], capabilities text[], cannot text[], context_tokens bigint,
             max_output_tokens bigint, knowledge_cutoff text, released_on date, open_weights boolean, lifecycle text,
             retires_on date, retires_source_id smallint, source_id smallint, stated_at timestamptz)
         join providers v on v.slug = r.provider
         join listings l on l.provider_id = v.provider_id and l.slug = r.listing
         left join regions g on g.slug = r.region
         on conflict on constraint offerings_way_key do update set family = excluded.family,
             dialect = coalesce(excluded.dialect, o.dialect), inputs = excluded.inputs, outputs = excluded.outputs,
             capabilities = excluded.capabilities, cannot = excluded.cannot, context_tokens = excluded.context_tokens,
             max_output_tokens = excluded.max_output_tokens, knowledge_cutoff = excluded.knowledge_cutoff,
             released_on = coalesce(excluded.released_on, o.released_on), open_weights = excluded.open_weights,
             lifecycle = case when excluded.lifecycle = 'active' and o.retires_on is not null and excluded.retires_on is null
                 then o.lifecycle else excluded.lifecycle end, retires_on = coalesce(excluded.retires_on, o.retires_on),
             retires_source_id = case when excluded.retires_on is not null then excluded.retires_source_id
                 when o.retires_on is not null then coalesce(o.retires_source_id, nullif(o.source_id, excluded.source_id)) end,
             source_id = excluded.source_id, stated_at = excluded.stated_at
         where (o.source_id <> excluded.source_id
               or coalesce(excluded.stated_at, 'infinity') >= coalesce(o.stated_at, 'infinity'))
           and (o.family, o.dialect, o.inputs, o.outputs, o.capabilities, o.cannot, o.context_tokens, o.max_output_tokens,
                o.knowledge_cutoff, o.released_on, o.open_weights, o.lifecycle, o.retires_on, o.retires_source_id,
                o.source_id)
             is distinct from
               (excluded.family, coalesce(excluded.dialect, o.dialect), excluded.inputs, excluded.outputs,
                excluded.capabilities, excluded.cannot, excluded.context_tokens, excluded.max_output_tokens,
                excluded.knowledge_cutoff,
                coalesce(excluded.released_on, o.released_on), excluded.open_weights,
                case when excluded.lifecycle = 'active' and o.retires_on is not null and excluded.retires_on is null
                 then o.lifecycle else excluded.lifecycle end,
                coalesce(excluded.retires_on, o.retires_on),
                case when excluded.retires_on is not null then excluded.retires_source_id
                 when o.retires_on is not null then coalesce(o.retires_source_id, nullif(o.source_id, excluded.source_id)) end,
                excluded.source_id)",
        json(rows) as _,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

/// Notes that the source lists these offerings from `as_of` on.
pub(super) async fn list_offerings(
    tx: &mut PgConnection,
    source_id: i16,
    ids: &[i64],
    as_of: OffsetDateTime,
) -> Sql<()> {
    sqlx::query!(
        "insert into offering_sources (source_id, offering_id, listed_at)
         select $1, id, $3 from unnest($2::bigint[]) as id
         on conflict (source_id, offering_id) do update set retired_at = null, listed_at = excluded.listed_at
         where offering_sources.retired_at is not null",
        source_id,
        ids,
        as_of
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update offerings set retired_at = null where offering_id = any($1) and retired_at is not null",
        ids
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Notes that the source no longer lists these offerings. Returns those that
/// no source lists any more: they are retired.
pub(super) async fn retire_offerings(
    tx: &mut PgConnection,
    source_id: i16,
    ids: &[i64],
    as_of: OffsetDateTime,
) -> Sql<Vec<i64>> {
    sqlx::query!(
        "update offering_sources set retired_at = $3 where source_id = $1 and offering_id = any($2)",
        source_id,
        ids,
        as_of
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query_scalar!(
        "update offerings o set retired_at = $2
         where offering_id = any($1) and retired_at is null and not exists (
             select from offering_sources s where s.offering_id = o.offering_id and s.retired_at is null)
         returning offering_id",
        ids,
        as_of
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn upsert_scores(tx: &mut PgConnection, rows: &[ScoreRow]) -> Sql<u64> {
    let done = sqlx::query!(
        "insert into scores as s (model_id, benchmark, version, category, metric, variant, score_milli, unit, scored_on,
             source_id, url)
         select m.model_id, r.benchmark, r.version, r.category, r.metric, r.variant, max(r.score_milli), max(r.unit),
             r.scored_on, r.source_id, max(r.url)
         from jsonb_to_recordset($1) as r(model text, benchmark text, version text, category text, metric text,
             variant text, score_milli bigint, unit text, scored_on date, source_id smallint, url text)
         join models m on m.slug = r.model
         group by m.model_id, r.benchmark, r.version, r.category, r.metric, r.variant, r.scored_on, r.source_id
         on conflict on constraint scores_figure_key do update set score_milli = excluded.score_milli,
             unit = excluded.unit, url = excluded.url
         where (s.score_milli, s.unit, s.url) is distinct from (excluded.score_milli, excluded.unit, excluded.url)",
        json(rows) as _
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}

pub(super) struct Run<'a> {
    pub(super) source_id: i16,
    pub(super) format: &'a str,
    pub(super) origin: &'a str,
    pub(super) sha256: &'a str,
    pub(super) as_of: OffsetDateTime,
    pub(super) report: serde_json::Value,
}

pub(super) async fn record_run(
    tx: &mut PgConnection,
    run: Run<'_>,
    changes: &[ChangeRow],
) -> Sql<()> {
    let id = sqlx::query_scalar!(
        "insert into import_runs (source_id, format, origin, sha256, as_of, report)
         values ($1, $2, $3, $4, $5, $6) returning import_run_id",
        run.source_id,
        run.format,
        run.origin,
        run.sha256,
        run.as_of,
        run.report
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into changes (import_run_id, source_id, kind, happened_at, offering_id, model_id, component, old_amount,
             new_amount, old_word, new_word)
         select $2, r.source_id, r.kind, r.happened_at, r.offering_id, m.model_id, r.component, r.old_amount,
             r.new_amount, r.old_word, r.new_word
         from jsonb_to_recordset($1) as r(source_id smallint, kind text, happened_at timestamptz, offering_id bigint, model text,
             component text, old_amount numeric(20, 10), new_amount numeric(20, 10), old_word text, new_word text)
         left join models m on m.slug = r.model",
        json(changes) as _,
        id
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Tells every replica that the catalog has changed.
pub(super) async fn bump_generation(tx: &mut PgConnection) -> Sql<i64> {
    let generation = sqlx::query_scalar!(
        "update catalog_generation set generation = generation + 1 returning generation"
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query!(
        "select pg_notify('catalog_generation', $1)",
        generation.to_string()
    )
    .execute(tx)
    .await?;
    Ok(generation)
}

/// Rows as one parameter.
pub(super) fn json<T: Serialize>(rows: &[T]) -> Json<&[T]> {
    Json(rows)
}
