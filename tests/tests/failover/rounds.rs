//! The rounds. Clients keep their imports' ids and go on until each has its receipt; then everything is held against the database
//! that is there by then.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::join_all;
use lanegate_server::db::roles_sql;
use lanegate_tests::client::Step;
use lanegate_tests::cluster::Cluster;
use lanegate_tests::program::{Program, token};
use lanegate_tests::random::Random;
use lanegate_wire::Receipt;
use sqlx::Connection as _;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::front::{Balancer, Pooler, free_port};
use crate::imports::Import;
use crate::load::Load;
use crate::outside::{self, Totals};
use crate::support::{Ended, borrowed, commits_running, connected, run};

/// So many rounds have servers and primaries that die in mid-commit, both.
const ENOUGH: u64 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_dies_then_the_primary_in_mid_commit_and_nothing_is_lost_or_doubled() {
    let number = |name| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let rounds = number("LANEGATE_FAILOVER_ROUNDS").unwrap_or(1);
    let seed = number("LANEGATE_FAILOVER_SEED").unwrap_or_else(|| Uuid::new_v4().as_u64_pair().0 >> 32);
    // A control: without a standby that is waited for, receipts get lost, and this has to find them.
    let alone = std::env::var_os("LANEGATE_FAILOVER_ALONE").is_some();
    println!("{rounds} rounds from LANEGATE_FAILOVER_SEED={seed}");
    let began = Instant::now();
    let mut all = Rounds::begin(seed, alone).await;
    for round in 1..=u32::try_from(rounds).unwrap() {
        all.round(round).await;
    }
    println!(
        "{rounds} rounds, seed {seed}: {} servers killed, {} of them in mid-commit; {} primaries killed, {} of them in \
         mid-commit; {} receipts, {} facts, {} of the receipts given before a primary died; {} tries again; {:.1} s",
        rounds,
        all.servers_in_commit,
        rounds,
        all.primaries_in_commit,
        all.totals.receipts,
        all.totals.meetings + all.totals.partners,
        all.before,
        all.again,
        began.elapsed().as_secs_f32(),
    );
    assert!(all.again > 0, "nobody felt any of it");
    // One round may miss the moment; five do not, or they try something else than they say.
    let both = all.servers_in_commit > 0 && all.primaries_in_commit > 0;
    assert!(rounds < ENOUGH || both, "in {rounds} rounds nobody died in mid-commit");
}

struct Rounds {
    random: Random,
    /// Whether the primary acknowledges what it alone has.
    alone: bool,
    servers: Vec<Option<Program>>,
    ports: Vec<u16>,
    base: String,
    load: Load,
    variables: Vec<(&'static str, String)>,
    done: Vec<(Arc<Import>, Receipt)>,
    totals: Totals,
    again: u32,
    servers_in_commit: u32,
    primaries_in_commit: u32,
    /// Receipts that clients had before their primary died.
    before: usize,
    _balancer: Balancer,
    pooler: Pooler,
    standby: Cluster,
    primary: Cluster,
}

impl Rounds {
    async fn begin(seed: u64, alone: bool) -> Self {
        let primary = Cluster::with_port();
        let standby = primary.standby().await;
        if !alone {
            primary.acknowledge_with_a_standby().await;
        }
        let mut admin = connected(&primary, "postgres").await;
        run(&mut admin, "CREATE DATABASE lanegate".to_owned()).await;
        let mut inside = connected(&primary, "lanegate").await;
        run(&mut inside, roles_sql("lanegate")).await;
        run(
            &mut inside,
            "ALTER ROLE lanegate_lanegate PASSWORD 'test'; ALTER ROLE lanegate_lanegate_owner PASSWORD 'test'"
                .to_owned(),
        )
        .await;
        for connection in [admin, inside] {
            connection.close().await.unwrap();
        }
        let pooler = Pooler::start(primary.account(), primary.port());
        let at = |user: &str, name: &str| format!("postgres://{user}@127.0.0.1:{}/{name}", pooler.port);
        let variables = vec![
            ("DATABASE_URL", at("lanegate_lanegate:test", "lanegate")),
            ("DATABASE_OWNER_URL", at("lanegate_lanegate_owner:test", "lanegate_direct")),
        ];
        let ports: Vec<u16> = (0..3).map(|_| free_port()).collect();
        let front = free_port();
        let url = format!("http://127.0.0.1:{front}");
        let mut all = Self {
            random: Random::seeded(seed),
            alone,
            servers: vec![None, None, None],
            ports: ports.clone(),
            load: Load::on(&url, &token(&borrowed(&variables))),
            base: url,
            variables,
            done: Vec::new(),
            totals: Totals::default(),
            again: 0,
            servers_in_commit: 0,
            primaries_in_commit: 0,
            before: 0,
            _balancer: Balancer::start(front, &ports),
            pooler,
            standby,
            primary,
        };
        for place in 0..3 {
            all.start(place);
        }
        all.ready().await;
        all
    }

    fn start(&mut self, place: usize) {
        let listen = format!("127.0.0.1:{}", self.ports[place]);
        let arguments = ["--listen", &listen, "--public-url", &self.base, "--metrics-listen", "127.0.0.1:0"];
        let variables = borrowed(&self.variables);
        let server = tokio::task::block_in_place(|| Program::start(&arguments, &variables));
        self.servers[place] = Some(server);
    }

