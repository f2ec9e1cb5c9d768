//! The metrics of requests.
//!
//! Finding a metric by its labels costs as much as finding a page in memory, so each is looked up
//! once and kept.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::http::StatusCode;
use metrics::{Counter, Histogram, counter, histogram};

/// The metrics of all routes that were asked for.
#[derive(Clone, Default)]
pub struct Series(Arc<RwLock<HashMap<String, Route>>>);

/// The labels are bounded: methods and statuses by the standard, routes by the router.
struct Route {
    latency: Histogram,
    counts: Vec<((&'static str, StatusCode), Counter)>,
}

impl Route {
    fn new(route: &str) -> Self {
        Self {
            latency: histogram!("http_request_duration_seconds", "route" => route.to_owned()),
            counts: Vec::new(),
        }
    }

    fn count(&self, method: &'static str, status: StatusCode) -> Option<&Counter> {
        let mut counts = self.counts.iter();
        let found = counts.find(|(labels, _)| *labels == (method, status));
        found.map(|(_, counter)| counter)
    }
}

impl Series {
    /// Notes a request that was answered.
    pub fn record(&self, method: &'static str, route: &str, status: StatusCode, latency: Duration) {
        let routes = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let known = routes.get(route);
        if let Some((own, count)) = known.and_then(|r| Some((r, r.count(method, status)?))) {
            own.latency.record(latency);
            count.increment(1);
            return;
        }
        drop(routes);
        self.record_first(method, route, status, latency);
    }

    fn record_first(
        &self,
        method: &'static str,
        route: &str,
        status: StatusCode,
        latency: Duration,
    ) {
        let mut routes = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let own = routes
            .entry(route.to_owned())
            .or_insert_with(|| Route::new(route));
        own.latency.record(latency);
        // Two may come at once; both mean the same counter.
        let (route, code) = (route.to_owned(), status.as_str().to_owned());
        let count =
            counter!("http_requests_total", "method" => method, "route" => route, "status" => code);
        count.increment(1);
        own.counts.push(((method, status), count));
    }
}
