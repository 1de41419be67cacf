//! Rounds in which something dies with `kill -9` at a random moment of opening, uploading, planning or committing, while clients
//! go on with the imports whose ids they keep. On a named database that is the server; on a private one the server, its
//! PostgreSQL, or both, and now and then its disk fills up.
//!
//! `LANEGATE_FAULT_ROUNDS` says how many, `LANEGATE_FAULT_SEED` which: a seed makes the same choices again, though the
//! machine's own timing differs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lanegate_tests::api::path;
use lanegate_tests::client::{Client, Step};
use lanegate_tests::disk::Disk;
use lanegate_tests::not_run;
use lanegate_tests::place::Place;
use lanegate_tests::private;
use lanegate_tests::program::Program;
use lanegate_tests::random::Random;
use lanegate_wire::{Receipt, ReceiptPage};
use sqlx::Row as _;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::fault::Fault;
use crate::imports::Import;
use crate::outside::{self, Totals};
use crate::watcher::Watcher;

/// Rounds where the environment names no number.
const FEW: u32 = 6;

/// As many earlier receipts are looked at in every round; in the last one, all.
const EARLIER: u64 = 10;

/// How large the disk of a private database is, in kilobytes.
const DISK: u64 = 1 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_nothing_is_lost_doubled_or_half_visible() {
    run(Place::fresh().await, None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_its_private_database_killed_or_full_nothing_is_lost_doubled_or_half_visible() {
    match Disk::mount(DISK) {
        Ok(disk) => run(Place::private_in(disk.path().join("data")), Some(disk)).await,
        Err(why) => {
            not_run("the full disk of a private database", &format!("no file system can be mounted here: {why}"));
            run(Place::private(), None).await;
        }
    }
}

async fn run(place: Place, disk: Option<Disk>) {
    let rounds = number("LANEGATE_FAULT_ROUNDS").map_or(FEW, |rounds| u32::try_from(rounds).unwrap());
    let seed = number("LANEGATE_FAULT_SEED").unwrap_or_else(|| Uuid::new_v4().as_u64_pair().0 >> 32);
    println!("{rounds} rounds from LANEGATE_FAULT_SEED={seed}");
    let began = Instant::now();
    let mut all = Rounds::begin(seed, place, disk).await;
    for round in 1..=rounds {
        all.round(round, round == rounds).await;
    }
    all.forgotten_imports_are_forgotten(rounds + 1).await;
    let told: Vec<String> = all.faults.iter().map(|(fault, steps)| format!("{fault:?} {steps:?}")).collect();
    println!(
        "{rounds} rounds, seed {seed}: {} faults ({}), {} imports committed, {} facts, {} tries again (met: {:?}), {} looks from outside \
         while it ran, {:.1} s",
        all.faults.values().flat_map(BTreeMap::values).sum::<u32>(),
        told.join(", "),
        all.totals.receipts,
        all.totals.meetings + all.totals.partners + all.totals.partner_meetings,
        all.again,
        all.met,
        all.watcher.end().await,
        began.elapsed().as_secs_f32(),
    );
    let full: u32 = all.faults.get(&Fault::FullDisk).map_or(0, |steps| steps.values().sum());
    assert!(full < 10 || all.met.contains_key("database_full"), "the full disk was not felt");
}

/// What a client comes back with: the receipt, unless it abandoned; and itself.
type Ended = (Arc<Import>, Option<Receipt>, Client);

struct Rounds {
    random: Random,
    server: Option<Program>,
    base: watch::Sender<String>,
    watcher: Watcher,
    /// How long each step of five hundred rows takes when nothing goes wrong.
    spans: BTreeMap<Step, Duration>,
    /// What happened, and what the first client was about then.
    faults: BTreeMap<Fault, BTreeMap<Step, u32>>,
    again: u32,
    /// The problems that clients met, and how often.
    met: BTreeMap<String, u32>,
    totals: Totals,
    receipts: Vec<Receipt>,
    /// The partners that later rounds change and meet.
    first: Arc<Import>,
    partner: Uuid,
    // Dropped last: the server and the watcher use them.
    place: Arc<Place>,
    disk: Option<Disk>,
}

impl Rounds {
    async fn begin(seed: u64, place: Place, disk: Option<Disk>) -> Self {
        if place.is_private() {
            place.token();
            private::keep_no_wal(place.folder());
        }
        let place = Arc::new(place);
        let server = place.start();
        let base = watch::Sender::new(server.base.clone());
        let mut random = Random::seeded(seed);
        let first = Arc::new(Import::partners(0, 40, &mut random));
        let watcher = Watcher::start(place.clone()).await;
        let mut all = Self {
            random,
            server: Some(server),
            base,
            watcher,
            spans: BTreeMap::new(),
            faults: BTreeMap::new(),
            again: 0,
            met: BTreeMap::new(),
            totals: Totals::default(),
            receipts: Vec::new(),
            first: first.clone(),
            partner: Uuid::nil(),
            place,
            disk,
        };
        let usual = Arc::new(Import::meetings(0, 500, &mut all.random));
        for import in [first, usual] {
            let (client, steps) = all.client();
            let timing = tokio::spawn(spans(steps));
            let ended = carry_out(client, import).await;
            all.spans = timing.await.unwrap();
            all.note(vec![ended]);
        }
        let partner = "SELECT fractional_cfo_id FROM partners.fractional_cfo_master ORDER BY email LIMIT 1";
        let mut look = all.place.look().await;
        all.partner = sqlx::raw_sql(partner).fetch_one(&mut look.connection).await.unwrap().get(0);
        look.end().await;
        all
    }

    async fn round(&mut self, round: u32, last: bool) {
        let imports = self.imports(round);
        self.watcher.watch(&self.place, &imports).await;
        let mut clients = Vec::new();
        let mut steps = Vec::new();
        for import in &imports {
            let (client, step) = self.client();
            clients.push(tokio::spawn(carry_out(client, import.clone())));
            steps.push(step);
        }
        if self.random.once_in(3) {
            let size = 1 + u32::try_from(self.random.below(300)).unwrap();
            let import = Arc::new(Import::meetings(round + 500_000, size, &mut self.random));
            let (client, _) = self.client();
            clients.push(tokio::spawn(compare_and_abandon(client, import)));
        }
        for _ in 0..=self.random.below(2) {
            self.disturb(&imports, &mut steps[0]).await;
        }
        let ended = ended(clients).await;
        let ended = self.note(ended);
        // Most often while it runs; sometimes right after the last receipt.
        if self.random.once_in(3) {
            self.strike(Step::Done).await;
        }
        let mut look = self.place.look().await;
        for (import, receipt) in &ended {
            assert!(outside::is_there_whole(&mut look.connection, import, 0).await);
            outside::is_exactly(&mut look.connection, import, receipt).await;
        }
        outside::is_all(&mut look.connection, self.totals).await;
        if last || round.is_multiple_of(10) {
            outside::is_audited(&mut look.connection).await;
        }
        look.end().await;
        self.start();
        self.receipts_are_kept(last).await;
    }

    /// One import that is disturbed, and sometimes others beside it.
    fn imports(&mut self, round: u32) -> Vec<Arc<Import>> {
        let random = &mut self.random;
        let most = if random.once_in(6) { 4_000 } else { 400 };
        let rows = 20 + u32::try_from(random.below(most)).unwrap();
        let disturbed = match random.below(4) {
            0 => Import::updates(&self.first, round, random),
            1 => Import::partners(round, rows, random),
            2 => Import::partner_meetings(self.partner, round, rows, random),
            _ => Import::meetings(round, rows, random),
        };
        let mut imports = vec![Arc::new(disturbed)];
        if random.once_in(2) {
            let rows = 1 + u32::try_from(random.below(200)).unwrap();
            imports.push(Arc::new(Import::meetings(round + 100_000, rows, random)));
        }
        if random.once_in(4) {
            imports.push(Arc::new(Import::partners(round + 200_000, 30, random)));
        }
        imports
    }

    /// Waits for a random step of the first import and a random moment in it; then something happens, and passes.
    async fn disturb(&mut self, imports: &[Arc<Import>], step: &mut watch::Receiver<Step>) {
        let steps = [Step::Open, Step::Upload, Step::Plan, Step::Commit];
        let wanted = steps[usize::try_from(self.random.below(4)).unwrap()];
        let rows = u32::try_from(imports[0].facts.len()).unwrap();
        let span = Duration::from_millis(3) + self.spans[&wanted] * rows / 500;
        let moment = self.random.time(span * 5 / 4);
        // An import whose client has it already is past every step.
        let _ = step.wait_for(|step| *step >= wanted).await;
        tokio::time::sleep(moment).await;
        let now = *step.borrow();
        self.strike(now).await;
        self.start();
    }

    /// Something dies or fills up. A server that died is started later.
    async fn strike(&mut self, step: Step) {
        let fault = Fault::any(&mut self.random, self.place.is_private(), self.disk.is_some());
        *self.faults.entry(fault).or_default().entry(step).or_default() += 1;
        if fault.takes_the_server() {
            self.kill();
        }
        if fault.takes_the_database() {
            fault.kill_database(self.place.folder());
        }
        if let (Fault::FullDisk, Some(disk)) = (fault, &self.disk) {
            disk.leave_free(self.random.below(300));
            if self.random.once_in(2) {
                // Its log of what was committed needs room at once, too.
                private::switch_wal(self.place.folder()).await;
            }
            tokio::time::sleep(self.random.time(Duration::from_millis(600))).await;
            disk.make_room();
        }
    }

    fn client(&self) -> (Client, watch::Receiver<Step>) {
        let client = Client::of(self.base.subscribe(), self.place.token());
        let step = client.step();
        (client, step)
    }

    fn kill(&mut self) {
        if let Some(server) = self.server.take() {
            tokio::task::block_in_place(|| server.kill());
        }
    }

    fn start(&mut self) {
        if self.server.is_none() {
            let server = tokio::task::block_in_place(|| self.place.start());
            self.base.send_replace(server.base.clone());
            self.server = Some(server);
        }
    }

    /// Keeps what clients came back with.
    fn note(&mut self, ended: Vec<Ended>) -> Vec<(Arc<Import>, Receipt)> {
        let mut committed = Vec::new();
        for (import, receipt, client) in ended {
            self.again += client.again;
            for (code, times) in client.met {
                *self.met.entry(code).or_default() += times;
            }
            let Some(receipt) = receipt else { continue };
            self.totals.add(&import);
            self.receipts.push(receipt.clone());
            committed.push((import, receipt));
        }
        committed
    }

    /// Receipts that clients got are there, unchanged, with their rows.
    async fn receipts_are_kept(&mut self, all: bool) {
        let server = self.server.as_ref().unwrap();
        let earlier = (0..EARLIER).map(|_| usize::try_from(self.random.below(self.receipts.len() as u64)).unwrap());
        let places: Vec<usize> = if all { (0..self.receipts.len()).collect() } else { earlier.collect() };
        for receipt in places.into_iter().map(|place| &self.receipts[place]) {
            let path = path(receipt.lane, receipt.import);
            assert_eq!(&server.get::<Receipt>(&format!("{path}/receipt")).await.unwrap(), receipt);
            let page: ReceiptPage = server.get(&format!("{path}/rows")).await.unwrap();
            let rows = receipt.counts.values().sum::<u32>();
            assert_eq!(page.rows.len(), rows.min(500) as usize);
        }
    }

    /// An import that is staged and then left alone is gone with its staging once its time is over.
    async fn forgotten_imports_are_forgotten(&mut self, round: u32) {
        let import = Import::meetings(round, 30, &mut self.random);
        self.server.as_ref().unwrap().compare(&import.sample).await.unwrap();
        self.kill();
        let mut look = self.place.look().await;
        let aged = "UPDATE sales.import SET opened_at = opened_at - interval '8 days', \
                    last_batch_at = last_batch_at - interval '8 days' WHERE receipt IS NULL";
        sqlx::raw_sql(aged).execute(&mut look.connection).await.unwrap();
        look.end().await;
        self.start();
        let path = path(import.lane(), import.id());
        let began = Instant::now();
        while self.server.as_ref().unwrap().get::<serde_json::Value>(&path).await.is_ok() {
            assert!(began.elapsed() < Duration::from_secs(20), "it is not forgotten");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.kill();
        let mut look = self.place.look().await;
        outside::is_all(&mut look.connection, self.totals).await;
        outside::is_audited(&mut look.connection).await;
        look.end().await;
    }
}

async fn carry_out(mut client: Client, import: Arc<Import>) -> Ended {
    let receipt = client.carry_out(&import.sample).await;
    assert_eq!(receipt.import, import.id());
    assert_eq!(receipt.counts.values().sum::<u32>() as usize, import.facts.len());
    (import, Some(receipt), client)
}

async fn compare_and_abandon(mut client: Client, import: Arc<Import>) -> Ended {
    client.compare_and_abandon(&import.sample).await;
    (import, None, client)
}

async fn ended(clients: Vec<JoinHandle<Ended>>) -> Vec<Ended> {
    let mut ended = Vec::new();
    for client in clients {
        ended.push(client.await.unwrap());
    }
    ended
}

/// How long a client stays in each step.
async fn spans(mut steps: watch::Receiver<Step>) -> BTreeMap<Step, Duration> {
    let mut spans =
        BTreeMap::from([Step::Open, Step::Upload, Step::Plan, Step::Commit].map(|step| (step, Duration::ZERO)));
    let mut now = (*steps.borrow_and_update(), Instant::now());
    while now.0 != Step::Done && steps.changed().await.is_ok() {
        *spans.entry(now.0).or_default() += now.1.elapsed();
        now = (*steps.borrow_and_update(), Instant::now());
    }
    spans
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is `{text}`, which is no number")))
}
