//! `partner_master`: one row a partner, updateable.

use lanegate_check::{Column, Identity, Kind, ListValue, Master, Required, ValueType};
use lanegate_wire::Lane;

use crate::places::{CONTACT, FIRM, ID, STATUS};
use crate::recognition;

/// The kind.
pub static PARTNER_MASTER: Kind = Kind {
    name: "partner_master",
    lane: Lane::Partners,
    table: "fractional_cfo_master",
    title: "Partners",
    row_title: "partner",
    help: "Fractional CFO partners who may refer clients.",
    objects: &["person", "contact", "partner", "parent record"],
    signs: &SIGNS,
    columns: &COLUMNS,
    row_rules: &[],
    source_column: None,
    reference_column: Some(ID),
    identity: Identity::Master(Master {
        id: ID,
        keys: &recognition::KEYS,
        agrees: recognition::agrees,
        label: &[FIRM, CONTACT],
        steps: Some(STATUS),
    }),
};

/// Headers of programs that keep contacts.
static SIGNS: [&str; 11] = [
    "first name",
    "last name",
    "middle name",
    "given name",
    "family name",
    "job title",
    "title",
    "position",
    "phone",
    "vorname",
    "nachname",
];

static COLUMNS: [Column; 10] = [
    Column {
        name: "firm_name",
        aliases: &[
            "firm",
            "company",
            "company name",
            "practice",
            "practice name",
            "business",
            "business name",
            "organization",
            "organization name",
            "organisation",
            "organisation name",
            "account",
            "account name",
            "partner firm",
            "associated company",
            "associated company (primary)",
            "company / account",
            "organization 1 - name",
            "firma",
        ],
        maybe: &[],
        value: ValueType::Text { max: 200, lines: false, usual: &[], person: false },
        required: Required::Always,
        default: None,
        in_template: true,
        help: "The partner's firm.",
        good: "Harbor CFO Group",
        bad: "\u{2}",
    },
    Column {
        name: "primary_contact_name",
        aliases: &[
            "contact",
            "contact name",
            "contact person",
            "primary contact",
            "primary contact person",
            "main contact",
            "name",
            "full name",
            "person",
            "who",
            "partner name",
            "partner contact",
            "cfo",
            "cfo name",
        ],
        maybe: &[],
        value: ValueType::Text { max: 200, lines: false, usual: &[], person: true },
        required: Required::Always,
        default: None,
        in_template: true,
        help: "The person to speak to.",
        good: "Ann Lee",
        bad: "\u{3}",
    },
    Column {
        name: "linkedin_url",
        aliases: &[
            "linkedin",
            "linkedin profile",
            "linkedin profile url",
            "linkedin link",
            "linkedin address",
            "linkedin page",
            "person linkedin url",
            "contact linkedin",
            "profile",
            "profile url",
            "profile link",
            "li url",
        ],
        maybe: &["url", "web page", "website", "website 1 - value", "personal web page", "webseite"],
        value: ValueType::LinkedIn,
        required: Required::Never,
        default: None,
        in_template: true,
        help: "The person's LinkedIn profile.",
        good: "https://www.linkedin.com/in/ann-lee",
        bad: "https://example.com/ann-lee",
    },
    Column {
        name: "email",
        aliases: &[
            "mail",
            "mail address",
            "email address",
            "primary email",
            "contact email",
            "work email",
            "business email",
            "invitee email",
            "email - work",
            "e-mail 1 - value",
            "e-mail-adresse",
        ],
        maybe: &[],
        value: ValueType::Email,
        required: Required::Never,
        default: None,
        in_template: true,
        help: "The person's e-mail address.",
        good: "ann@harborcfo.example.com",
        bad: "ann at harborcfo",
    },
    Column {
        name: "geography",
        aliases: &[
            "geo",
            "region",
            "region served",
            "regions",
            "area",
            "area served",
            "service area",
            "territory",
            "location",
        ],
        maybe: &[],
        value: ValueType::Text { max: 100, lines: false, usual: &GEOGRAPHIES, person: false },
        required: Required::Never,
        default: None,
        in_template: true,
        help: "The region that the partner works in.",
        good: "Mid-Atlantic",
        bad: "\u{4}",
    },
    Column {
        name: "niche_focus",
        aliases: &[
            "niche",
            "niches",
            "focus",
            "focus area",
            "industry",
            "industries",
            "industry focus",
            "vertical",
            "sector",
            "specialty",
            "speciality",
            "specialization",
            "specialisation",
        ],
        maybe: &[],
        value: ValueType::Text { max: 100, lines: false, usual: &NICHES, person: false },
        required: Required::Never,
        default: None,
        in_template: true,
        help: "The kind of clients that the partner serves.",
        good: "Healthcare",
        bad: "\u{5}",
    },
    Column {
        name: "source",
        aliases: &[
            "lead source",
            "contact source",
            "partner source",
            "referral source",
            "found via",
            "how found",
            "how we met",
            "where from",
            "came from",
            "where found",
        ],
        maybe: &[],
        value: ValueType::Text { max: 100, lines: false, usual: &[], person: false },
        required: Required::Always,
        default: None,
        in_template: true,
        help: "How the partner was found, such as LinkedIn or Referral.",
        good: "Referral",
        bad: "\u{6}",
    },
    Column {
        name: "status",
        aliases: &[
            "partner status",
            "partner stage",
            "partnership status",
            "partnership stage",
            "relationship status",
            "relationship stage",
        ],
        maybe: &["stage", "lead status"],
        value: ValueType::List(&STATUSES),
        required: Required::Never,
        default: Some("prospect"),
        in_template: true,
        help: "How far the partnership has come; prospect when blank.",
        good: "Engaged",
        bad: "friend",
    },
    Column {
        name: "fractional_cfo_id",
        aliases: &["partner id", "partner uuid", "cfo id", "cfo uuid", "fractional cfo uuid"],
        maybe: &[],
        value: ValueType::Uuid,
        required: Required::Never,
        default: None,
        in_template: false,
        help: "Names the partner to update; leave it out for new ones.",
        good: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        bad: "42",
    },
    Column {
        name: "source_detail",
        aliases: &["source details", "source note", "source notes", "source description", "referred by", "referrer"],
        maybe: &[],
        value: ValueType::Text { max: 500, lines: false, usual: &[], person: false },
        required: Required::Never,
        default: None,
        in_template: false,
        help: "More on how the partner was found.",
        good: "Met at the spring conference",
        bad: "\u{8}",
    },
];

