-- A new password ends what the old one has begun: sessions that are still being made, and sign-ins
-- that wait for a code.

-- The program before this one knows no such column: its sessions have the epoch 0, and those of
-- accounts whose password changes meanwhile sign in once more.
alter table users add column credentials_epoch integer not null default 0;
comment on column users.credentials_epoch is 'Moves when the password changes: sessions and sign-ins of another epoch are nobody''s.';
