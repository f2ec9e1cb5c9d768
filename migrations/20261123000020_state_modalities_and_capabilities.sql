-- What goes in, what comes out, what can be done and what happens to data were kept of one source
-- alone, or mixed from several. Each source's word is a statement now, as it is of limits and dates, and what a source
-- denies is known. What stands in the columns of before stays until its source speaks again.

alter table statements drop constraint statements_fact_known;
alter table statements add constraint statements_fact_known check (fact in ('context', 'max_output', 'knowledge',
    'released', 'license', 'open_weights', 'lifecycle', 'retires_on', 'retention_days', 'trains_on_data', 'inputs',
    'outputs', 'capabilities'));
comment on column statements.value is 'One spelling for each value: tokens as digits, days as YYYY-MM-DD, true or false, words as in the columns of models. Of inputs, outputs and capabilities a list that is all there is (text,image), or with a bar what is so and what is not (tools,vision|batch).';

alter table models add column cannot text[] not null default '{}';
alter table offerings add column cannot text[] not null default '{}';
comment on column models.cannot is 'Capabilities that its source denies. What is in neither list is unknown.';
comment on column offerings.cannot is 'Capabilities that its source denies. What is in neither list is unknown.';
