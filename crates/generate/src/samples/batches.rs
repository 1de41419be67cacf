//! Samples of what only rows can have that reach the server by other ways than the page and the command line.

use lanegate_check::codes;

use super::{Given, Sample};

const KIND: &str = "partner_master";
const RIGHT: &str = r#"{"rows":[{"row":2,"firm_name":"Harbor","primary_contact_name":"Ann Lee","source":"Referral"}]}"#;
const UNKNOWN: &str =
    r#"{"rows":[{"row":2,"colour":"red","firm_name":"Harbor","primary_contact_name":"Ann Lee","source":"Referral"}]}"#;
const SPACED: &str =
    r#"{"rows":[{"row":2,"firm_name":" Harbor","primary_contact_name":"Ann Lee","source":"Referral"}]}"#;
const TWO: &str = r#"{"rows":[{"row":2,"firm_name":"Harbor","primary_contact_name":"Ann Lee","source":"Referral"},
    {"row":3,"firm_name":"Quay","primary_contact_name":"Ben Ode","source":"Referral"}]}"#;
const TWISTED: &str = r#"{"rows":[{"row":3,"firm_name":"Harbor","primary_contact_name":"Ann Lee","source":"Referral"},
    {"row":2,"firm_name":"Quay","primary_contact_name":"Ben Ode","source":"Referral"}]}"#;

pub(super) fn samples() -> Vec<Sample> {
    let one =
        |code, failing, passing| Sample::new(code, "row 2", Given::Batch(KIND, failing), Given::Batch(KIND, passing));
    vec![
        one(codes::UNKNOWN_FIELD, UNKNOWN, RIGHT),
        one(codes::NOT_NORMALISED, SPACED, RIGHT),
        one(codes::ROW_ORDER, TWISTED, TWO),
    ]
}
