//! Records from before Lanegate, as taking a database over leaves them, and partners that people have changed by hand.

use lanegate_check::stored_row;
use lanegate_tests::random::Random;
use lanegate_tests::sample::text;
use lanegate_tests::store::Store;
use lanegate_wire::{Fields, Lane, Value};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::imports::{COMPANIES, CONTACTS, DAYS, EMAILS, FIRMS, PEOPLE, PROFILES, TEXTS, one_of};

const PARTNER: &str = "
    INSERT INTO partners.fractional_cfo_master
           (firm_name, primary_contact_name, linkedin_url, email, source, status, email_key, linkedin_key, name_key, metadata)
    SELECT r.firm_name, r.primary_contact_name, r.linkedin_url, r.email, 'Old list', r.status, r.email_key, r.linkedin_key,
           r.name_key, $2
      FROM jsonb_to_record($1) AS r (firm_name text, primary_contact_name text, linkedin_url text, email text,
                                     status partners.partner_status_enum, email_key text, linkedin_key text, name_key text)";

const PARTNER_CHANGED: &str = "
    UPDATE partners.fractional_cfo_master AS m
       SET firm_name = r.firm_name, primary_contact_name = r.primary_contact_name, linkedin_url = r.linkedin_url,
           email = r.email, status = r.status, email_key = r.email_key, linkedin_key = r.linkedin_key, name_key = r.name_key,
           metadata = m.metadata || $2
      FROM jsonb_to_record($1) AS r (id uuid, firm_name text, primary_contact_name text, linkedin_url text, email text,
                                     status partners.partner_status_enum, email_key text, linkedin_key text, name_key text)
     WHERE m.fractional_cfo_id = r.id";

/// A fact from before Lanegate.
pub struct OldFact {
    pub key: String,
    /// Its text has another form than the stored one.
    pub other_form: bool,
    /// The row of a file that would be the same.
    pub row: Fields,
}

/// Adds a record of a kind. Returns it if it is a fact.
pub async fn add(store: &Store, random: &mut Random, kind: &str, partners: &[Uuid]) -> Option<OldFact> {
    let (record, column) = match kind {
        "appointment_history" => (meeting(random), "stalled_reason"),
        "partner_master" => {
            store.write_record(Lane::Partners, PARTNER, &partner(random, json!({})), &json!({})).await;
            return None;
        }
        _ if partners.is_empty() => return None,
        _ => {
            let partner = one_of(random, &partners[..partners.len().min(3)]);
            (partner_meeting(random, partner), "notes")
        }
    };
    let metadata = metadata(random, kind, column, &record);
    store.add_old_fact(kind, &record, &metadata).await;
    let form = metadata.pointer("/as_checked").map(|form| &form[column]);
    let stored = form.unwrap_or(&record[column]).as_str().filter(|text| !text.is_empty());
    let mut row: Fields =
        record.as_object()?.iter().filter_map(|(name, value)| Some((name.clone(), text(value.as_str()?)))).collect();
    row.remove(column);
    row.extend(stored.map(|stored| (column.to_owned(), text(stored))));
    let Some(Value::Text(key)) = row.remove("key") else { return None };
    Some(OldFact { key, other_form: form.is_some(), row })
}

/// Changes a partner by hand.
pub async fn change(store: &Store, random: &mut Random, partner_id: Uuid) {
    let record = partner(random, json!({"id": partner_id}));
    store.write_record(Lane::Partners, PARTNER_CHANGED, &record, &json!({})).await;
}

/// A text in any form, or none.
fn any_text(random: &mut Random) -> Option<&'static str> {
    let (stored, written) = one_of(random, &TEXTS);
    one_of(random, &[None, Some(stored), Some(written), Some(written), Some("\u{200b}"), Some("")])
}

fn metadata(random: &mut Random, kind: &str, column: &str, record: &Json) -> Json {
    let kind = lanegate_kinds::named(kind).unwrap();
    let mut metadata =
        one_of(random, &[None, Some("an old script")]).map_or_else(|| json!({}), |script| json!({"import": script}));
    // As taking over does it.
    if let Some(text) = record[column].as_str() {
        let read = stored_row(kind, &[(column, text)], chrono::NaiveDate::MAX);
        if let Some(form) = read.forms.get(column).filter(|form| *form != text) {
            metadata["as_checked"] = json!({column: form});
        }
    }
    metadata
}

fn meeting(random: &mut Random) -> Json {
    let company = one_of(random, &[None, Some(COMPANIES[0]), Some(COMPANIES[1])]);
    let person = one_of(random, &[None, Some(PEOPLE[0]), Some(PEOPLE[1])]);
    let day = one_of(random, &DAYS);
    let reason = any_text(random);
    let known = |id: Option<&'static str>| id.unwrap_or("UNKNOWN");
    json!({
        "key": format!("{}|{}|{day}", known(company), known(person)),
        "company_id": company, "people_id": person, "meeting_date": day,
        "meeting_type": one_of(random, &["discovery", "discovery", "discovery", "other"]),
        "meeting_outcome": one_of(random, &["ghosted", "ghosted", "ghosted", "lost"]),
        "stalled_reason": reason,
    })
}

fn partner_meeting(random: &mut Random, partner: Uuid) -> Json {
    let day = one_of(random, &DAYS);
    let numbers = ["|1", "|2", "|3", "|01", "", "", "|x", "|12345678901234567890"];
    let number = one_of(random, &numbers);
    json!({
        "key": format!("{partner}|{day}{number}"), "fractional_cfo_id": partner, "meeting_date": day,
        "meeting_type": one_of(random, &["intro", "intro", "followup"]), "outcome": one_of(random, &["warm", "warm", "cold"]),
        "notes": any_text(random),
    })
}

/// A partner's values in any form, with the keys that follow from them.
fn partner(random: &mut Random, mut record: Json) -> Json {
    let email = one_of(random, &[None, Some(EMAILS[0]), Some(EMAILS[3]), Some(" BO@Summit.example.com"), Some("n/a")]);
    let profiles = [None, Some(PROFILES[1]), Some(PROFILES[3]), Some("http://linkedin.com/in/Bo-Cruz/?trk=x")];
    let profile = one_of(random, &profiles);
    let firm = one_of(random, &[FIRMS[0], FIRMS[2], " Harbor  CFO"]);
    let contact = one_of(random, &[CONTACTS[0], CONTACTS[2]]);
    let values = [
        ("firm_name", Some(firm)),
        ("primary_contact_name", Some(contact)),
        ("email", email),
        ("linkedin_url", profile),
    ];
    let stated: Vec<_> = values.iter().filter_map(|(name, value)| Some((*name, (*value)?))).collect();
    let kind = lanegate_kinds::named("partner_master").unwrap();
    for (name, value) in &stated {
        record[*name] = json!(value);
    }
    for (name, key) in stored_row(kind, &stated, chrono::NaiveDate::MAX).keys {
        record[name] = json!(key);
    }
    record["status"] = json!(one_of(random, &["prospect", "engaged", "partner"]));
    record
}
