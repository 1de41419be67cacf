//! Backups: all rows in one file and back.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Output;

use lanegate_tests::carried::{filled, is_as_before, look};
use lanegate_tests::isolation::findings;
use lanegate_tests::place::Place;
use lanegate_tests::program::output;

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
    changed(&good, &file("other-version"), "manifest.json", |bytes| {
        Some(String::from_utf8(bytes).unwrap().replace("\"1 ", "\"99 ").into_bytes())
    });
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
        ("other-version", "made by Lanegate"),
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
