//! Options, variables and the file: which goes before which, and what `config check` says of them.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use lanegate_tests::program::output;

/// A configuration file in a folder of its own.
struct File(tempfile::TempDir);

impl File {
    fn of(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lanegate.toml"), text).unwrap();
        Self(folder)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("lanegate.toml")
    }

    /// `config check` with this file.
    fn check(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let path = self.path();
        let all = [&["config", "check", "--config", path.to_str().unwrap()], arguments].concat();
        output(&all, variables)
    }
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The value and the origin that a setting is told with.
fn setting(said: &str, key: &str) -> (String, String) {
    let line = said.lines().find(|line| line.split_whitespace().next() == Some(key));
    let line = line.unwrap_or_else(|| panic!("{key} is not told: {said}"));
    let mut words = line.split("  ").map(str::trim).filter(|word| !word.is_empty()).skip(1);
    (words.next().unwrap().to_owned(), words.next().unwrap().to_owned())
}

fn pair(value: &str, origin: &str) -> (String, String) {
    (value.to_owned(), origin.to_owned())
}

#[test]
fn an_option_goes_before_a_variable_that_before_the_file_and_that_before_the_default() {
    let file = File::of("max-connections = 3\nmax-clients = 30\nclient-timeout = 33\n");
    let variables = [("LANEGATE_MAX_CLIENTS", "31"), ("LANEGATE_CLIENT_TIMEOUT", "34")];
    let said = file.check(&["--client-timeout", "35"], &variables);
    assert!(said.status.success());
    let said = text(&said);
    assert_eq!(setting(&said, "max-connections"), pair("3", "file, line 1"));
    assert_eq!(setting(&said, "max-clients"), pair("31", "LANEGATE_MAX_CLIENTS"));
    assert_eq!(setting(&said, "client-timeout"), pair("35", "command line"));
    assert_eq!(setting(&said, "listen"), pair("127.0.0.1:8640", "default"));
    assert!(said.contains("Nothing is wrong"), "{said}");
    // The file may be named by the environment, too.
    let path = file.path();
    let named = output(&["config", "check"], &[("LANEGATE_CONFIG", path.to_str().unwrap())]);
    assert_eq!(setting(&text(&named), "max-clients"), pair("30", "file, line 2"));
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_what_to_do_and_no_secret() {
    let file = File::of(
        "lissten = \"127.0.0.1:1\"\nmax-connections = 0\ndatabase-url = \"postgres://ann:planted@db.example.com/ops?sslmode=disable\"\n\
         tls-key = \"k.pem\"\n",
    );
    let said = file.check(&["--listen", "0.0.0.0:8640"], &[("LANEGATE_LOG_FORMAT", "xml")]);
    assert_eq!(said.status.code(), Some(2));
    let shown = text(&said);
    let place = |line: u32| format!("{} line {line}", file.path().display());
    for (place, hint) in [
        (place(1), "`listen`?"),
        (place(2), "max-connections"),
        ("LANEGATE_LOG_FORMAT".to_owned(), "text, json"),
        ("network".to_owned(), "--tls-cert FILE"),
        ("network".to_owned(), "only one of them"),
        ("network".to_owned(), "--public-url"),
    ] {
        let told =
            shown.lines().any(|line| line.trim_start().starts_with(&format!("- {place}: ")) && line.contains(hint));
        assert!(told, "{place} … {hint} is not told:\n{shown}");
    }
    assert!(shown.contains("6 things are wrong"), "{shown}");
    assert!(setting(&shown, "database-url").0.contains("ann at db.example.com:5432/ops"), "{shown}");
    assert!(shown.contains("unencrypted"), "it is worth knowing: {shown}");
    let all = shown + &String::from_utf8_lossy(&said.stderr);
    assert!(!all.contains("planted"), "{all}");
}

#[test]
fn a_server_with_a_faulty_file_does_not_start_and_says_all_of_it() {
    let file = File::of("lissten = 1\npublic-url = \"ftp://x\"\ndata-dir = \"rows\"\n");
    let said = output(&["--config", file.path().to_str().unwrap()], &[]);
    assert_eq!(said.status.code(), Some(2));
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(said.contains("line 1") && said.contains("line 2") && said.contains("`listen`?"), "{said}");
    assert!(!file.0.path().join("rows").exists(), "nothing was begun");
    // So does one whose options are each sound and not together: its service manager has nothing to try again.
    let folder = file.0.path().join("rows");
    let said = output(&["--listen", "0.0.0.0:0", "--data-dir", folder.to_str().unwrap()], &[]);
    assert_eq!(said.status.code(), Some(2));
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(said.contains("--tls-cert FILE") && said.contains("--public-url"), "{said}");
    assert!(!folder.exists(), "nothing was begun");
    let gone = output(&["migrate", "--config", "/nowhere/lanegate.toml"], &[]);
    assert_eq!(gone.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&gone.stderr).contains("--config"));
}

#[test]
fn a_server_whose_settings_do_not_fit_together_does_not_start_either() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::write(path("empty"), "\n").unwrap();
    fs::write(path("cert"), "no certificate").unwrap();
    let data = path("data");
    for (arguments, hint) in [
        (vec!["--listen", "0.0.0.0:1"], "--tls-cert"),
        (vec!["--public-url", "https://lanegate.example.com"], "--trusted-proxy 127.0.0.1"),
        (vec!["--tls-cert", &path("cert"), "--tls-key", &path("gone")], "holds no certificate"),
        (vec!["--listen", "127.0.0.1:8640", "--metrics-listen", "127.0.0.1:8640"], "a port of their own"),
        (vec!["--database-url-file", &path("gone")], "cannot be read"),
        (vec!["--database-url-file", &path("empty")], "is empty"),
        (vec!["--database-url", "planted@nowhere"], "is not an address"),
        (vec!["--migration-database-url", "postgres://127.0.0.1/ops"], "none for work"),
    ] {
        // The same is said by whoever is asked what is wrong, and by a server, which does not try again and again.
        for command in [&["config", "check"][..], &["serve"], &[]] {
            let said = output(&[command, &["--data-dir", &data], &arguments].concat(), &[]);
            let told = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
            assert_eq!(said.status.code(), Some(2), "{command:?} {arguments:?}: {told}");
            assert!(told.contains(hint) && !told.contains("planted"), "{command:?} {arguments:?}: {told}");
        }
    }
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[test]
fn paths_in_the_file_are_meant_from_its_folder_and_what_is_said_nearer_goes_before() {
    let file = File::of("data-dir = \"rows\"\ndatabase-url-file = \"url\"\n");
    fs::write(file.0.path().join("url"), "postgres://ann:planted@127.0.0.1/ops\n").unwrap();
    let said = text(&file.check(&[], &[]));
    let folder = file.0.path().display();
    assert_eq!(setting(&said, "data-dir").0, format!("{folder}/rows"));
    assert!(said.contains("ann at 127.0.0.1:5432/ops") && !said.contains("planted"), "{said}");
    #[cfg(unix)]
    for (mode, told) in [(0o644, true), (0o640, false)] {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(file.0.path().join("url"), mode).unwrap();
        let said = text(&file.check(&[], &[]));
        assert_eq!(said.contains(&format!("every user of this machine can read {folder}/url")), told, "{said}");
    }
    // The variable says another database than the file's file.
    let said = file.check(&[], &[("DATABASE_URL", "postgres://bob@127.0.0.1/other")]);
    assert!(said.status.success(), "{}", text(&said));
    assert!(text(&said).contains("in the PostgreSQL bob at 127.0.0.1:5432/other"), "{}", text(&said));
    // A file that is not there is told.
    fs::remove_file(file.0.path().join("url")).unwrap();
    let said = file.check(&[], &[]);
    assert_eq!(said.status.code(), Some(2));
    assert!(text(&said).contains("cannot be read"), "{}", text(&said));
}

#[test]
fn other_commands_read_the_file_and_mind_what_is_theirs() {
    let file = File::of(
        "database-url = \"postgres://ann:planted@127.0.0.1:1/lanegate\"\nlisten = \"8640\"\nmax-connections = 0\n",
    );
    let theirs = [("LANEGATE_MAX_CLIENTS", "none")];
    for command in [&["migrate"][..], &["score"], &["account", "list"]] {
        let said = output(&[command, &["--config", file.path().to_str().unwrap()]].concat(), &theirs);
        let said = String::from_utf8(said.stderr).unwrap();
        assert!(said.contains("127.0.0.1:1/lanegate cannot be reached"), "{command:?}: {said}");
    }
    // They are a server's, which says all three.
    let said = output(&["serve", "--config", file.path().to_str().unwrap()], &theirs);
    assert_eq!(said.status.code(), Some(2));
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(["line 2", "line 3", "LANEGATE_MAX_CLIENTS"].iter().all(|place| said.contains(place)), "{said}");
}
