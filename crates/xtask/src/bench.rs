//! `cargo xtask bench`: measures commits on a real PostgreSQL that is started for it, as ratios to what people would use instead. Only a
//! machine that does nothing else gives figures worth keeping.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::postgres::Postgres;
use crate::{native, node, place, process, steps};

/// PostgreSQL's client for the row-by-row script.
const PG: &str = "8.23.1";

#[derive(Args)]
pub struct Options {
    /// Arguments for the program, such as `--rows 1000000 --rounds 1 --statements`.
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub fn bench(options: &Options) -> Result<()> {
    let mut build = native::cargo("build");
    build.args(["--release", "--quiet", "--no-default-features", "-p", "lanegate-server", "-p", "lanegate-bench"]);
    process::run(&mut build)?;
    let client = client()?;
    let postgres = Postgres::start()?;
    let released = |name: &str| place::target().join("release").join(name);
    let mut program = Command::new(released("lanegate-bench"));
    native::forget_settings(&mut program)
        .env("LANEGATE_TEST_DATABASE_URL", postgres.url("postgres"))
        .env("LANEGATE_SERVER_BIN", released("lanegate-server"))
        .env("PG_FROM", client)
        .arg("--single")
        .arg(node::folder()?.join("node"))
        .arg(place::root().join("tests/bench/single_rows.mjs"))
        .args(&options.arguments);
    process::run(&mut program)
}

/// The folder that holds the package, which is got first if it is not there.
fn client() -> Result<PathBuf> {
    let folder = place::cache()?.join("tools").join(format!("pg-{PG}"));
    if !folder.join("node_modules/pg/package.json").is_file() {
        node::need_npm()?;
        steps::timed(&format!("pg {PG} (from npm)"), || {
            fs::create_dir_all(&folder)?;
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
            process::output(npm.arg(format!("pg@{PG}"))).map(drop)
        })?;
    }
    Ok(folder)
}
