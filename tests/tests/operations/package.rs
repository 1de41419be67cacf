//! What the Debian package brings: its service manager's unit and its configuration file, held against the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use lanegate_tests::not_run;
use lanegate_tests::program::output;

/// The most that `systemd-analyze security` may find against the unit, of 100; what it finds is what a server on a network has
/// to be able to do.
const EXPOSURE: &str = "15";

/// Former names that still work, which nobody needs to be shown.
const FORMER: [&str; 2] = ["migration-database-url", "migration-database-url-file"];

fn packaging() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../packaging")
}

fn settings() -> Vec<String> {
    let checked = String::from_utf8(output(&["config", "check"], &[]).stdout).unwrap();
    let lines = checked.lines().skip(2).take_while(|line| !line.is_empty());
    lines.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn the_configuration_file_is_sound_and_shows_every_setting() {
    let file = packaging().join("lanegate.toml");
    let said = output(&["config", "check", "--config", file.to_str().unwrap()], &[]);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    let text = fs::read_to_string(&file).unwrap();
    let shown = |line: &str| line.trim_start_matches("# ").split_once(" = ").map(|(key, _)| key.to_owned());
    let shown: Vec<String> = text.lines().filter_map(shown).filter(|key| !key.contains(' ')).collect();
    for key in settings().into_iter().filter(|key| !FORMER.contains(&key.as_str())) {
        assert!(shown.contains(&key), "{key} is not shown in {}", file.display());
    }
    // Lines that are shown with a # are sound lines, too.
    let folder = tempfile::tempdir().unwrap();
    let all = folder.path().join("lanegate.toml");
    for line in text.lines().filter_map(|line| line.strip_prefix("# ")).filter(|line| line.contains(" = ")) {
        fs::write(&all, format!("{line}\n")).unwrap();
        let said =
            String::from_utf8(output(&["config", "check", "--config", all.to_str().unwrap()], &[]).stdout).unwrap();
        assert!(!said.contains("toml line 1:"), "{line}: {said}");
    }
}

#[test]
fn the_package_s_changelog_is_of_this_version() {
    let changelog = fs::read_to_string(packaging().join("changelog")).unwrap();
    let version = format!("lanegate ({}-1) ", lanegate_server::version::VERSION);
    assert!(changelog.starts_with(&version), "{changelog}");
}

/// The line of the unit that starts the server, as words.
fn started(unit: &str) -> Vec<String> {
    let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    line.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_unit_starts_the_program_as_it_wants_to_be_started() {
    let unit = fs::read_to_string(packaging().join("lanegate.service")).unwrap();
    let words = started(&unit);
    assert_eq!(words[..3], ["/usr/bin/lanegate-server", "serve", "--config"].map(str::to_owned));
    assert_eq!(words[3..], ["/etc/lanegate/lanegate.toml"].map(str::to_owned));
    // The same words, with the file where it is now.
    let file = packaging().join("lanegate.toml");
    assert!(output(&["config", "check", &words[2], file.to_str().unwrap()], &[]).status.success());
    // A stop takes no longer than the service manager waits for it.
    let number = |text: &str, key: &str| -> u32 {
        let line = text.lines().find_map(|line| line.trim_start_matches("# ").strip_prefix(key)).unwrap();
        line.trim_start_matches([' ', '=']).parse().unwrap()
    };
    let config = fs::read_to_string(file).unwrap();
    let stop = number(&config, "shutdown-delay") + 10 + number(&config, "shutdown-timeout");
    // The private database is stopped, and what nobody waits for any more has its last moments.
    assert!(number(&unit, "TimeoutStopSec") > stop + 60, "{stop}");
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
