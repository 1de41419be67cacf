//! What a server is told, and by whom: the command line, the environment, and one file.
//!
//! A line of the file becomes the option's default, so that clap itself lets the command line and the environment go before it, and
//! reads every value in the one way there is.

mod check;
mod file;
mod settings;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{Resettable, ValueParser};
use clap::{ArgMatches, Command, CommandFactory as _, FromArgMatches as _};

pub use check::{check, together};
pub use file::{Entry, Fault, File};
pub use settings::{Origin, Setting, resolve, typed};

use crate::options::Options;

/// What was said, all of it.
pub struct Said {
    /// The command with its options, or what is wrong with them.
    pub options: Result<Options, Vec<Fault>>,
    /// Every setting of a server, with where it came from.
    pub settings: Vec<Setting>,
    /// What is wrong with them.
    pub faults: Vec<Fault>,
    /// The configuration file, if there is one.
    pub file: Option<PathBuf>,
    /// Whether somebody asks what is wrong, rather than for a server.
    pub is_check: bool,
}

/// Reads the command line, the environment and the file that either names.
///
/// Ends the process where the command line is none, and after `--help` and `--version`, as clap does.
#[must_use]
pub fn read(arguments: Vec<OsString>) -> Said {
    let command = Options::command();
    let Ok(said) = lenient(command.clone()).try_get_matches_from(&arguments) else {
        // The same with its usual values, for its message.
        let options = Options::from_arg_matches(&command.get_matches_from(arguments));
        let options = options.map_err(|error| vec![of_clap(&error)]);
        return Said { options, settings: Vec::new(), faults: Vec::new(), file: None, is_check: false };
    };
    let file = named(&said).map(|path| File::read(&path, &settings::keys()));
    let deepest = deepest(&said);
    let (settings, wrong) = resolve(deepest, file.as_ref());
    let mut faults = file.as_ref().map(|file| file.faults.clone()).unwrap_or_default();
    faults.extend(wrong);
    let path = file.as_ref().map(|file| file.path.clone());
    let is_check =
        said.subcommand().is_some_and(|(name, sub)| name == "config" && sub.subcommand_name() == Some("check"));
    if is_check {
        // It is told about what is wrong elsewhere, so nothing of it is read here.
        return Said { options: Err(Vec::new()), settings, faults, file: path, is_check };
    }
    let command = match &file {
        Some(file) => with_file(command, &said, file),
        None => command,
    };
    let command = minding_its_own(command, &said);
    // A server's own faults are told together. Other commands mind only what is theirs.
    let of_file = file.is_some_and(|file| !file.faults.is_empty());
    let serves = said.subcommand_name().is_none_or(|name| name == "serve");
    let options = if of_file || serves && !faults.is_empty() {
        Err(faults.clone())
    } else {
        // Whatever is wrong with the options of other commands is said in clap's own way.
        Options::from_arg_matches(&command.get_matches_from(arguments)).map_err(|error| vec![of_clap(&error)])
    };
    Said { options, settings, faults, file: path, is_check }
}

fn of_clap(error: &clap::Error) -> Fault {
    Fault { place: "command line".to_owned(), what: error.to_string() }
}

/// The same command with any text for a value, and nothing of the environment.
fn lenient(command: Command) -> Command {
    let keys = settings::keys();
    let command = command.mut_args(|arg| {
        let is_setting = arg.get_long().is_some_and(|long| keys.iter().any(|key| key == long));
        if is_setting { settings::alone(arg).value_parser(ValueParser::os_string()) } else { arg }
    });
    command.mut_subcommands(lenient)
}

/// The file that the command line or the environment names.
fn named(said: &ArgMatches) -> Option<PathBuf> {
    deepest(said).try_get_one::<PathBuf>("config").ok().flatten().cloned()
}

fn deepest(said: &ArgMatches) -> &ArgMatches {
    let mut said = said;
    while let Some((_, sub)) = said.subcommand() {
        said = sub;
    }
    said
}

/// The command with the file's values for defaults, at every level that was asked for.
fn with_file(command: Command, said: &ArgMatches, file: &File) -> Command {
    match said.subcommand() {
        // The settings beside it are those of serving when nothing is said.
        Some((name, sub)) => command.mut_subcommand(name, |command| with_values(command, sub, file)),
        None => with_values(command, said, file),
    }
}

fn with_values(command: Command, said: &ArgMatches, file: &File) -> Command {
    let (settings, _) = resolve(said, Some(file));
    let command = command.mut_args(|arg| {
        let key = arg.get_long().unwrap_or_default();
        match settings.iter().find(|setting| setting.key == key) {
            Some(Setting { origin: Origin::Line(_), values, .. }) => {
                // As long as the program runs, as every default.
                arg.default_values(values.iter().map(|value| &*value.clone().leak()))
            }
            _ => arg,
        }
    });
    match said.subcommand() {
        Some((name, sub)) => command.mut_subcommand(name, |command| with_values(command, sub, file)),
        None => command,
    }
}

/// The command without the variables of serving, where another one was asked for: a wrong one is not its concern.
fn minding_its_own(command: Command, said: &ArgMatches) -> Command {
    if said.subcommand().is_none() {
        return command;
    }
    let keys = settings::keys();
    command.mut_args(|arg| {
        let is_setting = arg.get_long().is_some_and(|long| keys.iter().any(|key| key == long));
        if is_setting { arg.env(Resettable::Reset) } else { arg }
    })
}

/// Faults as a person reads them.
#[must_use]
pub fn told(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(|Fault { place, what }| format!("  - {place}: {what}")).collect();
    lines.join("\n")
}

/// Whether others than its owner and group can read a file.
fn others_read(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        path.metadata().is_ok_and(|about| about.mode() & 0o004 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}
