//! Backups: all rows in one file and back.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Output;

use lanegate_tests::api::path;
use lanegate_tests::carried::{filled, is_as_before, look};
use lanegate_tests::isolation::findings;
use lanegate_tests::place::Place;
use lanegate_tests::program::output;
use lanegate_wire::{Lane, Receipt, RetractRequest};
use reqwest::Method;
use sqlx::Row as _;

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    said(output)
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success(), "{}", said(output));
    said(output)
}

/// The file with one of its members changed.
fn changed(from: &Path, to: &Path, member: &str, change: impl Fn(Vec<u8>) -> Option<Vec<u8>>) {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(from).unwrap()).unwrap();
    let mut writer = zip::ZipWriter::new(std::fs::File::create(to).unwrap());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let Some(bytes) = (if name == member { change(bytes) } else { Some(bytes) }) else { continue };
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_back_is_what_was_written() {
    let place = Place::fresh().await;
    let receipts = filled(&place).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.lanegate");
    let path = file.to_str().unwrap();
    let written = done(&place.output(&["backup", "--to", path]));
    assert!(written.contains("sales.appointment_history") && written.contains("rows written to"), "{written}");
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions()) & 0o777,
        0o600
    );
    let before = look(&place).await;

    let other = Place::fresh().await.with_token(place.token());
    done(&other.output(&["restore", "--from", path]));
    assert_eq!(look(&other).await, before);
    let mut guards = other.look().await;
    assert_eq!(findings(&mut guards.connection).await, [""; 0], "the guards are as they were");
    guards.end().await;
    is_as_before(&other, &receipts).await;

    // Once more into the same is refused, and changes nothing.
    let now = look(&other).await;
    assert!(refused(&other.output(&["restore", "--from", path])).contains("has rows already"));
    assert_eq!(look(&other).await, now);
    // A new backup takes the old one's place.
    done(&place.output(&["backup", "--to", path]));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_is_told_and_changes_nothing() {
    let place = Place::fresh().await;
    filled(&place).await;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let good = file("good");
    done(&place.output(&["backup", "--to", good.to_str().unwrap()]));
    let bytes = std::fs::read(&good).unwrap();
    std::fs::write(file("cut"), &bytes[..bytes.len() / 2]).unwrap();
    std::fs::write(file("empty"), b"").unwrap();
    std::fs::write(file("text"), b"a,b\n1,2\n").unwrap();
    let facts = "sales.appointment_history";
    changed(&good, &file("no-manifest"), "manifest.json", |_| None);
    changed(&good, &file("no-facts"), facts, |_| None);
    changed(&good, &file("other-facts"), facts, |bytes| {
        Some(String::from_utf8(bytes).unwrap().replace("ghosted", "stalled").into_bytes())
    });
    changed(&good, &file("fewer-facts"), facts, |bytes| {
        Some(bytes.split_inclusive(|byte| *byte == b'\n').skip(1).flatten().copied().collect())
    });
    let with_migrations = |name: &str, change: fn(&mut Vec<serde_json::Value>)| {
        changed(&good, &file(name), "manifest.json", |bytes| {
            let mut manifest: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            change(manifest["migrations"].as_array_mut().unwrap());
            Some(serde_json::to_vec(&manifest).unwrap())
        });
    };
    with_migrations("newer", |all| all.push("1000 ab".into()));
    with_migrations("other", |all| all[0] = "1 ab".into());
    with_migrations("without", Vec::clear);
    let empty = Place::fresh().await;
    done(&empty.output(&["migrate"]));
    let before = look(&empty).await;
    for (name, words) in [
        ("cut", "no whole backup"),
        ("empty", "no whole backup"),
        ("text", "no whole backup"),
        ("no-manifest", "it has no manifest"),
        ("no-facts", "no whole backup"),
        ("other-facts", "are not those that were written"),
        ("fewer-facts", "are not those that were written"),
        ("newer", "does not know. Read it with that version, or with a newer one"),
        ("other", "does not know"),
        ("without", "its manifest names no migration"),
        ("not-there", "The file cannot be used"),
    ] {
        let told = refused(&empty.output(&["restore", "--from", file(name).to_str().unwrap()]));
        assert!(told.contains(words), "{name}: {told}");
        assert_eq!(look(&empty).await, before, "{name}");
    }
    // The guards stand again after what went wrong.
    let server = empty.start();
    server.carry_out(&lanegate_tests::sample::meetings()).await.unwrap();
    assert!(server.end().success());
}

/// What earlier versions wrote is read by this one: their receipts, and what their retractions need, stay.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_an_earlier_version_is_read_and_everything_goes_on() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/backups");
    for migration in [13, 16] {
        let file = folder.join(format!("migration-{migration}.lanegate"));
        let receipts = std::fs::read(folder.join(format!("migration-{migration}.json"))).unwrap();
        let receipts: Vec<Receipt> = serde_json::from_slice(&receipts).unwrap();
        let place = Place::fresh().await;
        let told = done(&place.output(&["restore", "--from", file.to_str().unwrap()]));
        assert!(told.contains("bringing them to this version's tables") && told.contains("rows read from"), "{told}");
        let mut restored = place.look().await;
        assert_eq!(findings(&mut restored.connection).await, [""; 0], "the guards are as they should be");
        restored.end().await;
        is_as_before(&place, &receipts).await;

        let [_, _, meetings, geography, niche] = &receipts[..] else { panic!("{receipts:?}") };
        let server = place.start();
        for (receipt, action) in [(geography, "retract"), (niche, "reinstate"), (meetings, "reinstate")] {
            let path = format!("{}/{action}", path(Lane::Partners, receipt.import));
            let reason = RetractRequest { reason: "a test".to_owned() };
            server.send::<serde_json::Value>(Method::POST, &path, &reason).await.unwrap();
        }
        assert!(server.end().success());
        let mut look = place.look().await;
        let sql = "SELECT string_agg(concat_ws(' ', primary_contact_name, geography, niche_focus), ', ' ORDER BY firm_name), \
                   (SELECT count(*) FROM partners.standing_appointments) FROM partners.fractional_cfo_master";
        let row = sqlx::raw_sql(sql).fetch_one(&mut look.connection).await.unwrap();
        assert_eq!((row.get::<String, _>(0).as_str(), row.get::<i64, _>(1)), ("Ann Lee, Bo Cruz SaaS", 2));
        look.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_an_earlier_version_is_not_read_into_newer_tables() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/backups/migration-16.lanegate");
    let place = Place::fresh().await;
    done(&place.output(&["migrate"]));
    let before = look(&place).await;
    let told = refused(&place.output(&["restore", "--from", file.to_str().unwrap()]));
    assert!(told.contains("Read it into a database in which nothing has been made yet"), "{told}");
    assert_eq!(look(&place).await, before);
}

#[test]
fn where_there_is_no_database_nothing_is_written_and_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("backup.lanegate"));
    let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    for made in [false, true] {
        for arguments in [
            &["backup", "--to", file, "--data-dir", data][..],
            &["score", "--data-dir", data],
            &["move", "--to", "postgres://127.0.0.1:1/lanegate", "--data-dir", data],
        ] {
            let told = refused(&output(arguments, &[]));
            assert!(
                told.contains(&format!("There is no database in {data}. Name its data folder with --data-dir")),
                "{told}"
            );
        }
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, usize::from(made), "nothing was made");
        if !made {
            std::fs::create_dir(data).unwrap();
        }
    }
    assert_eq!(std::fs::read_dir(data).unwrap().count(), 0, "nothing was made in it");
}
