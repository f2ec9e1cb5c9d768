-- How fast offerings answer, and which of them are popular: two orders of the
-- catalog that no feed of prices can give.

create table speeds (
    offering_id bigint not null,
    source_id smallint not null,
    measured_on date not null,
    ttft_ms integer,
    tokens_per_second_milli bigint,
    url text,
    -- The day stands before the source: the newest measurement of an offering is what is looked for.
    constraint speeds_pkey primary key (offering_id, measured_on, source_id),
    constraint speeds_offering_fkey foreign key (offering_id) references offerings (offering_id),
    constraint speeds_source_fkey foreign key (source_id) references sources (source_id),
    constraint speeds_ttft_range check (ttft_ms between 1 and 3600000),
    constraint speeds_throughput_range check (tokens_per_second_milli between 1 and 1000000000),
    constraint speeds_some_figure check (ttft_ms is not null or tokens_per_second_milli is not null)
);
comment on table speeds is 'How fast an offering was measured to be, on one day, by one source. The newest is shown; the others are kept.';
comment on column speeds.ttft_ms is 'Median time to the first token, in milliseconds.';
comment on column speeds.tokens_per_second_milli is 'Median of the output tokens a second, in thousandths.';
comment on column speeds.url is 'Where it is stated.';
-- Measurements are corrected by their source, never removed.
grant select, insert, update on speeds to tessera_app;

-- What builds the published catalog counts, for each model, the projects of all
-- organizations that could use it; only the order that follows is shown. Its key
-- has a colon, so that no hash, no public id of a token and no name of an
-- organization, which people bring with them, can be equal to it. It writes nothing.
create policy subscriptions_popularity on subscriptions for select
    using (app_lookup() = 'catalog:popularity');
