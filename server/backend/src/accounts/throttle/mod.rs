//! Counting attempts, so that nobody can try passwords and codes for long.
//!
//! Whoever fails from an unknown browser counts against the account and the
//! network. A browser the account has signed in from counts against itself
//! only: a stranger cannot lock the owner out. So it is with codes.

mod sql;

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration as StdDuration;

use domain::id::UserId;
use time::{Duration, OffsetDateTime};

pub(super) use sql::clear;

use crate::authz::Origin;
use crate::db::WriteTx;
use crate::{Error, Services, token};

/// How long attempts are remembered, from the first one on.
const WINDOW: Duration = Duration::minutes(15);
/// The same of invitations.
const INVITATION_WINDOW: Duration = Duration::hours(1);
/// Most invitations of one account within [`INVITATION_WINDOW`], whichever its
/// organizations.
const INVITATIONS: i32 = 100;
/// Failures of one account, device or network in a window that each get an
/// event; one more tells that there were too many to tell.
const LOGGED: i32 = 11;

/// What one attempt counts against.
#[derive(Debug, Clone)]
pub(super) struct Throttle {
    rules: Vec<Rule>,
    window: Duration,
}

#[derive(Debug, Clone)]
struct Rule {
    key: String,
    limit: i32,
}

/// A row: attempts in the window that ends then.
#[derive(Debug)]
struct Count {
    key: String,
    failures: i32,
    window_ends_at: OffsetDateTime,
}

/// What counting one attempt has shown.
#[derive(Debug)]
pub(super) struct Tally {
    /// The highest of the counts.
    pub(super) most: i32,
    wait: Option<StdDuration>,
}

impl Throttle {
    /// Signing in, from the device `known` if it is one of the account.
    pub(super) fn sign_in(email: &str, origin: &Origin, known: Option<[u8; 32]>) -> Self {
        match known {
            Some(device) => Self::one(device_key(&device), 20),
            None => Self::of_address("sign-in", email, 10, origin, 50),
        }
    }

    /// Signing up.
    pub(super) fn sign_up(email: &str, origin: &Origin) -> Self {
        Self::of_address("sign-up", email, 5, origin, 20)
    }

    /// Asking for a link to set a new password.
    pub(super) fn reset(email: &str, origin: &Origin) -> Self {
        Self::of_address("reset", email, 5, origin, 20)
    }

    /// Passwords that somebody without an account wants judged, which is work.
    pub(super) fn judging(origin: &Origin) -> Self {
        Self {
            rules: of_network("judging", origin, 100).into_iter().collect(),
            window: WINDOW,
        }
    }

    /// Codes of the second factor, from somebody who is signed in.
    pub(super) fn code(user: UserId) -> Self {
        Self::of_user("code", user, 10)
    }

    /// Codes that follow a password, from the device `known` if it is one of
    /// the account.
    pub(super) fn code_after_password(user: UserId, known: Option<[u8; 32]>) -> Self {
        match known {
            Some(device) => Self::one(code_key(user, &device), 20),
            None => Self::code(user),
        }
    }

    /// The password, asked again from somebody who is signed in.
    pub(super) fn password(user: UserId) -> Self {
        Self::of_user("password", user, 10)
    }

    /// Mails that confirm an address.
    pub(super) fn verification(user: UserId) -> Self {
        Self::of_user("verification", user, 5)
    }

    /// Invitations.
    fn invitation(user: UserId) -> Self {
        Self {
            window: INVITATION_WINDOW,
            ..Self::of_user("invitation", user, INVITATIONS)
        }
    }

    fn of_user(what: &str, user: UserId, limit: i32) -> Self {
        Self::one(format!("{what}:{user}"), limit)
    }

    fn one(key: String, limit: i32) -> Self {
        Self {
            rules: vec![Rule { key, limit }],
            window: WINDOW,
        }
    }

    fn of_address(
        what: &str,
        email: &str,
        limit: i32,
        origin: &Origin,
        of_network_limit: i32,
    ) -> Self {
        let key = account_key(what, email);
        let network = of_network(what, origin, of_network_limit);
        Self {
            rules: [Rule { key, limit }].into_iter().chain(network).collect(),
            window: WINDOW,
        }
    }

    /// What is counted; a success may make it forgotten.
    pub(super) fn keys(&self) -> Vec<String> {
        self.rules.iter().map(|rule| rule.key.clone()).collect()
    }

