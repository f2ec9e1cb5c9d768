//! The tables of members and of invitations.

use backend::authz::{Admin, AnyMember, OrgGrant};
use backend::members::{Invitation, Member};
use domain::role::Role;
use leptos::prelude::*;

use crate::components::{Badge, Day, Scroller, Tone, When};
use crate::pages::organization::{may, roles};

pub(super) fn members(members: &[Member], grant: &OrgGrant<AnyMember>) -> AnyView {
    let is_admin = may::<Admin>(grant.roles());
    let rows = members.iter().map(|m| row(m, grant)).collect_view();
    let last =
        is_admin.then(|| view! { <th scope="col"><span class="sr-only">"Ways on"</span></th> });
    view! {
        <Scroller label="Members, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Members, by name"</caption>
                <thead><tr>
                    <th scope="col">"Member"</th>
                    <th scope="col">"Roles"</th>
                    <th scope="col">"Since"</th>
                    <th scope="col">"Second factor"</th>
                    {last}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(member: &Member, grant: &OrgGrant<AnyMember>) -> AnyView {
    let is_self = (member.user == grant.by()).then_some(" (you)");
    let (tone, icon, text) = if member.second_factor {
        (Tone::Ok, "check", "Yes")
    } else {
        (Tone::Neutral, "x", "No")
    };
    view! {
        <tr>
            <th scope="row"><div>{member.name.clone()}{is_self}<small>{member.email.clone()}</small></div></th>
            <td data-label="Roles">{roles::badges(&member.roles)}</td>
            <td data-label="Since"><Day date=member.joined_at.date()/></td>
            <td data-label="Second factor"><Badge tone icon text/></td>
            {may::<Admin>(grant.roles()).then(|| change(member, grant))}
        </tr>
    }
    .into_any()
}

/// The cell with the way to change a member; owners are changed by owners.
fn change(member: &Member, grant: &OrgGrant<AnyMember>) -> AnyView {
    let may_change = !member.roles.contains(Role::Owner) || grant.roles().contains(Role::Owner);
    let link = may_change.then(|| {
        let href = format!("/organizations/{}/members/{}", grant.slug(), member.user);
        view! { <a class="hit" href=href>"Change"<span class="sr-only">" "{member.name.clone()}</span></a> }
    });
    view! { <td data-label="">{link}</td> }.into_any()
}

pub(super) fn invitations(open: &[Invitation], slug: &str) -> AnyView {
    let rows = open.iter().map(|i| invitation(i, slug)).collect_view();
    view! {
        <Scroller label="Open invitations, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Open invitations, the newest first"</caption>
                <thead><tr>
                    <th scope="col">"Address"</th>
                    <th scope="col">"Roles"</th>
                    <th scope="col">"Invited by"</th>
                    <th scope="col">"Works until"</th>
                    <th scope="col"><span class="sr-only">"Ways on"</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn invitation(open: &Invitation, slug: &str) -> AnyView {
    let href = format!("/organizations/{slug}/invitations/{}/revoke", open.id);
    view! {
        <tr>
            <th scope="row"><div>{open.email.clone()}</div></th>
            <td data-label="Roles">{roles::badges(&open.roles)}</td>
            <td data-label="Invited by">{open.invited_by.clone()}</td>
            <td data-label="Works until"><When at=open.expires_at/></td>
            <td data-label=""><a class="hit" href=href>"Revoke"<span class="sr-only">" the invitation of "{open.email.clone()}</span></a></td>
        </tr>
    }
    .into_any()
}
