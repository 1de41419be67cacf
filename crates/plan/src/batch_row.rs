//! A row of a batch, with its values in their types.

use std::fmt;

use lanegate_check::{Kind, TypedRow};
use lanegate_wire::Row;
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

/// A row of a batch that the check has passed.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchRow {
    /// The row's number in the sheet, from 1.
    pub row: u32,
    /// Its values.
    pub values: TypedRow<'static>,
}

impl BatchRow {
    /// Reads a row.
    #[must_use]
    pub fn of(kind: &Kind, row: &Row) -> Self {
        Self { row: row.row, values: TypedRow::of_fields(kind, &row.fields).into_owned() }
    }

    /// Reads the rows of a batch from its JSON form ([`lanegate_wire::Batch::to_json`]), without a map for each.
    ///
    /// # Errors
    /// If it is no batch, or if a row has a field that isn't a column of the kind.
    pub fn read_all(kind: &Kind, json: &str) -> serde_json::Result<Vec<Self>> {
        let mut json = serde_json::Deserializer::from_str(json);
        let rows = json.deserialize_map(BatchVisitor(kind))?;
        json.end()?;
        Ok(rows)
    }
}

struct BatchVisitor<'k>(&'k Kind);

impl<'de> Visitor<'de> for BatchVisitor<'_> {
    type Value = Vec<BatchRow>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with rows")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if name != "rows" {
                return Err(A::Error::unknown_field(&name, &["rows"]));
            }
            rows = map.next_value_seed(Rows(self.0))?;
        }
        Ok(rows)
    }
}

struct Rows<'k>(&'k Kind);

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = Vec<BatchRow>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = Vec<BatchRow>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::with_capacity(lanegate_wire::MAX_BATCH_ROWS);
        while let Some(row) = seq.next_element_seed(OneRow(self.0))? {
            rows.push(row);
        }
        Ok(rows)
    }
}

struct OneRow<'k>(&'k Kind);

impl<'de> DeserializeSeed<'de> for OneRow<'_> {
    type Value = BatchRow;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OneRow<'_> {
    type Value = BatchRow;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a row number and the row's fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<BatchRow, A::Error> {
        let Self(kind) = self;
        let mut row = BatchRow { row: 0, values: TypedRow::blank(kind) };
        while let Some(name) = map.next_key_seed(Name(kind))? {
            match name {
                Named::Number => row.row = map.next_value()?,
                Named::Column(place) => map.next_value_seed(Field { kind, place, values: &mut row.values })?,
            }
        }
        Ok(row)
    }
}

/// What a name in a row's object means.
enum Named {
    Number,
    Column(usize),
}

struct Name<'k>(&'k Kind);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Named;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Named, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a column")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Named, E> {
        if name == "row" {
            return Ok(Named::Number);
        }
        let place = self.0.column(name);
        place.map(Named::Column).ok_or_else(|| E::custom(format!("{} has no column {name}", self.0.name)))
    }
}

/// A field of a row, put where it belongs.
struct Field<'k, 'r> {
    kind: &'k Kind,
    place: usize,
    values: &'r mut TypedRow<'static>,
}

impl<'de> DeserializeSeed<'de> for Field<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Field<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a whole number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.values.read(self.kind, self.place, text);
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.values.put_number(self.place, number);
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.visit_i64(i64::try_from(number).map_err(E::custom)?)
    }
}

#[cfg(test)]
mod tests {
    use lanegate_wire::{Batch, Value};

    use super::*;

    #[test]
    fn rows_are_read_as_the_batch_has_them() {
        let kind = lanegate_kinds::named("partner_appointments").unwrap();
        let text = |text: &str| Value::Text(text.to_owned());
        let row = |row, notes: &str| Row {
            row,
            fields: [
                ("fractional_cfo_id", text("11111111-1111-4111-8111-111111111111")),
                ("meeting_date", text("2025-05-01")),
                ("meeting_type", text("intro")),
                ("outcome", text("warm")),
                ("notes", text(notes)),
                ("sequence", Value::Whole(3)),
            ]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        };
        let batch = Batch { rows: vec![row(2, "plain"), row(7, "with \"quotes\",\nlines and \u{1f600}")] };
        let read = BatchRow::read_all(kind, &batch.to_json()).unwrap();
        assert_eq!(read, batch.rows.iter().map(|row| BatchRow::of(kind, row)).collect::<Vec<_>>());
        for bad in ["", "[]", r#"{"rows":[{"row":2,"color":"red"}]}"#, r#"{"rows":[]} x"#, r#"{"rows":[{"row":-1}]}"#] {
            assert!(BatchRow::read_all(kind, bad).is_err(), "{bad}");
        }
    }
}
