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
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use uuid::Uuid;

/// Large enough for any answer: pages hold at most 500 rows.
const MAX_ANSWER: u64 = 16 << 20;
/// A commit of a million rows takes a while; its answer is waited for.
const PATIENCE: Duration = Duration::from_secs(900);
/// Tries of one call when the connection fails. Every call is idempotent.
const TRIES: u32 = 4;

/// One lane of a server.
pub struct Server {
    agent: Agent,
    base: String,
    address: String,
    token: Option<String>,
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
        Ok(Self { agent: config.into(), base: format!("{address}/api/v1/{lane}/imports"), address, token })
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
        let mut wait = Duration::from_millis(300);
        for _ in 1..TRIES {
            match self.try_send(method, path, body) {
                Err(error) if is_distrust(&error) => {
                    return Err(error.context(format!(
                        "nobody known vouches for the server at {}; name the authority that does with --server-ca FILE",
                        self.address
                    )));
                }
                Err(error) if error.downcast_ref::<ureq::Error>().is_some() => {
                    std::thread::sleep(wait);
                    wait *= 3;
                }
                other => return other,
            }
        }
        self.try_send(method, path, body).with_context(|| {
            format!("the server at {} does not answer; start it, or name another with --server", self.address)
        })
    }

    fn try_send<B: Serialize, A: DeserializeOwned>(&self, method: &str, path: &str, body: Option<&B>) -> Result<A> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("content-type", "application/json");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(body.map(serde_json::to_vec).transpose()?.unwrap_or_default())?;
        let mut response = self.agent.run(request)?;
        let status = response.status();
        let text = response.body_mut().with_config().limit(MAX_ANSWER).read_to_string()?;
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

/// Whether nobody between here and the server can read what is sent: TLS, or this very machine.
fn is_private(address: &str) -> bool {
    let Ok(uri) = address.parse::<ureq::http::Uri>() else { return false };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let own = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    uri.scheme_str() == Some("https") || own
}

#[cfg(test)]
mod tests {
    use super::is_private;

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
