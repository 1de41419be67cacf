//! The project's own commands. `cargo xtask run` starts the product, `cargo xtask test` runs every test there is; both get
//! what is missing on the machine and say what they do. Nothing here is part of the product.

mod assemble;
mod bench;
mod browser;
mod checkout;
mod cut;
mod database;
mod deny;
mod failover;
mod failures;
mod faults;
mod finish;
mod fuzz;
mod generate;
mod load;
mod native;
mod node;
mod npm;
mod package;
mod page;
mod parts;
mod pgbouncer;
mod place;
mod postgres;
mod postgres_binaries;
mod process;
mod python;
mod run;
mod schemathesis;
mod server;
mod steps;
mod system;
mod test;
mod toolchain;
mod tools;
mod version;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Lanegate's own commands", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Get what is missing, build page and server, start the server and print its address.
    ///
    /// Without DATABASE_URL the server keeps its data in ./lanegate-data, in a private PostgreSQL. Ctrl-C stops it.
    Run(run::Options),
    /// Run every test: format, lints, Rust, WebAssembly, database, browser.
    Test(test::Options),
    /// Change files at random for a bounded time, and look whether reading or checking them ever breaks.
    Fuzz(fuzz::Options),
    /// Kill the server, stop and starve its database and cut its connections at random moments, over and over.
    Faults(faults::Options),
    /// Kill a server of three, then the database's primary, in mid-commit; let the standby take its place; over and over.
    Failover(failover::Options),
    /// Let 200 clients work at once for a while, and look whether anything is lost and how much memory the server takes.
    Load(load::Options),
    /// Measure check and commit beside what people would use instead. The machine should do nothing else.
    Bench(bench::Options),
    /// Make the Debian package: server, command line, unit and settings. Its build is long.
    Package,
    /// Build the page into web/dist, if what it is made of has changed.
    Page(page::Options),
    /// Write the pages and schemas under docs that are made from the declarations.
    Generate,
    /// Start an empty PostgreSQL with a pooler in front and print how tests that are run by hand find them. Ctrl-C stops
    /// them.
    Postgres,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = process::listen_for_interrupts().and_then(|()| checkout::settle()).and_then(|()| match cli.command {
        Command::Run(options) => run::run(&options),
        Command::Test(options) => test::test(&options),
        Command::Fuzz(options) => fuzz::fuzz(&options),
        Command::Faults(options) => faults::faults(&options),
        Command::Failover(options) => failover::failover(&options),
        Command::Load(options) => load::load(&options),
        Command::Bench(options) => bench::bench(&options),
        Command::Package => package::package(),
        Command::Page(options) => page::page(&options),
        Command::Generate => generate::generate(),
        Command::Postgres => postgres::lend(),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if process::interrupted() => {
            eprintln!("Stopped: {error:#}");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("Failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}
