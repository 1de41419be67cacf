//! `cargo xtask run`: page and server are built, then the server runs until Ctrl-C.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::parts::Parts;
use crate::toolchain::Toolchain;
use crate::{native, page, place, postgres, process, tools};

const COMPILER: &str = "the compiler for WebAssembly";
const TOOLS: &str = "the tools that build the page";
const PAGE: &str = "the page";
const SERVER: &str = "the server";

#[derive(Args)]
pub struct Options {
    /// Build page and server with every optimization: they work through large files faster, and take far longer to build.
    #[arg(long)]
    release: bool,
    /// Arguments for `lanegate-server serve`.
    #[arg(last = true)]
    server: Vec<String>,
}

pub fn run(options: &Options) -> Result<()> {
    let parts = missing_parts(options.release)?;
    parts.make(COMPILER, Toolchain::get)?;
    parts.make(TOOLS, || tools::get(options.release))?;
    parts.make(PAGE, if options.release { page::build } else { page::build_quick })?;
    parts.make(SERVER, || build_server(options.release))?;
    postgres::provide_for_server(&options.server)?;
    let mut server = Command::new(server(options.release));
    server.arg("serve").args(&options.server).current_dir(place::root());
    let status = process::run_reading(&mut server, |line| println!("{line}"))?;
    // Stopping it is how a run ends.
    if process::interrupted() { Ok(()) } else { process::check(&server, status) }
}

/// The parts that the first run has to make, with about the minutes that they take on two cores.
fn missing_parts(release: bool) -> Result<Parts> {
    let mut parts = Parts::default();
    let no_compiler = !Toolchain::is_installed();
    parts.expect(COMPILER, 0, no_compiler);
    parts.expect(TOOLS, if release { 4 } else { 1 }, !tools::are_built(release)?);
    parts.expect(PAGE, if release { 6 } else { 2 }, no_compiler || page::is_missing(release)?);
    parts.expect(SERVER, if release { 6 } else { 2 }, !server(release).is_file());
    Ok(parts)
}

fn build_server(release: bool) -> Result<()> {
    // Without --release it is the build that the tests use, so that nothing is compiled twice.
    let mut build = native::cargo_all("build");
    if release {
        build.arg("--release");
    }
    process::run(build.args(["--bin", "lanegate-server"]))
}

fn server(release: bool) -> PathBuf {
    place::target().join(if release { "release" } else { "debug" }).join("lanegate-server")
}
