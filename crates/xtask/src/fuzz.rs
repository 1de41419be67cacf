//! `cargo xtask fuzz`: changes files at random for a bounded time and looks whether reading or checking one ever ends the
//! program, panics, or takes too long or too much memory. What does is kept under `fuzz/artifacts`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Result, bail};
use clap::Args;

use crate::{native, place, process, steps};

/// The fuzz targets, by the names that the program `lanegate-fuzz` knows.
const TARGETS: [&str; 2] = ["open", "check"];
/// Kilobytes of memory that a run may name; a file that needs more ends it.
const MEMORY: &str = "1500000";
/// How long a file may be at work before the run is ended.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Args)]
pub struct Options {
    /// Seconds for all targets together.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Where the random numbers begin: the same number, the same files.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub fn fuzz(options: &Options) -> Result<()> {
    process::run(native::cargo("build").args(["--release", "--quiet", "--package", "lanegate-fuzz"]))?;
    let artifacts = place::root().join("fuzz/artifacts");
    fs::create_dir_all(&artifacts)?;
    let mut kept = 0;
    for target in TARGETS {
        let end = Instant::now() + Duration::from_secs(options.seconds / TARGETS.len() as u64);
        let mut seed = options.seed;
        loop {
            let left = end.saturating_duration_since(Instant::now()).as_secs();
            if left == 0 {
                break;
            }
            kept += run(target, seed, left, &artifacts)?;
            seed += 1;
        }
    }
    if kept > 0 {
        bail!("{kept} runs found something; it is under {}", artifacts.display());
    }
    Ok(())
}

/// One run, which ends with its time or with the first file that ends it. Answers how many such things happened.
fn run(target: &str, seed: u64, seconds: u64, artifacts: &Path) -> Result<u32> {
    process::go_on()?;
    let program = place::target().join("release/lanegate-fuzz");
    let seeds = ["tests/samples/files", "tests/writers/files", "../shared/corpus/files"];
    // The shell's own limit holds on every Unix.
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh"]).arg(program);
    command
        .args([target, &seed.to_string(), &seconds.to_string()])
        .arg(artifacts)
        .args(seeds.map(|folder| place::root().join(folder)));
    let now = artifacts.join(format!("now-{target}"));
    drop(fs::remove_file(&now));
    let mut child = command.spawn()?;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        let begun = fs::metadata(&now).and_then(|found| found.modified()).ok();
        if process::interrupted() || begun.and_then(|begun| begun.elapsed().ok()).is_some_and(|taken| taken > PATIENCE)
        {
            child.kill()?;
            child.wait()?;
            break None;
        }
        thread::sleep(Duration::from_millis(200));
    };
    process::go_on()?;
    match status {
        Some(status) if status.success() => Ok(0),
        // It has said what it found, and kept it.
        Some(status) if status.code() == Some(1) => Ok(1),
        ended => {
            let kept: PathBuf =
                artifacts.join(format!("{target}-{}-{seed}", if ended.is_some() { "ended" } else { "hung" }));
            fs::rename(&now, &kept)?;
            steps::say(&format!("{target}: a file ended the program ({ended:?}); kept as {}", kept.display()));
            Ok(1)
        }
    }
}
