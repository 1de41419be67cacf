//! Options and variables: everything that is wrong with a server's settings is said at once, and nothing is begun.

use std::fs;
use std::process::Output;

use lanegate_tests::program::output;

/// What a command that was told something wrong says.
fn refused(said: &Output) -> String {
    let text = String::from_utf8(said.stderr.clone()).unwrap();
    assert_eq!(said.status.code(), Some(2), "{text}");
    assert!(said.stdout.is_empty(), "{text}");
    text
}

/// Looks for a line that begins with the place and contains the hint, for each, and for no further lines.
fn lists(text: &str, faults: &[(&str, &str)]) {
    let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  - ")).collect();
    for (place, hint) in faults {
        let is_said = lines.iter().any(|line| line.starts_with(&format!("{place}: ")) && line.contains(hint));
        assert!(is_said, "{place} … {hint} isn't said:\n{text}");
    }
    assert_eq!(lines.len(), faults.len(), "{text}");
}

#[test]
fn everything_that_is_wrong_is_said_at_once_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("rows");
    let url = "postgres://ann:planted@db.example.com/ops?sslmode=planted";
    let variables = [
        ("LANEGATE_LOG_FORMAT", "xml"),
        ("LANEGATE_TRUSTED_PROXY", "10.0.0.1,proxy.example.com"),
        ("LANEGATE_SHUTDOWN_DELAY", ""),
        ("LANEGATE_MAX_CONNECTIONS", "0"),
        ("LANEGATE_LISTTEN", "127.0.0.1:0"),
        ("LANEGATE_DATA_DIR", data.to_str().unwrap()),
        ("DATABASE_URL", url),
        ("DATABASE_OWNER_URL", "planted@nowhere"),
        ("DATABASE_OWNER_URL_FILE", "/nowhere"),
    ];
    let arguments = ["--max-clients", "none", "--listen=8640", "--max-connections", "-", "--client-timeout", "0"];
    for command in [&["serve"][..], &[]] {
        let text = refused(&output(&[command, &arguments].concat(), &variables));
        lists(
            &text,
            &[
                ("LANEGATE_LOG_FORMAT", "text, json"),
                ("LANEGATE_TRUSTED_PROXY", "10.0.0.0/24"),
                ("LANEGATE_SHUTDOWN_DELAY", "--shutdown-delay"),
                ("LANEGATE_LISTTEN", "LANEGATE_LISTEN?"),
                ("--max-connections", "invalid digit"),
                ("--max-clients", "none"),
                ("--listen", "8640"),
                ("--client-timeout", "1..=3600"),
                ("database", "DATABASE_URL is not an address"),
                ("database", "Leave one of them out"),
            ],
        );
        assert!(!text.contains("planted"), "{text}");
    }
    // So is an option that doesn't exist.
    let said = output(&["--max-clients", "0", "--frobnicate", "7", "--liste=x"], &[("LANEGATE_TLS_KEY", "k")]);
    lists(
        &refused(&said),
        &[("--max-clients", "1..=100000"), ("--frobnicate", "unexpected"), ("--liste", "'--listen'")],
    );
    assert!(!data.exists(), "nothing was begun");
}

#[test]
fn an_option_goes_before_a_variable() {
    // A wrong variable has no effect then, and isn't said.
    let said = output(&["--max-clients", "5", "--log-format", "xml"], &[("LANEGATE_MAX_CLIENTS", "none")]);
    lists(&refused(&said), &[("--log-format", "text, json")]);
    let help = output(&["--max-clients", "none", "--help"], &[("LANEGATE_LOG_FORMAT", "xml")]);
    assert!(help.status.success(), "{}", String::from_utf8_lossy(&help.stderr));
}