    /// Refuses an attempt when there were enough already.
    pub(super) async fn check(&self, svc: &Services) -> Result<(), Error> {
        let now = svc.now();
        let counts = sql::counts(&svc.pool, &self.keys(), now).await?;
        too_many(self.wait(&counts, 1, now))
    }

    /// Counts an attempt that failed.
    pub(super) async fn count(&self, svc: &Services) -> Result<Tally, Error> {
        let now = svc.now();
        let counts = sql::count(&svc.pool, &self.keys(), now, now + self.window).await?;
        Ok(Tally {
            most: counts.iter().map(|c| c.failures).max().unwrap_or_default(),
            wait: self.wait(&counts, 0, now),
        })
    }

    /// Counts an attempt whatever comes of it, and refuses it if it is one too
    /// many.
    pub(super) async fn spend(&self, svc: &Services) -> Result<(), Error> {
        self.count(svc).await?.within_limits()
    }

    /// The same inside the transaction of what is counted: if that does not
    /// happen, it does not count.
    async fn spend_in(&self, tx: &mut WriteTx) -> Result<(), Error> {
        let now = tx.now();
        let counts = sql::count(tx.conn(), &self.keys(), now, now + self.window).await?;
        too_many(self.wait(&counts, 0, now))
    }

    /// How long until `more` attempts fit into all limits, if they do not now.
    fn wait(&self, counts: &[Count], more: i32, now: OffsetDateTime) -> Option<StdDuration> {
        let full = |rule: &Rule| {
            counts.iter().find(|count| {
                count.key == rule.key
                    && count.window_ends_at > now
                    && count.failures + more > rule.limit
            })
        };
        let ends = self.rules.iter().filter_map(full).map(|c| c.window_ends_at);
        let wait = StdDuration::try_from(ends.max()? - now).unwrap_or_default();
        Some(wait.max(StdDuration::from_secs(1)))
    }
}

impl Tally {
    /// Refuses an attempt that was one too many, which happens when several
    /// come at once.
    pub(super) fn within_limits(&self) -> Result<(), Error> {
        too_many(self.wait)
    }

    /// Whether the log tells it: a flood of attempts is no flood of events.
    pub(super) fn is_logged(&self) -> bool {
        self.most <= LOGGED
    }
}

fn too_many(wait: Option<StdDuration>) -> Result<(), Error> {
    wait.map_or(Ok(()), |retry_after| Err(Error::TooMany { retry_after }))
}

/// Counts one more invitation of an account.
///
/// # Errors
/// [`Error::TooMany`] if it is one too many for an hour.
pub(crate) async fn count_invitation(tx: &mut WriteTx, by: UserId) -> Result<(), Error> {
    Throttle::invitation(by).spend_in(tx).await
}

/// What a sign-in that succeeded makes forget. Not the network: it may be
/// shared with an attacker who has an account too.
pub(super) fn forgiven(email: &str, device: Option<[u8; 32]>) -> Vec<String> {
    [account_key("sign-in", email)]
        .into_iter()
        .chain(device.map(|device| device_key(&device)))
        .collect()
}

/// What a right code makes forget.
pub(super) fn forgiven_code(user: UserId) -> Vec<String> {
    Throttle::code(user).keys()
}

/// What a new password makes forget, on the devices of the account too. Not
/// codes, from whichever browser: the second factor stands against whoever has come
/// by the mailbox, who could mail one reset after the other.
pub(super) fn forgiven_by_reset(user: UserId, email: &str, devices: &[[u8; 32]]) -> Vec<String> {
    let mut keys = Throttle::password(user).keys();
    keys.push(account_key("sign-in", email));
    keys.extend(devices.iter().map(device_key));
    keys
}

/// Forgets windows that are over.
pub(super) async fn remove_expired(svc: &Services) -> Result<u64, Error> {
    sql::remove_expired(&svc.pool, svc.now()).await
}

/// Addresses are hashed: the table is no list of what was tried.
fn account_key(what: &str, email: &str) -> String {
    let hash = token::sha256(&email.trim().to_lowercase());
    format!("{what}:account:{}", token::hex(&hash))
}

fn device_key(device: &[u8; 32]) -> String {
    format!("sign-in:device:{}", token::hex(device))
}

