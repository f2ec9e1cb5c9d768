-- A session is written after its sign-in is committed, so one that came through a provider may be
-- written after that provider was removed or replaced: its epoch tells.

-- The program before this one knows no such column: it does not move the epoch, its sessions have the
-- epoch 0, and those of an organization whose provider changes meanwhile sign in once more.
alter table organizations add column provider_epoch integer not null default 0;
comment on column organizations.provider_epoch is 'Moves when the provider is removed or replaced: sessions through one of another epoch are nobody''s.';
