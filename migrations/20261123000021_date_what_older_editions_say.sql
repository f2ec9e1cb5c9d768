-- A fact was shown under the date of its source, which is that of the newest edition that is known.
-- What only an older edition says keeps the date of that one.

alter table models add column stated_at timestamptz;
alter table offerings add column stated_at timestamptz;
alter table prices add column stated_at timestamptz;
alter table statements add column stated_at timestamptz;
comment on column models.stated_at is 'The edition of the source that says so; null is its newest.';
comment on column offerings.stated_at is 'The edition of the source that says so; null is its newest.';
comment on column prices.stated_at is 'The edition of the source that says so; null is its newest. The same for all prices that a source has of an offering.';
comment on column statements.stated_at is 'The edition of the source that says so; null is its newest.';
comment on table statements is 'What each source says of a model or an offering in the newest edition that does, whether or not it is what is shown.';
