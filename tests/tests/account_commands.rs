//! `lanegate-server account`.

use std::io::Write as _;
use std::process::{Output, Stdio};

use lanegate_tests::api::answered;
use lanegate_tests::place::Place;
use lanegate_wire::{Asker, ImportPage};
use reqwest::Method;
use serde_json::json;

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn done(place: &Place, arguments: &[&str]) -> String {
    let output = place.output(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

fn refused(place: &Place, arguments: &[&str]) -> String {
    let output = place.output(arguments);
    assert!(!output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_made_listed_disabled_and_get_passwords_and_tokens() {
    let place = Place::fresh().await;
    let added = done(&place, &["account", "add", "Anna@Example.com", "--lanes", "sales", "--rights", "compare,commit"]);
    assert!(added.contains("http://127.0.0.1:8640/#sign-in="), "{added}");
    let again = refused(&place, &["account", "add", "anna@example.com", "--lanes", "sales"]);
    assert!(again.contains("There is an account of this name already"), "{again}");
    let nothing = refused(&place, &["account", "add", "berta"]);
    assert!(nothing.contains("What may it do?"), "{nothing}");
    let wrong = refused(&place, &["account", "add", "two words", "--rights", "compare"]);
    assert!(wrong.contains("is no name for an account"), "{wrong}");
    let unknown = refused(&place, &["account", "add", "berta", "--rights", "everything"]);
    assert!(unknown.contains("the rights are compare, commit, kill_switch, administer"), "{unknown}");

    let password = |text: &str| {
        let mut command = place.command(&["account", "password", "anna@example.com"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let short = password("short\n");
    assert!(!short.status.success() && said(&short).contains("at least 12 characters"), "{}", said(&short));
    let set = password("a long enough password\n");
    assert!(set.status.success(), "{}", said(&set));

    let listed = done(&place, &["account", "list"]);
    assert!(listed.contains("anna@example.com\tlanes sales\trights compare,commit\tin use"), "{listed}");
    let token = place.output(&["account", "token", "anna@example.com", "--rights", "compare", "--days", "1"]);
    let token = String::from_utf8(token.stdout).unwrap().trim().to_owned();

    let server = place.start();
    let body = json!({ "name": "anna@example.com", "password": "a long enough password" });
    let signed_in = server.anonymous(Method::POST, "/api/v1/sign-in").json(&body);
    let (_, asker): (_, Asker) = answered(signed_in).await.unwrap();
    assert_eq!(asker.account.unwrap().name, "anna@example.com");
    let history = |lane: &str| server.anonymous(Method::GET, &format!("/api/v1/{lane}/imports")).bearer_auth(&token);
    answered::<ImportPage>(history("sales")).await.unwrap();
    assert_eq!(answered::<ImportPage>(history("partners")).await.unwrap_err().code, "lane_refused");
    assert!(server.end().success());

    done(&place, &["account", "disable", "anna@example.com"]);
    assert!(done(&place, &["account", "list"]).contains("disabled since"));
    let server = place.start();
    let history = server.anonymous(Method::GET, "/api/v1/sales/imports").bearer_auth(&token);
    assert_eq!(answered::<ImportPage>(history).await.unwrap_err().status, 401);
    assert!(server.end().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_revokes_a_token_and_commands_that_read_change_nothing() {
    let place = Place::fresh().await;
    // Nothing is there yet, and looking makes nothing.
    for arguments in
        [&["account", "list"][..], &["account", "tokens", "anna"], &["score"], &["backup", "--to", "/tmp/never"]]
    {
        let told = refused(&place, arguments);
        assert!(told.contains("has no tables of Lanegate"), "{arguments:?}: {told}");
    }
    let mut look = place.look().await;
    let made = sqlx::query_scalar::<_, i64>(
        "SELECT count(*) FROM pg_namespace WHERE nspname IN ('lanegate', 'shq', 'access')",
    );
    assert_eq!(made.fetch_one(&mut look.connection).await.unwrap(), 0);
    done(&place, &["account", "add", "anna", "--lanes", "sales", "--rights", "compare"]);
    done(&place, &["account", "token", "anna", "--label", "a script"]);
    let listed = done(&place, &["account", "tokens", "anna"]);
    let id = listed.split_once('\t').unwrap().0.lines().last().unwrap().to_owned();
    assert!(listed.contains("a script\tends on"), "{listed}");
    done(&place, &["account", "revoke", "anna", &id]);
    assert!(done(&place, &["account", "tokens", "anna"]).contains("revoked on"));
    assert!(
        refused(&place, &["account", "revoke", "anna", "00000000-0000-4000-8000-000000000000"]).contains("no token")
    );
    done(&place, &["account", "disable", "anna"]);
    assert!(refused(&place, &["account", "link", "anna"]).contains("Enable it first"));
}
