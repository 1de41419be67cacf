//! The server's API as the command line calls it.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use lanegate_wire::{
    Batch, CommitRequest, Fate, ImportStatus, Lane, OpenImport, PlanPage, PlanRequest, PlanSummary, Problem, Receipt,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::Agent;
use ureq::http::{Request, StatusCode};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use uuid::Uuid;

/// Large enough for any answer: pages hold at most 500 rows.
const MAX_ANSWER: u64 = 16 << 20;
/// A commit of a million rows takes a while; its answer is waited for.
const PATIENCE: Duration = Duration::from_secs(900);
/// Tries of one call when the connection fails, or a server or whatever stands before it says that it may pass. Every call is
/// idempotent. The page does the same.
const TRIES: u32 = 4;
/// How long to wait before the second one; three times as long before each further one.
const PAUSE: Duration = Duration::from_millis(300);

/// One lane of a server.
pub struct Server {
    agent: Agent,
    base: String,
    address: String,
    token: Option<String>,
    pause: Duration,
}

impl Server {
    /// One lane of the server at an address, asked with a token where there is one. An authority of one's own may vouch for it.
    ///
    /// # Errors
    /// When the token would go over the network unencrypted, or the authority's file holds no certificate.
    pub fn new(address: &str, authority: Option<&Path>, token: Option<String>, lane: Lane) -> Result<Self> {
        if token.is_some() && !is_private(address) {
            bail!(
                "{address} is another machine and not https, so that the token could be read on the way. Name the server with https"
            );
        }
        let roots = authority.map_or(Ok(RootCerts::WebPki), roots)?;
        let tls = TlsConfig::builder().root_certs(roots).build();
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).tls_config(tls).build();
        let address = address.trim_end_matches('/').to_owned();
        Ok(Self {
            agent: config.into(),
            base: format!("{address}/api/v1/{lane}/imports"),
            address,
            token,
            pause: PAUSE,
        })
    }

    pub fn open(&self, import: &OpenImport) -> Result<ImportStatus> {
        self.send("POST", "", Some(import))
    }

    pub fn status(&self, id: Uuid) -> Result<ImportStatus> {
        self.send::<(), _>("GET", &format!("/{id}"), None)
    }

    pub fn stage(&self, id: Uuid, number: u32, batch: &Batch) -> Result<()> {
        self.send::<_, serde_json::Value>("PUT", &format!("/{id}/batches/{number}"), Some(batch)).map(|_| ())
    }

    pub fn plan(&self, id: Uuid, request: &PlanRequest) -> Result<PlanSummary> {
        self.send("POST", &format!("/{id}/plan"), Some(request))
    }

    /// The first rows of a fate.
    pub fn plan_rows(&self, id: Uuid, fate: Fate) -> Result<PlanPage> {
        self.send::<(), _>("GET", &format!("/{id}/plan?fate={}", fate.as_str()), None)
    }

    pub fn commit(&self, id: Uuid, plan: &str) -> Result<Receipt> {
        self.send("POST", &format!("/{id}/commit"), Some(&CommitRequest { plan: plan.to_owned() }))
    }

    pub fn abandon(&self, id: Uuid) -> Result<()> {
        self.send::<(), serde_json::Value>("POST", &format!("/{id}/abandon"), None).map(|_| ())
    }

    fn send<B: Serialize, A: DeserializeOwned>(&self, method: &str, path: &str, body: Option<&B>) -> Result<A> {
        let body = body.map(serde_json::to_vec).transpose()?.unwrap_or_default();
        let mut wait = self.pause;
        for _ in 1..TRIES {
            let answered = self.ask(method, path, &body);
            if let Some(error) = answered.as_ref().err().filter(|error| is_distrust(error)) {
                bail!(
                    "nobody known vouches for the server at {}; name the authority that does with --server-ca FILE: {error:#}",
                    self.address
                );
            }
            if !passes(&answered) {
                return self.understood(answered?);
            }
            std::thread::sleep(wait);
            wait *= 3;
        }
        let answered = self.ask(method, path, &body).with_context(|| {
            format!("the server at {} does not answer; start it, or name another with --server", self.address)
        });
        self.understood(answered?)
    }

    /// One try: the status and the body of the answer.
    fn ask(&self, method: &str, path: &str, body: &[u8]) -> Result<(StatusCode, String)> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("content-type", "application/json");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut response = self.agent.run(request.body(body)?)?;
        let text = response.body_mut().with_config().limit(MAX_ANSWER).read_to_string()?;
        Ok((response.status(), text))
    }

    fn understood<A: DeserializeOwned>(&self, (status, text): (StatusCode, String)) -> Result<A> {
        if status.is_success() {
            let text = if text.is_empty() { "null" } else { &text };
            return serde_json::from_str(text)
                .context("the server's answer is not understood; is it the same version?");
        }
        match serde_json::from_str::<Problem>(&text) {
            Ok(problem) => Err(problem.into()),
            Err(_) => Err(anyhow!("the server at {} answered {status}", self.address)),
        }
    }
}

