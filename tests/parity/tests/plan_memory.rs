//! A plan's memory: a few bytes for each row of an import, beside one chunk of rows. A program of its own, so that no other test
//! takes memory meanwhile.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use lanegate_check::{Identity, Kind, TypedRow};
use lanegate_kinds::named;
use lanegate_parity::{forget_memory, megabytes, say, test};
use lanegate_plan::{BatchRow, Scan, Stored, StoredMaster};
use lanegate_wire::{Fields, LeaveOut, Row, Value};
use uuid::Uuid;

const ROWS: u32 = 30_000;
/// Rows in a chunk, as in a full batch.
const CHUNK: u32 = 2_000;
/// Megabytes for all of these rows. The texts of their cells alone would take more.
const MOST: u64 = 14;

fn row(kind: &str, number: u32) -> Row {
    let id = Uuid::from_u128(u128::from(number) << 64 | 7).to_string();
    let fields: Vec<(&str, String)> = match kind {
        "appointment_history" => vec![
            ("company_id", id.clone()),
            ("people_id", id),
            ("meeting_date", "2025-05-01".into()),
            ("meeting_type", "discovery".into()),
            ("meeting_outcome", "ghosted".into()),
        ],
        "partner_master" => vec![
            ("firm_name", format!("Harbor Chief Financial Officers {number}")),
            ("primary_contact_name", "Ann Lee".into()),
            ("email", format!("ann.lee@harbor{number}.example.com")),
            ("linkedin_url", format!("https://www.linkedin.com/in/ann-lee-{number}")),
            ("source", "Referral".into()),
        ],
        _ => vec![
            ("fractional_cfo_id", id),
            ("meeting_date", "2025-05-01".into()),
            ("meeting_type", "intro".into()),
            ("outcome", "warm".into()),
            ("notes", format!("Knows {number} founders, and would like to hear from us again in the spring")),
        ],
    };
    let fields: Fields = fields.into_iter().map(|(name, text)| (name.to_owned(), Value::Text(text))).collect();
    Row { row: 2 + number, fields }
}

/// The partners that rows would find: all of them, with other geographies.
fn stored(kind: &'static Kind, rows: &[Row]) -> Stored {
    let Identity::Master(master) = &kind.identity else { return Stored::default() };
    let masters = rows.iter().map(|row| {
        let texts = kind.columns.iter().enumerate();
        let texts = texts.filter_map(|(place, column)| Some((place, row.fields.get(column.name)?.to_string())));
        let typed = TypedRow::of_stored(kind, texts);
        StoredMaster { id: Uuid::from_u128(row.row.into()), keys: master.keys(&typed), row: typed, retracted: None }
    });
    Stored { masters: masters.collect(), ..Stored::default() }
}

fn chunks() -> impl Iterator<Item = std::ops::Range<u32>> {
    (0..ROWS).step_by(CHUNK as usize).map(|from| from..(from + CHUNK).min(ROWS))
}

#[test]
fn memory_is_a_few_bytes_a_row() {
    forget_memory();
    // What an earlier plan took and gave back may still count, so that the plans together stay below the limit.
    let before = megabytes();
    for kind in ["appointment_history", "partner_appointments", "partner_master"] {
        let declared = named(kind).unwrap();
        let rows = |numbers: std::ops::Range<u32>| -> Vec<Row> { numbers.map(|number| row(kind, number)).collect() };
        let mut scan = Scan::new(declared, &LeaveOut::default(), ROWS as usize);
        let read = |rows: &[Row]| -> Vec<BatchRow> { rows.iter().map(|row| BatchRow::of(declared, row)).collect() };
        chunks().for_each(|numbers| scan.scan(&read(&rows(numbers))));
        let mut matching = scan.into_matching();
        for numbers in chunks() {
            let rows = rows(numbers);
            let stored = stored(declared, &rows);
            let chunk = matching.read(read(&rows));
            matching.match_rows(&chunk, &stored);
        }
        let mut fates = matching.settle();
        for numbers in chunks() {
            let chunk = fates.read(read(&rows(numbers)));
            assert!(chunk.lookups().is_empty(), "no record is needed twice");
            assert_eq!(fates.fates(&chunk, &Stored::default()).len(), CHUNK as usize);
        }
        let summary = fates.finish();
        assert_eq!(summary.counts.values().sum::<u32>(), ROWS);
        let took = megabytes().saturating_sub(before);
        say(&format!("a plan of {ROWS} rows of {kind}: {took} MB"));
        assert!(took <= MOST, "{kind}: {took} MB");
    }
}
