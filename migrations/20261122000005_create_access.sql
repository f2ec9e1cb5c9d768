-- Access: who asks for which offering, and which project may use it until when.

create table access_requests (
    org_id uuid not null,
    request_id uuid not null,
    project_id uuid not null,
    offering_id bigint not null,
    requested_by uuid not null,
    use_case text not null,
    data_class text not null,
    environment text not null,
    requests_per_month bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    wanted_until date,
    state text not null,
    created_at timestamptz not null,
    decided_at timestamptz,
    decided_by uuid,
    reason text,
    constraint access_requests_pkey primary key (org_id, request_id),
    constraint access_requests_project_fkey foreign key (org_id, project_id) references projects (org_id, project_id),
    constraint access_requests_offering_fkey foreign key (offering_id) references offerings (offering_id),
    constraint access_requests_requested_by_fkey foreign key (requested_by) references users (user_id),
    constraint access_requests_decided_by_fkey foreign key (decided_by) references users (user_id),
    constraint access_requests_use_case_length check (length(use_case) between 10 and 2000),
    constraint access_requests_data_class_known check (data_class in
        ('public', 'internal', 'confidential', 'restricted')),
    constraint access_requests_environment_known check (environment in ('development', 'staging', 'production')),
    constraint access_requests_volume_fits check (requests_per_month between 0 and 4294967295
        and input_tokens between 0 and 4294967295 and output_tokens between 0 and 4294967295),
    constraint access_requests_state_known check (state in
        ('pending', 'approved', 'denied', 'withdrawn', 'expired')),
    constraint access_requests_reason_length check (length(reason) between 3 and 1000),
    constraint access_requests_closed_when check
        ((state in ('approved', 'denied', 'withdrawn')) = (decided_at is not null)),
    constraint access_requests_decided_by_whom check ((state in ('approved', 'denied')) = (decided_by is not null)),
    constraint access_requests_denied_why check (state <> 'denied' or reason is not null)
);
create unique index access_requests_open_key on access_requests (org_id, project_id, offering_id)
    where state = 'pending';
create index access_requests_newest_idx on access_requests (org_id, created_at desc, request_id desc);
create index access_requests_state_idx on access_requests (org_id, state, created_at desc, request_id desc);
create index access_requests_requester_idx on access_requests
    (org_id, requested_by, created_at desc, request_id desc);
create index access_requests_decided_idx on access_requests (org_id, decided_at desc, request_id desc)
    where state in ('approved', 'denied');
create index access_requests_approved_idx on access_requests (org_id, offering_id, decided_at)
    where state = 'approved';
comment on table access_requests is 'A member asks for an offering, for a project.';
comment on column access_requests.requested_by is 'An account and not a member: the request stays when the member leaves. It becomes that of the first follower when who has made it takes it back.';
comment on column access_requests.requests_per_month is 'Expected volume: calls a month, with the tokens of one call beside it.';
comment on column access_requests.wanted_until is 'Last day for which access is wanted. Null: without an end.';
comment on column access_requests.state is 'As written. One that is pending for too long reads as expired: see effective_request_state.';
comment on column access_requests.decided_at is 'When it was approved, denied or withdrawn.';
comment on column access_requests.reason is 'In the words of whoever decided.';

create table access_request_followers (
    org_id uuid not null,
    request_id uuid not null,
    user_id uuid not null,
    joined_at timestamptz not null,
    constraint access_request_followers_pkey primary key (org_id, request_id, user_id),
    constraint access_request_followers_request_fkey foreign key (org_id, request_id)
        references access_requests (org_id, request_id),
    constraint access_request_followers_user_fkey foreign key (user_id) references users (user_id)
);
create index access_request_followers_user_idx on access_request_followers (org_id, user_id);
comment on table access_request_followers is 'Who asked for the same thing while a request was open, and so joined it. The row goes when the request becomes theirs.';

create table subscriptions (
    org_id uuid not null,
    subscription_id uuid not null,
    project_id uuid not null,
    offering_id bigint not null,
    request_id uuid not null,
    state text not null,
    starts_at timestamptz not null,
    expires_on date,
    created_by uuid not null,
    ended_at timestamptz,
    ended_by uuid,
    end_reason text,
    constraint subscriptions_pkey primary key (org_id, subscription_id),
    constraint subscriptions_request_key unique (org_id, request_id),
    constraint subscriptions_project_fkey foreign key (org_id, project_id) references projects (org_id, project_id),
    constraint subscriptions_offering_fkey foreign key (offering_id) references offerings (offering_id),
    constraint subscriptions_request_fkey foreign key (org_id, request_id)
        references access_requests (org_id, request_id),
    constraint subscriptions_created_by_fkey foreign key (created_by) references users (user_id),
    constraint subscriptions_ended_by_fkey foreign key (ended_by) references users (user_id),
    constraint subscriptions_state_known check (state in ('active', 'expired', 'canceled')),
    constraint subscriptions_end_reason_length check (length(end_reason) between 3 and 1000),
    constraint subscriptions_canceled_when check ((state = 'canceled') = (ended_at is not null)),
    constraint subscriptions_canceled_by_whom check ((state = 'canceled') = (ended_by is not null)),
    constraint subscriptions_canceled_why check ((state = 'canceled') = (end_reason is not null))
);
create unique index subscriptions_active_key on subscriptions (org_id, project_id, offering_id)
    where state = 'active';
create index subscriptions_newest_idx on subscriptions (org_id, starts_at desc, subscription_id desc);
create index subscriptions_in_use_idx on subscriptions (org_id, starts_at desc, subscription_id desc)
    where state = 'active';
create index subscriptions_offering_idx on subscriptions (org_id, offering_id);
comment on table subscriptions is 'What an approval makes: this project may use this offering.';
comment on column subscriptions.state is 'As written. One whose last day has passed reads as expired: see effective_subscription_state.';
comment on column subscriptions.expires_on is 'The last day, in the time zone of the organization. Null: without an end.';
comment on column subscriptions.created_by is 'Who approved.';

-- The state in which a row is read. Time passes without anybody writing, and
-- these two functions are the one place that knows what it does to a row.
create function effective_request_state(state text, created_at timestamptz, idle_since timestamptz) returns text
    language sql immutable parallel safe
    return case when state = 'pending' and created_at <= idle_since then 'expired' else state end;
comment on function effective_request_state(text, timestamptz, timestamptz) is
    'What a request is for whoever reads it, where pending ones made before idle_since have expired.';
create function effective_subscription_state(state text, expires_on date, today date) returns text
    language sql immutable parallel safe
    return case when state = 'active' and expires_on < today then 'expired' else state end;
comment on function effective_subscription_state(text, date, date) is
    'What a subscription is on this day of its organization.';

do $$
declare
    tenant text;
begin
    foreach tenant in array array['access_requests', 'access_request_followers', 'subscriptions']
    loop
        execute format('alter table %I enable row level security', tenant);
        execute format('alter table %I force row level security', tenant);
    end loop;
end
$$;

create policy access_requests_tenant on access_requests using (org_id = app_org());
create policy access_request_followers_tenant on access_request_followers using (org_id = app_org());
create policy subscriptions_tenant on subscriptions using (org_id = app_org());

-- What was asked and decided is evidence and never deleted; a follower whose
-- request it becomes is no follower any more.
grant select, insert, update on access_requests, subscriptions to tessera_app;
grant select, insert, delete on access_request_followers to tessera_app;