/// Of one account: two of them may share a browser.
fn code_key(user: UserId, device: &[u8; 32]) -> String {
    format!("code:{user}:device:{}", token::hex(device))
}

/// A rule for the network of a request, if it has one.
fn of_network(what: &str, origin: &Origin, limit: i32) -> Option<Rule> {
    let network = origin.ip.as_deref().and_then(network)?;
    let key = format!("{what}:ip:{network}");
    Some(Rule { key, limit })
}

/// Whose address it is: one of version 4 itself, of version 6 its first half,
/// because one household has 2⁶⁴ of them.
fn network(ip: &str) -> Option<String> {
    match ip.parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(v4) => Some(v4.to_string()),
        IpAddr::V6(v6) => {
            let prefix = Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64));
            Some(format!("{prefix}/64"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn origin(ip: &str) -> Origin {
        Origin {
            ip: Some(ip.to_owned()),
            user_agent: None,
        }
    }

    fn counts(throttle: &Throttle, failures: i32, left: Duration) -> Vec<Count> {
        let count = |key| Count {
            key,
            failures,
            window_ends_at: NOW + left,
        };
        throttle.keys().into_iter().map(count).collect()
    }

    #[test]
    fn the_tenth_failure_is_the_last_one() {
        let throttle = Throttle::sign_in("a@b", &origin("192.0.2.1"), None);
        let wait = |failures, more| {
            throttle.wait(
                &counts(&throttle, failures, Duration::minutes(5)),
                more,
                NOW,
            )
        };
        assert_eq!(wait(9, 1), None);
        assert_eq!(wait(10, 1), Some(StdDuration::from_mins(5)));
        assert_eq!(wait(10, 0), None, "the tenth itself is answered");
        assert!(wait(11, 0).is_some());
        let over = counts(&throttle, 99, Duration::ZERO);
        assert_eq!(throttle.wait(&over, 1, NOW), None, "the window is over");
    }

    #[test]
    fn a_known_device_counts_against_itself_only() {
        let stranger = Throttle::sign_in("a@b", &origin("192.0.2.1"), None);
        let owner = Throttle::sign_in("a@b", &origin("192.0.2.1"), Some([7; 32]));
        let attack = counts(&stranger, 1000, Duration::minutes(5));
        assert!(stranger.wait(&attack, 1, NOW).is_some());
        assert_eq!(owner.wait(&attack, 1, NOW), None);
        assert_eq!(owner.keys().len(), 1);
    }

    #[test]
    fn codes_from_a_known_device_count_against_it_only() {
        let user = UserId(uuid::Uuid::max());
        let stranger = Throttle::code_after_password(user, None);
        let owner = Throttle::code_after_password(user, Some([7; 32]));
        let attack = counts(&stranger, 1000, Duration::minutes(5));
        assert!(stranger.wait(&attack, 1, NOW).is_some());
        assert_eq!(owner.wait(&attack, 1, NOW), None);
        assert!(owner.keys().iter().all(|key| key.len() <= 200));
        let forgiven = forgiven_by_reset(user, "a@b", &[[7; 32]]);
        assert!(forgiven.contains(&device_key(&[7; 32])), "of passwords");
        assert!(!forgiven.contains(&owner.keys()[0]));
        assert!(!forgiven.contains(&stranger.keys()[0]));
    }

    #[test]
    fn keys_fold_case_and_fit_their_column() {
        let key = |email| Throttle::sign_in(email, &origin("2001:db8::1"), None).keys();
        assert_eq!(key("Ada@Acme.example "), key("ada@acme.example"));
        assert!(
            key("a@b")
                .iter()
                .all(|k| k.len() <= 200 && !k.contains('@'))
        );
    }

    #[test]
    fn one_network_one_key() {
        let same = |a, b| network(a) == network(b);
        assert_eq!(network("192.0.2.1").as_deref(), Some("192.0.2.1"));
        assert!(same("::ffff:192.0.2.1", "192.0.2.1"));
        assert!(same("2001:db8:1:2::3", "2001:db8:1:2:ffff::4"));
        assert!(!same("2001:db8:1:2::3", "2001:db8:1:3::3"));
        assert_eq!(network("unknown"), None);
    }

    #[test]
    fn a_flood_of_failures_is_no_flood_of_events() {
        let logged = |most| Tally { most, wait: None }.is_logged();
        assert!(logged(1) && logged(11) && !logged(12));
    }
}
