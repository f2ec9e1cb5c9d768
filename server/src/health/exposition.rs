//! Metrics in the Prometheus text format.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use backend::accounts::Passwords;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::process;

/// The buckets of latencies, in seconds: from a cached page to a timeout.
const LATENCY_BUCKETS: [f64; 14] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// How often samples are sorted into their buckets when nobody collects.
const UPKEEP: Duration = Duration::from_secs(5);

/// The metrics of this process.
#[derive(Debug, Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
    started: Instant,
    /// Who counts hashes of passwords, once there is somebody.
    passwords: Option<Passwords>,
}

impl Metrics {
    /// Installs the recorder, once a process; later calls return the same one, so that tests can
    /// run several servers.
    pub fn install() -> anyhow::Result<Self> {
        static INSTALLED: Mutex<Option<Metrics>> = Mutex::new(None);
        let mut installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(metrics) = installed.as_ref() {
            return Ok(metrics.clone());
        }
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(
                Matcher::Suffix("_duration_seconds".into()),
                &LATENCY_BUCKETS,
            )?
            .build_recorder();
        let metrics = Self {
            handle: recorder.handle(),
            started: Instant::now(),
            passwords: None,
        };
        metrics::set_global_recorder(recorder)?;
        describe();
        *installed = Some(metrics.clone());
        Ok(metrics)
    }

    /// The same with the figures of these passwords.
    #[must_use]
    pub fn with_passwords(self, passwords: Passwords) -> Self {
        Self {
            passwords: Some(passwords),
            ..self
        }
    }

    /// The text for a collector.
    pub fn render(&self) -> String {
        if let Some(usage) = process::usage() {
            gauge!("process_resident_memory_bytes").set(to_f64(usage.resident_bytes));
            gauge!("process_threads").set(to_f64(usage.threads));
        }
        if let Some(files) = process::open_files() {
            gauge!("process_open_fds").set(to_f64(files as u64));
        }
        if let Some(passwords) = &self.passwords {
            counter!("password_hashes_total").absolute(passwords.hashed());
        }
        gauge!("process_uptime_seconds").set(self.started.elapsed().as_secs_f64());
        gauge!("tessera_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        self.handle.render()
    }

    /// Keeps samples from piling up where nobody collects them. Runs until it is dropped.
    pub async fn upkeep(&self) {
        let mut timer = tokio::time::interval(UPKEEP);
        loop {
            timer.tick().await;
            self.handle.run_upkeep();
        }
    }
}

fn describe() {
    describe_counter!(
        "http_requests_total",
        "Requests by method, route and status."
    );
    describe_counter!(
        "password_hashes_total",
        "Passwords that were hashed, to be kept or to be compared."
    );
    describe_histogram!(
        "http_request_duration_seconds",
        Unit::Seconds,
        "Time from a request's headers to its answer's headers, by route."
    );
    describe_gauge!(
        "process_resident_memory_bytes",
        Unit::Bytes,
        "Memory held in RAM."
    );
    describe_gauge!("process_threads", "Threads of the process.");
    describe_gauge!("process_open_fds", "Open files and sockets.");
    describe_gauge!(
        "process_uptime_seconds",
        Unit::Seconds,
        "Time since the start."
    );
    describe_gauge!("tessera_build_info", "One, with the version as a label.");
}

/// Gauges are floating point by the format; none of these figures comes near 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "bytes, threads and files stay far below 2^53"
)]
fn to_f64(number: u64) -> f64 {
    number as f64
}
