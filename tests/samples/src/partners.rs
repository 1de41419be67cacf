//! Lane B's samples.

use std::path::Path;

use anyhow::Result;

use crate::table::{Blank, Cell, Date, Number, Text, workbook};

const HEADERS: &[Cell] = &[
    Text("firm_name"),
    Text("primary_contact_name"),
    Text("linkedin_url"),
    Text("email"),
    Text("geography"),
    Text("niche_focus"),
    Text("source"),
    Text("status"),
];

const MEETING_HEADERS: &[Cell] =
    &[Text("fractional_cfo_id"), Text("meeting_date"), Text("meeting_type"), Text("outcome"), Text("notes")];

/// The partners that the meetings name; tests put them into the database first.
const HARBOR: Cell = Text("11111111-1111-4111-8111-111111111111");
const LEDGER: Cell = Text("22222222-2222-4222-8222-222222222222");

pub fn write(folder: &Path) -> Result<()> {
    std::fs::write(folder.join("partners.xlsx"), clean()?)?;
    std::fs::write(folder.join("partners-faulty.xlsx"), faulty()?)?;
    std::fs::write(folder.join("partner-meetings.xlsx"), meetings()?)?;
    std::fs::write(folder.join("partner-meetings-faulty.xlsx"), faulty_meetings()?)?;
    Ok(())
}

fn clean() -> Result<Vec<u8>> {
    workbook(
        "Partners",
        &[
            HEADERS,
            &[
                Text("Harbor CFO Group"),
                Text("Ann Lee"),
                Text("https://www.linkedin.com/in/ann-lee"),
                Text("ann@harborcfo.example.com"),
                Text("Mid-Atlantic"),
                Text("Healthcare"),
                Text("LinkedIn"),
                Text("contacted"),
            ],
            &[
                Text("Ledger & Sons"),
                Text("Ben Ortiz"),
                Blank,
                Text("Ben@LedgerSons.example.com"),
                Text("Midwest"),
                Text("SaaS"),
                Text("Referral"),
            ],
            &[Number(360.0), Text("Cleo Park"), Text("linkedin.com/in/cleo-park/"), Blank, Blank, Blank, Text("Event")],
        ],
    )
}

fn faulty() -> Result<Vec<u8>> {
    workbook(
        "Partners",
        &[
            HEADERS,
            &[
                Text("Harbor CFO Group"),
                Text("Ann Lee"),
                Blank,
                Text("ann@harborcfo.example.com"),
                Blank,
                Blank,
                Text("LinkedIn"),
            ],
            &[
                Text("HARBOR  CFO Group"),
                Text("ann lee"),
                Text("https://www.linkedin.com/in/ann-lee"),
                Blank,
                Blank,
                Blank,
                Text("LinkedIn"),
            ],
            &[
                Text("Ledger & Sons"),
                Text("Ben Ortiz"),
                Blank,
                Text("ben@ledgersons.example.com"),
                Blank,
                Blank,
                Text("Referral"),
                Text("engaged"),
            ],
            &[
                Text("Ledger & Sons"),
                Text("ben ortiz"),
                Blank,
                Text("ben@ledgersons.example.com"),
                Blank,
                Blank,
                Text("Referral"),
                Text("partner"),
            ],
            &[
                Blank,
                Text("Nobody"),
                Text("https://example.com/nobody"),
                Text("nobody at example"),
                Text("Moon"),
                Blank,
                Blank,
                Text("friend"),
            ],
        ],
    )
}

fn meetings() -> Result<Vec<u8>> {
    workbook(
        "Meetings",
        &[
            MEETING_HEADERS,
            &[HARBOR, Date(2025, 11, 5), Text("intro"), Text("warm"), Text("Knows two founders in Baltimore")],
            &[HARBOR, Date(2025, 11, 5), Text("followup"), Text("warm"), Text("Second talk on the same day")],
            &[LEDGER, Date(2025, 10, 9), Text("Intro"), Text("neutral")],
        ],
    )
}

fn faulty_meetings() -> Result<Vec<u8>> {
    workbook(
        "Meetings",
        &[
            MEETING_HEADERS,
            &[HARBOR, Date(2025, 11, 5), Text("intro"), Text("warm")],
            &[Text("Ann Lee"), Date(2025, 11, 5), Text("lunch"), Text("hot")],
            &[LEDGER, Text("09.10.2025"), Text("intro"), Text("cold")],
            &[Blank, Date(2025, 10, 9), Text("intro"), Text("cold")],
        ],
    )
}
