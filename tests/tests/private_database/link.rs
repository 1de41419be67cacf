//! The link that a new private database begins with.

use lanegate_tests::api::answered;
use lanegate_tests::program::Program;
use lanegate_wire::Asker;
use reqwest::Method;
use serde_json::json;

use crate::home::Home;

#[tokio::test]
async fn a_new_database_has_an_administrator_with_a_link_until_somebody_has_a_password() {
    let home = Home::own("data");
    let start = || Program::start_by(home.command(&["serve", "--listen", "127.0.0.1:0"]));
    let server = start();
    let first = server.link().expect("the first start prints a link").to_owned();
    assert!(first.starts_with(&format!("{}/#sign-in=", server.base)), "{first}");
    assert!(server.end().success());

    // Nobody has used it: the next start prints another one, and the first is good no longer.
    let server = start();
    let second = server.link().expect("so does the second").to_owned();
    let by_link = |link: &str| {
        let (_, secret) = link.split_once("#sign-in=").unwrap();
        server.anonymous(Method::POST, "/api/v1/sign-in/link").json(&json!({ "link": secret }))
    };
    assert_eq!(answered::<Asker>(by_link(&first)).await.unwrap_err().code, "link_refused");
    let response = by_link(&second).send().await.unwrap();
    let cookie = response.headers()["set-cookie"].to_str().unwrap().split_once(';').unwrap().0.to_owned();
    let asker: Asker = response.json().await.unwrap();
    let me = asker.account.unwrap();
    assert_eq!((me.name.as_str(), me.lanes.len(), me.rights.len()), ("administrator", 2, 4));
    let set = server.anonymous(Method::PUT, "/api/v1/password").header("cookie", cookie);
    let set = set.json(&json!({ "new": "a long enough password" })).send().await.unwrap();
    assert_eq!(set.status(), 204);
    assert!(server.end().success());

    let server = start();
    assert_eq!(server.link(), None, "from here on people sign in");
    assert!(server.end().success());
}
