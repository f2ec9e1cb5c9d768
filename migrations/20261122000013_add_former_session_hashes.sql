-- A session changes its id in its own row, and the row remembers the ids it had: whoever signs out
-- with one of those, in a request that overlaps with the change, ends the session all the same.

-- The program before this one makes a new row instead, which remembers nothing.
alter table sessions add column former_hashes bytea[] not null default '{}';
comment on column sessions.former_hashes is 'The hashes of the ids it had before. They open nothing, and end it.';
-- Of the few that have some, and without a list of pending entries, which every search would walk.
create index sessions_former_hashes_idx on sessions using gin (former_hashes) with (fastupdate = off)
where former_hashes <> '{}';
