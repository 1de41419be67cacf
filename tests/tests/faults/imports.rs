//! Imports with what must stand in the database once they are committed: every fact, written as a line of text.

use lanegate_tests::random::Random;
use lanegate_tests::sample::{Sample, meeting, partner, text};
use lanegate_wire::{Lane, Value};
use uuid::Uuid;

/// An import, and what must come of it.
pub struct Import {
    /// What a client sends.
    pub sample: Sample,
    /// The facts that it makes, as `looks.facts` gives them.
    pub facts: Vec<String>,
    /// How many intents it makes.
    pub intents: i64,
    /// Where its facts are.
    pub looks: &'static Looks,
    /// The keys of its facts stand between these.
    pub keys: (String, String),
}

/// The statements that find an import's facts. `$1` import, `$2` and `$3` the bounds of its keys.
pub struct Looks {
    /// In one snapshot: receipts, facts, intents, audited facts; `$4` the last audit entry before it.
    pub state: &'static str,
    /// Every fact as a line, by row.
    pub facts: &'static str,
}

const MEETINGS: Looks = Looks {
    state: r#"SELECT (SELECT count(*) FROM sales.import WHERE import_id = $1 AND receipt IS NOT NULL),
                     (SELECT count(*) FROM sales.appointment_history
                       WHERE appointment_uid BETWEEN $2 AND $3 AND metadata ->> 'import' = $1::text),
                     (SELECT count(*) FROM "bit".reactivation_intent
                       WHERE appointment_uid BETWEEN $2 AND $3 AND metadata ->> 'import' = $1::text),
                     (SELECT count(*) FROM shq.audit_log WHERE audit_id > $4 AND correlation_id = $1
                         AND (table_name, operation) = ('appointment_history', 'INSERT'))"#,
    facts: "SELECT concat_ws('|', metadata ->> 'row', appointment_uid, meeting_outcome, stalled_reason)
              FROM sales.appointment_history
             WHERE appointment_uid BETWEEN $2 AND $3 AND metadata ->> 'import' = $1::text
             ORDER BY (metadata ->> 'row')::int",
};

const PARTNERS: Looks = Looks {
    state: r#"SELECT (SELECT count(*) FROM partners.import WHERE import_id = $1 AND receipt IS NOT NULL),
                     (SELECT count(*) FROM partners.fractional_cfo_master
                       WHERE email_key BETWEEN $2 AND $3 AND metadata ->> 'import' = $1::text),
                     (SELECT count(*) FROM "bit".partner_intent WHERE metadata ->> 'import' = $1::text),
                     (SELECT count(*) FROM shq.audit_log WHERE audit_id > $4 AND correlation_id = $1
                         AND (table_name, operation) = ('fractional_cfo_master', 'INSERT'))"#,
    facts: "SELECT concat_ws('|', metadata ->> 'row', email, firm_name, status)
              FROM partners.fractional_cfo_master
             WHERE email_key BETWEEN $2 AND $3 AND metadata ->> 'import' = $1::text
             ORDER BY (metadata ->> 'row')::int",
};

