//! `cargo xtask test`: every test there is, in steps. A step can be asked for alone; what it needs is done first.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::browser::Browser;
use crate::database::{Database, LENT};
use crate::native::{self, Program, With, run_programs};
use crate::postgres::{self, Postgres};
use crate::server::Server;
use crate::steps::{Counts, Steps};
use crate::toolchain::Toolchain;
use crate::{deny, failover, page, process, schemathesis, steps, wasm};

/// How long the tests last that can last longer, with --long.
const LONG_ROUNDS: [(&str, &str); 4] = [
    ("LANEGATE_FAULT_ROUNDS", "200"),
    ("LANEGATE_FAIR_SECONDS", "60"),
    ("LANEGATE_LOAD_SECONDS", "60"),
    ("LANEGATE_PLAN_IMPORTS", "10000"),
];

#[derive(Args)]
pub struct Options {
    /// Run only these steps (all, if none is named).
    #[arg(value_enum)]
    steps: Vec<Step>,
    /// List the steps and end.
    #[arg(long)]
    list: bool,
    /// Run full matrices, which takes much longer: every database test on each version of PostgreSQL that is here, the tests of
    /// servers on private databases as well as on named ones, long rounds of faults and load, and the page with both compilers where
    /// the machine has two.
    #[arg(long)]
    long: bool,
    /// Arguments for the test programs, such as a part of a test's name.
    #[arg(last = true)]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// Formatting.
    Format,
    /// Licences, sources and known vulnerabilities of what the product is made of.
    Deny,
    /// Clippy over everything; the page for WebAssembly, with --long with both compilers where the machine has two.
    Lint,
    /// Rust tests that need no database, and the code in documentation.
    Rust,
    /// Documentation and its links.
    Docs,
    /// The tests of what the page and the command line share, in WebAssembly, with --long with both compilers where the machine has
    /// two.
    Wasm,
    /// Database and API tests on a PostgreSQL that is started for them, or on the one that LANEGATE_TEST_DATABASE_URL names as a
    /// superuser; a telling part of them on other versions of PostgreSQL that are here.
    Database,
    /// Those of them that are about servers, behind a pooler in transaction mode.
    Pooler,
    /// One round of `cargo xtask failover`: a server and a primary die in mid-commit.
    Failover,
    /// Requests made up from openapi.json, each answer held against it.
    Requests,
    /// The page in Chromium.
    Browser,
}

pub fn test(options: &Options) -> Result<()> {
    if options.list {
        for step in Step::value_variants().iter().filter_map(|step| step.to_possible_value()) {
            println!("{:<10} {}", step.get_name(), step.get_help().map(ToString::to_string).unwrap_or_default());
        }
        return Ok(());
    }
    let mut run = Run { steps: Steps::new(), arguments: &options.arguments, long: options.long, database: None };
    run.all(|step| options.steps.is_empty() || options.steps.contains(&step), options.steps.is_empty());
    run.steps.close()
}

struct Run<'a> {
    steps: Steps,
    arguments: &'a [String],
    long: bool,
    /// Started by the first step that needs it.
    database: Option<Database>,
}

