-- Of half of the newest models no source states when they were released. What is known is since when
-- some source has had them: a catalog that cannot say "new" without a press release says nothing.

alter table models add column seen_on date, add column seen_source_id smallint,
    add constraint models_seen_source_fkey foreign key (seen_source_id) references sources (source_id),
    add constraint models_seen_together check ((seen_on is null) = (seen_source_id is null));
comment on column models.seen_on is 'The first day on which a source is known to have had it; null where it was there before all that is known.';
comment on column models.seen_source_id is 'Which source that was.';
