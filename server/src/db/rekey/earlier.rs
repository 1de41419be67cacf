//! The keys that retractions put back: what an import changed of a partner is kept with its row, before and after, with the keys.

use serde_json::{Map, Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use super::partners::keys_of;
use super::{PAGE, tell};
use crate::db::DbError;
use crate::db::adopt::sql::ask;

/// Columns with their own key.
const KEYED: [(&str, &str); 2] = [("email", "email_key"), ("linkedin_url", "linkedin_key")];

/// Makes them again for every row that keeps some.
pub(super) async fn remake(connection: &mut PgConnection) -> Result<(), DbError> {
    let (mut after, mut looked_at) = ((None::<Uuid>, 0_i32), 0_u64);
    loop {
        let sql = include_str!("../../../sql/rekey/earlier_page.sql");
        let rows = ask(sql).bind(after.0).bind(after.1).bind(PAGE).fetch_all(&mut *connection).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = (Some(last.try_get("import_id")?), last.try_get("sheet_row")?);
        looked_at += rows.len() as u64;
        tell(looked_at, "rows of imports");
        let mut changed: Vec<Value> = Vec::new();
        for row in &rows {
            let Json(mut earlier): Json<Value> = row.try_get("earlier")?;
            if remade(&mut earlier) {
                let (import, sheet_row): (Uuid, i32) = (row.try_get("import_id")?, row.try_get("sheet_row")?);
                changed.push(json!({"import_id": import, "sheet_row": sheet_row, "earlier": earlier}));
            }
        }
        if !changed.is_empty() {
            ask(include_str!("../../../sql/rekey/earlier_put.sql"))
                .bind(Json(changed))
                .execute(&mut *connection)
                .await?;
        }
    }
}

/// Makes the keys of both sides again. Returns true if that changed anything.
fn remade(earlier: &mut Value) -> bool {
    let before = earlier.clone();
    for side in ["before", "after"] {
        if let Some(side) = earlier.get_mut(side).and_then(Value::as_object_mut) {
            remake_side(side);
        }
    }
    // A key that is kept from now on goes back with its column.
    for (column, key) in KEYED {
        let has_key = earlier["before"].get(key).is_some();
        if let Some(put_back) = earlier.get_mut("put_back").and_then(Value::as_array_mut)
            && has_key
            && put_back.iter().any(|name| name == column)
            && !put_back.iter().any(|name| name == key)
        {
            put_back.push(key.into());
        }
    }
    *earlier != before
}

fn remake_side(side: &mut Map<String, Value>) {
    for (column, key) in KEYED {
        if let Some(value) = side.get(column) {
            let made = value.as_str().and_then(|value| keys_of(&[(column, value)]).remove(key));
            side.insert(key.to_owned(), json!(made));
        }
    }
    // Only the part of a name that changed is kept; the old key has the other one.
    let Some((old_firm, old_contact)) =
        side.get("name_key").and_then(Value::as_str).and_then(|key| key.split_once('\u{1f}'))
    else {
        return;
    };
    let part = |name: &str, old: &str| side.get(name).and_then(Value::as_str).unwrap_or(old).to_owned();
    let (firm, contact) = (part("firm_name", old_firm), part("primary_contact_name", old_contact));
    let made = keys_of(&[("firm_name", &firm), ("primary_contact_name", &contact)]).remove("name_key");
    side.insert("name_key".to_owned(), json!(made));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_get_new_keys() {
        let mut earlier = json!({
            "before": {"linkedin_url": "https://www.linkedin.com/in/jos%C3%A9", "linkedin_key": "in/jos%c3%a9",
                       "firm_name": "Harbor", "name_key": "harbor\u{1f}ann lee", "geography": "West"},
            "after": {"linkedin_url": "https://www.linkedin.com/company/harbor", "linkedin_key": "company/harbor",
                      "firm_name": "Harbor CFO", "name_key": "harbor cfo\u{1f}ann lee", "geography": "East"},
        });
        assert!(remade(&mut earlier));
        assert_eq!(earlier["before"]["linkedin_key"], "in/josé");
        assert_eq!(earlier["after"]["linkedin_key"], Value::Null);
        assert_eq!(earlier["before"]["name_key"], "harbor\u{1f}ann lee");
        assert_eq!(earlier["after"]["name_key"], "harbor cfo\u{1f}ann lee");
        assert!(!remade(&mut earlier), "a second time changes nothing");
    }

    #[test]
    fn a_key_that_comes_to_differ_goes_back_with_its_column() {
        let mut earlier = json!({
            "before": {"linkedin_url": "https://www.linkedin.com/profile/view?id=1"},
            "after": {"linkedin_url": "https://www.linkedin.com/profile/view?id=2"},
            "put_back": ["linkedin_url"],
        });
        assert!(remade(&mut earlier));
        assert_eq!(earlier["before"]["linkedin_key"], "profile/view?id=1");
        assert_eq!(earlier["put_back"], json!(["linkedin_url", "linkedin_key"]));
    }
}
