//! `/account/sessions`.

use backend::accounts::sessions::{self, SessionLine};
use backend::authz::Actor;
use backend::{Error, Services};
use leptos::prelude::*;

use super::load::signed_in;
use super::{agent, frame};
use crate::components::form::FormErrors;
use crate::components::{Badge, Notice, Scroller, Tone, Unknown, When};
use crate::context::{done_word, visitor};
use crate::pages::by_password;

/// Browsers in which the account is signed in.
#[component]
pub fn Sessions() -> impl IntoView {
    signed_in(draw)
}

async fn draw(svc: Services, actor: Actor) -> Result<AnyView, Error> {
    let session = visitor().session.ok_or(Error::Unauthenticated)?;
    let own = sessions::id_of(&session);
    let all = sessions::list(&svc, &actor, session).await?;
    let is_own = |line: &SessionLine| line.id == own;
    let others = all.iter().filter(|line| !is_own(line)).count();
    let rows = all
        .iter()
        .map(|line| row(line, is_own(line)))
        .collect_view();
    let notice = (done_word().as_deref() == Some("ended"))
        .then(|| view! { <Notice tone=Tone::Ok><p>"Ended. To go on there, somebody has to sign in again."</p></Notice> });
    let body = view! {
        {notice}
        <FormErrors/>
        <div id="form">{table(rows.into_any())}</div>
        {(others > 0).then(end_others)}
        {by_password::notice("see your other sessions")}
    };
    let lead =
        "Browsers in which you are signed in. End what you do not know, then change your password.";
    Ok(frame("Sessions", lead, body.into_any()))
}

fn table(rows: AnyView) -> AnyView {
    view! {
        <Scroller label="Sessions, table" stack=true>
            <table class="table table--stack">
                <caption class="sr-only">"Your sessions, the last used first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Browser"</th>
                        <th scope="col">"Network address"</th>
                        <th scope="col">"Signed in"</th>
                        <th scope="col">"Last used"</th>
                        <th scope="col"><span class="sr-only">"End"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Scroller>
    }
    .into_any()
}

fn row(line: &SessionLine, is_own: bool) -> AnyView {
    let browser = line.user_agent.as_deref().map(agent::name);
    let said = browser.clone().unwrap_or_else(|| "unknown".to_owned());
    let browser = match browser {
        Some(name) => name.into_any(),
        None => view! { <Unknown/> }.into_any(),
    };
    let address = match line.ip.clone() {
        Some(ip) => view! { <code>{ip}</code> }.into_any(),
        None => view! { <Unknown/> }.into_any(),
    };
    let end = if is_own {
        view! { <Badge tone=Tone::Ok icon="check" text="This session"/> }.into_any()
    } else {
        view! {
            <form method="post" action="/account/sessions">
                <input r#type="hidden" name="session" value=line.id.clone()/>
                <button class="button">"End"<span class="sr-only">" the session of "{said}</span></button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">{browser}</th>
            <td data-label="Network address">{address}</td>
            <td data-label="Signed in"><When at=line.created_at/></td>
            <td data-label="Last used"><When at=line.last_seen_at/></td>
            <td data-label="">{end}</td>
        </tr>
    }
    .into_any()
}

fn end_others() -> AnyView {
    view! {
        <form class="cluster" method="post" action="/account/sessions">
            <input r#type="hidden" name="session" value=""/>
            <button class="button button--danger">"End all other sessions"</button>
            <span class="muted">"You stay signed in here."</span>
        </form>
    }
    .into_any()
}
