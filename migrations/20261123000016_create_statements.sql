-- Of a limit, a date or a license only one source's word was kept. Every word is kept now, as it is
-- of prices: what is shown is chosen by rank, and a page can say who says otherwise.

create table statements (
    source_id smallint not null,
    model_id bigint,
    offering_id bigint,
    fact text not null,
    value text not null,
    told_by_source_id smallint not null,
    constraint statements_key unique nulls not distinct (model_id, offering_id, fact, source_id),
    constraint statements_one_subject check (num_nonnulls(model_id, offering_id) = 1),
    constraint statements_fact_known check (fact in ('context', 'max_output', 'knowledge', 'released', 'license',
        'open_weights', 'lifecycle', 'retires_on')),
    constraint statements_source_fkey foreign key (source_id) references sources (source_id),
    constraint statements_told_by_fkey foreign key (told_by_source_id) references sources (source_id),
    constraint statements_model_fkey foreign key (model_id) references models (model_id) on delete cascade,
    constraint statements_offering_fkey foreign key (offering_id) references offerings (offering_id)
);
comment on table statements is 'What each source says of a model or an offering in its newest edition, whether or not it is what is shown.';
comment on column statements.value is 'One spelling for each value: tokens as digits, days as YYYY-MM-DD, true or false, words as in the columns of models.';
comment on column statements.told_by_source_id is 'Whose document said so: the source itself, or one that quotes it. Only who said it takes it back.';
-- An import takes back what its source no longer says.
grant select, insert, update, delete on statements to tessera_app;
