//! `cargo xtask run`: page and server are built, then the server runs until Ctrl-C.

use anyhow::Result;
use clap::Args;

use crate::{native, page, place, process, steps};

#[derive(Args)]
pub struct Options {
    /// Start the build that the tests use: slower at work, quicker to build.
    #[arg(long)]
    dev: bool,
    /// Arguments for `lanegate-server serve`.
    #[arg(last = true)]
    server: Vec<String>,
}

pub fn run(options: &Options) -> Result<()> {
    steps::timed("the page", page::build)?;
    let profile = if options.dev { "dev" } else { "release" };
    steps::timed("the server", || {
        let mut build = if options.dev { native::cargo_all("build") } else { native::cargo("build") };
        process::run(build.args(["--profile", profile, "--bin", "lanegate-server", "--package", "lanegate-server"]))
    })?;
    let folder = if options.dev { "debug" } else { "release" };
    let mut server = std::process::Command::new(place::target().join(folder).join("lanegate-server"));
    server.arg("serve").args(&options.server).current_dir(place::root());
    let status = process::run_reading(&mut server, |line| println!("{line}"))?;
    // Stopping it is how a run ends.
    if process::interrupted() { Ok(()) } else { process::check(&server, status) }
}
