-- Which sessions came through the provider of an organization, so that they end with it.
--
-- The previous version of the program leaves the column empty in the sessions it makes; the first
-- request that the new one notes fills it.

alter table sessions
    add column provider_org_id uuid,
    add constraint sessions_provider_fkey foreign key (provider_org_id) references organizations (org_id);
comment on column sessions.provider_org_id is 'The organization through whose provider its person came. Null: with a password, or nobody has signed in yet.';
-- Ids are kept as `org_` and 32 hexadecimal digits.
update sessions set provider_org_id = substring(data #>> '{state,by,provider}' from 5)::uuid
where data #>> '{state,by,provider}' like 'org\_%';
create index sessions_provider_org_id_idx on sessions (provider_org_id) where provider_org_id is not null;
