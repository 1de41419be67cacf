//! Many clients at once, for a bounded time: they open, stage, plan, commit or abandon, and read, as people and scripts
//! do. What they were told is held against what is there afterwards.

use std::fmt;
use std::time::{Duration, Instant};

use lanegate_wire::{Fate, ImportPage, Lane, Receipt, ReceiptPage};
use sqlx::{PgConnection, Row as _};
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::api::{Api, path};
use crate::client::Client;
use crate::random::Random;
use crate::sample::{Sample, meeting, partner};

/// How much.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Clients at a time.
    pub clients: u32,
    /// How long each begins new imports.
    pub time: Duration,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Done {
    clients: u32,
    took: Duration,
    receipts: Vec<(Lane, Receipt)>,
    abandoned: Vec<(Lane, Uuid)>,
    /// From opening to the receipt, or to its being gone.
    times: Vec<Duration>,
    reads: u64,
    /// How often a client had to begin again.
    again: u32,
}

/// Runs it against a server.
///
/// # Panics
/// When a client is told something that no load explains, or is not served in time.
pub async fn run(api: &Api, load: Load) -> Done {
    let (_keep, base) = watch::channel(api.base.clone());
    let began = Instant::now();
    let mut clients = JoinSet::new();
    for number in 0..load.clients {
        let mut one = One { number, made: 0, random: Random::seeded(u64::from(number)), done: Done::default() };
        let client = Client::of(base.clone(), api.token());
        let reader = Api::at(api.base.clone()).with_token(api.token().to_owned());
        clients.spawn(async move {
            one.work(client, &reader, began + load.time).await;
            one.done
        });
    }
    let mut all = Done { clients: load.clients, ..Done::default() };
    while let Some(done) = clients.join_next().await {
        let done = done.expect("every client is served");
        all.receipts.extend(done.receipts);
        all.abandoned.extend(done.abandoned);
        all.times.extend(done.times);
        all.reads += done.reads;
        all.again += done.again;
    }
    all.took = began.elapsed();
    all.times.sort();
    all
}

/// One client.
struct One {
    number: u32,
    made: u128,
    random: Random,
    done: Done,
}

impl One {
    async fn work(&mut self, mut client: Client, reader: &Api, end: Instant) {
        while Instant::now() < end {
            let sample = self.sample();
            let (lane, id) = (sample.lane, sample.import.id);
            let began = Instant::now();
            if self.random.once_in(5) {
                client.compare_and_abandon(&sample).await;
                self.done.abandoned.push((lane, id));
            } else {
                let receipt = client.carry_out(&sample).await;
                self.done.receipts.push((lane, receipt));
            }
            self.done.times.push(began.elapsed());
            self.read(reader, lane).await;
        }
        self.done.again = client.again;
    }

    /// Rows that nobody else has: small files most often, a large one now and then.
    fn sample(&mut self) -> Sample {
        let rows = match self.random.below(20) {
            0 => 1_000 + self.random.below(1_000),
            1..5 => 50 + self.random.below(100),
            _ => 1 + self.random.below(10),
        };
        if self.random.once_in(4) {
            let rows = rows.min(20);
            let one = |n: u128| {
                partner(&format!("Firm {} {n}", self.number), "Ann Lee", &format!("a{n}@f{}.example.com", self.number))
            };
            let rows = (0..u128::from(rows)).map(|n| one(self.made + n)).collect::<Vec<_>>();
            self.made += rows.len() as u128;
            return Sample::of("partner_master", vec![rows]);
        }
        let first = u128::from(self.number) * 1_000_000 + self.made;
        let rows: Vec<_> = (0..u128::from(rows)).map(|n| meeting(first + n, "stalled")).collect();
        self.made += rows.len() as u128;
        let batches = rows.chunks(800).map(<[_]>::to_vec).collect();
        Sample::of("appointment_history", batches)
    }

