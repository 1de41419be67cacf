//! What the Debian package brings: its unit, its environment file, and its scripts.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use lanegate_server::options::Serve;
use lanegate_tests::not_run;
use lanegate_tests::program::output;

/// The most that `systemd-analyze security` may find against the unit, of 100; what it finds is what a server on a network has
/// to be able to do.
const EXPOSURE: &str = "15";

/// Former names that still work, which nobody needs to be shown.
const FORMER: [&str; 2] = ["MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE"];

fn packaging() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../packaging")
}

/// The options and the variables of a server.
fn settings() -> Vec<(String, String)> {
    let settings = Serve::settings().into_iter();
    settings
        .map(|arg| (arg.get_long().unwrap().to_owned(), arg.get_env().unwrap().to_string_lossy().into_owned()))
        .collect()
}

/// The environment file's settings, also those that are only shown.
fn shown() -> Vec<(String, String)> {
    let text = fs::read_to_string(packaging().join("lanegate.env")).unwrap();
    let lines = text.lines().filter_map(|line| line.trim_start_matches("# ").split_once("=\""));
    let lines = lines.filter(|(name, _)| !name.contains(' '));
    lines.map(|(name, value)| (name.to_owned(), value.strip_suffix('"').unwrap().to_owned())).collect()
}

#[test]
fn the_environment_file_shows_every_setting_once_with_a_sound_value() {
    let shown = shown();
    for (option, variable) in settings().into_iter().filter(|(_, variable)| !FORMER.contains(&variable.as_str())) {
        let values: Vec<&String> = shown.iter().filter(|(name, _)| *name == variable).map(|(_, value)| value).collect();
        assert_eq!(values.len(), 1, "{variable}");
        // The other option is wrong for certain, so that no server starts.
        let said = output(&[&format!("--{option}={}", values[0]), "--frobnicate"], &[]);
        let said = String::from_utf8(said.stderr).unwrap();
        assert!(said.contains("--frobnicate") && !said.contains(&format!("- --{option}:")), "{said}");
    }
    let unknown = shown.iter().find(|(name, _)| !settings().iter().any(|(_, variable)| variable == name));
    assert_eq!(unknown.unwrap().0, "LANEGATE_POSTGRES_BIN");
    // The two that are set are where the unit lets the server write, and what docs/operations.md scrapes.
    let text = fs::read_to_string(packaging().join("lanegate.env")).unwrap();
    let set: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert_eq!(set, ["LANEGATE_DATA_DIR=\"/var/lib/lanegate\"", "LANEGATE_METRICS_LISTEN=\"127.0.0.1:8641\""]);
}

#[test]
fn the_package_s_changelog_is_of_this_version() {
    let changelog = fs::read_to_string(packaging().join("changelog")).unwrap();
    let version = format!("lanegate ({}-1) ", lanegate_server::version::VERSION);
    assert!(changelog.starts_with(&version), "{changelog}");
}

/// A file system's root for the package's scripts, as `dpkg --root` makes one.
struct Root(tempfile::TempDir);

impl Root {
    /// With files, named from the root.
    fn with(files: &[(&str, &str)]) -> Self {
        let root = Self(tempfile::tempdir().unwrap());
        root.write("usr/libexec/lanegate/toml-to-env", &fs::read_to_string(packaging().join("toml-to-env")).unwrap());
        // What only root may do, and what asks dpkg's own database.
        for command in ["getent", "adduser", "install", "chown", "dpkg-maintscript-helper"] {
            root.write(&format!("stubs/{command}"), "#!/bin/sh\n");
        }
        for (path, text) in files {
            root.write(path, text);
        }
        root
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.0.path().join(path)).ok()
    }

    fn run(&self, script: &str, arguments: &[&str]) -> Output {
        let path = format!("{}/stubs:{}", self.0.path().display(), env::var("PATH").unwrap());
        let mut command = Command::new("sh");
        command.arg(packaging().join(script)).args(arguments).env("DPKG_ROOT", self.0.path()).env("PATH", path);
        command.output().unwrap()
    }

    /// An upgrade, from where dpkg's helper has moved a changed `lanegate.toml` aside. Returns what the script said.
    fn upgrade(toml: &str, more: &[(&str, &str)]) -> (Self, String) {
        let shipped = fs::read_to_string(packaging().join("lanegate.env")).unwrap();
        let files = [("etc/lanegate/lanegate.env", shipped.as_str()), ("etc/lanegate/lanegate.toml.dpkg-backup", toml)];
        let root = Self::with(&[&files[..], more].concat());
        let said = root.run("postinst", &["configure", "0.1.0-1"]);
        let text = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{text}");
        (root, text)
    }

    /// The lines of the environment file that set something.
    fn set(&self) -> Vec<String> {
        let text = self.read("etc/lanegate/lanegate.env").unwrap();
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
    }

    /// What a shell reads from the environment file.
    fn variable(&self, name: &str) -> String {
        let script = format!(". '{}/etc/lanegate/lanegate.env'; printf %s \"${name}\"", self.0.path().display());
        let said = Command::new("sh").args(["-euc", &script]).output().unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        String::from_utf8(said.stdout).unwrap()
    }
}

