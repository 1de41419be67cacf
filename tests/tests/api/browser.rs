//! A browser that signs in over the API, and the people who use one.

use lanegate_tests::account;
use lanegate_tests::api::{answered, problem};
use lanegate_tests::server::Server;
use lanegate_wire::{Account, Asker, Lane, LinkMade, NewAccount, Right};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// The password of everybody.
pub const PASSWORD: &str = "a long enough password";

/// A browser: it keeps cookies.
pub struct Browser<'a> {
    pub server: &'a Server,
    client: Client,
    pub cookie: Option<String>,
}

impl<'a> Browser<'a> {
    pub fn new(server: &'a Server) -> Self {
        Self { server, client: Client::new(), cookie: None }
    }

    /// The one of an administrator who has signed in.
    pub async fn of_administrator(server: &'a Server) -> Self {
        let secret = account::session(&server.db, "tester").await;
        Self { cookie: Some(format!("{}={secret}", cookie_name(server))), ..Self::new(server) }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request =
            self.client.request(method, format!("{}{path}", self.server.base)).header("user-agent", "a browser");
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Sends, and takes note of the cookie that is set.
    pub async fn post(&mut self, path: &str, body: Value) -> Result<StatusCode, (u16, String)> {
        let response = self.request(Method::POST, path).json(&body).send().await.unwrap();
        if let Some(cookie) = response.headers().get("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
                assert!(cookie.contains(part), "{cookie}");
            }
            self.cookie = cookie.split_once(';').map(|(pair, _)| pair.to_owned());
        }
        let status = response.status();
        if status.is_success() {
            return Ok(status);
        }
        let problem = problem(response).await;
        Err((problem.status, problem.code))
    }

    pub async fn sign_in(&mut self, name: &str, password: &str) -> Result<StatusCode, (u16, String)> {
        self.post("/api/v1/sign-in", json!({ "name": name, "password": password })).await
    }

    pub async fn who(&self) -> Option<String> {
        let (_, asker): (_, Asker) = answered(self.request(Method::GET, "/api/v1/me")).await.unwrap();
        asker.account.map(|me| me.name)
    }
}

/// What an answer is that refuses.
pub fn refused<T>(status: u16, code: &str) -> Result<T, (u16, String)> {
    Err((status, code.to_owned()))
}

/// An account that has signed in by its link and has set the usual password.
pub async fn person(server: &Server, name: &str, rights: &[Right]) -> Account {
    let new = NewAccount { name: name.to_owned(), lanes: Lane::ALL.to_vec(), rights: rights.to_vec() };
    let administrator = Browser::of_administrator(server).await;
    let (status, made): (_, LinkMade) =
        answered(administrator.request(Method::POST, "/api/v1/accounts").json(&new)).await.unwrap();
    assert_eq!(status, 201);
    let mut browser = Browser::new(server);
    let (page, link) = made.link.split_once("/#sign-in=").unwrap();
    assert!(page.starts_with("http://"), "{page}");
    browser.post("/api/v1/sign-in/link", json!({ "link": link })).await.unwrap();
    let set = browser.request(Method::PUT, "/api/v1/password").json(&json!({ "new": PASSWORD })).send().await.unwrap();
    assert_eq!(set.status(), 204);
    assert_eq!(browser.post("/api/v1/sign-in/link", json!({ "link": link })).await, refused(401, "link_refused"));
    made.account
}

/// The name of a server's session cookie, which contains its port.
pub fn cookie_name(server: &Server) -> String {
    format!("lanegate-{}", server.base.rsplit(':').next().unwrap())
}
