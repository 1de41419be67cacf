//! Data folders: their paths, whose they are, and what is refused.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use lanegate_tests::disk::Disk;
use lanegate_tests::not_run;
use lanegate_tests::sample::meetings;
use lanegate_tests::server::path;
use lanegate_wire::{Lane, Receipt};

use crate::home::Home;

/// A name that quoting of any sort can stumble over.
const ODD: &str = "my data, \"ours\" and 'theirs' – Zürich";

#[tokio::test]
async fn a_folder_s_path_may_have_blanks_commas_quotes_and_other_letters() {
    for home in Home::all(ODD) {
        let server = home.start();
        let sample = meetings();
        let receipt = server.carry_out(&sample).await.unwrap();
        let token = server.token().to_owned();
        assert!(server.end().success());
        assert!(home.running().is_none(), "PostgreSQL has ended with its server");
        let server = home.start_with(&token);
        let kept: Receipt = server.get(&format!("{}/receipt", path(Lane::Sales, sample.import.id))).await.unwrap();
        assert_eq!(kept, receipt);
        home.done(&["account", "list"]);
        assert!(server.end().success());
    }
}

#[tokio::test]
async fn a_path_that_is_too_long_for_a_socket_works_with_its_commands() {
    for home in Home::all(&"a-folder-with-a-rather-long-name".repeat(4)) {
        let server = home.start();
        server.carry_out(&meetings()).await.unwrap();
        let sockets = home.running().unwrap().sockets;
        assert!(!sockets.starts_with(home.folder()), "{}", sockets.display());
        assert_eq!(fs::metadata(&sockets).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(home.done(&["account", "list"]).contains("tester"), "a command finds the running database");
        assert!(server.end().success());
        assert!(!sockets.exists(), "the socket's folder goes with the server");
        assert!(home.done(&["account", "list"]).contains("tester"), "and starts it");
    }
}

#[tokio::test]
async fn a_second_server_on_a_folder_is_refused_and_the_first_goes_on() {
    for home in Home::all("data") {
        let server = home.start();
        let said = home.refused(&["serve", "--listen", "127.0.0.1:0"]);
        assert!(said.contains("Another Lanegate server uses the data folder"), "{said}");
        server.carry_out(&meetings()).await.unwrap();
        assert!(server.end().success());
    }
}

#[test]
fn a_database_of_before_postgresql_is_refused_with_the_commands_to_bring_it_over() {
    for home in Home::all("data") {
        fs::create_dir_all(home.folder().join("postgres/tmp/pglite/base")).unwrap();
        home.give(home.folder());
        let folder = home.folder().display();
        for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["account", "list"], &["backup", "--to", "x"]] {
            let said = home.refused(command);
            for part in [
                format!("backup --data-dir '{folder}'"),
                format!("restore --data-dir '{folder}'"),
                "Nothing was changed".to_owned(),
            ] {
                assert!(said.contains(&part), "{command:?}: {part} is missing: {said}");
            }
        }
        assert_eq!(fs::read_dir(home.folder()).unwrap().count(), 1, "nothing was made in it");
    }
}

#[test]
fn a_database_of_a_version_that_is_not_here_is_refused_and_stays_as_it_is() {
    for home in Home::all("data") {
        assert!(home.start().end().success());
        let version = home.folder().join("cluster/PG_VERSION");
        fs::write(&version, "99\n").unwrap();
        let before = listing(home.folder());
        let said = home.refused(&["serve", "--listen", "127.0.0.1:0"]);
        for part in
            ["created by PostgreSQL 99", "Install PostgreSQL 99", "LANEGATE_POSTGRES_BIN", "Nothing was changed"]
        {
            assert!(said.contains(part), "{part} is missing: {said}");
        }
        assert_eq!(listing(home.folder()), before);
    }
}

#[tokio::test]
async fn a_disk_without_room_for_a_new_database_is_told_and_the_next_start_begins_anew() {
    let disk = match Disk::mount(512 << 10) {
        Ok(disk) => disk,
        Err(why) => return not_run("a new database on a full disk", &format!("no file system can be mounted: {why}")),
    };
    let home = Home::within(disk.path());
    disk.leave_free(8 << 10);
    let said = home.refused(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(said.contains("`initdb` failed") && said.contains("No space left on device"), "{said}");
    disk.make_room();
    let server = home.start();
    server.carry_out(&meetings()).await.unwrap();
    assert!(server.end().success());
}

#[test]
fn a_damaged_database_is_told() {
    let home = Home::own("data");
    assert!(home.start().end().success());
    fs::write(home.folder().join("cluster/global/pg_control"), b"nothing").unwrap();
    let said = home.refused(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(said.contains(home.folder().to_str().unwrap()) && said.contains("pg_control"), "{said}");
}

#[test]
fn binaries_that_are_named_and_cannot_be_used_are_refused() {
    let home = Home::own("data");
    for (folder, reason) in [("/nowhere", "it has no `postgres`"), ("/", "it has no `postgres`")] {
        let said = home.command(&["serve", "--listen", "127.0.0.1:0"]).env("LANEGATE_POSTGRES_BIN", folder).output();
        let said = crate::home::said(&said.unwrap());
        assert!(said.contains(&format!("LANEGATE_POSTGRES_BIN is {folder}")) && said.contains(reason), "{said}");
    }
    assert!(!home.folder().join("cluster").exists(), "nothing was begun");
}

/// Every file of the cluster, with its length.
fn listing(folder: &std::path::Path) -> Vec<(std::path::PathBuf, u64)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.join("cluster")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.metadata().unwrap() {
                about if about.is_dir() => folders.push(entry.path()),
                about => all.push((entry.path(), about.len())),
            }
        }
    }
    all.sort();
    all
}
