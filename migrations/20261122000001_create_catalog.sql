-- The catalog: who makes models, who sells them, how they can be run and at
-- what price. Everything here is public; tenant tables come with organizations.

-- Exclusion constraints on a range together with plain columns need it.
create extension if not exists btree_gist;

create table sources (
    source_id smallint generated always as identity,
    slug text not null,
    name text not null,
    url text,
    license text,
    rank smallint not null,
    as_of timestamptz not null,
    constraint sources_pkey primary key (source_id),
    constraint sources_slug_key unique (slug),
    constraint sources_slug_length check (length(slug) between 1 and 64)
);
comment on table sources is 'Where facts come from. Every price, score and attribute names one.';
comment on column sources.rank is 'Precedence where sources disagree: the higher rank is shown first, the newer date decides ties.';
comment on column sources.as_of is 'The date of the newest edition that was imported.';

create table import_runs (
    import_run_id bigint generated always as identity,
    source_id smallint not null,
    format text not null,
    origin text not null,
    sha256 text not null,
    as_of timestamptz not null,
    imported_at timestamptz not null default now(),
    report jsonb not null,
    constraint import_runs_pkey primary key (import_run_id),
    constraint import_runs_source_fkey foreign key (source_id) references sources (source_id)
);
comment on table import_runs is 'One row for each import that was committed.';
comment on column import_runs.origin is 'File name or address, without credentials.';
comment on column import_runs.report is 'The counts that were printed: providers, offerings, added, retired, repriced ...';

create table publishers (
    publisher_id integer generated always as identity,
    slug text not null,
    name text not null,
    country text,
    url text,
    description text,
    source_id smallint not null,
    constraint publishers_pkey primary key (publisher_id),
    constraint publishers_slug_key unique (slug),
    constraint publishers_slug_length check (length(slug) between 1 and 64),
    constraint publishers_country_iso check (country ~ '^[A-Z]{2}$'),
    constraint publishers_source_fkey foreign key (source_id) references sources (source_id)
);
comment on table publishers is 'Who made a model. Not always who sells it.';
comment on column publishers.country is 'ISO 3166-1 alpha-2.';

create table providers (
    provider_id integer generated always as identity,
    slug text not null,
    name text not null,
    country text,
    url text,
    docs_url text,
    api_url text,
    description text,
    source_id smallint not null,
    constraint providers_pkey primary key (provider_id),
    constraint providers_slug_key unique (slug),
    constraint providers_slug_length check (length(slug) between 1 and 64),
    constraint providers_country_iso check (country ~ '^[A-Z]{2}$'),
    constraint providers_source_fkey foreign key (source_id) references sources (source_id)
);
comment on table providers is 'Who sells offerings in the public catalog.';

create table regions (
    region_id integer generated always as identity,
    slug text not null,
    name text not null,
    cloud text,
    country text,
    constraint regions_pkey primary key (region_id),
    constraint regions_slug_key unique (slug),
    constraint regions_country_iso check (country ~ '^[A-Z]{2}$')
);
comment on table regions is 'Places where offerings run. Country is ISO 3166-1 alpha-2.';

create table models (
    model_id bigint generated always as identity,
    slug text not null,
    publisher_id integer not null,
    name text not null,
    family text,
    description text,
    tasks text[] not null,
    inputs text[] not null,
    outputs text[] not null,
    capabilities text[] not null,
    context_tokens bigint,
    max_output_tokens bigint,
    knowledge_cutoff text,
    released_on date,
    license text,
    open_weights boolean,
    lifecycle text not null,
    legacy_on date,
    retires_on date,
    successor text,
    source_id smallint not null,
    constraint models_pkey primary key (model_id),
    constraint models_slug_key unique (slug),
    constraint models_slug_length check (length(slug) between 1 and 160),
    constraint models_context_positive check (context_tokens > 0),
    constraint models_max_output_positive check (max_output_tokens > 0),
    constraint models_lifecycle_known check (lifecycle in ('preview', 'active', 'legacy', 'retired')),
    constraint models_publisher_fkey foreign key (publisher_id) references publishers (publisher_id),
    constraint models_source_fkey foreign key (source_id) references sources (source_id)
);
comment on table models is 'What a publisher released.';
comment on column models.slug is 'The model id in addresses and the API, such as anthropic/claude-sonnet-4-5.';
comment on column models.knowledge_cutoff is 'As stated: YYYY, YYYY-MM or YYYY-MM-DD.';
comment on column models.license is 'SPDX identifier or LicenseRef-…; null is unknown.';
comment on column models.successor is 'Slug of the model that follows; it may not be in the catalog yet.';
create index models_publisher_id_idx on models (publisher_id);

