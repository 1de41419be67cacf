//! `cargo xtask test`: every test there is, in steps. A step can be asked for alone; what it needs is done first.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::browser::Browser;
use crate::native::{self, Program, With, run_programs};
use crate::pgbouncer::Pooler;
use crate::postgres::Postgres;
use crate::server::Server;
use crate::steps::{Counts, Steps};
use crate::toolchain::Toolchain;
use crate::{deny, failover, page, process, schemathesis, steps, wasm};

/// Names a PostgreSQL to run the database tests on.
const LENT: &str = "LANEGATE_TEST_DATABASE_URL";

#[derive(Args)]
pub struct Options {
    /// Run only these steps (all, if none is named).
    #[arg(value_enum)]
    steps: Vec<Step>,
    /// List the steps and end.
    #[arg(long)]
    list: bool,
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
    /// Clippy over everything; the page for WebAssembly, with both compilers where the machine has two.
    Lint,
    /// Rust tests that need no database, and the code in documentation.
    Rust,
    /// Documentation and its links.
    Docs,
    /// The tests of what the page and the command line share, in WebAssembly, with both compilers where the machine has two.
    Wasm,
    /// Database and API tests on a PostgreSQL that is started for them, or on the one that LANEGATE_TEST_DATABASE_URL names as a
    /// superuser.
    Database,
    /// Those of them that are about servers, behind a pooler in transaction mode.
    Pooler,
    /// The same tests on the embedded PostgreSQL.
    Embedded,
    /// One round of `cargo xtask failover`: a server and a primary die in mid-commit.
    Failover,
    /// Requests made up from openapi.json, each answer held against it.
    Requests,
    /// The page in Chromium, on both databases.
    Browser,
}

pub fn test(options: &Options) -> Result<()> {
    if options.list {
        for step in Step::value_variants().iter().filter_map(|step| step.to_possible_value()) {
            println!("{:<10} {}", step.get_name(), step.get_help().map(ToString::to_string).unwrap_or_default());
        }
        return Ok(());
    }
    let mut run = Run { steps: Steps::new(), arguments: &options.arguments };
    run.all(|step| options.steps.is_empty() || options.steps.contains(&step), options.steps.is_empty());
    run.steps.close()
}

struct Run<'a> {
    steps: Steps,
    arguments: &'a [String],
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
            Step::Embedded,
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
        if wanted(Step::Wasm) || wanted(Step::Lint) {
            self.other_compiler(&wanted);
        }
        let mut programs = None;
        if [Step::Rust, Step::Database, Step::Pooler, Step::Embedded, Step::Failover, Step::Requests, Step::Browser]
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
            self.programs(programs, "database", "database and API tests on a real PostgreSQL", |programs, counts| {
                let Ok(lent) = std::env::var(LENT) else {
                    return Real::start()?.run(programs, With::Postgres, &[], arguments, counts);
                };
                steps::say(&format!("on the one that {LENT} names, without {}", native::REAL_DATABASE.join(", ")));
                run_programs(programs, With::Lent, &[(LENT, &lent)], arguments, counts)
            });
        }
        if wanted(Step::Pooler) {
            self.programs(programs, "pooler", "servers behind pgbouncer in transaction mode", |programs, counts| {
                let pooled = ("LANEGATE_TEST_DATABASE", "pooled");
                Real::start()?.run(programs, With::Pooler, &[pooled], arguments, counts)
            });
        }
        if wanted(Step::Embedded) {
            self.programs(programs, "embedded", "the same tests on the embedded PostgreSQL", |programs, counts| {
                run_programs(programs, With::Embedded, &[("LANEGATE_TEST_DATABASE", "embedded")], arguments, counts)
            });
        }
        if wanted(Step::Failover) {
            self.programs(programs, "failover", "a server and a primary die in mid-commit", |programs, counts| {
                failover::run(programs, &failover::Options::one_round(), counts)
            });
        }
        if wanted(Step::Requests) {
            self.programs(programs, "requests", "requests made up from openapi.json", |_, counts| {
                let postgres = Postgres::start()?;
                postgres.create("lanegate_requests")?;
                let server = Server::start("requests server", Some(&postgres.url("lanegate_requests")))?;
                schemathesis::run(server.url(), server.token(), counts)
            });
        }
        if wanted(Step::Browser) {
            self.programs(programs, "browser", "the page in Chromium, on a real PostgreSQL", |_, counts| {
                let postgres = Postgres::start()?;
                postgres.create("lanegate_browser")?;
                let url = postgres.url("lanegate_browser");
                let server = Server::start("browser server", Some(&url))?;
                // No database has to do with these, so they are dropped once.
                let hostile = native::hostile_files()?;
                let variables = [
                    ("DATABASE_URL", url.as_str()),
                    ("LANEGATE_TEST_DATABASE", "postgresql"),
                    ("LANEGATE_HOSTILE", &hostile),
                ];
                Browser::get()?.test(&server, &variables, arguments, counts)
            });
            self.programs(programs, "browser-e", "the page in Chromium, on the embedded PostgreSQL", |_, counts| {
                let server = Server::start("embedded browser server", None)?;
                let variables = [("LANEGATE_TEST_DATABASE", "embedded")];
                Browser::get()?.test(&server, &variables, arguments, counts)
            });
        }
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

/// A real PostgreSQL with a pooler in front.
pub struct Real {
    // Fields are dropped in this order: the pooler is connected to the other.
    pooler: Pooler,
    postgres: Postgres,
}

impl Real {
    /// Starts both.
    pub fn start() -> Result<Real> {
        let postgres = Postgres::start()?;
        Ok(Real { pooler: Pooler::start(&postgres)?, postgres })
    }

    /// Runs test programs on it.
    pub fn run(
        &self,
        programs: &[Program],
        with: With,
        variables: &[(&str, &str)],
        arguments: &[String],
        counts: &mut Counts,
    ) -> Result<()> {
        let (url, port) = (self.postgres.url("postgres"), self.pooler.port());
        let folder = self.postgres.programs().to_string_lossy().into_owned();
        let mut all = vec![(LENT, url.as_str()), ("LANEGATE_TEST_POOLER", &port)];
        all.push(("LANEGATE_POSTGRES_PROGRAMS", &folder));
        all.extend(variables);
        run_programs(programs, with, &all, arguments, counts)
    }
}
