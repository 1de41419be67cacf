//! The database roles: who owns the tables, who the server signs in as, and who each area's transactions run as.
//!
//! Roles are cluster-wide, so their names include the database. They are made by an administrator, outside the
//! migrations, since the server itself needs no right to make roles.

use lanegate_wire::Lane;

use super::{Area, DbError};

/// PostgreSQL cuts longer names.
const LONGEST_NAME: usize = 63;

/// The names of a database's roles.
#[derive(Debug, Clone)]
pub struct RoleNames {
    database: String,
}

impl RoleNames {
    /// The role names of a database.
    ///
    /// # Errors
    /// When the database's name leaves no room for the rest of a role's.
    pub fn of(database: &str) -> Result<Self, DbError> {
        let names = Self { database: database.to_owned() };
        if names.lane(Lane::Partners).len() > LONGEST_NAME {
            return Err(DbError::NameTooLong(database.to_owned()));
        }
        Ok(names)
    }

    /// The role that owns schemas and tables: for migrate, backup, restore, and adopting. The server itself has none of its
    /// rights.
    #[must_use]
    pub fn owner(&self) -> String {
        format!("{}_lanegate_owner", self.database)
    }

    /// The role that a lane's transactions run as.
    #[must_use]
    pub fn lane(&self, lane: Lane) -> String {
        format!("{}_lanegate_{lane}", self.database)
    }

    /// The role that transactions about accounts run as.
    #[must_use]
    pub fn access(&self) -> String {
        format!("{}_lanegate_access", self.database)
    }

    /// The role that an area's transactions run as.
    pub(super) fn of_area(&self, area: Area) -> String {
        match area {
            Area::Lane(lane) => self.lane(lane),
            Area::Access => self.access(),
        }
    }

    /// The role that the server signs in as, where an administrator makes it with [`roles_sql`].
    #[must_use]
    pub fn login(&self) -> String {
        format!("{}_lanegate", self.database)
    }

    /// The roles that the areas' transactions run as.
    #[must_use]
    pub fn areas(&self) -> [String; 3] {
        [self.lane(Lane::Sales), self.lane(Lane::Partners), self.access()]
    }

    /// The owner and the areas' roles.
    #[must_use]
    pub fn groups(&self) -> [String; 4] {
        let [sales, partners, access] = self.areas();
        [self.owner(), sales, partners, access]
    }
}

/// A name as SQL writes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL writes it.
pub(super) fn literal(text: &str) -> String {
    // Works whatever `standard_conforming_strings` says.
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// Makes a role unless it is there.
pub(super) fn create_role(name: &str, attributes: &str) -> String {
    format!(
        "DO $do$ BEGIN\n  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {text}) THEN\n    CREATE ROLE \
         {name} {attributes};\n  END IF;\nEND $do$;\n",
        text = literal(name),
        name = quoted(name),
    )
}

/// What the owner needs on the database, and what everybody loses.
pub(super) fn database_sql(names: &RoleNames) -> String {
    let (database, owner) = (quoted(&names.database), quoted(&names.owner()));
    format!(
        "GRANT CREATE, CONNECT ON DATABASE {database} TO {owner};\n-- A role that can make temporary tables could hang \
         an audit function on one.\nREVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;\n"
    )
}

/// The SQL that an administrator runs once for a database, as `lanegate-server roles --print` prints it.
///
/// It can be run again, also on a database whose login was once a member of the owner. The two that sign in get no password
/// here. The login inherits nothing, so that a transaction that forgets to set its lane's role can do nothing; and it is no
/// member of the owner, so that whoever takes the server over can't disable the audit.
#[must_use]
pub fn roles_sql(database: &str) -> String {
    let names = RoleNames { database: database.to_owned() };
    let (owner, login) = (quoted(&names.owner()), quoted(&names.login()));
    let mut sql = format!("-- Lanegate's roles for the database {}. Run as an administrator.\n", quoted(database));
    sql.push_str(&create_role(&names.owner(), "LOGIN NOINHERIT"));
    for area in names.areas() {
        sql.push_str(&create_role(&area, "NOLOGIN NOINHERIT"));
    }
    sql.push_str(&create_role(&names.login(), "LOGIN NOINHERIT"));
    sql.push_str(&database_sql(&names));
    sql.push_str(&format!("GRANT CONNECT ON DATABASE {} TO {login};\n", quoted(database)));
    for area in names.areas() {
        sql.push_str(&format!("GRANT {} TO {login};\n", quoted(&area)));
    }
    sql.push_str(
        "-- The owner signs in for migrate, backup, restore, and adopting; the server does without its rights.\n",
    );
    sql.push_str(&format!(
        "ALTER ROLE {owner} LOGIN;\nDO $do$ BEGIN\n  IF pg_has_role({}, {}, 'MEMBER') THEN\n    REVOKE {owner} FROM \
         {login};\n  END IF;\nEND $do$;\n",
        literal(&names.login()),
        literal(&names.owner()),
    ));
    sql.push_str(&format!("-- Then give both a password:  \\password {owner}  and  \\password {login}\n"));
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_be_cut_are_refused() {
        let longest = "d".repeat(45);
        let names = RoleNames::of(&longest).unwrap();
        assert_eq!(names.lane(Lane::Partners).len(), LONGEST_NAME);
        assert!(matches!(RoleNames::of(&format!("{longest}d")), Err(DbError::NameTooLong(_))));
        // Bytes count, not characters.
        assert!(RoleNames::of(&"ü".repeat(23)).is_err());
    }

    #[test]
    fn names_cannot_end_their_quotes() {
        assert_eq!(quoted(r#"a"b"#), r#""a""b""#);
        assert_eq!(literal(r"it's \ here"), r"E'it''s \\ here'");
        let sql = roles_sql(r#"odd" name"#);
        assert!(sql.contains(r#"CREATE ROLE "odd"" name_lanegate_sales" NOLOGIN NOINHERIT;"#), "{sql}");
        assert!(sql.contains(r#"CREATE ROLE "odd"" name_lanegate" LOGIN NOINHERIT;"#), "{sql}");
    }
}