create table model_aliases (
    alias text not null,
    model_id bigint not null,
    constraint model_aliases_pkey primary key (alias),
    constraint model_aliases_model_fkey foreign key (model_id) references models (model_id) on delete cascade
);
comment on table model_aliases is 'Other names of a model. They are searched, and their addresses redirect.';
create index model_aliases_model_id_idx on model_aliases (model_id);

create table listings (
    listing_id bigint generated always as identity,
    provider_id integer not null,
    slug text not null,
    model_id bigint,
    name text not null,
    description text,
    retention_days integer,
    trains_on_data boolean,
    data_policy_url text,
    constraint listings_pkey primary key (listing_id),
    constraint listings_provider_slug_key unique (provider_id, slug),
    constraint listings_slug_length check (length(slug) between 1 and 160),
    constraint listings_retention_positive check (retention_days >= 0),
    constraint listings_provider_fkey foreign key (provider_id) references providers (provider_id),
    constraint listings_model_fkey foreign key (model_id) references models (model_id)
);
comment on table listings is 'A provider''s page for one model.';
comment on column listings.slug is 'The name the provider calls the model by.';
comment on column listings.model_id is 'Null while nobody has said which model it is.';
comment on column listings.description is 'Markdown; rendered without raw HTML and cleaned.';
create index listings_model_id_idx on listings (model_id);

create table offerings (
    offering_id bigint generated always as identity,
    listing_id bigint not null,
    deployment_type text not null,
    region_id integer,
    family text,
    dialect text,
    inputs text[] not null,
    outputs text[] not null,
    capabilities text[] not null,
    context_tokens bigint,
    max_output_tokens bigint,
    knowledge_cutoff text,
    released_on date,
    open_weights boolean,
    lifecycle text not null,
    retires_on date,
    retired_at timestamptz,
    source_id smallint not null,
    constraint offerings_pkey primary key (offering_id),
    constraint offerings_way_key unique nulls not distinct (listing_id, deployment_type, region_id),
    constraint offerings_context_positive check (context_tokens > 0),
    constraint offerings_max_output_positive check (max_output_tokens > 0),
    constraint offerings_lifecycle_known check (lifecycle in ('preview', 'active', 'legacy', 'retired')),
    constraint offerings_deployment_known check (deployment_type in ('serverless_global', 'serverless_data_zone',
        'serverless_regional', 'batch', 'provisioned', 'dedicated_instance', 'self_hosted')),
    constraint offerings_listing_fkey foreign key (listing_id) references listings (listing_id),
    constraint offerings_region_fkey foreign key (region_id) references regions (region_id),
    constraint offerings_source_fkey foreign key (source_id) references sources (source_id)
);
comment on table offerings is 'One way to run a listing.';
comment on column offerings.retired_at is 'When the last source that listed it stopped doing so. A retired offering is kept.';
comment on column offerings.source_id is 'The source whose attributes are shown: the highest rank that lists it.';

create table offering_sources (
    source_id smallint not null,
    offering_id bigint not null,
    listed_at timestamptz not null,
    retired_at timestamptz,
    constraint offering_sources_pkey primary key (source_id, offering_id),
    constraint offering_sources_offering_fkey foreign key (offering_id) references offerings (offering_id),
    constraint offering_sources_source_fkey foreign key (source_id) references sources (source_id)
);
comment on table offering_sources is 'Which source lists which offering, since when and until when.';
create index offering_sources_offering_id_idx on offering_sources (offering_id);