static GEOGRAPHIES: [&str; 7] = ["Mid-Atlantic", "Northeast", "Southeast", "Midwest", "Southwest", "West", "National"];

static NICHES: [&str; 8] = [
    "Healthcare",
    "SaaS",
    "Manufacturing",
    "Professional Services",
    "Construction",
    "Retail",
    "Nonprofit",
    "Generalist",
];

static STATUSES: [ListValue; 4] = [
    ListValue {
        name: "prospect",
        help: "Known, not yet spoken to",
        also: &["lead", "new", "not contacted", "uncontacted", "not yet contacted"],
    },
    ListValue { name: "contacted", help: "Spoken or written to", also: &["reached out", "emailed", "called"] },
    ListValue { name: "engaged", help: "In talks about working together", also: &["in talks", "in discussion"] },
    ListValue { name: "partner", help: "Refers clients", also: &["active", "signed", "contracted", "active partner"] },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::{EMAIL, LINKEDIN};

    #[test]
    fn places_are_the_columns_own() {
        let places = [(FIRM, "firm_name"), (CONTACT, "primary_contact_name"), (LINKEDIN, "linkedin_url")];
        let others = [(EMAIL, "email"), (STATUS, "status"), (ID, "fractional_cfo_id")];
        for (place, name) in places.into_iter().chain(others) {
            assert_eq!(COLUMNS[place].name, name);
        }
    }
}
