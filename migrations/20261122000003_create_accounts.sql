-- People: accounts, sessions, organizations, projects, members, audit.
--
-- Requests run as the role `tessera_app`, which owns nothing. What belongs to
-- an organization is guarded twice: every statement names the organization,
-- and row-level security lets the role see only the organization that the
-- transaction has set. Without one it sees no row.

-- Roles belong to the whole server, so another database may have made it.
do $$
begin
    if not exists (select from pg_roles where rolname = 'tessera_app') then
        create role tessera_app nologin;
    end if;
    -- So that the owner of the tables, who connects, can become it. From
    -- PostgreSQL 16 on, whoever makes a role is a member of it but cannot.
    if not pg_has_role(current_user, 'tessera_app',
        case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end)
    then
        grant tessera_app to current_user;
    end if;
end
$$;

-- What a transaction may see. All of these are set for one transaction only.
create function app_org() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.org', true), '')::uuid;
comment on function app_org() is 'The organization whose rows this transaction may see.';
create function app_user() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.user', true), '')::uuid;
comment on function app_user() is 'The account on whose behalf this transaction runs.';
create function app_operator() returns boolean language sql stable parallel safe
    return coalesce(nullif(current_setting('app.operator', true), '')::boolean, false);
comment on function app_operator() is 'Whether this transaction runs on behalf of an operator of the installation.';
create function app_lookup() returns text language sql stable parallel safe
    return nullif(current_setting('app.lookup', true), '');
comment on function app_lookup() is 'A key the caller has shown, such as the hash of an invitation: it opens the one row it names.';

create table users (
    user_id uuid not null,
    email text not null,
    name text not null,
    password_hash text,
    email_verified_at timestamptz,
    totp_secret bytea,
    totp_enabled_at timestamptz,
    totp_last_step bigint,
    is_operator boolean not null default false,
    is_demo boolean not null default false,
    authority_epoch integer not null default 0,
    created_at timestamptz not null,
    disabled_at timestamptz,
    constraint users_pkey primary key (user_id),
    constraint users_email_length check (length(email) between 3 and 254),
    constraint users_name_length check (length(name) between 1 and 100)
);
create unique index users_email_key on users (lower(email));
comment on table users is 'Accounts. An account belongs to no organization; membership is a row of its own.';
comment on column users.password_hash is 'PHC string of argon2id. Null: signs in through an organization''s provider only.';
comment on column users.totp_secret is 'Second factor, sealed; bound to this row.';
comment on column users.totp_last_step is 'The last time step that was accepted, so that no code works twice.';
comment on column users.authority_epoch is 'Moves when roles change: sessions of an older epoch get a new id.';

create table recovery_codes (
    user_id uuid not null,
    code_hash bytea not null,
    used_at timestamptz,
    constraint recovery_codes_pkey primary key (user_id, code_hash),
    constraint recovery_codes_user_fkey foreign key (user_id) references users (user_id) on delete cascade,
    constraint recovery_codes_hash_length check (length(code_hash) = 32)
);
comment on table recovery_codes is 'Hashes of the codes that stand in for a lost second factor; each works once.';

create table sessions (
    session_hash bytea not null,
    user_id uuid,
    data jsonb not null,
    ip text,
    user_agent text,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    constraint sessions_pkey primary key (session_hash),
    constraint sessions_user_fkey foreign key (user_id) references users (user_id) on delete cascade,
    constraint sessions_hash_length check (length(session_hash) = 32)
);
create index sessions_user_id_idx on sessions (user_id);
create index sessions_expires_at_idx on sessions (expires_at);
comment on table sessions is 'Browsers that are signed in. Only the SHA-256 of the cookie is kept: a dump is no set of live sessions.';
comment on column sessions.expires_at is 'The earlier of idle and absolute expiry.';

create table devices (
    user_id uuid not null,
    device_hash bytea not null,
    last_seen_at timestamptz not null,
    constraint devices_pkey primary key (user_id, device_hash),
    constraint devices_user_fkey foreign key (user_id) references users (user_id) on delete cascade,
    constraint devices_hash_length check (length(device_hash) = 32)
);
comment on table devices is 'Browsers an account has signed in from. They are throttled on their own, so that an attacker cannot lock their owner out.';

create table throttles (
    key text not null,
    failures integer not null,
    window_ends_at timestamptz not null,
    constraint throttles_pkey primary key (key),
    constraint throttles_key_length check (length(key) <= 200),
    constraint throttles_failures_positive check (failures > 0)
);
create index throttles_window_ends_at_idx on throttles (window_ends_at);
comment on table throttles is 'Failed attempts by account, device and address, over a window of time.';

create table account_tokens (
    token_hash bytea not null,
    user_id uuid not null,
    purpose text not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint account_tokens_pkey primary key (token_hash),
    constraint account_tokens_user_fkey foreign key (user_id) references users (user_id) on delete cascade,
    constraint account_tokens_hash_length check (length(token_hash) = 32),
    constraint account_tokens_purpose_known check (purpose in ('reset_password', 'verify_email'))
);
create index account_tokens_user_id_idx on account_tokens (user_id);
comment on table account_tokens is 'Links sent by mail: hashed, each works once, until it expires.';