create table prices (
    price_id bigint generated always as identity,
    offering_id bigint not null,
    source_id smallint not null,
    unit text not null,
    direction text,
    modality text not null,
    token_class text not null,
    cache_ttl_seconds integer,
    service_tier text not null,
    context_threshold bigint,
    threshold_inclusive boolean not null default false,
    schedule text,
    region text,
    component text not null generated always as (
        unit || '|' || coalesce(direction, '') || '|' || modality || '|' || token_class || '|'
        || coalesce(cache_ttl_seconds::text, '') || '|' || service_tier || '|'
        || coalesce(context_threshold::text, '') || case when threshold_inclusive then '+' else '' end || '|'
        || coalesce(schedule, '') || '|' || coalesce(region, '')
    ) stored,
    amount numeric(20, 10) not null,
    valid tstzrange not null,
    source_url text,
    recorded_at timestamptz not null default now(),
    superseded_at timestamptz,
    constraint prices_pkey primary key (price_id),
    constraint prices_amount_not_negative check (amount >= 0),
    constraint prices_valid_not_empty check (not isempty(valid)),
    constraint prices_ttl_positive check (cache_ttl_seconds > 0),
    constraint prices_threshold_positive check (context_threshold > 0),
    constraint prices_offering_fkey foreign key (offering_id) references offerings (offering_id),
    constraint prices_source_fkey foreign key (source_id) references sources (source_id),
    constraint prices_no_overlap exclude using gist (
        offering_id with =, source_id with =, component with =, valid with &&
    ) where (superseded_at is null)
);
comment on table prices is 'Effective-dated prices by component. An amount is never rewritten: a change closes one row and opens another.';
comment on column prices.amount is 'US dollars for one unit, to ten decimals.';
comment on column prices.threshold_inclusive is 'Whether an input of exactly context_threshold tokens pays this price. Sources differ, so it is kept.';
comment on column prices.component is 'The components as one key, so that one constraint can forbid overlaps.';
comment on column prices.superseded_at is 'Set when its own source corrected a period in the past; such a row is kept and no longer shown.';

create table scores (
    score_id bigint generated always as identity,
    model_id bigint not null,
    benchmark text not null,
    version text not null default '',
    category text not null default '',
    metric text not null default '',
    variant text not null default '',
    score_milli bigint not null,
    unit text not null default '',
    scored_on date,
    source_id smallint not null,
    url text,
    constraint scores_pkey primary key (score_id),
    constraint scores_figure_key unique nulls not distinct
        (model_id, benchmark, version, category, metric, variant, scored_on, source_id),
    constraint scores_model_fkey foreign key (model_id) references models (model_id),
    constraint scores_source_fkey foreign key (source_id) references sources (source_id)
);
comment on table scores is 'Published benchmark figures, each with its source. Never averaged.';
comment on column scores.score_milli is 'Thousandths of the unit.';

create table changes (
    change_id bigint generated always as identity,
    import_run_id bigint not null,
    source_id smallint not null,
    kind text not null,
    happened_at timestamptz not null,
    offering_id bigint,
    model_id bigint,
    component text,
    old_amount numeric(20, 10),
    new_amount numeric(20, 10),
    constraint changes_pkey primary key (change_id),
    constraint changes_kind_known check (kind in ('added', 'retired', 'returned', 'repriced', 'model_added')),
    constraint changes_source_fkey foreign key (source_id) references sources (source_id),
    constraint changes_import_run_fkey foreign key (import_run_id) references import_runs (import_run_id),
    constraint changes_offering_fkey foreign key (offering_id) references offerings (offering_id),
    constraint changes_model_fkey foreign key (model_id) references models (model_id)
);
comment on table changes is 'What changed in the catalog, in a form people can read.';
comment on column changes.source_id is 'Who says so; a feed can quote several sources.';
comment on column changes.happened_at is 'When it took effect, which may be before it was imported.';
comment on column changes.component is 'For a price: its name for people, such as "Input, Batch".';
create index changes_happened_at_idx on changes (happened_at desc, change_id desc);
create index changes_offering_id_idx on changes (offering_id);

create table catalog_generation (
    only_row boolean not null default true,
    generation bigint not null default 0,
    constraint catalog_generation_pkey primary key (only_row),
    constraint catalog_generation_one_row check (only_row)
);
comment on table catalog_generation is 'Moves with every change of the published catalog; replicas rebuild their snapshot when it does.';
insert into catalog_generation default values;