    /// What a page asks for after that.
    async fn read(&mut self, reader: &Api, lane: Lane) {
        let known = self.done.receipts.last().map(|(lane, receipt)| (*lane, receipt.import));
        let asked = match (self.random.below(4), known) {
            (0, Some((lane, id))) => reader.get::<ReceiptPage>(&format!("{}/rows", path(lane, id))).await.map(drop),
            (1, _) => reader.get::<ImportPage>(&format!("/api/v1/{lane}/imports")).await.map(drop),
            (2, _) => reader.get::<serde_json::Value>("/api/v1/ready/reactivation").await.map(drop),
            _ => reader.get::<serde_json::Value>("/health").await.map(drop),
        };
        match asked {
            Ok(()) => self.done.reads += 1,
            // Full is an answer, too.
            Err(problem) => assert_eq!(problem.status, 503, "{problem:?}"),
        }
    }
}

impl Done {
    /// Holds every receipt against what the server says of it now.
    ///
    /// # Panics
    /// When one differs or is gone.
    pub async fn check(&self, api: &Api) {
        assert!(!self.receipts.is_empty() && !self.abandoned.is_empty(), "nothing was done");
        for (lane, receipt) in &self.receipts {
            let kept: Receipt =
                api.get(&format!("{}/receipt", path(*lane, receipt.import))).await.expect("a receipt is kept");
            assert_eq!(&kept, receipt);
        }
        for (lane, id) in &self.abandoned {
            let gone = api.get::<serde_json::Value>(&path(*lane, *id)).await.expect_err("it was abandoned");
            assert_eq!(gone.code, "import_unknown");
        }
    }

    /// Holds the numbers of rows against the receipts.
    ///
    /// # Panics
    /// When they differ.
    pub async fn count(&self, connection: &mut PgConnection) {
        for (lane, sql, fate) in [
            (Lane::Sales, "SELECT count(*) FROM sales.appointment_history", Fate::New),
            (Lane::Partners, "SELECT count(*) FROM partners.fractional_cfo_master", Fate::Create),
        ] {
            let own = || self.receipts.iter().filter(|(of, _)| *of == lane).map(|(_, receipt)| receipt);
            let told: i64 =
                own().map(|receipt| i64::from(receipt.counts.get(&fate).copied().unwrap_or_default())).sum();
            let there: i64 = number(connection, sql).await;
            assert_eq!(there, told, "rows of the lane {lane}");
            let sql = match lane {
                Lane::Sales => "SELECT count(*) FROM sales.import",
                Lane::Partners => "SELECT count(*) FROM partners.import",
            };
            assert_eq!(number(connection, sql).await, own().count() as i64, "imports of the lane {lane}");
        }
        let left = "SELECT (SELECT count(*) FROM sales.import WHERE receipt IS NULL) + (SELECT count(*) FROM partners.import WHERE receipt IS NULL)";
        assert_eq!(number(connection, left).await, 0, "imports are left open");
    }

    fn quantile(&self, part: f64) -> f64 {
        let at = (self.times.len() as f64 * part) as usize;
        self.times.get(at.min(self.times.len().saturating_sub(1))).map_or(0.0, Duration::as_secs_f64)
    }
}

async fn number(connection: &mut PgConnection, sql: &'static str) -> i64 {
    sqlx::raw_sql(sql).fetch_one(connection).await.expect("the tables are there").get(0)
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: u64 =
            self.receipts.iter().flat_map(|(_, receipt)| receipt.counts.values()).map(|n| u64::from(*n)).sum();
        write!(
            f,
            "{} clients for {:.1} s: {} imports committed with {rows} rows, {} abandoned, {} reads; an import took {:.2} s in \
             the middle, {:.2} s at the 95th hundredth, {:.2} s at most; {} times a client was told to come again",
            self.clients,
            self.took.as_secs_f64(),
            self.receipts.len(),
            self.abandoned.len(),
            self.reads,
            self.quantile(0.5),
            self.quantile(0.95),
            self.quantile(1.0),
            self.again,
        )
    }
}