/// The certificates in a file.
fn roots(file: &Path) -> Result<RootCerts> {
    let text = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let certificates: Vec<_> = parse_pem(&text)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        bail!("{} holds no certificate as PEM", file.display());
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

/// Whether the server's certificate is what is wrong: another try would end the same.
fn is_distrust(error: &anyhow::Error) -> bool {
    error.downcast_ref::<ureq::Error>().is_some_and(|error| error.to_string().contains("invalid peer certificate"))
}

/// Whether the next try may do: nobody answered, or somebody in between found no server that is ready, or did not hear from one.
fn passes(answered: &Result<(StatusCode, String)>) -> bool {
    match answered {
        Ok((status, _)) => matches!(status.as_u16(), 408 | 502..=504),
        Err(error) => error.downcast_ref::<ureq::Error>().is_some(),
    }
}

/// Whether nobody between here and the server can read what is sent: TLS, or this very machine.
fn is_private(address: &str) -> bool {
    let Ok(uri) = address.parse::<ureq::http::Uri>() else { return false };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let own = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    uri.scheme_str() == Some("https") || own
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::TcpListener;
    use std::thread::JoinHandle;

    use super::*;

    const BUSY: &str = r#"{"title":"No server is ready just now.","status":503,"code":"server_busy"}"#;
    const DIFFERS: &str = r#"{"title":"It differs.","status":409,"code":"batch_differs"}"#;

    /// A server that gives these answers, one a connection; in the end, what it was asked.
    fn server_that_answers(answers: Vec<(u16, &'static str)>) -> (Server, JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut server =
            Server::new(&format!("http://{}", listener.local_addr().unwrap()), None, None, Lane::Sales).unwrap();
        server.pause = Duration::from_millis(1);
        let answering = std::thread::spawn(move || {
            let answer = |(status, body): (u16, &str)| {
                let (mut stream, _) = listener.accept().unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut head, mut length) = (String::new(), 0);
                while !head.ends_with("\r\n\r\n") {
                    let start = head.len();
                    reader.read_line(&mut head).unwrap();
                    let line = head[start..].to_lowercase();
                    length = line.strip_prefix("content-length:").map_or(length, |n| n.trim().parse().unwrap());
                }
                let mut asked = vec![0; length];
                reader.read_exact(&mut asked).unwrap();
                let length = body.len();
                let answer =
                    format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
                stream.write_all(answer.as_bytes()).unwrap();
                String::from_utf8(asked).unwrap()
            };
            answers.into_iter().map(answer).collect()
        });
        (server, answering)
    }

    fn commit(server: &Server) -> Result<serde_json::Value> {
        server.send("POST", "/x/commit", Some(&CommitRequest { plan: "p".to_owned() }))
    }

    #[test]
    fn an_answer_that_passes_is_asked_for_again_with_the_same() {
        let answers = vec![(502, "<html>Bad Gateway</html>"), (503, BUSY), (504, BUSY), (200, r#"{"import":7}"#)];
        let (server, answering) = server_that_answers(answers);
        assert_eq!(commit(&server).unwrap()["import"], 7);
        assert_eq!(answering.join().unwrap(), [r#"{"plan":"p"}"#; 4]);
    }

    #[test]
    fn what_does_not_pass_is_said_at_once_and_what_never_passes_in_the_end() {
        let (server, answering) = server_that_answers(vec![(409, DIFFERS)]);
        let refused = commit(&server).unwrap_err();
        assert_eq!(refused.downcast_ref::<Problem>().unwrap().code, "batch_differs");
        assert_eq!(answering.join().unwrap().len(), 1);
        let (server, answering) = server_that_answers(vec![(503, BUSY); 4]);
        let refused = commit(&server).unwrap_err();
        assert_eq!(refused.downcast_ref::<Problem>().unwrap().code, "server_busy");
        assert_eq!(answering.join().unwrap().len(), 4);
        let (server, answering) = server_that_answers(vec![(502, "gone"); 4]);
        assert!(commit(&server).unwrap_err().to_string().contains("answered 502"));
        assert_eq!(answering.join().unwrap().len(), 4);
    }

    #[test]
    fn a_token_goes_only_where_nobody_reads_along() {
        for address in ["https://lanegate.example", "http://127.0.0.1:8640", "http://localhost", "http://[::1]:8640"] {
            assert!(is_private(address), "{address}");
        }
        for address in ["http://lanegate.example", "http://192.0.2.1", "http://localhost.example", "nothing at all"] {
            assert!(!is_private(address), "{address}");
        }
    }
}