const UPDATES: Looks = Looks {
    state: "SELECT (SELECT count(*) FROM partners.import WHERE import_id = $1 AND receipt IS NOT NULL),
                   (SELECT count(*) FROM partners.fractional_cfo_master
                     WHERE email_key BETWEEN $2 AND $3 AND metadata #>> '{updated_by,import}' = $1::text),
                   0::bigint,
                   (SELECT count(*) FROM shq.audit_log WHERE audit_id > $4 AND correlation_id = $1
                       AND (table_name, operation) = ('fractional_cfo_master', 'UPDATE'))",
    facts: "SELECT concat_ws('|', metadata #>> '{updated_by,row}', email, geography)
              FROM partners.fractional_cfo_master
             WHERE email_key BETWEEN $2 AND $3 AND metadata #>> '{updated_by,import}' = $1::text
             ORDER BY (metadata #>> '{updated_by,row}')::int",
};

const PARTNER_MEETINGS: Looks = Looks {
    state: "SELECT (SELECT count(*) FROM partners.import WHERE import_id = $1 AND receipt IS NOT NULL),
                   (SELECT count(*) FROM partners.partner_appointments
                     WHERE partner_appointment_uid BETWEEN $2 AND $3 AND metadata ->> 'import' = $1::text),
                   0::bigint,
                   (SELECT count(*) FROM shq.audit_log WHERE audit_id > $4 AND correlation_id = $1
                       AND (table_name, operation) = ('partner_appointments', 'INSERT'))",
    facts: "SELECT concat_ws('|', metadata ->> 'row', partner_appointment_uid, outcome)
              FROM partners.partner_appointments
             WHERE partner_appointment_uid BETWEEN $2 AND $3 AND metadata ->> 'import' = $1::text
             ORDER BY (metadata ->> 'row')::int",
};

type Fields = Vec<(&'static str, Value)>;

impl Import {
    /// New meetings of lane A, of companies that are `round`'s own.
    pub fn meetings(round: u32, rows: u32, random: &mut Random) -> Self {
        let outcomes = ["stalled", "ghosted", "progressed", "lost"];
        let number = |n: u32| u128::from(round) * 10_000 + u128::from(n);
        let outcome = |n: u32| outcomes[n as usize % outcomes.len()];
        let fields = (0..rows).map(|n| meeting(number(n), outcome(n))).collect();
        let uid = |fields: &Fields| [0, 1, 2].map(|place| words(&fields[place].1)).join("|");
        Self::of("appointment_history", fields, random, &MEETINGS, |fields| {
            let told = fields.iter().filter(|(name, _)| ["meeting_outcome", "stalled_reason"].contains(name));
            let told: Vec<String> = told.map(|(_, value)| words(value)).collect();
            (uid(fields), format!("{}|{}", uid(fields), told.join("|")))
        })
        .with_intents((0..rows).filter(|n| ["stalled", "ghosted"].contains(&outcome(*n))).count())
    }

    /// New partners of lane B, with addresses that are `round`'s own.
    pub fn partners(round: u32, rows: u32, random: &mut Random) -> Self {
        let made = |n: u32| partner(&format!("Firm {round}-{n}"), &format!("Contact {n}"), &address(round, n));
        let fields = (0..rows).map(made).collect();
        Self::of("partner_master", fields, random, &PARTNERS, |fields| {
            let [firm, _, email] = [0, 1, 2].map(|place| words(&fields[place].1));
            (email.clone(), format!("{email}|{firm}|prospect"))
        })
        .with_intents(rows as usize)
    }

    /// The partners that `first` made, each with another geography.
    pub fn updates(first: &Self, round: u32, random: &mut Random) -> Self {
        let changed = |row: &lanegate_wire::Row| {
            let field = |name: &str| words(&row.fields[name]);
            let mut fields = partner(&field("firm_name"), &field("primary_contact_name"), &field("email"));
            fields.push(("geography", text(&format!("Region {round}"))));
            fields
        };
        let fields = first.sample.batches.iter().flat_map(|batch| &batch.rows).map(changed).collect();
        Self::of("partner_master", fields, random, &UPDATES, |fields| {
            (words(&fields[2].1), format!("{}|Region {round}", words(&fields[2].1)))
        })
    }

    /// New meetings of a partner, on a day that is `round`'s own.
    pub fn partner_meetings(partner: Uuid, round: u32, rows: u32, random: &mut Random) -> Self {
        let day = (chrono::NaiveDate::default() + chrono::Days::new(10_000 + u64::from(round))).to_string();
        let outcomes = ["warm", "neutral", "cold"];
        let made = |n: u32| {
            vec![
                ("fractional_cfo_id", text(&partner.to_string())),
                ("meeting_date", text(&day)),
                ("meeting_type", text("followup")),
                ("outcome", text(outcomes[n as usize % outcomes.len()])),
                ("sequence", Value::Whole(i64::from(n) + 1)),
            ]
        };
        Self::of("partner_appointments", (0..rows).map(made).collect(), random, &PARTNER_MEETINGS, |fields| {
            let uid = [0, 1, 4].map(|place| words(&fields[place].1)).join("|");
            (uid.clone(), format!("{uid}|{}", words(&fields[3].1)))
        })
    }

    /// Cuts rows into batches of a random size; `fact` gives a row's key, and the line of its fact without the row.
    fn of(
        kind: &str,
        rows: Vec<Fields>,
        random: &mut Random,
        looks: &'static Looks,
        fact: impl Fn(&Fields) -> (String, String),
    ) -> Self {
        let facts: Vec<(String, String)> = rows.iter().map(fact).collect();
        let keys = facts.iter().map(|(key, _)| key);
        let keys = (keys.clone().min().cloned().unwrap_or_default(), keys.max().cloned().unwrap_or_default());
        let facts = (2..).zip(facts).map(|(row, (_, line))| format!("{row}|{line}")).collect();
        let size = 20 + random.below(rows.len() as u64) as usize;
        let batches = rows.chunks(size.min(lanegate_wire::MAX_BATCH_ROWS)).map(<[_]>::to_vec).collect();
        Self { sample: Sample::of(kind, batches), facts, intents: 0, looks, keys }
    }

    fn with_intents(mut self, intents: usize) -> Self {
        self.intents = i64::try_from(intents).unwrap_or(i64::MAX);
        self
    }

    /// The import's id.
    pub fn id(&self) -> Uuid {
        self.sample.import.id
    }

    /// Its lane.
    pub fn lane(&self) -> Lane {
        self.sample.lane
    }
}

fn address(round: u32, n: u32) -> String {
    format!("r{round:05}.p{n:05}@example.com")
}

fn words(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Whole(number) => number.to_string(),
    }
}