fn has_perl() -> bool {
    Command::new("perl").arg("-v").output().is_ok()
}

const CONVERSION: &str = "the conversion of lanegate.toml";

#[test]
fn an_upgrade_turns_lanegate_toml_into_variables() {
    if !has_perl() {
        return not_run(CONVERSION, "there is no perl here");
    }
    let (root, said) = Root::upgrade(
        concat!(
            "# database-url = \"commented out\"\r\n",
            "listen = \"127.0.0.1:9000\"   # where\r\n",
            "\r\n",
            "  \"database-url\" = \"postgres://ann:p#%40'\\\"$HOME`\\\\x@db/ops?a=1&b=\\u00e4\"#\r\n",
            "public-url = 'https://a\\b.example'\r\n",
            "max-clients = 1_000\r\n",
            "client-timeout=+5\r\n",
            "trusted-proxy = [\r\n  \"10.0.0.1\", # the \"first\"\r\n  '10.1.0.0/16',\r\n]\r\n",
            "tls-cert = \"tls/chain.pem\"\r\n",
            "tls-key = \"/elsewhere/key.pem\"",
        ),
        &[],
    );
    assert_eq!(
        root.set(),
        [
            "LANEGATE_LISTEN=\"127.0.0.1:9000\"",
            "DATABASE_URL=\"postgres://ann:p#%40'\\\"\\$HOME\\`\\\\x@db/ops?a=1&b=ä\"",
            "LANEGATE_PUBLIC_URL=\"https://a\\\\b.example\"",
            "LANEGATE_MAX_CLIENTS=\"1000\"",
            "LANEGATE_CLIENT_TIMEOUT=\"5\"",
            "LANEGATE_TRUSTED_PROXY=\"10.0.0.1,10.1.0.0/16\"",
            "LANEGATE_TLS_CERT=\"/etc/lanegate/tls/chain.pem\"",
            "LANEGATE_TLS_KEY=\"/elsewhere/key.pem\"",
        ],
        "what the file didn't set isn't set now"
    );
    assert_eq!(root.variable("DATABASE_URL"), "postgres://ann:p#%40'\"$HOME`\\x@db/ops?a=1&b=ä");
    assert_eq!(root.variable("LANEGATE_PUBLIC_URL"), "https://a\\b.example");
    assert!(said.contains("lanegate.env") && !said.contains("ann"), "{said}");
    assert!(root.read("etc/lanegate/lanegate.toml.dpkg-backup").is_some(), "dpkg's helper keeps it");
}

#[test]
fn each_key_of_the_file_becomes_the_variable_of_its_option() {
    if !has_perl() {
        return not_run(CONVERSION, "there is no perl here");
    }
    let all: String = settings().iter().map(|(option, _)| format!("{option} = \"/1\"\n")).collect();
    let (root, _) = Root::upgrade(&all, &[]);
    let variables: Vec<String> = settings().into_iter().map(|(_, variable)| format!("{variable}=\"/1\"")).collect();
    assert_eq!(root.set(), variables);
}

#[test]
fn variables_of_earlier_versions_go_before_lanegate_toml() {
    if !has_perl() {
        return not_run(CONVERSION, "there is no perl here");
    }
    let variables = "DATABASE_URL=postgres://ann@db/ops\nLANEGATE_LISTEN='127.0.0.1:1'";
    let (root, _) = Root::upgrade(
        "listen = \"127.0.0.1:9000\"\ndatabase-url-file = \"url\"\ndata-dir = \"rows\"\n",
        &[("etc/default/lanegate", variables)],
    );
    let expected = [
        "LANEGATE_DATA_DIR=\"/etc/lanegate/rows\"",
        "DATABASE_URL=postgres://ann@db/ops",
        "LANEGATE_LISTEN='127.0.0.1:1'",
    ];
    assert_eq!(root.set(), expected);
    assert_eq!(root.read("etc/default/lanegate"), None);
    assert_eq!(root.read("etc/default/lanegate.dpkg-bak").as_deref(), Some(variables));
    // Nothing is left to convert.
    assert!(root.run("postinst", &["configure", "0.1.0-1"]).status.success());
}

#[test]
fn a_file_that_cannot_be_converted_stays_whole_and_its_lines_are_named() {
    if !has_perl() {
        return not_run(CONVERSION, "there is no perl here");
    }
    let toml = "listen = \"127.0.0.1:9000\"\ndatabase-url = \"\"\"\nplanted\"\"\"\n[planted]\nmax-clients = true\nlissten = 1\n\
                listen = \"\\q\"\nlisten = \"a\\nb\"\nlisten = []\nlisten = 1979-05-27\nmax-clients = 5\n";
    let (root, said) = Root::upgrade(toml, &[("etc/default/lanegate", "A=b\n")]);
    let named = |line: &str| line.strip_prefix("line ")?.split_once(':')?.0.parse().ok();
    let lines: Vec<usize> = said.lines().filter_map(named).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9, 10], "{said}");
    assert!(said.contains("deleted lanegate.toml") && !said.contains("planted"), "{said}");
    assert_eq!(root.read("etc/lanegate/lanegate.toml").as_deref(), Some(toml));
    let set = root.set();
    assert!(set.contains(&"A=b".to_owned()) && !set.iter().any(|line| line.contains("9000")), "{set:?}");
}

