-- Which lists of things to do somebody has put away.

create table hidden_checklists (
    user_id uuid not null,
    checklist text not null,
    constraint hidden_checklists_pkey primary key (user_id, checklist),
    constraint hidden_checklists_user_fkey foreign key (user_id) references users (user_id) on delete cascade,
    constraint hidden_checklists_checklist_form check (checklist ~ '^(home|org_[0-9a-f]{32})$')
);
comment on table hidden_checklists is 'Lists of things to do that an account has put away. Personal, as its devices are: it belongs to no organization and has no policy.';
comment on column hidden_checklists.checklist is 'The word home, or the id of the organization whose list it is.';
-- A row is there or it is not: nothing in it changes.
grant select, insert, delete on hidden_checklists to tessera_app;
