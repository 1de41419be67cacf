//! `cargo xtask run`: page and server are built, then the server runs until Ctrl-C.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::{native, page, place, process, steps};

#[derive(Args)]
pub struct Options {
    /// Build the server with every optimisation: it works through large files faster, and takes far longer to build.
    #[arg(long)]
    release: bool,
    /// Arguments for `lanegate-server serve`.
    #[arg(last = true)]
    server: Vec<String>,
}

pub fn run(options: &Options) -> Result<()> {
    steps::timed("the page", page::build)?;
    steps::timed("the server", || {
        // Without --release it is the build that the tests use, so that nothing is compiled twice.
        let mut build = native::cargo_all("build");
        if options.release {
            build.arg("--release");
        }
        process::run(build.args(["--bin", "lanegate-server"]))
    })?;
    let folder = if options.release { "release" } else { "debug" };
    let mut server = Command::new(place::target().join(folder).join("lanegate-server"));
    server.arg("serve").args(&options.server).current_dir(place::root());
    let status = process::run_reading(&mut server, |line| println!("{line}"))?;
    // Stopping it is how a run ends.
    if process::interrupted() { Ok(()) } else { process::check(&server, status) }
}
