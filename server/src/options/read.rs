//! Reads the command line and the environment. Clap stops at the first wrong value; here a server's person hears of all of them.

use std::env;
use std::ffi::OsString;

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, Error, FromArgMatches as _};

use super::{Command, Options, Serve, former_file, together};

/// Other variables that begin like a setting's.
const OTHERS: [&str; 2] = ["LANEGATE_POSTGRES_BIN", "LANEGATE_MOVE_TO"];

/// Reads what to do. Like clap, it ends the process after `--help`, and if the options of another command than `serve` are wrong.
///
/// # Errors
/// Everything that is wrong with a server's settings, also with those that don't fit together, one per line and without secrets.
/// The settings of other commands than `serve` aren't judged; they only may not name the file that earlier versions read.
pub fn read(mut arguments: Vec<OsString>) -> Result<Command, Vec<String>> {
    let first = arguments.get(1).map(|first| first.to_string_lossy().into_owned());
    let named = first.filter(|first| !first.starts_with('-'));
    let is_server = named.as_ref().is_none_or(|command| command == "serve");
    let leftovers = former_file::faults(&arguments, is_server);
    if !leftovers.is_empty() {
        return Err(leftovers);
    }
    let mut command = Options::command();
    if named.is_some() {
        // The variables of the settings beside the commands are no concern of a command.
        command = command.mut_args(|arg| arg.env(Resettable::Reset));
    }
    let mut faults = if is_server { misspelled(env::vars_os().map(|(name, _)| name)) } else { Vec::new() };
    let mut wrong = Vec::new();
    loop {
        let matches = command.clone().try_get_matches_from(&arguments);
        let error = match matches.and_then(|matches| Options::from_arg_matches(&matches)) {
            Ok(options) => {
                let command = options.what();
                if let Command::Serve(serve) = &command {
                    faults.extend(together::faults(serve, &wrong));
                }
                return if faults.is_empty() { Ok(command) } else { Err(faults) };
            }
            Err(error) => error,
        };
        let option = wrong_option(&error).filter(|option| is_server && !wrong.contains(option));
        let place = option.as_ref().and_then(|option| {
            let long = format!("--{option}");
            if take_out(&mut arguments, &long) { Some(long) } else { variable(option) }
        });
        let (Some(option), Some(place)) = (option, place) else {
            if faults.is_empty() || !error.use_stderr() {
                error.exit();
            }
            faults.push(text(&error));
            return Err(faults);
        };
        // Without this value, clap finds the next wrong one.
        command = without_variable(command, &option);
        faults.push(format!("{place}: {}", text(&error)));
        wrong.push(option);
    }
}

/// The option, such as `listen`, that clap doesn't know, or whose value it refuses.
fn wrong_option(error: &Error) -> Option<String> {
    let kinds = [ErrorKind::InvalidValue, ErrorKind::ValueValidation, ErrorKind::UnknownArgument];
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(shown)) if kinds.contains(&error.kind()) => {
            shown.strip_prefix("--")?.split([' ', '=']).next().map(str::to_owned)
        }
        _ => None,
    }
}

/// The variable of a setting.
fn variable(option: &str) -> Option<String> {
    let arg = Serve::settings().into_iter().find(|arg| arg.get_long() == Some(option))?;
    Some(arg.get_env()?.to_string_lossy().into_owned())
}

fn without_variable(command: clap::Command, option: &str) -> clap::Command {
    let command = command.mut_args(|arg| if arg.get_long() == Some(option) { arg.env(Resettable::Reset) } else { arg });
    command.mut_subcommands(|command| without_variable(command, option))
}

/// Takes an option and its value out of the command line. Returns whether it was there.
fn take_out(arguments: &mut Vec<OsString>, option: &str) -> bool {
    let before = arguments.len();
    let mut is_next = false;
    arguments.retain(|argument| {
        let argument = argument.to_string_lossy();
        let is_value = is_next && (argument == "-" || !argument.starts_with('-'));
        is_next = argument == option;
        let has_value = argument.strip_prefix(option).is_some_and(|rest| rest.starts_with('='));
        !(is_value || is_next || has_value)
    });
    arguments.len() < before
}

/// What clap says, without its advice on usage.
fn text(error: &Error) -> String {
    let text = error.to_string();
    let lines = text.lines().map(str::trim);
    let lines: Vec<&str> =
        lines.take_while(|line| !line.starts_with("For more") && !line.starts_with("Usage")).collect();
    // A tip follows after an empty line.
    format!("{}.", lines.join(" ").trim().trim_start_matches("error: ").replace("  ", ". "))
}

/// Variables that are almost named like a setting: nobody else would notice that they have no effect.
fn misspelled(variables: impl Iterator<Item = OsString>) -> Vec<String> {
    let known = Serve::settings().into_iter().filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned()));
    let known: Vec<String> = known.chain(OTHERS.map(str::to_owned)).collect();
    let names = variables.map(|name| name.to_string_lossy().into_owned());
    let names = names.filter(|name| name.starts_with("LANEGATE_") && !known.contains(name));
    names
        .filter_map(|name| {
            let near = known.iter().find(|known| strsim::damerau_levenshtein(known, &name) <= 2)?;
            Some(format!("{name}: There is no such setting. Did you mean {near}?"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_option_is_taken_out_with_its_value() {
        for (arguments, left) in [
            ("serve --listen x --max-clients 1", "serve --max-clients 1"),
            ("serve --listen=x --max-clients 1 --listen y", "serve --max-clients 1"),
            ("serve --listen --max-clients 1", "serve --max-clients 1"),
            ("serve --listener x", "serve --listener x"),
        ] {
            let mut taken: Vec<OsString> = arguments.split(' ').map(OsString::from).collect();
            assert_eq!(take_out(&mut taken, "--listen"), arguments != left, "{arguments}");
            assert_eq!(taken.join(" ".as_ref()), OsString::from(left));
        }
    }

    #[test]
    fn only_what_is_almost_a_setting_is_misspelled() {
        let said = |name: &str| misspelled(std::iter::once(OsString::from(name))).pop();
        for (name, near) in [
            ("LANEGATE_LISTTEN", "LANEGATE_LISTEN"),
            ("LANEGATE_PUBLICURL", "LANEGATE_PUBLIC_URL"),
            ("LANEGATE_TRUSTED_PROXIES", ""),
            ("LANEGATE_TRUSTED_PROXYS", "LANEGATE_TRUSTED_PROXY"),
            ("LANEGATE_MAX_CLIENTS", ""),
            ("LANEGATE_POSTGRES_BIN", ""),
            ("LANEGATE_TOKEN", ""),
            ("LANEGATE_LOAD_CLIENTS", ""),
            ("LANEGATE_SERVICE_PORT", ""),
        ] {
            assert_eq!(
                said(name).map(|said| said.contains(&format!("{near}?"))),
                (!near.is_empty()).then_some(true),
                "{name}"
            );
        }
    }
}