    async fn round(&mut self, round: u32) {
        let began = Instant::now();
        // Small ones all the time, so that receipts are given right up to every death.
        let enough = CancellationToken::new();
        let load = self.load.clone();
        let mut random = || Random::seeded(self.random.number());
        let trickles: Vec<_> = (0..3).map(|lane| load.trickle(random(), round, lane, enough.clone())).collect();

        let (clients, steps) = load.clients(&mut self.random, round, 0);
        let in_commit = self.kill_a_server(steps).await;
        let (more, steps) = load.clients(&mut self.random, round, 1);
        let out = self.kill_the_primary(steps).await;
        enough.cancel();

        let (mut ended, mut missed) = (Vec::new(), Vec::new());
        for client in clients.into_iter().chain(more) {
            match client.await {
                Ok(one) => ended.push(one),
                Err(error) => missed.push(error),
            }
        }
        for trickle in trickles {
            match trickle.await {
                Ok((all, before)) => {
                    self.before += before;
                    ended.extend(all);
                }
                Err(error) => missed.push(error),
            }
        }
        // Receipts first: they are what counts.
        self.check(ended).await;
        assert!(missed.is_empty(), "what clients were told before is gone: {missed:?}");
        self.new_standby().await;
        println!(
            "round {round}: the server killed was {}in mid-commit; ready again {out:.1?} after the primary died; {} receipts \
             so far, each found once; {:.1} s",
            if in_commit { "" } else { "not " },
            self.totals.receipts,
            began.elapsed().as_secs_f32()
        );
    }

    /// Kills a server that is in mid-commit, if one is, and starts it again as a service manager would.
    async fn kill_a_server(&mut self, steps: Vec<watch::Receiver<Step>>) -> bool {
        let place = self.committing(steps).await;
        let place = place.unwrap_or_else(|| usize::try_from(self.random.below(3)).unwrap());
        let server = self.servers[place].take().unwrap();
        // The last thing before it dies: what it was at is what is counted.
        let in_commit = commits_running(&server).await > 0;
        tokio::task::block_in_place(|| server.kill());
        self.servers_in_commit += u32::from(in_commit);
        tokio::time::sleep(Duration::from_millis(500)).await;
        self.start(place);
        in_commit
    }

    /// Kills the primary while a commit runs and the standby lags behind, promotes the standby, and points the pooler at it. Says how
    /// long nobody was served.
    async fn kill_the_primary(&mut self, steps: Vec<watch::Receiver<Step>>) -> Duration {
        self.committing(steps).await;
        // Disks and networks of one machine are too quick for the standby ever to be behind; elsewhere it often is. What runs from here on
        // waits for it in vain.
        self.primary.part_from_standby().await;
        let running = join_all(self.servers.iter().flatten().map(commits_running)).await;
        tokio::time::sleep(Duration::from_millis(50) + self.random.time(Duration::from_millis(200))).await;
        let died = Instant::now();
        tokio::task::block_in_place(|| {
            self.primary.kill();
            self.standby.promote();
        });
        self.primaries_in_commit += u32::from(running.iter().sum::<u32>() > 0);
        self.pooler.point_at(self.standby.port());
        self.ready().await;
        died.elapsed()
    }

    /// At a random moment after the first of these clients began its commit, waits for a server that is in the middle of one; not for
    /// ever.
    async fn committing(&mut self, mut steps: Vec<watch::Receiver<Step>>) -> Option<usize> {
        let _ = steps[0].wait_for(|step| *step >= Step::Commit).await;
        tokio::time::sleep(self.random.time(Duration::from_millis(150))).await;
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(2) {
            for (place, server) in self.servers.iter().enumerate() {
                if commits_running(server.as_ref().unwrap()).await > 0 {
                    return Some(place);
                }
            }
        }
        None
    }

    /// Waits until the load balancer has somebody to send people to.
    async fn ready(&self) {
        let url = format!("{}/health/ready", self.base);
        let began = Instant::now();
        while !reqwest::get(&url).await.is_ok_and(|answer| answer.status().is_success()) {
            assert!(began.elapsed() < Duration::from_secs(60), "no server gets ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Holds what clients were told, in this round and all before, against the database that is there now.
    async fn check(&mut self, ended: Vec<Ended>) {
        for (import, receipt, again) in ended {
            self.totals.add(&import);
            self.again += again;
            self.done.push((import, receipt));
        }
        let mut look = connected(&self.standby, "lanegate").await;
        for (import, receipt) in &self.done {
            assert!(outside::is_there_whole(&mut look, import, 0).await, "{} is acknowledged, and gone", import.id());
            outside::is_exactly(&mut look, import, receipt).await;
        }
        outside::is_all(&mut look, self.totals).await;
        outside::is_audited(&mut look).await;
        look.close().await.unwrap();
    }

    /// The standby is the primary now, and gets one of its own.
    async fn new_standby(&mut self) {
        let next = self.standby.standby().await;
        self.primary = std::mem::replace(&mut self.standby, next);
        if !self.alone {
            self.primary.acknowledge_with_a_standby().await;
        }
    }
}
