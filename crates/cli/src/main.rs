//! `lanegate`: the check of the two lanes' files on the command line, their commit, and workbooks to work on.
//!
//! Exit status: 0 when the file is clean or the commit done, 1 when findings or the plan block, 2 when the file or the
//! command could not be used.

mod accept;
mod answers;
mod arguments;
mod commands;
mod file_columns;
mod lookup;
mod output;
mod pending;
mod server;
mod stored_answers;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Commit(arguments) => commands::commit::run(&arguments),
        Command::Template(arguments) => commands::template::run(&arguments),
        Command::Annotate(arguments) => commands::annotate::run(&arguments),
        Command::Kinds(arguments) => commands::kinds::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Blocked) => ExitCode::from(1),
        Ok(Outcome::Unusable) => ExitCode::from(2),
        Err(error) => {
            eprintln!("lanegate: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing blocks.
    Clean,
    /// Findings or the plan block.
    Blocked,
    /// The file could not be used; said already.
    Unusable,
}
