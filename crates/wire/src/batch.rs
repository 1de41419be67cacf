//! Clean typed rows on their way to the server, and the digest that names their content.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A batch holds at most this many rows.
pub const MAX_BATCH_ROWS: usize = 2_000;

/// A batch's JSON holds at most this many bytes (1 MiB).
pub const MAX_BATCH_BYTES: usize = 1 << 20;

/// The fields of one row by column name. A blank cell is an absent field: "no statement".
pub type Fields = BTreeMap<String, Value>;

/// One stored value. Dates and ids travel as their one text form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// Text, an ISO date, a lower-case UUID or a list value.
    Text(String),
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Whole(_) => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Whole(number) => write!(f, "{number}"),
        }
    }
}

/// One clean row. In JSON its fields stand beside its number: `{"row": 17, "meeting_date": "2025-05-01"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The row's number in the sheet, as Excel counts, from 1.
    pub row: u32,
    /// Its fields.
    pub fields: Fields,
}

/// An object of the number and any fields; which fields there are is the kind's to say (docs/schemas).
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Row {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
        let number = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).minimum(Some(1));
        let row = ObjectBuilder::new().property("row", number).required("row");
        row.additional_properties(Some(Value::schema())).into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Row {}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len() + 1))?;
        map.serialize_entry("row", &self.row)?;
        for (name, value) in &self.fields {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RowVisitor)
    }
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a row number and the row's fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut number = None;
        let mut fields = Fields::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == "row" {
                if number.replace(map.next_value::<u32>()?).is_some() {
                    return Err(A::Error::duplicate_field("row"));
                }
                continue;
            }
            match fields.entry(name) {
                Entry::Vacant(field) => field.insert(map.next_value()?),
                Entry::Occupied(field) => {
                    return Err(A::Error::custom(format!("field `{}` stands twice", field.key())));
                }
            };
        }
        let row = number.ok_or_else(|| A::Error::missing_field("row"))?;
        Ok(Row { row, fields })
    }
}

/// Rows sent together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// At most [`MAX_BATCH_ROWS`], ascending by row number.
    pub rows: Vec<Row>,
}

impl Batch {
    /// The batch's one JSON form: no blanks, `row` first, then the fields by name.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and string-keyed maps: nothing in a batch can fail to serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 over [`Batch::to_json`], so that the same rows have the same digest however they were sent.
    #[must_use]
    pub fn digest(&self) -> String {
        crate::sha256_hex(self.to_json().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_does_not_depend_on_order_or_blanks() {
        let one: Batch = serde_json::from_str(r#"{"rows":[{"row":2,"b":"x","a":1}]}"#).unwrap();
        let two: Batch = serde_json::from_str(r#"{ "rows": [ {"a": 1, "b": "x", "row": 2} ] }"#).unwrap();
        assert_eq!(one.to_json(), r#"{"rows":[{"row":2,"a":1,"b":"x"}]}"#);
        assert_eq!(one.digest(), two.digest());
    }

    #[test]
    fn what_is_not_a_row_is_refused() {
        for bad in [
            r#"{"rows":[{"a":"x"}]}"#,
            r#"{"rows":[{"row":1,"row":2}]}"#,
            r#"{"rows":[{"row":1,"a":"x","a":"y"}]}"#,
            r#"{"rows":[{"row":-1}]}"#,
            r#"{"rows":[{"row":1,"a":null}]}"#,
            r#"{"rows":[{"row":1,"a":1.5}]}"#,
            r#"{"rows":[],"more":1}"#,
        ] {
            assert!(serde_json::from_str::<Batch>(bad).is_err(), "{bad}");
        }
    }
}
