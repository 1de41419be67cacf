//! A trap in the database: statements that change imports, retractions or intents of lane A end with a SQLSTATE of the
//! test's choice, as often as it says. How often it was stepped on is counted by a sequence, which no rollback takes back.

use lanegate_server::db::{Db, DbError, Statement};
use lanegate_tests::database::Database;
use lanegate_wire::Lane;
use sqlx::{Connection as _, Row as _};

const SQL: &str = r#"
CREATE SCHEMA trap;
CREATE SEQUENCE trap.steps;
CREATE TABLE trap.kept (state text, times bigint);
INSERT INTO trap.kept VALUES ('00000', 0);
CREATE FUNCTION trap.spring() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF nextval('trap.steps') <= (SELECT times FROM trap.kept) THEN
        RAISE EXCEPTION 'a trap' USING ERRCODE = (SELECT state FROM trap.kept);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER trap AFTER INSERT OR UPDATE OR DELETE ON sales.import
    FOR EACH STATEMENT EXECUTE FUNCTION trap.spring();
CREATE TRIGGER trap AFTER INSERT OR UPDATE OR DELETE ON sales.retraction
    FOR EACH STATEMENT EXECUTE FUNCTION trap.spring();
CREATE TRIGGER trap AFTER INSERT OR UPDATE OR DELETE ON "bit".reactivation_intent
    FOR EACH STATEMENT EXECUTE FUNCTION trap.spring();
GRANT USAGE ON SCHEMA trap TO PUBLIC;
GRANT ALL ON TABLE trap.kept, trap.steps TO PUBLIC;"#;

/// Lays it in a prepared database that nobody is connected to.
pub async fn lay(database: &Database) {
    let mut admin = database.look().await;
    sqlx::raw_sql(SQL).execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
}

/// Has the next so many statements end so.
pub async fn set(db: &Db, state: &str, times: i64) {
    let set = db.write(Lane::Sales, async |mut tx| {
        let kept = "UPDATE trap.kept SET state = $1, times = $2";
        Statement::new(kept).bind(state.to_owned()).bind(times).run(&mut tx).await?;
        Statement::new("SELECT setval('trap.steps', 1, false)").run(&mut tx).await?;
        tx.commit().await
    });
    set.await.unwrap_or_else(|error: DbError| panic!("{error:?}"));
}

/// How often it was stepped on since.
pub async fn steps(db: &Db) -> i64 {
    let sql = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM trap.steps";
    let mut tx = db.read(Lane::Sales).await.unwrap();
    Statement::new(sql).one(&mut tx).await.unwrap().get(0)
}