#[test]
fn a_new_installation_keeps_the_environment_file_as_it_is() {
    let root = Root::with(&[("etc/lanegate/lanegate.env", "A=\"b\"\n"), ("etc/default/lanegate", "C=d\n")]);
    let said = root.run("postinst", &["configure", ""]);
    assert!(said.status.success() && said.stdout.is_empty(), "{said:?}");
    assert_eq!(root.read("etc/lanegate/lanegate.env").as_deref(), Some("A=\"b\"\n"));
    let mode = fs::metadata(root.0.path().join("etc/lanegate/lanegate.env")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn the_package_is_not_installed_over_the_rows_of_a_version_that_it_cannot_read() {
    let old = |folder: &str| format!("{folder}/postgres/tmp/pglite/base/1");
    let toml = ("etc/lanegate/lanegate.toml", "listen = \"x\"\n data-dir = \"/srv/rows\" # ours\n");
    let variables = ("etc/default/lanegate", "LANEGATE_DATA_DIR=\"/srv/others\"\n");
    for (files, is_refused) in [
        (vec![], false),
        (vec![(old("var/lib/lanegate"), "")], true),
        (vec![(old("srv/rows"), ""), (toml.0.to_owned(), toml.1)], true),
        (vec![(old("var/lib/lanegate"), ""), (toml.0.to_owned(), toml.1)], false),
        (vec![(old("srv/others"), ""), (toml.0.to_owned(), toml.1), (variables.0.to_owned(), variables.1)], true),
    ] {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let said = Root::with(&files).run("preinst", &["upgrade", "0.1.0-1"]);
        assert_eq!(said.status.success(), !is_refused, "{files:?}: {said:?}");
        assert_eq!(String::from_utf8_lossy(&said.stderr).contains("lanegate-server backup"), is_refused, "{said:?}");
    }
}

/// The value of a line `KEY=…` of the unit.
fn line<'t>(unit: &'t str, key: &str) -> &'t str {
    unit.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('=')).unwrap()
}

#[test]
fn the_unit_starts_the_program_as_it_wants_to_be_started() {
    let unit = fs::read_to_string(packaging().join("lanegate.service")).unwrap();
    assert_eq!(line(&unit, "ExecStart"), "/usr/bin/lanegate-server serve");
    assert_eq!(line(&unit, "EnvironmentFile"), "/etc/lanegate/lanegate.env");
    // A stop takes no longer than the service manager waits for it.
    let shown = shown();
    let seconds = |name: &str| -> u32 { shown.iter().find(|line| line.0 == name).unwrap().1.parse().unwrap() };
    let stop = seconds("LANEGATE_SHUTDOWN_DELAY") + 10 + seconds("LANEGATE_SHUTDOWN_TIMEOUT");
    // The private database is stopped, and what nobody waits for any more has its last moments.
    assert!(line(&unit, "TimeoutStopSec").parse::<u32>().unwrap() > stop + 60, "{stop}");
}

fn analyze(arguments: &[&str]) -> Option<Output> {
    Command::new("systemd-analyze").args(arguments).output().ok()
}

#[test]
fn the_unit_is_sound_and_exposes_little() {
    // It looks whether the program is there, which is where the test's is.
    let text = fs::read_to_string(packaging().join("lanegate.service")).unwrap();
    let program = env::var("LANEGATE_SERVER_BIN").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join("lanegate.service");
    fs::write(&unit, text.replace("/usr/bin/lanegate-server", &program)).unwrap();
    let unit = unit.to_str().unwrap();
    let Some(verified) = analyze(&["verify", "--man=no", unit]) else {
        return not_run("the unit's soundness and exposure", "there is no systemd-analyze here");
    };
    let said = String::from_utf8_lossy(&verified.stderr).into_owned();
    assert!(verified.status.success() && said.is_empty(), "{said}");
    let judged =
        analyze(&["security", "--offline=yes", "--no-pager", &format!("--threshold={EXPOSURE}"), unit]).unwrap();
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stdout));
    // And it would find a unit that is not guarded.
    let bare = "[Service]\nExecStart=/bin/true\n";
    let open = folder.path().join("open.service");
    fs::write(&open, bare).unwrap();
    let judged = analyze(&[
        "security",
        "--offline=yes",
        "--no-pager",
        &format!("--threshold={EXPOSURE}"),
        open.to_str().unwrap(),
    ]);
    assert!(!judged.unwrap().status.success());
}
