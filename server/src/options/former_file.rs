//! The TOML file that earlier versions read their settings from. A server that ignored it could start on another database, so
//! it stops the start, and the message says which variable replaces each line.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::Serve;

/// Where the package kept the file, and named it to the server.
const PACKAGED: &str = "/etc/lanegate/lanegate.toml";

/// Says what replaces a file that the command line or the environment names, or that the package left for the server.
pub(super) fn faults(arguments: &[OsString], is_server: bool) -> Vec<String> {
    let packaged = Path::new(PACKAGED);
    match named(arguments) {
        Some((place, file)) => replacements(&place, &file),
        None if is_server && packaged.exists() => replacements(PACKAGED, packaged),
        None => Vec::new(),
    }
}

/// The option or the variable that names a file, and the file.
fn named(arguments: &[OsString]) -> Option<(String, PathBuf)> {
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    let option = arguments.find_map(|argument| match argument.strip_prefix("--config")? {
        "" => Some(None),
        value => value.strip_prefix('=').map(|value| Some(PathBuf::from(value))),
    });
    if let Some(value) = option {
        let next = || arguments.next().map(|next| PathBuf::from(&*next));
        return Some(("--config".to_owned(), value.or_else(next).unwrap_or_default()));
    }
    let name = "LANEGATE_CONFIG";
    env::var_os(name).map(|file| (name.to_owned(), file.into()))
}

fn replacements(place: &str, file: &Path) -> Vec<String> {
    let first = format!(
        "{place}: Lanegate no longer reads settings from a TOML file. Set a variable of the environment for each line of \
         the file (the package's server reads /etc/lanegate/lanegate.env) and remove {place}. Write paths in full; join \
         lists with commas."
    );
    let lines = match std::fs::read_to_string(file) {
        Ok(text) => lines(&file.display().to_string(), &text),
        Err(error) => vec![format!(
            "{}: It can't be read ({error}). `lanegate-server serve --help` names the variable of each setting.",
            file.display()
        )],
    };
    std::iter::once(first).chain(lines).collect()
}

/// What replaces each line. Nothing but known names is shown: the rest of a line may be a secret.
fn lines(file: &str, text: &str) -> Vec<String> {
    let settings = Serve::settings();
    let line = |(number, line): (usize, &str)| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim().trim_matches(['"', '\'']);
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let setting = settings.iter().find(|arg| arg.get_long() == Some(key)).and_then(|arg| arg.get_env());
        match setting {
            Some(variable) => {
                Some(format!("{file} line {}: Set {} instead of `{key}`.", number + 1, variable.display()))
            }
            None => is_key.then(|| format!("{file} line {}: This is not a setting.", number + 1)),
        }
    };
    text.lines().enumerate().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_named_with_its_variable_and_without_its_value() {
        let said = lines(
            "l.toml",
            "# listen = \"x\"\r\nlisten = \"planted\"\r\n\n  \"database-url\"='postgres://ann:planted@db/ops?a=b'\n\
             planted = 1\n[planted]\n  planted@db/ops?sslmode=planted\ntrusted-proxy = [\n  \"planted\",\n]\n",
        );
        assert_eq!(
            said,
            [
                "l.toml line 2: Set LANEGATE_LISTEN instead of `listen`.",
                "l.toml line 4: Set DATABASE_URL instead of `database-url`.",
                "l.toml line 5: This is not a setting.",
                "l.toml line 8: Set LANEGATE_TRUSTED_PROXY instead of `trusted-proxy`.",
            ]
        );
    }

    #[test]
    fn the_option_is_found_wherever_it_stands() {
        let file = |line: &str| named(&line.split(' ').map(OsString::from).collect::<Vec<_>>()).map(|(_, file)| file);
        assert_eq!(file("lanegate-server --config a backup"), Some("a".into()));
        assert_eq!(file("lanegate-server backup --to x --config=b"), Some("b".into()));
        assert_eq!(file("lanegate-server --config"), Some("".into()));
        assert_eq!(file("lanegate-server --configure a"), None);
    }
}