#[test]
fn a_server_whose_settings_do_not_fit_together_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    fs::write(path("empty"), "\n").unwrap();
    fs::write(path("cert"), "no certificate").unwrap();
    let data = path("data");
    for (arguments, faults) in [
        (vec!["--listen", "0.0.0.0:1"], &[("network", "--tls-cert"), ("network", "--public-url")][..]),
        (vec!["--public-url", "https://lanegate.example.com"], &[("network", "--trusted-proxy 127.0.0.1")]),
        (vec!["--tls-cert", &path("cert"), "--tls-key", &path("gone")], &[("network", "holds no certificate")]),
        (
            vec!["--listen", "127.0.0.1:8640", "--metrics-listen", "127.0.0.1:8640"],
            &[("network", "a port of their own")],
        ),
        (vec!["--database-url-file", &path("gone")], &[("database", "cannot be read")]),
        (vec!["--database-url-file", &path("empty")], &[("database", "is empty")]),
        (vec!["--database-url", "planted@nowhere"], &[("database", "is not an address")]),
        (vec!["--migration-database-url", "postgres://127.0.0.1/ops"], &[("database", "DATABASE_URL is missing")]),
        (vec!["--data-dir", &path("cert")], &[("database", "is not a folder")]),
        // What depends on a wrong value isn't judged; the rest is.
        (
            vec!["--listen", "0.0.0.0", "--tls-key", "k", "--database-url", "planted@nowhere"],
            &[("--listen", "0.0.0.0"), ("database", "is not an address")],
        ),
        (
            vec!["--database-url-file", "", "--database-owner-url", "postgres://127.0.0.1/ops", "--tls-key", "k"],
            &[("--database-url-file", "a value is required"), ("network", "only one of them")],
        ),
    ] {
        let named = if arguments.contains(&"--data-dir") { vec![] } else { vec!["--data-dir", &data] };
        let text = refused(&output(&[named, arguments].concat(), &[]));
        lists(&text, faults);
        assert!(!text.contains("planted"), "{text}");
    }
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[test]
fn other_commands_mind_what_is_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.lanegate");
    let variables = [
        ("DATABASE_URL", "postgres://ann:planted@127.0.0.1:1/lanegate"),
        ("LANEGATE_MAX_CLIENTS", "none"),
        ("LANEGATE_MAX_CONNECTIONS", "0"),
        ("LANEGATE_TLS_KEY", "k"),
        ("LANEGATE_LISTTEN", "x"),
    ];
    let backup = ["backup", "--to", file.to_str().unwrap()];
    for command in [&["migrate"][..], &["score"], &["account", "list"], &backup] {
        let said = output(command, &variables);
        assert_eq!(said.status.code(), Some(1));
        let said = String::from_utf8(said.stderr).unwrap();
        assert!(said.contains("127.0.0.1:1/lanegate cannot be reached"), "{command:?}: {said}");
    }
}

#[test]
fn the_file_of_earlier_versions_stops_every_command_and_each_line_is_named_with_its_variable() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lanegate.toml");
    fs::write(
        &file,
        "# earlier\nlisten = \"planted\"\ndatabase-url = \"postgres://ann:planted@db/ops\"\nplanted = 1\n\
         trusted-proxy = [\"planted\"]\n",
    )
    .unwrap();
    let path = file.to_str().unwrap();
    let option = format!("--config={path}");
    let lines = |place| {
        let line = |number| format!("{path} line {number}");
        let (two, three, four, five) = (line(2), line(3), line(4), line(5));
        move |text: &str| {
            lists(
                text,
                &[
                    (place, "/etc/lanegate/lanegate.env"),
                    (&two, "LANEGATE_LISTEN"),
                    (&three, "DATABASE_URL"),
                    (&four, "not a setting"),
                    (&five, "LANEGATE_TRUSTED_PROXY"),
                ],
            );
            assert!(!text.contains("planted"), "{text}");
        }
    };
    for arguments in
        [&["--config", path][..], &["serve", &option], &["backup", "--config", path], &["--config", path, "migrate"]]
    {
        lines("--config")(&refused(&output(arguments, &[])));
    }
    for arguments in [&[][..], &["account", "list"]] {
        lines("LANEGATE_CONFIG")(&refused(&output(arguments, &[("LANEGATE_CONFIG", path)])));
    }
    let text = refused(&output(&["migrate", "--config", "/nowhere/lanegate.toml"], &[]));
    lists(&text, &[("--config", "/etc/lanegate/lanegate.env"), ("/nowhere/lanegate.toml", "serve --help")]);
}
