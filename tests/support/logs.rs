//! What the program logs while something happens.
//!
//! There is one log for the whole run, which hands each line to the test on
//! whose thread it was written: a test has a thread and a runtime of its own. A
//! log for each thread would lose lines, because whether a place logs at all is
//! settled once, by whichever thread comes there first.

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use server::config::LogConfig;
use tracing_subscriber::EnvFilter;

thread_local! {
    /// What was logged on this thread, if somebody listens.
    static LINES: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Keeps what is written for the test of this thread.
struct Sink;

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A thread that ends has no lines any more.
        let _ = LINES.try_with(|lines| {
            if let Some(lines) = lines.borrow_mut().as_mut() {
                lines.extend_from_slice(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Does `work` and gives what came of it with the lines that were logged
/// meanwhile, as an installation logs them that sets nothing.
///
/// For tests of one thread, which `#[tokio::test]` makes. What runs on threads
/// for blocking work, such as hashing, is not heard.
pub async fn capture<T>(work: impl Future<Output = T>) -> (T, String) {
    static LOG: Once = Once::new();
    LOG.call_once(install);
    LINES.set(Some(Vec::new()));
    let done = work.await;
    let lines = LINES.take().unwrap_or_default();
    (done, String::from_utf8_lossy(&lines).into_owned())
}

fn install() {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(LogConfig::defaults().filter))
        .with_ansi(false)
        .with_writer(|| Sink)
        .try_init()
        .expect("no other log in this process");
}
