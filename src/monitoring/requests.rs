//! Counts and times the requests of this process.

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::fmt::Write;
use std::time::Duration;

/// The upper ends of the histogram's buckets, in seconds: a page takes milliseconds, an import minutes.
const BUCKETS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// The name of the route of requests that no route answers, so that wrong addresses make no new series.
const NO_ROUTE: &str = "none";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: Label,
    route: Label,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: Label,
}

/// A text as the value of a label.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Label(String);

impl EncodeLabelValue for Label {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        encoder.write_str(&self.0)
    }
}

/// The requests of this process. Clones share everything.
#[derive(Debug, Clone)]
pub struct RequestMetrics {
    answered: Family<RequestLabels, Counter>,
    durations: Family<RouteLabels, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    all: Counter,
    failed: Counter,
}

impl Default for RequestMetrics {
    fn default() -> Self {
        RequestMetrics {
            answered: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            in_flight: Gauge::default(),
            all: Counter::default(),
            failed: Counter::default(),
        }
    }
}

impl RequestMetrics {
    /// Counts a request until the returned value is dropped.
    #[must_use]
    pub fn begin(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    /// Counts a response. `route` is the pattern of its route, `None` if there is none. The duration is that until the
    /// response begins; a download continues after it.
    pub fn answered(&self, method: &str, route: Option<&str>, status: u16, duration: Duration) {
        self.all.inc();
        if status >= 500 {
            self.failed.inc();
        }
        // Anybody can send any method.
        let method = if matches!(method, "GET" | "HEAD" | "POST") { method } else { "other" };
        let route = Label(route.unwrap_or(NO_ROUTE).to_owned());
        let labels = RequestLabels { method: Label(method.to_owned()), route: route.clone(), status };
        self.answered.get_or_create(&labels).inc();
        self.durations.get_or_create(&RouteLabels { route }).observe(duration.as_secs_f64());
    }

    /// Returns how many responses were sent, and how many of them were errors of the server.
    pub fn responses(&self) -> (u64, u64) {
        (self.all.get(), self.failed.get())
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("http_requests", "Responses by method, route and status", self.answered.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time until a response begins, by route",
            Unit::Seconds,
            self.durations.clone(),
        );
        let help = "Requests that have no response yet";
        registry.register("http_requests_in_flight", help, self.in_flight.clone());
    }
}

/// A request that has no response yet.
#[derive(Debug)]
pub struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}
