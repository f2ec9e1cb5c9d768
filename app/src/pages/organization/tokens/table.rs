//! The table of tokens.

use backend::access_tokens::AccessToken;
use leptos::prelude::*;
use time::OffsetDateTime;

use crate::components::{Badge, Day, Scroller, Tone, When};

pub(super) fn table(tokens: &[AccessToken], own: &str, now: OffsetDateTime) -> AnyView {
    let rows = tokens.iter().map(|t| row(t, own, now)).collect_view();
    view! {
        <Scroller label="Access tokens, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Your access tokens, the newest first"</caption>
                <thead><tr>
                    <th scope="col">"Token"</th>
                    <th scope="col">"May"</th>
                    <th scope="col">"Created"</th>
                    <th scope="col">"Works until"</th>
                    <th scope="col">"Last used"</th>
                    <th scope="col">"State"</th>
                    <th scope="col"><span class="sr-only">"Ways on"</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(token: &AccessToken, own: &str, now: OffsetDateTime) -> AnyView {
    let used = match token.last_used_at {
        Some(at) => view! { <When at/> }.into_any(),
        None => view! { <span class="muted">"never"</span> }.into_any(),
    };
    let revoke = token.works_at(now).then(|| {
        let href = format!("{own}/{}/revoke", token.id);
        view! { <a class="hit" href=href>"Revoke"<span class="sr-only">" "{token.name.clone()}</span></a> }
    });
    view! {
        <tr>
            <th scope="row"><div>{token.name.clone()}<small><code>{short(token)}</code></small></div></th>
            <td data-label="May"><div>{token.scopes.join(", ")}</div></td>
            <td data-label="Created"><Day date=token.created_at.date()/></td>
            <td data-label="Works until"><Day date=token.expires_at.date()/></td>
            <td data-label="Last used">{used}</td>
            <td data-label="State">{state(token, now)}</td>
            <td data-label="">{revoke}</td>
        </tr>
    }
    .into_any()
}

/// As much of a token as is safe to show.
pub(super) fn short(token: &AccessToken) -> String {
    format!("tsr_pat_{}_…", token.public_id)
}

fn state(token: &AccessToken, now: OffsetDateTime) -> AnyView {
    let (tone, icon, text) = if token.revoked_at.is_some() {
        (Tone::Neutral, "circle-x", "Revoked")
    } else if token.works_at(now) {
        (Tone::Ok, "circle-check", "Works")
    } else {
        (Tone::Neutral, "clock", "Expired")
    };
    view! { <Badge tone icon text/> }.into_any()
}
