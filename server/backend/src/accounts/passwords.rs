//! Hashing of passwords: argon2id, a few at a time.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use argon2::password_hash::Error as HashError;
use argon2::{
    ARGON2ID_IDENT, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::secret::Secret;
use super::strength::check_password;
use crate::{Entropy, Error};

/// How many wait for a turn. Whoever comes after them is sent away.
const WAITING: usize = 64;

/// Hashes and verifies passwords beside the threads that serve requests, and
/// only a few at a time: each takes 19 MiB and a core (the minimum of OWASP).
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
    hashed: Arc<AtomicU64>,
    running: Arc<Running>,
}

/// How much work goes on at the same time.
#[derive(Debug, Default)]
struct Running {
    now: AtomicUsize,
    most: AtomicUsize,
}

/// Work that goes on until this is dropped, also by a panic.
struct Turn<'r>(&'r Running);

impl Running {
    fn begin(&self) -> Turn<'_> {
        let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(now, Ordering::Relaxed);
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not the password, or there is none.
    Wrong,
    /// The password.
    Right,
    /// The password, hashed with parameters of the past.
    Outdated,
}

impl Default for Passwords {
    /// As many at a time as there are cores.
    fn default() -> Self {
        Self::new(thread::available_parallelism().map_or(1, NonZero::get))
    }
}

impl Passwords {
    /// At most `parallel` at a time.
    pub fn new(parallel: usize) -> Self {
        let parallel = parallel.max(1);
        Self {
            turns: Arc::new(Semaphore::new(parallel)),
            places: Arc::new(Semaphore::new(parallel + WAITING)),
            hashed: Arc::default(),
            running: Arc::default(),
        }
    }

    /// How many hashes were computed since the start: one for each password that
    /// was kept or compared, whether there was something to compare with or not.
    pub fn hashed(&self) -> u64 {
        self.hashed.load(Ordering::Relaxed)
    }

    /// The most hashes and estimates that went on at the same time since the
    /// start. Each takes 19 MiB, so this bounds the memory they took.
    pub fn most_at_once(&self) -> usize {
        self.running.most.load(Ordering::Relaxed)
    }

    /// A PHC string for the database.
    pub(super) async fn hash(&self, entropy: Entropy, password: Secret) -> Result<String, Error> {
        let salt = entropy.bytes::<16>()?;
        let hashed = Arc::clone(&self.hashed);
        self.run(move || {
            hashed.fetch_add(1, Ordering::Relaxed);
            let hash: PasswordHash = Argon2::default()
                .hash_password_with_salt(password.expose().as_bytes(), &salt)
                .map_err(|e| Error::internal(&e))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Compares with a PHC string. Without one it does the same work, so that
    /// the time does not tell whether there is an account.
    pub(super) async fn verify(
        &self,
        phc: Option<String>,
        password: Secret,
    ) -> Result<Verdict, Error> {
        let hashed = Arc::clone(&self.hashed);
        self.run(move || {
            hashed.fetch_add(1, Ordering::Relaxed);
            verdict(phc.as_deref(), password.expose())
        })
        .await
    }

    /// Refuses a password that is too easy. In turn as well: an estimate takes
    /// some milliseconds.
    pub(super) async fn require_strong(
        &self,
        password: Secret,
        hints: Vec<String>,
    ) -> Result<(), Error> {
        self.run(move || {
            let hints: Vec<_> = hints.iter().map(String::as_str).collect();
            check_password(password.expose(), &hints)
                .map_err(|message| Error::invalid("password", message))
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| Error::TooMany {
                retry_after: Duration::from_secs(1),
            })?;
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|e| Error::internal(&e))?;
        let running = Arc::clone(&self.running);
        // The work holds its turn itself: it goes on when the caller is gone.
        let done = spawn_blocking(move || {
            let counted = running.begin();
            let result = work();
            drop(counted);
            drop((place, turn));
            result
        });
        done.await.map_err(|e| Error::internal(&e))?
    }
}

fn verdict(phc: Option<&str>, password: &str) -> Result<Verdict, Error> {
    let (hasher, password) = (Argon2::default(), password.as_bytes());
    let Some(phc) = phc else {
        let _: PasswordHash = hasher
            .hash_password_with_salt(password, &[0; 16])
            .map_err(|e| Error::internal(&e))?;
        return Ok(Verdict::Wrong);
    };
    let hash = PasswordHash::new(phc).map_err(|e| Error::internal(&e))?;
    match hasher.verify_password(password, &hash) {
        Ok(()) if is_current(&hash) => Ok(Verdict::Right),
        Ok(()) => Ok(Verdict::Outdated),
        Err(HashError::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(error) => Err(Error::internal(&error)),
    }
}

/// Whether a hash was made with the parameters of today.
fn is_current(hash: &PasswordHash) -> bool {
    let today = Params::DEFAULT;
    hash.algorithm == ARGON2ID_IDENT
        && hash.version == Some(u32::from(Version::default()))
        && Params::try_from(hash).is_ok_and(|then| {
            then.m_cost() == today.m_cost()
                && then.t_cost() == today.t_cost()
                && then.p_cost() == today.p_cost()
        })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let passwords = Passwords::new(1);
        let hash = passwords.hash(Entropy::SYSTEM, "one".into()).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        let verify = |phc, password: &str| passwords.verify(phc, password.into());
        let right = verify(Some(hash.clone()), "one").await.unwrap();
        assert_eq!(right, Verdict::Right);
        let wrong = verify(Some(hash), "two").await.unwrap();
        assert_eq!(wrong, Verdict::Wrong);
        assert_eq!(verify(None, "one").await.unwrap(), Verdict::Wrong);
        assert_eq!(passwords.hashed(), 4, "the same work without a hash");
    }

    #[test]
    fn a_cheaper_hash_is_made_again() {
        let cheap = Argon2::from(Params::new(64, 1, 1, None).unwrap());
        let hash: PasswordHash = cheap.hash_password_with_salt(b"one", &[1; 16]).unwrap();
        let found = verdict(Some(&hash.to_string()), "one").unwrap();
        assert_eq!(found, Verdict::Outdated);
    }

    #[tokio::test]
    async fn the_queue_has_an_end() {
        let passwords = Passwords::new(1);
        let taken = Arc::clone(&passwords.places)
            .acquire_many_owned(65)
            .await
            .unwrap();
        let refused = passwords.run(|| Ok(())).await;
        assert!(matches!(refused, Err(Error::TooMany { .. })));
        drop(taken);
        assert!(passwords.run(|| Ok(())).await.is_ok());
    }
}
