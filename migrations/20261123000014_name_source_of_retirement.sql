-- When something ends is often said by another source than the one of its other facts, and a page
-- names the source of each date.

alter table models add column retires_source_id smallint,
    add constraint models_retires_source_fkey foreign key (retires_source_id) references sources (source_id);
comment on column models.retires_source_id is 'Who says when it retires, if not the source of the other facts.';
alter table offerings add column retires_source_id smallint,
    add constraint offerings_retires_source_fkey foreign key (retires_source_id) references sources (source_id);
comment on column offerings.retires_source_id is 'Who says when it retires, if not the source of the other facts.';
