-- A limit, a license or a date that changes is news as a price is.

alter table changes drop constraint changes_kind_known;
alter table changes add constraint changes_kind_known
    check (kind in ('added', 'retired', 'returned', 'repriced', 'model_added', 'lifecycle', 'facts'));
comment on column changes.component is 'For a price: its name for people, such as "Input, Batch"; for a lifecycle: "Lifecycle" or "Retirement"; for facts: which, as in statements.fact.';
comment on column changes.old_word is 'For a stage of life, a date or a fact: what it was; null is unknown.';
comment on column changes.new_word is 'For a stage of life, a date or a fact: what it is; null is unknown.';
