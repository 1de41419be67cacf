//! A configuration file's text: `key = value` lines in TOML, each key named like the option of the command line without its dashes.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

/// What is wrong with the configuration, where it stands and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it was said: a line of the file, a variable, an option.
    pub place: String,
    /// What is wrong, and what to do.
    pub what: String,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The setting's name.
    pub key: String,
    /// Its value as text; several of a list.
    pub values: Vec<String>,
    /// The line that it begins on, from 1.
    pub line: usize,
}

/// A configuration file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// Its settings that are known and have the form of one.
    pub entries: Vec<Entry>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl File {
    /// Reads a file whose keys are to be among `known`. What is wrong with it is kept beside what is right.
    #[must_use]
    pub fn read(path: &Path, known: &[String]) -> Self {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text, known),
            Err(error) => {
                let place = path.display().to_string();
                let advice = match error.kind() {
                    ErrorKind::PermissionDenied => "Run it as root or as the server's user",
                    _ => "Correct --config or LANEGATE_CONFIG",
                };
                let what = format!("The configuration file cannot be read: {error}. {advice}.");
                Self { path: path.to_owned(), entries: Vec::new(), faults: vec![Fault { place, what }] }
            }
        }
    }

    fn parse(path: &Path, text: &str, known: &[String]) -> Self {
        let mut file = Self { path: path.to_owned(), ..Self::default() };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            // Its own text would quote the line, in which a password may stand.
            let line = line(text, error.span().map_or(0, |span| span.start));
            file.fault(
                line,
                format!("This is not TOML: {}. A line looks like: listen = \"127.0.0.1:8640\"", error.message()),
            );
        }
        for (key, value) in table.get_ref() {
            let line = line(text, key.span().start);
            let key = key.get_ref().as_ref();
            match value.get_ref() {
                _ if known.iter().any(|known| known == key) => match texts(value.get_ref()) {
                    Some(values) if values.is_empty() => {
                        file.fault(
                            line,
                            format!("`{key}` is an empty list. Put a value in it, or leave the line out."),
                        );
                    }
                    Some(values) => file.entries.push(Entry { key: key.to_owned(), values, line }),
                    None => file.fault(line, format!("`{key}` is a text in quotes, a number, or a list of these.")),
                },
                DeValue::Table(_) => {
                    file.fault(
                        line,
                        format!("There are no sections here. Write the settings without [{key}], one a line."),
                    );
                }
                _ => file.fault(line, unknown(key, known)),
            }
        }
        file.entries.sort_by_key(|entry| entry.line);
        file.faults.sort_by_key(|fault| fault.place.rsplit(' ').next().and_then(|line| line.parse::<usize>().ok()));
        file
    }

    /// Where one of its lines is.
    #[must_use]
    pub fn place(&self, line: usize) -> String {
        format!("{} line {line}", self.path.display())
    }

    fn fault(&mut self, line: usize, what: String) {
        self.faults.push(Fault { place: self.place(line), what });
    }
}

fn line(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::Array(array) => array.iter().map(|value| single(value.get_ref())).collect(),
        value => Some(vec![single(value)?]),
    }
}

fn single(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(|n| n.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(value) => Some(value.to_string()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// Says that there is no such setting, and which one may be meant.
fn unknown(key: &str, known: &[String]) -> String {
    let typed = key.to_lowercase().replace('_', "-");
    let near = known.iter().map(|known| (strsim::jaro_winkler(&typed, known), known));
    match near.max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((score, known)) if score > 0.8 => format!("There is no setting `{key}`. Did you mean `{known}`?"),
        _ => format!("There is no setting `{key}`. `lanegate-server serve --help` lists all of them."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> File {
        let known = ["listen", "public-url", "max-clients", "trusted-proxy", "database-url"].map(str::to_owned);
        File::parse(Path::new("l.toml"), text, &known)
    }

    #[test]
    fn lines_become_settings() {
        let file = parsed(
            "# where\nlisten = \"[::1]:9\"\n\nmax-clients = 1_000\ntrusted-proxy = [\"10.0.0.1\", \"10.0.0.2\"]\n",
        );
        assert_eq!(file.faults, []);
        let entry = |key: &str, values: &[&str], line| Entry {
            key: key.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            line,
        };
        assert_eq!(
            file.entries,
            [
                entry("listen", &["[::1]:9"], 2),
                entry("max-clients", &["1000"], 4),
                entry("trusted-proxy", &["10.0.0.1", "10.0.0.2"], 5)
            ]
        );
    }

    #[test]
    fn every_fault_is_told_by_its_line_and_the_rest_is_read() {
        let file = parsed(
            "listten = \"x\"\npublic_url = 1\nfrobnicate = 1\nmax-clients = 1979-05-27\nlisten = \"127.0.0.1:1\"\n\
             trusted-proxy = []\n[server]\nport = 1\n",
        );
        let told: Vec<(&str, &str)> =
            file.faults.iter().map(|fault| (fault.place.as_str(), fault.what.as_str())).collect();
        let hints = ["`listen`?", "`public-url`?", "--help", "a text in quotes", "an empty list", "[server]"];
        assert_eq!(told.len(), hints.len(), "{told:#?}");
        for ((place, what), (line, hint)) in told.iter().zip([1, 2, 3, 4, 6, 7].into_iter().zip(hints)) {
            assert_eq!(*place, format!("l.toml line {line}"), "{what}");
            assert!(what.contains(hint), "{what}");
        }
        assert_eq!(file.entries.len(), 1);
    }

    #[test]
    fn what_is_no_toml_is_not_repeated() {
        let file = parsed("listen = \"127.0.0.1:1\"\ndatabase-url = postgres://ann:secret@db/ops\nmax-clients = 5\n");
        assert!(!file.faults.is_empty());
        for Fault { place, what } in &file.faults {
            assert!(place == "l.toml line 2" && !what.contains("secret"), "{place}: {what}");
        }
    }
}
