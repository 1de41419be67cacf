//! One run of a fuzz target: `lanegate-fuzz open|check SEED SECONDS ARTIFACTS SEEDS…` changes seed files at random and hands
//! them to the target until the time is over. The same seed gives the same files.
//!
//! Before each file is tried it is written down, so that one that ends the process (an abort, the end of memory or stack) is
//! there to be looked at; `cargo xtask fuzz` starts this program again after that. `lanegate-fuzz open|check FILE` tries one file.

#![expect(clippy::print_stdout, reason = "what was done is told to the terminal")]

mod mutate;
mod seeds;
mod target;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use lanegate_hostile::damage::Dice;

use crate::target::Target;

/// A file that takes longer is kept.
const SLOW: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [target, file] => match (Target::named(target), fs::read(file)) {
            (Some(target), Ok(bytes)) => {
                println!("{}", if target.run(bytes) { "read" } else { "refused" });
                ExitCode::SUCCESS
            }
            _ => usage(),
        },
        [target, seed, seconds, artifacts, folders @ ..] => {
            match (Target::named(target), seed.parse(), seconds.parse()) {
                (Some(target), Ok(seed), Ok(seconds)) => {
                    let folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
                    run(target, seed, Duration::from_secs(seconds), Path::new(artifacts), &folders)
                }
                _ => usage(),
            }
        }
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: lanegate-fuzz open|check SEED SECONDS ARTIFACTS FOLDER…, or lanegate-fuzz open|check FILE");
    ExitCode::from(2)
}

fn run(target: Target, seed: u64, time: Duration, artifacts: &Path, folders: &[PathBuf]) -> ExitCode {
    let seeds = seeds::gather(folders);
    let now = artifacts.join(format!("now-{}", target.name()));
    let (start, mut dice) = (Instant::now(), Dice::new(seed));
    let (mut done, mut read, mut kept) = (0_u64, 0_u64, 0_u32);
    while start.elapsed() < time {
        let bytes = mutate::changed(&seeds, &mut dice);
        if fs::write(&now, &bytes).is_err() {
            eprintln!("{} cannot be written", now.display());
            return ExitCode::from(2);
        }
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| target.run(bytes)));
        let why = match outcome {
            Err(_) => Some("panic"),
            Ok(_) if begun.elapsed() > SLOW => Some("slow"),
            Ok(was_read) => {
                read += u64::from(was_read);
                None
            }
        };
        if let Some(why) = why {
            kept += 1;
            let place = artifacts.join(format!("{}-{why}-{seed}-{done}", target.name()));
            println!("{why}: kept as {}", place.display());
            drop(fs::rename(&now, place));
        }
        done += 1;
    }
    drop(fs::remove_file(&now));
    println!("{}: {done} executions from {} seeds, {read} read, {} refused", target.name(), seeds.len(), done - read);
    if kept == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
