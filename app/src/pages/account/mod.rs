//! `/account`, and the pages below it. `/account/name` is the same page: it is
//! drawn again there when something is wrong with the name.

mod agent;
pub(super) mod load;
pub mod notifications;
pub mod password;
pub mod recovery_codes;
pub mod second_factor;
pub mod second_factor_off;
pub mod sessions;

use backend::accounts::{self, Profile};
use backend::authz::Actor;
use backend::{Error, Services};
use leptos::prelude::*;

use super::by_password;
use super::card::longest_name;
use crate::components::form::{FormErrors, TextField};
use crate::components::format::count;
use crate::components::{Badge, Crumbs, Icon, Notice, PageTitle, Tone};
use crate::context::done_word;
use load::signed_in;

/// The name, and how the account signs in.
#[component]
pub fn Account() -> impl IntoView {
    signed_in(draw)
}

async fn draw(svc: Services, actor: Actor) -> Result<AnyView, Error> {
    let me = accounts::profile(&svc, &actor).await?;
    let words = match done_word().as_deref() {
        Some("saved") => Some("Your name is saved."),
        Some("password-changed") => {
            Some("Your password is changed, and other sessions have ended.")
        }
        Some("verification-sent") => Some("The link is on its way."),
        Some("second-factor-off") => {
            Some("The second factor is off. Signing in asks for the password only.")
        }
        _ => None,
    };
    let notice = words.map(|words| view! { <Notice tone=Tone::Ok><p>{words}</p></Notice> });
    Ok(view! {
        <PageTitle text="Account"/>
        <div class="page page--narrow">
            <div class="page__head">
                <h1 tabindex="-1">"Account"</h1>
                <p class="page__lead">"Who you are here, and how you sign in."</p>
            </div>
            {notice}
            {profile(&me)}
            {ways_in(&me)}
            {messages()}
        </div>
    }
    .into_any())
}

fn profile(me: &Profile) -> AnyView {
    let address = if me.email_verified {
        view! { <Badge tone=Tone::Ok icon="circle-check" text="Confirmed"/> }.into_any()
    } else {
        view! {
            <Badge tone=Tone::Warn icon="triangle-alert" text="Not confirmed"/>
            <form method="post" action="/account/verification">
                <button class="button">"Send the link again"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="section" aria-labelledby="profile">
            <div class="section__head"><h2 id="profile">"Profile"</h2></div>
            {name(me)}
            <div class="account-form account-address">
                <h3>"Mail address"</h3>
                <p class="cluster"><span>{me.email.clone()}</span></p>
                {address}
            </div>
        </section>
    }
    .into_any()
}

fn name(me: &Profile) -> AnyView {
    if let Some(notice) = by_password::notice("change this") {
        let name = me.name.clone();
        return view! { <div class="account-form stack"><h3>"Name"</h3><p>{name}</p>{notice}</div> }
            .into_any();
    }
    view! {
        <form id="form" class="account-form stack" method="post" action="/account/name">
            <FormErrors/>
            <TextField name="name" label="Name" value=me.name.clone() hint="How others see you." autocomplete="name" max=longest_name()/>
            <div class="cluster"><button class="button button--primary">"Save the name"</button></div>
        </form>
    }
    .into_any()
}

/// A page that changes how somebody signs in.
struct Way {
    href: &'static str,
    title: &'static str,
    about: String,
    /// Whether somebody should look after it.
    is_weak: bool,
}

fn ways(me: &Profile) -> Vec<Way> {
    let mut ways = vec![
        Way {
            href: "/account/password",
            title: "Password",
            about: if me.has_password {
                "Change it; other sessions end".to_owned()
            } else {
                "None: you sign in through an organization".to_owned()
            },
            is_weak: false,
        },
        Way {
            href: "/account/second-factor",
            title: "Second factor",
            about: if me.second_factor {
                "On: signing in asks for a code".to_owned()
            } else {
                "Off: the password alone is enough".to_owned()
            },
            is_weak: me.has_password && !me.second_factor,
        },
    ];
    if me.second_factor {
        ways.push(Way {
            href: "/account/recovery-codes",
            title: "Recovery codes",
            about: format!("{} left", count(me.recovery_codes_left)),
            is_weak: recovery_codes::are_few(me.recovery_codes_left),
        });
    }
    ways.push(Way {
        href: "/account/sessions",
        title: "Sessions",
        about: "Browsers in which you are signed in".to_owned(),
        is_weak: false,
    });
    ways
}

fn ways_in(me: &Profile) -> AnyView {
    let items = ways(me)
        .into_iter()
        .map(|way| {
            let care = way
                .is_weak
                .then(|| view! { <Badge tone=Tone::Warn icon="triangle-alert" text="Advised"/> });
            view! {
                <li><a class="item" href=way.href>
                    <span><strong>{way.title}</strong><small>{way.about}</small></span>
                    <span class="item__value">{care}" "<Icon name="chevron-right"/></span>
                </a></li>
            }
        })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="ways">
            <div class="section__head"><h2 id="ways">"Signing in"</h2></div>
            <ul class="item-list start-list">{items}</ul>
        </section>
    }
    .into_any()
}

/// The way to what is mailed.
fn messages() -> AnyView {
    view! {
        <section class="section" aria-labelledby="messages">
            <div class="section__head"><h2 id="messages">"Messages"</h2></div>
            <ul class="item-list start-list">
                <li><a class="item" href="/account/notifications">
                    <span><strong>"Messages by mail"</strong><small>"Which messages of your inbox also come by mail, and when"</small></span>
                    <span class="item__value"><Icon name="chevron-right"/></span>
                </a></li>
            </ul>
        </section>
    }
    .into_any()
}

/// What stands around a page below `/account`.
fn frame(title: &'static str, lead: &'static str, body: AnyView) -> AnyView {
    view! {
        <PageTitle text=title/>
        <div class="page page--narrow">
            <Crumbs items=vec![("/account".to_owned(), "Account".to_owned())]/>
            <div class="page__head"><h1 tabindex="-1">{title}</h1><p class="page__lead">{lead}</p></div>
            <div class="stack">{body}</div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_what_is_weak() {
        let mut me = Profile {
            name: "Ada".to_owned(),
            email: "ada@acme.example".to_owned(),
            email_verified: true,
            second_factor: false,
            recovery_codes_left: 0,
            has_password: true,
        };
        let weak = |me: &Profile| -> Vec<_> {
            let ways = ways(me).into_iter().filter(|way| way.is_weak);
            ways.map(|way| way.title).collect()
        };
        assert_eq!(weak(&me), ["Second factor"]);
        me.has_password = false;
        assert!(weak(&me).is_empty());
        (me.second_factor, me.recovery_codes_left) = (true, 1);
        assert_eq!(weak(&me), ["Recovery codes"]);
    }
}
