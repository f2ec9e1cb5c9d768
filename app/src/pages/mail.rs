//! `/development/mail`: mails that did not leave the installation. They hold
//! links that open accounts, so only development builds show them, and a demo on one's own machine.

use backend::mail::SentMail;
use leptos::prelude::*;

use super::errors;
use crate::components::{PageTitle, When, web_address};
use crate::context::{assets, services};

/// Most mails shown.
const SHOWN: usize = 50;

/// The mails, the newest first.
#[component]
pub fn Mails() -> impl IntoView {
    if !assets().shows_mail {
        return errors::no_such_page();
    }
    let mailer = services().mailer;
    let mails: Vec<_> = mailer.list().into_iter().take(SHOWN).collect();
    let lead =
        format!("Mail goes {mailer}. Shown in development and in a demo on this machine only.");
    let list = if mails.is_empty() {
        empty(mailer.keeps())
    } else {
        mails
            .into_iter()
            .enumerate()
            .map(|(number, mail)| letter(number, mail))
            .collect_view()
            .into_any()
    };
    view! {
        <PageTitle text="Mail"/>
        <div class="page page--narrow">
            <div class="page__head"><h1 tabindex="-1">"Mail"</h1><p class="page__lead">{lead}</p></div>
            <div class="stack">{list}</div>
        </div>
    }
    .into_any()
}

fn letter(number: usize, mail: SentMail) -> AnyView {
    let id = format!("mail-{number}");
    let lines = mail
        .text
        .lines()
        .map(|text| line(text.to_owned()))
        .collect_view();
    view! {
        <article class="panel letter" aria-labelledby=id>
            <h2 id=id.clone()>{mail.subject}</h2>
            <p class="muted">"To "{mail.to}", "<When at=mail.sent_at/></p>
            <div class="letter__text">{lines}</div>
        </article>
    }
    .into_any()
}

/// A line; one that is an address can be opened.
fn line(text: String) -> AnyView {
    match web_address(text.trim()) {
        Some(href) => view! { <p><a href=href>{text}</a></p> }.into_any(),
        None => view! { <p>{text}</p> }.into_any(),
    }
}

fn empty(stays_here: bool) -> AnyView {
    let words = if stays_here {
        "Sign up, or ask for a new password: the mail appears here."
    } else {
        "Mail leaves through a server, so there is nothing to show here."
    };
    view! {
        <div class="empty">
            <h2>"No mail"</h2>
            <p>{words}</p>
            <a class="button" href="/sign-up">"Sign up"</a>
        </div>
    }
    .into_any()
}