create table setup_tokens (
    token_hash bytea not null,
    created_at timestamptz not null,
    used_at timestamptz,
    constraint setup_tokens_pkey primary key (token_hash),
    constraint setup_tokens_hash_length check (length(token_hash) = 32)
);
comment on table setup_tokens is 'Links printed at a first start, with which the first operator makes an account.';

create table organizations (
    org_id uuid not null,
    slug text not null,
    name text not null,
    time_zone text not null,
    sso_required boolean not null default false,
    is_demo boolean not null default false,
    created_at timestamptz not null,
    constraint organizations_pkey primary key (org_id),
    constraint organizations_slug_key unique (slug),
    constraint organizations_slug_form check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    constraint organizations_name_length check (length(name) between 1 and 100),
    constraint organizations_time_zone_known check (now() at time zone time_zone is not null)
);
comment on table organizations is 'Tenants: a company, a business unit, a customer.';
comment on column organizations.time_zone is 'IANA name: days and months of this organization are computed in it.';
comment on column organizations.sso_required is 'Members may act here only in sessions that came through its own provider.';

create table members (
    org_id uuid not null,
    user_id uuid not null,
    joined_at timestamptz not null,
    constraint members_pkey primary key (org_id, user_id),
    constraint members_org_fkey foreign key (org_id) references organizations (org_id),
    constraint members_user_fkey foreign key (user_id) references users (user_id)
);
create index members_user_id_idx on members (user_id);
comment on table members is 'Which account belongs to which organization.';

create table member_roles (
    org_id uuid not null,
    user_id uuid not null,
    role text not null,
    constraint member_roles_pkey primary key (org_id, user_id, role),
    constraint member_roles_member_fkey foreign key (org_id, user_id) references members (org_id, user_id) on delete cascade,
    constraint member_roles_role_known check (role in
        ('owner', 'admin', 'approver', 'finance', 'developer', 'auditor', 'publisher'))
);
comment on table member_roles is 'What a member may do; a member can hold several roles.';

create table projects (
    org_id uuid not null,
    project_id uuid not null,
    slug text not null,
    name text not null,
    cost_center text,
    created_at timestamptz not null,
    archived_at timestamptz,
    constraint projects_pkey primary key (org_id, project_id),
    constraint projects_slug_key unique (org_id, slug),
    constraint projects_org_fkey foreign key (org_id) references organizations (org_id),
    constraint projects_slug_form check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    constraint projects_name_length check (length(name) between 1 and 100),
    constraint projects_cost_center_length check (length(cost_center) between 1 and 40)
);
comment on table projects is 'The unit of cost inside an organization. Keys, subscriptions and spend belong to one.';

create table invitations (
    org_id uuid not null,
    invitation_id uuid not null,
    email text not null,
    roles text[] not null,
    token_hash bytea not null,
    invited_by uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz,
    constraint invitations_pkey primary key (org_id, invitation_id),
    constraint invitations_token_key unique (token_hash),
    constraint invitations_org_fkey foreign key (org_id) references organizations (org_id),
    constraint invitations_invited_by_fkey foreign key (invited_by) references users (user_id),
    constraint invitations_hash_length check (length(token_hash) = 32),
    constraint invitations_roles_some check (cardinality(roles) > 0),
    constraint invitations_one_end check (accepted_at is null or revoked_at is null)
);
create unique index invitations_open_key on invitations (org_id, lower(email))
    where accepted_at is null and revoked_at is null;
comment on table invitations is 'Mailed offers of membership; each link works once, until it expires or is revoked.';

create table identity_providers (
    org_id uuid not null,
    issuer text not null,
    client_id text not null,
    client_secret bytea not null,
    updated_at timestamptz not null,
    constraint identity_providers_pkey primary key (org_id),
    constraint identity_providers_org_fkey foreign key (org_id) references organizations (org_id)
);
comment on table identity_providers is 'The OpenID Connect provider of an organization.';
comment on column identity_providers.client_secret is 'Sealed; bound to the organization.';

create table identities (
    org_id uuid not null,
    issuer text not null,
    subject text not null,
    user_id uuid not null,
    linked_at timestamptz not null,
    constraint identities_pkey primary key (org_id, issuer, subject),
    constraint identities_user_key unique (org_id, issuer, user_id),
    constraint identities_org_fkey foreign key (org_id) references organizations (org_id),
    constraint identities_user_fkey foreign key (user_id) references users (user_id) on delete cascade
);
comment on table identities is 'Who an account is at an organization''s provider: issuer and subject, never a mail address.';

