//! Whom a server signs in as: a login without the owner's rights, and the owner where the database is to be changed.

use lanegate_tests::database::Database;
use lanegate_tests::program::{Program, output, token};
use lanegate_tests::sample::meetings;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _};

fn url(options: &PgConnectOptions) -> String {
    options.to_url_lossy().to_string()
}

fn refused(variables: &[(&str, &str)]) -> String {
    let said = output(&["serve", "--listen", "127.0.0.1:0"], variables);
    assert!(!said.status.success() && said.stdout.is_empty());
    String::from_utf8(said.stderr).unwrap()
}

#[tokio::test]
async fn a_login_without_the_owner_s_rights_serves_a_prepared_database_alone() {
    let database = Database::fresh().await;
    let (login, owner) = (url(&database.login()), url(&database.owner()));
    let alone = [("DATABASE_URL", login.as_str())];
    let told = refused(&alone);
    for part in ["is not prepared", "DATABASE_OWNER_URL", "`lanegate-server migrate`"] {
        assert!(told.contains(part), "{part} is missing: {told}");
    }
    let migrated = output(&["migrate"], &[alone[0], ("DATABASE_OWNER_URL", &owner)]);
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let server = Program::start(&[], &alone).with_token(&token(&alone));
    server.carry_out(&meetings()).await.unwrap();
    let told = server.ended();
    assert!(!told.contains("may change Lanegate's tables"), "{told}");
}

#[tokio::test]
async fn a_login_that_is_still_a_member_of_the_owner_is_warned_about() {
    let database = Database::fresh().await;
    let (login, mut admin) = (url(&database.login()), database.look().await);
    let user = database.login().get_username().to_owned();
    let member = format!("GRANT \"{}\" TO \"{user}\"", database.owner().get_username());
    sqlx::raw_sql(AssertSqlSafe(member)).execute(&mut admin).await.unwrap();
    // As before, it prepares the database by itself.
    let alone = [("DATABASE_URL", login.as_str())];
    let server = Program::start(&[], &alone).with_token(&token(&alone));
    server.carry_out(&meetings()).await.unwrap();
    let told = server.ended();
    for part in [&*user, "may change Lanegate's tables and its audit log", "`lanegate-server roles --print`"] {
        assert!(told.contains(part), "{part} is missing: {told}");
    }
    // What that prints takes the rights away, and the next start has nothing to warn of.
    let printed = output(&["roles", "--print"], &alone);
    let sql = String::from_utf8(printed.stdout).unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut admin).await.unwrap();
    let told = Program::start(&[], &alone).ended();
    assert!(!told.contains("may change Lanegate's tables"), "{told}");
}

#[tokio::test]
async fn the_former_name_of_the_owner_s_address_still_works_and_is_warned_about() {
    let database = Database::fresh().await;
    let (login, owner) = (url(&database.login()), url(&database.owner()));
    let former = [("DATABASE_URL", login.as_str()), ("MIGRATION_DATABASE_URL", owner.as_str())];
    let told = Program::start(&[], &former).ended();
    assert!(told.contains("MIGRATION_DATABASE_URL is now called DATABASE_OWNER_URL"), "{told}");
    let both = [&former[..], &[("DATABASE_OWNER_URL", &owner)]].concat();
    let told = refused(&both);
    assert!(told.contains("both set"), "{told}");
}

#[tokio::test]
async fn the_owner_s_address_alone_serves_migrations_and_backups_and_a_login_alone_is_told_what_it_lacks() {
    let (from, to) = (Database::fresh().await, Database::fresh().await);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup").to_str().unwrap().to_owned();
    let run = |options: PgConnectOptions, arguments: &[&str]| {
        let said = output(arguments, &[("DATABASE_URL", &url(&options))]);
        let told = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
        (said.status.success(), told)
    };
    for (database, arguments) in
        [(&from, &["migrate"][..]), (&from, &["backup", "--to", &file]), (&to, &["restore", "--from", &file])]
    {
        let (done, told) = run(database.owner(), arguments);
        assert!(done, "{arguments:?}: {told}");
    }
    let (done, told) = run(from.login(), &["migrate"]);
    assert!(done && told.contains("is at this version"), "{told}");
    for arguments in [&["backup", "--to", &file][..], &["restore", "--from", &file]] {
        let (done, told) = run(from.login(), arguments);
        assert!(!done && told.contains("rights of the tables' owner"), "{arguments:?}: {told}");
        assert!(told.contains("DATABASE_OWNER_URL"), "{told}");
    }
}
