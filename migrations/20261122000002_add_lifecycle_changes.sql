-- A model that becomes legacy, or whose date of retirement moves, is a change that people want to read.

alter table changes drop constraint changes_kind_known;
alter table changes add constraint changes_kind_known
    check (kind in ('added', 'retired', 'returned', 'repriced', 'model_added', 'lifecycle'));

alter table changes add column old_word text;
alter table changes add column new_word text;
comment on column changes.component is 'For a price: its name for people, such as "Input, Batch"; for a lifecycle: "Lifecycle" or "Retirement".';
comment on column changes.old_word is 'For a stage of life or a date: what it was.';
comment on column changes.new_word is 'For a stage of life or a date: what it is.';
