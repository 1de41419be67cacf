//! Several servers over one database: they start at once on an empty one, and tell when its tables are not theirs.

use lanegate_server::db::RoleNames;
use lanegate_tests::database::Database;
use lanegate_tests::place::Place;
use lanegate_tests::program::Program;
use lanegate_tests::sample::meetings;
use reqwest::Method;
use sqlx::Row as _;

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn three_servers_that_start_at_once_on_an_empty_database_prepare_it_once() {
    for round in 0..3 {
        let place = Place::on(Database::fresh().await);
        let administrator = place.administrator();
        without_roles(&place).await;
        let starting = (0..3).map(|_| {
            let url = administrator.clone();
            std::thread::spawn(move || Program::start(&[], &[("DATABASE_URL", &url)]))
        });
        let starting: Vec<_> = starting.collect();
        let servers: Vec<Program> = starting.into_iter().map(|server| server.join().unwrap()).collect();
        let token = lanegate_tests::program::token(&[("DATABASE_URL", &administrator)]);
        let servers: Vec<Program> = servers.into_iter().map(|server| server.with_token(&token)).collect();
        let receipt = servers[round].carry_out(&meetings()).await.unwrap();
        for server in &servers {
            let path = format!("{}/receipt", lanegate_tests::api::path(receipt.lane, receipt.import));
            assert_eq!(server.get::<lanegate_wire::Receipt>(&path).await.unwrap(), receipt);
        }
        let mut look = place.look().await;
        let twice = "SELECT count(*) - count(DISTINCT version) FROM lanegate.migration";
        let twice: i64 = sqlx::raw_sql(twice).fetch_one(&mut look.connection).await.unwrap().get(0);
        assert_eq!(twice, 0);
        look.end().await;
        for server in servers {
            assert!(server.end().success());
        }
    }
}

/// Takes the roles away, so that they are made by whoever comes first.
async fn without_roles(place: &Place) {
    let mut look = place.look().await;
    let name: String =
        sqlx::raw_sql("SELECT current_database()::text").fetch_one(&mut look.connection).await.unwrap().get(0);
    let names = RoleNames::of(&name).unwrap();
    for role in names.groups().into_iter().chain([names.login()]) {
        let drop = format!("DROP OWNED BY \"{role}\"; DROP ROLE \"{role}\"");
        sqlx::raw_sql(sqlx::AssertSqlSafe(drop)).execute(&mut look.connection).await.unwrap();
    }
    look.end().await;
}

async fn ready(server: &Program) -> (u16, serde_json::Value) {
    let response = server.anonymous(Method::GET, "/health/ready").send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_over_an_older_database_is_not_ready_and_over_a_newer_one_it_is() {
    let place = Place::on(Database::fresh().await);
    let server = place.start();
    let mut look = place.look().await;
    for (noted, status, word) in [(1, 503, "migrations_missing"), (9_999, 200, "ready")] {
        let note = format!("COMMENT ON SCHEMA lanegate IS 'migration {noted}'");
        sqlx::raw_sql(sqlx::AssertSqlSafe(note)).execute(&mut look.connection).await.unwrap();
        assert_eq!(ready(&server).await, (status, serde_json::json!({ "status": word })));
    }
    look.end().await;
    assert!(server.end().success());
}
