//! Commands over a private database: while a server runs it, and while nobody does.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use lanegate_cluster::Folder;
use lanegate_tests::carried::{filled, is_as_before, look};
use lanegate_tests::isolation::findings;
use lanegate_tests::place::Place;
use lanegate_tests::program::Program;
use lanegate_tests::sample::{Sample, meeting, meetings};

use crate::home::{Home, said};

#[tokio::test]
async fn backup_and_account_work_while_a_server_runs_and_while_none_does() {
    for home in Home::all("data") {
        let server = home.start();
        server.carry_out(&meetings()).await.unwrap();
        let token = server.token().to_owned();
        let files = home.beside("files");
        fs::create_dir(&files).unwrap();
        home.give(&files);
        let mut written = Vec::new();
        for running in [true, false] {
            let file = files.join(format!("{running}.lanegate"));
            let told = home.done(&["backup", "--to", file.to_str().unwrap()]);
            assert!(told.contains("rows written to"), "{told}");
            let about = fs::metadata(&file).unwrap();
            assert_eq!(about.permissions().mode() & 0o777, 0o600);
            let owner = fs::metadata(&files).unwrap().uid();
            assert_eq!(about.uid(), owner, "a backup belongs to whoever made it");
            let name = format!("berta-{running}");
            home.done(&["account", "add", &name, "--lanes", "sales", "--rights", "compare"]);
            assert!(home.done(&["account", "list"]).contains(&name));
            written.push(file);
            if running {
                // It went on meanwhile.
                let more = Sample::of("appointment_history", vec![vec![meeting(77, "lost")]]);
                server.carry_out(&more).await.unwrap();
                server.ask_to_end();
                while home.running().is_some() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
        assert!(home.running().is_none(), "a command stops what it has started");
        // What was written is the same folder's database, at two times; either comes back.
        for file in written {
            let other = files.join("restored");
            let data = other.to_str().unwrap();
            home.done(&["restore", "--from", file.to_str().unwrap(), "--data-dir", data]);
            let serve = home.command(&["serve", "--listen", "127.0.0.1:0", "--data-dir", data]);
            let server = Program::start_by(serve).with_token(&token);
            let page: lanegate_wire::ImportPage = server.get("/api/v1/sales/imports").await.unwrap();
            assert!(!page.imports.is_empty());
            let again = home.output(&["restore", "--from", file.to_str().unwrap(), "--data-dir", data]);
            assert!(!again.status.success() && said(&again).contains("has rows already"), "{}", said(&again));
            assert!(server.end().success());
            fs::remove_dir_all(other).unwrap();
        }
    }
}

#[test]
fn root_s_commands_work_over_a_database_that_an_ordinary_user_s_server_runs() {
    let all = Home::all("data");
    let Some(home) = all.iter().find(|home| home.is_other()) else {
        return lanegate_tests::not_run("root's commands over another user's database", "the tests do not run as root");
    };
    let server = home.start();
    let file = tempfile::tempdir().unwrap();
    let to = file.path().join("backup.lanegate");
    let data = home.folder().to_str().unwrap();
    let variables = [("LANEGATE_DATA_DIR", data)];
    let output = lanegate_tests::program::output(&["backup", "--to", to.to_str().unwrap()], &variables);
    assert!(output.status.success(), "{}", said(&output));
    let about = fs::metadata(&to).unwrap();
    assert_eq!((about.uid(), about.permissions().mode() & 0o777), (0, 0o600), "it is root's");
    assert!(server.end().success());
    let output = lanegate_tests::program::output(&["account", "list"], &variables);
    assert!(output.status.success() && said(&output).contains("tester"), "{}", said(&output));
    // Whatever root did there, it is still the other's.
    let server = home.start();
    assert!(server.end().success());
}

#[test]
fn a_server_waits_for_a_command() {
    for home in Home::all("data") {
        assert!(home.start().end().success());
        let command = Folder::find(Some(home.folder())).unwrap().lock_for_cluster().unwrap().expect("nobody runs it");
        let serve = || spawned(home.command(&["serve", "--listen", "127.0.0.1:0"]));
        let mut server = serve();
        std::thread::sleep(Duration::from_millis(1_500));
        assert!(server.try_wait().unwrap().is_none() && home.running().is_none(), "it waits");
        drop(command);
        let began = Instant::now();
        while home.running().is_none_or(|running| !running.is_ready) {
            assert!(began.elapsed() < Duration::from_secs(20), "it does not start when the command has ended");
            std::thread::sleep(Duration::from_millis(20));
        }
        let told = ended(&mut server);
        assert!(told.contains("waiting for it"), "{told}");

        // Asked to end while it waits, it does.
        let command = Folder::find(Some(home.folder())).unwrap().lock_for_cluster().unwrap().expect("nobody runs it");
        let mut server = serve();
        std::thread::sleep(Duration::from_millis(500));
        let began = Instant::now();
        ended(&mut server);
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        drop(command);
    }
}

/// Asks a server to end and waits; what it logged.
fn ended(server: &mut Child) -> String {
    lanegate_tests::program::signal(server, rustix::process::Signal::TERM);
    let mut told = String::new();
    server.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    let status = server.wait().unwrap();
    assert!(status.success(), "{status}: {told}");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_takes_everything_along_while_a_server_runs_and_while_none_does() {
    for running in [false, true] {
        let laptop = Place::private();
        let receipts = filled(&laptop).await;
        let before = look(&laptop).await;
        let mut private = laptop.look().await;
        assert_eq!(
            findings(&mut private.connection).await,
            [""; 0],
            "a private database has the same guards and rights"
        );
        private.end().await;
        let named = Place::on(lanegate_tests::database::Database::fresh().await).with_token(laptop.token());
        let address = named.administrator();
        let server = running.then(|| laptop.start());
        let moved = laptop.output(&["move", "--to", &address]);
        assert!(moved.status.success() && said(&moved).contains("rows moved to"), "{}", said(&moved));
        assert_eq!(look(&named).await, before);
        if let Some(server) = server {
            let late = Sample::of("appointment_history", vec![vec![meeting(55, "lost")]]);
            server.carry_out(&late).await.expect_err("what would be left behind is refused");
            assert!(server.end().success());
        }
        assert_eq!(look(&laptop).await, before, "the private database stays");
        let mut admin = named.look().await;
        assert_eq!(findings(&mut admin.connection).await, [""; 0], "guards and rights are as they should be");
        admin.end().await;
        is_as_before(&named, &receipts).await;
        // Whoever goes on with the old rows by mistake is told so.
        let files = tempfile::tempdir().unwrap();
        let backup = files.path().join("backup.lanegate");
        for command in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["account", "list"],
            &["backup", "--to", backup.to_str().unwrap()],
            &["move", "--to", &address],
        ] {
            let refused = laptop.output(command);
            let told = said(&refused);
            assert!(!refused.status.success() && told.contains("were moved to another PostgreSQL"), "{told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_joins_no_database_that_another_command_runs_while_a_server_waits() {
    let home = Home::own("data");
    assert!(home.start().end().success());
    let (connection, running) = lanegate_tests::private::look(home.folder()).await;
    let mut server = spawned(home.command(&["serve", "--listen", "127.0.0.1:0"]));
    let mut command = spawned(home.command(&["account", "list"]));
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(server.try_wait().unwrap().is_none() && command.try_wait().unwrap().is_none(), "both wait");
    drop((connection, running));
    let output = command.wait_with_output().unwrap();
    assert!(output.status.success() && said(&output).contains("tester"), "{}", said(&output));
    ended(&mut server);
}

fn spawned(mut command: std::process::Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}
