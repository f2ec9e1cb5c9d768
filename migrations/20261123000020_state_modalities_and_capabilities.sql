-- What goes in, what comes out and what can be done were kept of one source alone, or mixed from
-- several. Each source's word is a statement now, as it is of limits and dates.

alter table statements drop constraint statements_fact_known;
alter table statements add constraint statements_fact_known check (fact in ('context', 'max_output', 'knowledge',
    'released', 'license', 'open_weights', 'lifecycle', 'retires_on', 'inputs', 'outputs', 'capabilities'));
comment on column statements.value is 'One spelling for each value: tokens as digits, days as YYYY-MM-DD, true or false, words as in the columns of models. Of inputs, outputs and capabilities a list that is all there is (text,image), or with a bar what is so and what is not (tools,vision|batch).';

-- What is known is the word of the source of its row until that speaks again: so much, not that it is all.
insert into statements (source_id, model_id, offering_id, fact, value, told_by_source_id)
select source_id, model_id, offering_id, fact, array_to_string(words, ',') || '|', source_id
from (
    select source_id, model_id, null::bigint as offering_id, inputs, outputs, capabilities from models
    union all
    select source_id, null, offering_id, inputs, outputs, capabilities from offerings
) subjects, lateral (values ('inputs', inputs), ('outputs', outputs), ('capabilities', capabilities)) as known(fact, words)
where words <> '{}';
