//! What root does in data folders, its own and other accounts'.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use lanegate_cluster::{Cluster, ClusterError, Folder, Settings};
use lanegate_tests::cluster::binaries;
use lanegate_tests::not_run;
use lanegate_tests::program;

use crate::home::{Home, said};

/// A command of root's on somebody's data folder.
fn by_root(folder: &Path) -> Output {
    program::output(&["account", "list"], &[("LANEGATE_DATA_DIR", folder.to_str().unwrap())])
}

#[test]
fn root_follows_no_link_in_another_account_s_folder() {
    let all = Home::all("data");
    let Some(home) = all.iter().find(|home| home.is_other()) else {
        return not_run("links in another account's folder", "the tests do not run as root");
    };
    assert!(home.start().end().success());
    let of_root = tempfile::tempdir().unwrap();
    let secret = of_root.path().join("secret");
    fs::write(&secret, "root's own").unwrap();
    let is_untouched = || {
        let about = fs::metadata(&secret).unwrap();
        about.uid() == 0 && fs::read_to_string(&secret).unwrap() == "root's own"
    };

    let access = home.folder().join("cluster/pg_hba.conf");
    fs::remove_file(&access).unwrap();
    symlink(&secret, &access).unwrap();
    let output = by_root(home.folder());
    assert!(output.status.success() && is_untouched(), "the link is replaced: {}", said(&output));

    let lock = home.folder().join("cluster.lock");
    fs::remove_file(&lock).unwrap();
    symlink(&secret, &lock).unwrap();
    let output = by_root(home.folder());
    assert!(!output.status.success() && said(&output).contains("cluster.lock") && is_untouched(), "{}", said(&output));
    fs::remove_file(&lock).unwrap();

    let cluster = home.folder().join("cluster");
    let elsewhere = home.beside("elsewhere");
    fs::rename(&cluster, &elsewhere).unwrap();
    symlink(&elsewhere, &cluster).unwrap();
    let output = by_root(home.folder());
    assert!(!output.status.success() && said(&output).contains("cluster"), "{}", said(&output));
}

#[test]
fn a_folder_of_root_s_with_other_contents_is_not_given_away() {
    let home = Home::own("data");
    fs::create_dir(home.folder()).unwrap();
    fs::write(home.folder().join("notes"), "").unwrap();
    let owner = |path: &Path| fs::metadata(path).unwrap().uid();
    if owner(home.folder()) != 0 {
        return not_run("a folder of root's with other contents", "the tests do not run as root");
    }
    let said = home.refused(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(said.contains("belongs to root and has other contents"), "{said}");
    assert_eq!(owner(home.folder()), 0);
    assert_eq!(fs::read_dir(home.folder()).unwrap().count(), 1, "nothing was made in it");
}

/// Containers often take this capability away: the folder that another account's process works in is then not shown.
#[test]
fn a_running_database_is_found_by_a_root_that_may_not_look_into_processes() {
    let home = Home::own("data");
    let limited = |arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--bounding-set", "-sys_ptrace", "--inh-caps", "-sys_ptrace", "--"]);
        let inner = home.command(arguments);
        command.arg(inner.get_program()).args(inner.get_args());
        for (name, value) in inner.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    };
    let is_possible = Command::new("setpriv").args(["--bounding-set", "-sys_ptrace", "true"]).status();
    if !is_possible.is_ok_and(|status| status.success()) {
        return not_run("root without the capability SYS_PTRACE", "setpriv can't take it away here");
    }
    let server = program::Program::start_by(limited(&["serve", "--listen", "127.0.0.1:0"]));
    let output = limited(&["account", "list"]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let orphan = home.running().unwrap();
    server.kill();
    assert!(orphan.is_alive(), "PostgreSQL outlives a server that is killed");
    let server = program::Program::start_by(limited(&["serve", "--listen", "127.0.0.1:0"]));
    assert!(!orphan.is_alive(), "the next start stops it");
    assert!(server.end().success());
}

#[test]
fn an_interrupted_start_leaves_nothing_that_runs_or_is_locked() {
    let home = Home::own("data");
    assert!(home.start().end().success());
    let folder = Folder::find(Some(home.folder())).unwrap();
    let lock = folder.lock_for_cluster().unwrap().expect("nobody runs it");
    let settings = Settings { binaries: Some(binaries(&folder)), ..Settings::default() };
    let interrupt = Arc::new(AtomicBool::new(true));
    let started = Cluster::start(folder.clone(), settings, Arc::new(|_| {}), vec![lock], interrupt);
    assert!(matches!(started.err(), Some(ClusterError::Interrupted)));
    assert!(home.running().is_none());
    assert!(folder.lock_for_cluster().unwrap().is_some());
}
