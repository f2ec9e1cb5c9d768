//! One page of a log with its filter: of an organization, or of the
//! installation.

use backend::audit::{Action, Page};
use leptos::prelude::*;

use super::filter::Filter;
use super::people::Named;
use super::{table, toolbar};
use crate::components::older_pager;

/// What happens to accounts and to the installation is not in the log of an
/// organization, but for what is in both.
const OF_INSTALLATION: [&str; 3] = ["account.", "operator.", "demo."];
/// What is in all logs. A sign-in through the provider of an organization is in
/// the log of that organization.
const OF_BOTH: [&str; 3] = ["audit.", "secrets.", "account.signed_in"];

/// Whose log it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Whose {
    /// That of an organization.
    Organization,
    /// That of accounts and of the installation.
    Installation,
}

impl Whose {
    /// Whether such events are in its log.
    pub(super) fn has(self, action: Action) -> bool {
        let of = |parts: &[&str]| parts.iter().any(|part| action.as_str().starts_with(part));
        match self {
            Self::Organization => !of(&OF_INSTALLATION) || of(&OF_BOTH),
            Self::Installation => of(&OF_INSTALLATION) || of(&OF_BOTH),
        }
    }
}

/// A page of a log.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) struct Shown<'s> {
    /// Whose it is.
    pub(in crate::pages) whose: Whose,
    /// The address of the page; exports stand beside it.
    pub(in crate::pages) path: &'s str,
    /// What was asked for.
    pub(in crate::pages) filter: &'s Filter,
    /// The accounts that can be asked for.
    pub(in crate::pages) people: &'s [Named],
    /// What was found.
    pub(in crate::pages) events: &'s Page,
}

impl Shown<'_> {
    /// The filter, the exports and the events.
    pub(in crate::pages) fn draw(&self) -> AnyView {
        let lines = &self.events.lines;
        let list = if lines.is_empty() {
            empty(self.path)
        } else {
            table::table(lines, self.people)
        };
        let newest = self.filter.before;
        let newest = newest.map(|_| self.filter.first().href(self.path));
        let older = self.events.next;
        let older = older.map(|before| self.filter.at(before).href(self.path));
        view! {
            {toolbar::toolbar(self)}
            {list}
            {older_pager("events", newest, older)}
        }
        .into_any()
    }
}

fn empty(path: &str) -> AnyView {
    view! {
        <div class="empty">
            <h2>"No such event"</h2>
            <p>"Nothing in the log fits what you asked for."</p>
            <a class="button" href=path.to_owned()>"Show every event"</a>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_log_has_its_own_events() {
        let listed = |whose: Whose| Action::ALL.iter().filter(|a| whose.has(**a)).count();
        let both = Action::ALL
            .iter()
            .filter(|a| Whose::Organization.has(**a) && Whose::Installation.has(**a));
        let both: Vec<_> = both.copied().collect();
        assert_eq!(both.len(), 3, "{both:?}");
        assert!(both.contains(&Action::SignedIn), "through a provider");
        let all = listed(Whose::Organization) + listed(Whose::Installation);
        assert_eq!(all, Action::ALL.len() + both.len(), "none is in no log");
        assert!(Whose::Installation.has(Action::SignInFailed));
        assert!(!Whose::Organization.has(Action::SignInFailed));
    }
}
