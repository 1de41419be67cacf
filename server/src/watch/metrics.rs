//! The metrics, each registered once, with the label values that are known beforehand there from the beginning.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use lanegate_wire::{Fate, FateCounts, Lane, Receipt};
use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use super::labels::{Answered, Call, ImportEvent, InState, InUse, OfFate, OfKind};
use crate::version;

/// Upper ends of the histogram's buckets, in seconds: from a page of rows to a plan of a million.
const SECONDS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 900.0];

/// The metrics of a server. Cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Answered, Counter>,
    seconds: Family<Call, Histogram>,
    imports: Family<InState, Counter>,
    rows: Family<OfFate, Counter>,
    left_out: Family<OfFate, Counter>,
    open: Family<OfKind, Gauge>,
    pool: Family<InUse, Gauge>,
    /// How often the private database was started again after it had ended by itself.
    pub database_restarts: Counter,
    /// Imports that were forgotten since nobody committed them.
    pub expired: Counter,
    pub(super) pool_most: Gauge,
    pub(super) commits: Gauge,
    pub(super) ready: Gauge,
    pub(super) database_up: Gauge,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// All at nought.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("lanegate");
        let all = Self {
            registry: Arc::default(),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            imports: Family::default(),
            rows: Family::default(),
            left_out: Family::default(),
            open: Family::default(),
            pool: Family::default(),
            database_restarts: Counter::default(),
            expired: Counter::default(),
            pool_most: Gauge::default(),
            commits: Gauge::default(),
            ready: Gauge::default(),
            database_up: Gauge::default(),
        };
        registry.register("requests", "Requests answered, by the address as the router has it", all.requests.clone());
        registry.register("request_seconds", "Seconds from a request's head to its answer's", all.seconds.clone());
        registry.register(
            "imports",
            "What happened to imports, counted by the server that did it",
            all.imports.clone(),
        );
        registry.register("rows", "Rows of committed imports, by what became of them", all.rows.clone());
        registry.register("rows_left_out", "Rows that people left out of committed plans", all.left_out.clone());
        registry.register("imports_expired", "Imports forgotten since nobody committed them", all.expired.clone());
        registry.register("imports_open", "Imports in the database that are not committed", all.open.clone());
        registry.register("pool_connections", "Connections to the database", all.pool.clone());
        registry.register("pool_connections_most", "Connections to the database at most", all.pool_most.clone());
        registry.register("commits_running", "Commits and retractions that run now", all.commits.clone());
        registry.register("ready", "Whether the server is ready for requests", all.ready.clone());
        registry.register(
            "database_up",
            "Whether the database answered when it was asked last",
            all.database_up.clone(),
        );
        registry.register(
            "database_restarts",
            "Times the private database was started again",
            all.database_restarts.clone(),
        );
        let began: Gauge = Gauge::default();
        began.set(since_1970());
        registry.register("start_time_seconds", "When the server began, in seconds since 1970", began);
        let mut build = vec![("version", version::VERSION.to_owned()), ("commit", version::COMMIT.to_owned())];
        build.extend(version::declarations());
        registry.register("build", "Version, commit, and each kind's declaration", Info::new(build));
        all.begin();
        Self { registry: Arc::new(registry), ..all }
    }

    /// Makes every series whose labels are known, so that the first event is a change that can be seen.
    fn begin(&self) {
        for kind in lanegate_kinds::all() {
            let (lane, name) = (kind.lane.as_str(), kind.name);
            for event in ImportEvent::ALL {
                drop(self.imports.get_or_create(&InState { lane, kind: name, state: event.state() }));
            }
            for fate in Fate::ALL {
                let labels = OfFate { lane, kind: name, fate: fate.as_str() };
                drop(self.rows.get_or_create(&labels));
                drop(self.left_out.get_or_create(&labels));
            }
            drop(self.open.get_or_create(&OfKind { lane, kind: name }));
        }
        self.pool(0, 0);
    }

    /// All of them as Prometheus reads them.
    ///
    /// # Errors
    /// Never, as far as the library says.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut told = String::new();
        text::encode(&mut told, &self.registry)?;
        Ok(told)
    }

    /// Counts a request.
    pub fn request(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        self.requests.get_or_create(&Answered { route: route.to_owned(), method, status }).inc();
        self.seconds.get_or_create(&Call { route: route.to_owned(), method }).observe(took.as_secs_f64());
    }

    /// Counts what happened to an import of a kind.
    pub fn import(&self, lane: Lane, kind: &str, event: ImportEvent) {
        let labels = InState { lane: lane.as_str(), kind: known(kind), state: event.state() };
        self.imports.get_or_create(&labels).inc();
    }

    /// Counts a commit with its rows.
    pub fn committed(&self, receipt: &Receipt) {
        self.import(receipt.lane, &receipt.kind, ImportEvent::Committed);
        for (family, counts) in [(&self.rows, &receipt.counts), (&self.left_out, &receipt.left_out)] {
            add(family, receipt, counts);
        }
    }

    /// How many imports of each kind are open in a lane.
    pub(super) fn open(&self, lane: Lane, counts: &[(String, i64)]) {
        for kind in lanegate_kinds::all().iter().filter(|kind| kind.lane == lane) {
            let count = counts.iter().find(|(name, _)| name == kind.name).map_or(0, |(_, count)| *count);
            self.open.get_or_create(&OfKind { lane: lane.as_str(), kind: kind.name }).set(count);
        }
    }

    /// How many connections are at work and how many wait for some.
    pub(super) fn pool(&self, in_use: i64, idle: i64) {
        self.pool.get_or_create(&InUse { state: "in_use" }).set(in_use);
        self.pool.get_or_create(&InUse { state: "idle" }).set(idle);
    }
}

fn add(family: &Family<OfFate, Counter>, receipt: &Receipt, counts: &FateCounts) {
    let (lane, kind) = (receipt.lane.as_str(), known(&receipt.kind));
    for (fate, rows) in counts {
        family.get_or_create(&OfFate { lane, kind, fate: fate.as_str() }).inc_by(u64::from(*rows));
    }
}

/// A kind's name, where there is such a kind: a label is none of a client's making.
fn known(kind: &str) -> &'static str {
    lanegate_kinds::named(kind).map_or("other", |kind| kind.name)
}

fn since_1970() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_told_and_labels_come_from_here_alone() {
        let metrics = Metrics::new();
        let told = metrics.text().unwrap();
        assert!(
            told.contains("lanegate_rows_total{lane=\"sales\",kind=\"appointment_history\",fate=\"new\"} 0"),
            "{told}"
        );
        assert!(told.ends_with("# EOF\n"));
        metrics.import(Lane::Sales, "appointment_history", ImportEvent::Opened);
        metrics.import(Lane::Sales, "Ann's own kind", ImportEvent::Opened);
        metrics.request("/health", "GET", 200, Duration::from_millis(30));
        let told = metrics.text().unwrap();
        for line in [
            "lanegate_imports_total{lane=\"sales\",kind=\"appointment_history\",state=\"opened\"} 1",
            "lanegate_imports_total{lane=\"sales\",kind=\"other\",state=\"opened\"} 1",
            "lanegate_requests_total{route=\"/health\",method=\"GET\",status=\"200\"} 1",
            "lanegate_request_seconds_bucket{le=\"0.025\",route=\"/health\",method=\"GET\"} 0",
            "lanegate_request_seconds_bucket{le=\"0.05\",route=\"/health\",method=\"GET\"} 1",
        ] {
            assert!(told.contains(line), "{line} is not in {told}");
        }
        assert!(!told.contains("Ann"), "{told}");
    }
}