create table access_tokens (
    org_id uuid not null,
    token_id uuid not null,
    user_id uuid not null,
    name text not null,
    public_id text not null,
    secret_hash bytea not null,
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    constraint access_tokens_pkey primary key (org_id, token_id),
    constraint access_tokens_public_id_key unique (public_id),
    constraint access_tokens_member_fkey foreign key (org_id, user_id) references members (org_id, user_id) on delete cascade,
    constraint access_tokens_hash_length check (length(secret_hash) = 32),
    constraint access_tokens_name_length check (length(name) between 1 and 100),
    constraint access_tokens_scopes_some check (cardinality(scopes) > 0)
);
create index access_tokens_member_idx on access_tokens (org_id, user_id);
comment on table access_tokens is 'Personal access tokens for the JSON API: what a member lets a program do in the member''s name.';
comment on column access_tokens.public_id is 'Part of the token that is safe to show and finds this row.';

create table notifications (
    notification_id uuid not null,
    user_id uuid not null,
    org_id uuid,
    kind text not null,
    title text not null,
    body text not null,
    href text not null,
    created_at timestamptz not null,
    read_at timestamptz,
    archived_at timestamptz,
    constraint notifications_pkey primary key (notification_id),
    constraint notifications_user_fkey foreign key (user_id) references users (user_id) on delete cascade,
    constraint notifications_org_fkey foreign key (org_id) references organizations (org_id),
    constraint notifications_href_local check (href ~ '^/([^/\\]|$)')
);
create index notifications_inbox_idx on notifications (user_id, created_at desc) where archived_at is null;
comment on table notifications is 'The inbox of an account.';

create table audit_heads (
    org_id uuid not null,
    seq bigint not null,
    hash bytea not null,
    constraint audit_heads_pkey primary key (org_id),
    constraint audit_heads_hash_length check (length(hash) = 32)
);
comment on table audit_heads is 'The last event of each chain. Its row is what writers queue for, so that a chain has no gap and no fork.';

create table audit_events (
    org_id uuid not null,
    seq bigint not null,
    happened_at timestamptz not null,
    actor_id uuid,
    actor_name text not null,
    action text not null,
    subject text not null,
    reason text,
    before json,
    after json,
    ip text,
    user_agent text,
    previous_hash bytea not null,
    hash bytea not null,
    constraint audit_events_pkey primary key (org_id, seq),
    constraint audit_events_seq_positive check (seq > 0),
    constraint audit_events_hash_length check (length(hash) = 32 and length(previous_hash) = 32)
);
create index audit_events_actor_idx on audit_events (org_id, actor_id, seq desc);
create index audit_events_action_idx on audit_events (org_id, action, seq desc);
comment on table audit_events is 'Who did what, when, from where. Written in the transaction of the change itself; each row carries the hash of the one before.';
comment on column audit_events.org_id is 'The organization; all zeros for what concerns accounts and the installation.';
comment on column audit_events.actor_name is 'The name at that time, so that it stays readable when the account is gone.';
comment on column audit_events.before is 'Of type json and not jsonb: the hash is over the text as it was written.';

-- The second layer. `force` makes it hold for the owner of the tables too.
do $$
declare
    tenant text;
begin
    foreach tenant in array array['organizations', 'members', 'member_roles', 'projects', 'invitations',
        'identity_providers', 'identities', 'access_tokens', 'notifications', 'audit_heads', 'audit_events']
    loop
        execute format('alter table %I enable row level security', tenant);
        execute format('alter table %I force row level security', tenant);
    end loop;
end
$$;

create policy organizations_tenant on organizations
    using (org_id = app_org() or app_operator() or slug = app_lookup()
        or exists (select from members m where m.org_id = organizations.org_id and m.user_id = app_user()))
    with check (org_id = app_org());
create policy members_tenant on members
    using (org_id = app_org() or user_id = app_user() or app_operator())
    with check (org_id = app_org());
create policy member_roles_tenant on member_roles
    using (org_id = app_org() or user_id = app_user() or app_operator())
    with check (org_id = app_org());
create policy projects_tenant on projects using (org_id = app_org());
create policy invitations_tenant on invitations
    using (org_id = app_org() or encode(token_hash, 'hex') = app_lookup())
    with check (org_id = app_org());
create policy identity_providers_tenant on identity_providers using (org_id = app_org());
create policy identities_tenant on identities using (org_id = app_org());
create policy access_tokens_tenant on access_tokens
    using (org_id = app_org() or public_id = app_lookup())
    with check (org_id = app_org());
-- An inbox belongs to a person; organizations write into it.
create policy notifications_person on notifications
    using (user_id = app_user())
    with check (user_id = app_user() or org_id = app_org());
create policy audit_heads_tenant on audit_heads using (org_id = app_org());
create policy audit_events_tenant on audit_events using (org_id = app_org());

grant usage on schema public to tessera_app;
grant select, insert, update, delete on all tables in schema public to tessera_app;
-- History is written once.
revoke update, delete on audit_events from tessera_app;
revoke delete on audit_heads, organizations from tessera_app;
-- The table of the migrator, which is there when it runs this file.
do $$
begin
    if to_regclass('_sqlx_migrations') is not null then
        revoke insert, update, delete on _sqlx_migrations from tessera_app;
    end if;
end
$$;
grant usage on all sequences in schema public to tessera_app;
