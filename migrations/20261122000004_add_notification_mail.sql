-- Messages by mail: what each person wants mailed, and which mail is due.

create table notification_preferences (
    user_id uuid not null,
    kind text not null,
    mail text not null,
    constraint notification_preferences_pkey primary key (user_id, kind),
    constraint notification_preferences_user_fkey foreign key (user_id) references users (user_id) on delete cascade,
    constraint notification_preferences_kind_length check (length(kind) between 1 and 60),
    constraint notification_preferences_mail_known check (mail in ('at_once', 'daily', 'never'))
);
-- No row-level security, as for `users`, `sessions` and `devices`: it belongs to a
-- person, not to an organization, and holds nothing secret. Whoever writes a
-- message, in a transaction of another account, has to see what its reader wants.
comment on table notification_preferences is 'How often messages of one kind are mailed to an account, where it has chosen; the program knows what holds without a row.';
comment on column notification_preferences.kind is 'What the messages are about; the words are those of notifications.kind.';
-- Nothing is taken back: a choice is replaced by another.
grant select, insert, update on notification_preferences to tessera_app;

alter table notifications
    add column mail_due_at timestamptz,
    add column mailed_at timestamptz,
    -- Holds for new rows at once. What is there is looked at by a later file, so that nobody waits
    -- for this table meanwhile.
    add constraint notifications_mail_was_due check (mailed_at is null or mail_due_at is not null) not valid;
comment on column notifications.mail_due_at is 'From when on it is to be mailed. Null: it stays in the inbox.';
comment on column notifications.mailed_at is 'When its mail was taken to be sent. Null again where the mail server did not take it and may do so later.';
create index notifications_mail_due_idx on notifications (mail_due_at)
    where mail_due_at is not null and mailed_at is null and read_at is null and archived_at is null;

-- What sends mail reads the messages of everybody, and marks them. Its key has a
-- colon, so that no hash, no public id of a token and no name of an organization,
-- which people bring with them, can be equal to it. It makes and removes nothing.
create policy notifications_mail_read on notifications for select
    using (app_lookup() = 'mail:due');
create policy notifications_mail_mark on notifications for update
    using (app_lookup() = 'mail:due')
    with check (app_lookup() = 'mail:due');
-- And it asks whether who is written to is still a member.
create policy members_mail_read on members for select
    using (app_lookup() = 'mail:due');
