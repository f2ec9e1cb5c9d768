//! Whether this replica should get requests: named checks and flags.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde::Serialize;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use crate::server::Shutdown;

/// How long a check may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a report holds: however many probes ask, the database is asked twice a second.
const FRESH: Duration = Duration::from_millis(500);

type BoxedCheck =
    Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync>;

/// The checks of this process. Clones share them.
#[derive(Clone)]
pub struct Readiness {
    inner: Arc<Inner>,
}

struct Inner {
    checks: Vec<(&'static str, BoxedCheck)>,
    flags: Vec<(&'static str, Flag)>,
    shutdown: Shutdown,
    last: Mutex<Option<(Instant, Report)>>,
}

/// Something that becomes ready once, such as the first snapshot of the catalog.
#[derive(Debug, Clone, Default)]
pub struct Flag(Arc<AtomicBool>);

impl Flag {
    /// A flag that is not set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says whether it is ready.
    pub fn set(&self, ready: bool) {
        self.0.store(ready, Ordering::Release);
    }

    /// Whether it is ready.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The outcome of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    /// Whether it passed.
    pub ok: bool,
    /// What is wrong, in words that tell nothing secret: anybody may read them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl From<Result<(), String>> for CheckResult {
    fn from(result: Result<(), String>) -> Self {
        Self {
            ok: result.is_ok(),
            detail: result.err(),
        }
    }
}

/// The outcome of all checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// `ready`, `not ready` or `stopping`.
    pub status: &'static str,
    /// Every check by its name.
    pub checks: BTreeMap<&'static str, CheckResult>,
}

impl Report {
    /// Whether requests should be sent here.
    pub fn is_ready(&self) -> bool {
        self.status == "ready"
    }
}

/// Collects checks before they are shared.
#[derive(Default)]
pub struct Builder {
    checks: Vec<(&'static str, BoxedCheck)>,
    flags: Vec<(&'static str, Flag)>,
}

impl Builder {
    /// Adds a question to ask at every report. Its error is shown to anybody.
    #[must_use]
    pub fn check<F, Fut>(mut self, name: &'static str, check: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.checks
            .push((name, Box::new(move || Box::pin(check()))));
        self
    }

    /// Adds something to wait for.
    #[must_use]
    pub fn flag(mut self, name: &'static str, flag: Flag) -> Self {
        self.flags.push((name, flag));
        self
    }

    /// The readiness of a process that stops with `shutdown`.
    pub fn build(self, shutdown: Shutdown) -> Readiness {
        let (checks, flags) = (self.checks, self.flags);
        Readiness {
            inner: Arc::new(Inner {
                checks,
                flags,
                shutdown,
                last: Mutex::default(),
            }),
        }
    }
}

impl Readiness {
    /// Begins to collect checks.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Runs the checks, or repeats what they said a moment ago. A stop shows at once.
    pub async fn report(&self) -> Report {
        let mut report = self.checked().await;
        if self.inner.shutdown.has_begun() {
            report.status = "stopping";
        }
        report
    }

    /// Holding the lock while checking lets one probe ask and all others share its answer.
    async fn checked(&self) -> Report {
        let mut last = self.inner.last.lock().await;
        if let Some((_, report)) = last.as_ref().filter(|(at, _)| at.elapsed() < FRESH) {
            return report.clone();
        }
        let report = self.inner.run().await;
        *last = Some((Instant::now(), report.clone()));
        report
    }
}

impl Inner {
    async fn run(&self) -> Report {
        let asked = self.checks.iter().map(|(name, check)| async move {
            let result = timeout(PATIENCE, check()).await;
            (
                *name,
                result
                    .unwrap_or_else(|_| Err("no answer within a second".into()))
                    .into(),
            )
        });
        let mut checks: BTreeMap<_, CheckResult> =
            futures::future::join_all(asked).await.into_iter().collect();
        for (name, flag) in &self.flags {
            let result = if flag.is_set() {
                Ok(())
            } else {
                Err("not yet".into())
            };
            checks.insert(name, result.into());
        }
        let ready = checks.values().all(|check| check.ok);
        Report {
            status: if ready { "ready" } else { "not ready" },
            checks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn ready_needs_every_check_and_every_flag() {
        let flag = Flag::new();
        let readiness = Readiness::builder()
            .check("database", || async { Ok(()) })
            .flag("catalog", flag.clone())
            .build(Shutdown::new());
        let report = readiness.report().await;
        assert!(!report.is_ready());
        assert_eq!(report.checks["catalog"].detail.as_deref(), Some("not yet"));
        flag.set(true);
        tokio::time::sleep(FRESH).await;
        assert!(readiness.report().await.is_ready());
    }

    #[tokio::test]
    async fn a_check_that_hangs_is_not_waited_for() {
        let readiness = Readiness::builder()
            .check("database", std::future::pending::<Result<(), String>>)
            .build(Shutdown::new());
        let report = readiness.report().await;
        assert_eq!(
            report.checks["database"].detail.as_deref(),
            Some("no answer within a second")
        );
    }

    #[tokio::test]
    async fn a_stop_shows_at_once() {
        let shutdown = Shutdown::new();
        let readiness = Readiness::builder().build(shutdown.clone());
        assert!(readiness.report().await.is_ready());
        shutdown.begin();
        assert_eq!(readiness.report().await.status, "stopping");
    }
}
