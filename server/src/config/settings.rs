//! The settings of a server, each with its value and where that came from: an option of the command line goes before a variable
//! of the environment, that before a line of the configuration file, and that before the default.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::builder::Resettable;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches as _, ValueHint};

use super::file::{Fault, File};
use crate::options::Serve;

/// Two ways to say the same. Of the two, one said nearer goes before one in the file.
const PAIRS: [(&str, &str); 3] = [
    ("database-url", "database-url-file"),
    ("database-owner-url", "database-owner-url-file"),
    ("migration-database-url", "migration-database-url-file"),
];

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An option of the command line.
    Option,
    /// A variable of the environment.
    Variable(String),
    /// A line of the file, from 1.
    Line(usize),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option => f.write_str("command line"),
            Self::Variable(name) => f.write_str(name),
            Self::Line(line) => write!(f, "file, line {line}"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A setting.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its name: the option without its dashes, the key in the file.
    pub key: String,
    /// Its values as text: none where it is not set, several of a list.
    pub values: Vec<String>,
    /// Where they came from.
    pub origin: Origin,
    /// Whether a secret may stand in it.
    pub secret: bool,
    /// Whether its value is none that it can have.
    pub faulty: bool,
}

/// The arguments that are settings: those with which a server is started.
pub(super) fn arguments() -> Vec<Arg> {
    let command = Serve::augment_args(Command::new("lanegate-server"));
    command.get_arguments().filter(|arg| arg.get_long().is_some()).cloned().collect()
}

/// The settings' names.
#[must_use]
pub fn keys() -> Vec<String> {
    arguments().iter().filter_map(|arg| arg.get_long()).map(str::to_owned).collect()
}

/// Every setting with its value, and what is wrong with the values.
#[must_use]
pub fn resolve(said: &ArgMatches, file: Option<&File>) -> (Vec<Setting>, Vec<Fault>) {
    let (mut settings, mut faults) = (Vec::new(), Vec::new());
    for arg in arguments() {
        let key = arg.get_long().unwrap_or_default().to_owned();
        let (values, origin) = value(&arg, &key, said, file);
        let mut setting = Setting { key, values, origin, secret: arg.is_hide_env_values_set(), faulty: false };
        if let Some(what) = wrong(&arg, &setting) {
            setting.faulty = true;
            let place = match (&setting.origin, file) {
                (Origin::Line(line), Some(file)) => file.place(*line),
                (Origin::Option, _) => format!("--{}", setting.key),
                (origin, _) => origin.to_string(),
            };
            faults.push(Fault { place, what });
        }
        settings.push(setting);
    }
    settle_pairs(&mut settings);
    (settings, faults)
}

fn value(arg: &Arg, key: &str, said: &ArgMatches, file: Option<&File>) -> (Vec<String>, Origin) {
    let text = |value: &OsString| value.to_string_lossy().into_owned();
    let id = arg.get_id().as_str();
    if said.try_contains_id(id).is_ok() && said.value_source(id) == Some(ValueSource::CommandLine) {
        let values = said.get_raw(id).into_iter().flatten().map(|value| text(&value.to_owned())).collect();
        return (values, Origin::Option);
    }
    if let Some((name, value)) = arg.get_env().and_then(|name| Some((name, std::env::var_os(name)?))) {
        return (vec![text(&value)], Origin::Variable(name.to_string_lossy().into_owned()));
    }
    if let Some((file, entry)) = file.and_then(|file| Some((file, file.entries.iter().find(|entry| entry.key == key)?)))
    {
        let values = entry.values.iter().map(|value| placed(arg, &file.path, value)).collect();
        return (values, Origin::Line(entry.line));
    }
    (arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect(), Origin::Default)
}

/// A path in the file is meant from the file's own folder.
pub(super) fn placed(arg: &Arg, file: &Path, value: &str) -> String {
    if arg.get_value_hint() != ValueHint::AnyPath || value.is_empty() {
        return value.to_owned();
    }
    let folder = file.parent().map_or_else(PathBuf::new, Path::to_owned);
    folder.join(value).to_string_lossy().into_owned()
}

/// The file's half of a pair gives way to what was said nearer.
fn settle_pairs(settings: &mut [Setting]) {
    let near = |settings: &[Setting], key: &str| {
        settings.iter().any(|s| s.key == key && matches!(s.origin, Origin::Option | Origin::Variable(_)))
    };
    for (one, other) in PAIRS {
        for (kept, dropped) in [(one, other), (other, one)] {
            if near(settings, kept) {
                for setting in settings.iter_mut().filter(|s| s.key == dropped && matches!(s.origin, Origin::Line(_))) {
                    setting.values.clear();
                    setting.origin = Origin::Default;
                }
            }
        }
    }
}

/// What is wrong with a setting's value, in clap's words.
fn wrong(arg: &Arg, setting: &Setting) -> Option<String> {
    if matches!(setting.origin, Origin::Default) {
        return None;
    }
    let command = Command::new("lanegate-server").arg(alone(arg.clone()));
    let error = command.try_get_matches_from(given(setting)).err()?;
    let said = error.to_string();
    let told: Vec<&str> = said
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("For more") && !line.starts_with("Usage"))
        .collect();
    Some(format!("{}.", told.join(" ").trim().trim_start_matches("error: ")))
}

/// An argument by itself: no variable, no default.
pub(super) fn alone(arg: Arg) -> Arg {
    arg.env(Resettable::Reset).default_values(Vec::<&'static str>::new())
}

fn given(setting: &Setting) -> Vec<String> {
    let options = setting.values.iter().map(|value| format!("--{}={value}", setting.key));
    std::iter::once("lanegate-server".to_owned()).chain(options).collect()
}

/// The settings as the server has them, without those that are faulty.
///
/// # Errors
/// When they do not fit together.
pub fn typed(settings: &[Setting]) -> Result<Serve, clap::Error> {
    let command = Serve::augment_args(Command::new("lanegate-server")).mut_args(|arg| arg.env(Resettable::Reset));
    let sound = settings.iter().filter(|setting| !setting.faulty && setting.origin != Origin::Default);
    let options = sound.flat_map(|setting| given(setting).into_iter().skip(1));
    let said = command.try_get_matches_from(std::iter::once("lanegate-server".to_owned()).chain(options))?;
    Serve::from_arg_matches(&said)
}
