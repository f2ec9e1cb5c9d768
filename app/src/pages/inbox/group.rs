//! Messages about one page, as one entry of the list: the newest, and the
//! earlier ones folded behind it.

use backend::notifications::Notification;
use leptos::prelude::*;

use super::Shown;
use crate::components::{Badge, Icon, IconSize, Tone, When};

/// Messages that lead to one page, the newest first.
pub(super) struct Group<'m> {
    pub(super) newest: &'m Notification,
    earlier: Vec<&'m Notification>,
}

impl Group<'_> {
    fn is_unread(&self) -> bool {
        let mut all = self.earlier.iter().copied().chain([self.newest]);
        all.any(|one| one.read_at.is_none())
    }
}

/// Puts together what is about one page, in the order of the newest of each.
pub(super) fn groups(messages: &[Notification]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for one in messages {
        let known = groups
            .iter_mut()
            .find(|group| group.newest.href == one.href);
        match known {
            Some(group) => group.earlier.push(one),
            None => groups.push(Group {
                newest: one,
                earlier: Vec::new(),
            }),
        }
    }
    groups
}

/// One entry of the list. Its buttons are for all messages about the page.
pub(super) fn entry(group: &Group<'_>, shown: Shown) -> AnyView {
    let one = group.newest;
    let is_new = group.is_unread();
    let new = unread(is_new);
    let organization = one
        .organization
        .clone()
        .map(|name| view! { <span>{name}</span> });
    let (word, words) = if is_new {
        ("read", "Mark read")
    } else {
        ("unread", "Mark unread")
    };
    let about = || view! { <span class="sr-only">": "{one.title.clone()}</span> };
    view! {
        <li class="message" data-unread=is_new.then_some("")>
            <div class="message__text">
                <h3><a href=one.href.clone()>{one.title.clone()}</a></h3>
                <p>{one.body.clone()}</p>
                <p class="message__about">{new}<span>{one.kind.label()}</span>{organization}<When at=one.created_at/></p>
                {earlier(group)}
            </div>
            <form class="cluster" method="post" action="/inbox">
                <input r#type="hidden" name="about" value=one.href.clone()/>
                {shown.hidden()}
                <button class="button" name="as" value=word>{words}{about()}</button>
                <button class="button button--quiet" name="as" value="archived">"Archive"{about()}</button>
            </form>
        </li>
    }
    .into_any()
}

fn unread(is_new: bool) -> Option<AnyView> {
    is_new.then(|| view! { <Badge tone=Tone::Info icon="eye" text="Unread"/> }.into_any())
}

fn earlier(group: &Group<'_>) -> Option<AnyView> {
    let count = group.earlier.len();
    let items = group
        .earlier
        .iter()
        .map(|one| {
            let at = one.created_at;
            view! {
                <li class="message__text">
                    <strong>{one.title.clone()}</strong>
                    <p>{one.body.clone()}</p>
                    <p class="message__about">{unread(one.read_at.is_none())}<When at/></p>
                </li>
            }
        })
        .collect_view();
    (count > 0).then(|| {
        view! {
            <details class="fold">
                <summary><Icon name="chevron-right" size=IconSize::Small/>{format!("{count} earlier")}</summary>
                <ul class="message__earlier">{items}</ul>
            </details>
        }
        .into_any()
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use domain::notification::Kind;
    use time::OffsetDateTime;

    use super::*;

    fn message(title: &str, href: &str, is_read: bool) -> Notification {
        let at = OffsetDateTime::UNIX_EPOCH;
        Notification {
            id: "ntf_00000000000000000000000000000007".parse().unwrap(),
            kind: Kind::RolesChanged,
            title: title.to_owned(),
            body: String::new(),
            href: href.to_owned(),
            organization: None,
            created_at: at,
            read_at: is_read.then_some(at),
        }
    }

    #[test]
    fn messages_about_one_page_stand_together() {
        let all = [
            message("d", "/a", true),
            message("c", "/b", true),
            message("b", "/a", false),
            message("a", "/a", true),
        ];
        let groups = groups(&all);
        let shown: Vec<_> = groups
            .iter()
            .map(|g| (g.newest.title.as_str(), g.earlier.len(), g.is_unread()))
            .collect();
        assert_eq!(shown, [("d", 2, true), ("c", 0, false)]);
    }
}