impl Run<'_> {
    fn all(&mut self, wanted: impl Fn(Step) -> bool, everything: bool) {
        let arguments = self.arguments;
        if wanted(Step::Format) {
            self.steps.step("format", "is every file formatted?", || {
                native::need("fmt", "rustfmt")?;
                process::run(native::cargo("fmt").args(["--all", "--check"]))
            });
        }
        if wanted(Step::Deny) {
            self.steps.step("deny", "what the product is made of: licences, sources, advisories", deny::check);
        }
        let native_wanted = [
            Step::Lint,
            Step::Rust,
            Step::Docs,
            Step::Database,
            Step::Pooler,
            Step::Failover,
            Step::Requests,
            Step::Browser,
        ];
        let mut page = Some(());
        if native_wanted.into_iter().any(&wanted) {
            // The server takes the page in when it is compiled; only the browser tests mind its age.
            let fresh = everything || wanted(Step::Browser);
            let build = if fresh { page::build } else { page::ensure_some };
            page = self.steps.step("page", "the page that the server will hold", build);
        }
        if wanted(Step::Lint) {
            self.needing(page, "lint", "Clippy, no warning allowed", |()| {
                native::need("clippy", "clippy")?;
                process::run(native::cargo_all("clippy").args(["--all-targets", "--quiet", "--", "-D", "warnings"]))
            });
            self.steps.step("lint-wasm", "Clippy over what is compiled for WebAssembly alone", || {
                wasm::lint(&Toolchain::get()?)
            });
        }
        if wanted(Step::Wasm) {
            self.steps.tests("wasm", "what page and command line share, in WebAssembly", |counts| {
                wasm::test(&Toolchain::get()?, arguments, counts)
            });
        }
        if self.long && (wanted(Step::Wasm) || wanted(Step::Lint)) {
            self.other_compiler(&wanted);
        }
        let mut programs = None;
        if [Step::Rust, Step::Database, Step::Pooler, Step::Failover, Step::Requests, Step::Browser]
            .into_iter()
            .any(&wanted)
        {
            programs = self
                .needing(page, "build", "every test program, the server and the command line", |()| native::build());
        }
        let programs = programs.as_deref();
        if wanted(Step::Rust) {
            self.programs(
                programs,
                "rust",
                "Rust tests that need no database, and the code in documentation",
                |programs, counts| {
                    run_programs(programs, With::Nothing, &[], arguments, counts)?;
                    native::doc_tests(counts)
                },
            );
        }
        if wanted(Step::Docs) {
            self.needing(page, "docs", "documentation and its links", |()| native::docs());
        }
        if wanted(Step::Database) {
            self.database(programs);
        }
        if wanted(Step::Pooler) {
            self.on_database(
                programs,
                "pooler",
                "servers behind pgbouncer in transaction mode",
                |database, programs, counts| {
                    database.run(programs, With::Pooler, &[("LANEGATE_TEST_DATABASE", "pooled")], arguments, counts)
                },
            );
        }
        // No later step needs it.
        self.database = None;
        if wanted(Step::Failover) {
            self.programs(programs, "failover", "a server and a primary die in mid-commit", |programs, counts| {
                failover::run(programs, &failover::Options::one_round(), counts)
            });
        }
        if wanted(Step::Requests) {
            self.programs(programs, "requests", "requests made up from openapi.json", |_, counts| {
                let server = Server::start("requests server")?;
                schemathesis::run(server.url(), server.token(), counts)
            });
        }
        if wanted(Step::Browser) {
            self.programs(programs, "browser", "the page in Chromium", |_, counts| {
                let server = Server::start("browser server")?;
                let hostile = native::hostile_files()?;
                let variables = [("DATABASE_URL", server.database()), ("LANEGATE_HOSTILE", hostile)];
                Browser::get()?.test(&server, &variables, arguments, counts)
            });
        }
    }

    /// The database tests: on the run's cluster, or one that is lent; then on other versions.
    fn database(&mut self, programs: Option<&[Program]>) {
        let arguments = self.arguments;
        if let Ok(lent) = std::env::var(LENT) {
            return self.programs(
                programs,
                "database",
                "database and API tests on a PostgreSQL that is lent",
                |programs, counts| {
                    steps::say(&format!("on the one that {LENT} names, without {}", native::OWN_CLUSTERS.join(", ")));
                    run_programs(programs, With::Lent, &[(LENT, &lent)], arguments, counts)
                },
            );
        }
        let mut others = Vec::new();
        let rounds = if self.long { &LONG_ROUNDS[..] } else { &[] };
        self.on_database(programs, "database", "database and API tests", |database, programs, counts| {
            others = postgres::other_binaries(database.binaries())?;
            database.run(programs, With::Postgres, rounds, arguments, counts)
        });
        let with = if self.long { With::Postgres } else { With::OtherVersion };
        for binaries in others {
            self.programs(
                programs,
                "version",
                &format!("database tests on PostgreSQL {}", binaries.major()),
                |programs, counts| Database::on(Postgres::of(binaries)?)?.run(programs, with, &[], arguments, counts),
            );
        }
        if self.long {
            self.on_database(
                programs,
                "private",
                "tests of servers on private databases",
                |database, programs, counts| {
                    database.run(programs, With::Private, &[("LANEGATE_TEST_DATABASE", "private")], arguments, counts)
                },
            );
        }
    }

    /// A test step on the run's cluster.
    fn on_database(
        &mut self,
        programs: Option<&[Program]>,
        name: &'static str,
        what: &str,
        work: impl FnOnce(&Database, &[Program], &mut Counts) -> Result<()>,
    ) {
        let mut database = self.database.take();
        self.programs(programs, name, what, |programs, counts| {
            let running = match database.take() {
                Some(running) => running,
                None => Database::start()?,
            };
            work(database.insert(running), programs, counts)
        });
        self.database = database;
    }

    /// The page's steps with the other compiler for WebAssembly, where the machine has one: what one of them compiles, the other may not.
    fn other_compiler(&mut self, wanted: impl Fn(Step) -> bool) {
        let other = match Toolchain::get().and_then(|toolchain| toolchain.other()) {
            Ok(Some(other)) => other,
            Ok(None) => return steps::say("there is no second compiler for WebAssembly on this machine"),
            // The step of the first one has said why it can't be had.
            Err(_) => return,
        };
        if wanted(Step::Lint) {
            self.steps.step("page-2", "the page with the other compiler", || page::build_aside(&other));
            self.steps.step("lint-wasm-2", "Clippy with the other compiler", || wasm::lint(&other));
        }
        if wanted(Step::Wasm) {
            let arguments = self.arguments;
            self.steps.tests("wasm-2", "the tests in WebAssembly with the other compiler", |counts| {
                wasm::test(&other, arguments, counts)
            });
        }
    }

    /// A step that needs what another one made.
    fn needing<N, T>(
        &mut self,
        need: Option<N>,
        name: &'static str,
        what: &str,
        work: impl FnOnce(N) -> Result<T>,
    ) -> Option<T> {
        match need {
            Some(need) => self.steps.step(name, what, || work(need)),
            None => {
                self.steps.cannot(name);
                None
            }
        }
    }

    /// A test step that needs the test programs.
    fn programs(
        &mut self,
        programs: Option<&[Program]>,
        name: &'static str,
        what: &str,
        work: impl FnOnce(&[Program], &mut Counts) -> Result<()>,
    ) {
        match programs {
            Some(programs) => self.steps.tests(name, what, |counts| work(programs, counts)),
            None => self.steps.cannot(name),
        }
    }
}
