//! Listeners, and which connections they serve. Beyond this machine, passwords need TLS, or a trusted proxy that has it:
//! anything else is refused with what to do about it.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use tokio::net::TcpListener;

use crate::http::addresses::Addresses;
use crate::net::judge::judge;
use crate::net::tls::Certificates;
use crate::net::{Proxies, files};
use crate::options::Network;

/// Limits for connections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Open connections; further ones wait in the system's queue.
    pub connections: usize,
    /// Open connections per client; further ones are closed.
    pub per_client: usize,
    /// How long a TLS handshake and a request's head may take, how long a connection may be idle between requests, and
    /// how long a request's body may pause.
    pub client_timeout: Duration,
    /// How long a client may read nothing of a response.
    pub write_timeout: Duration,
}

impl Limits {
    fn new(connections: usize, client_timeout: Duration) -> Self {
        // Many people may share one address, but never get all connections.
        Self { connections, per_client: connections.div_ceil(2), client_timeout, write_timeout: client_timeout * 3 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new(1_024, Duration::from_secs(10))
    }
}

/// Open connections to the metrics.
const MAX_METRICS_CLIENTS: usize = 64;

/// Usually, only root can use ports below this one.
const UNPRIVILEGED: u16 = 1_024;

/// The default port.
const DEFAULT_PORT: u16 = 8_640;

/// A bound address, with the rules for its connections.
pub struct Listener {
    tcp: TcpListener,
    policy: Policy,
    certificates: Option<Certificates>,
    addresses: Addresses,
}

/// Which connections are served.
#[derive(Default)]
pub(super) struct Policy {
    pub proxies: Proxies,
    pub limits: Limits,
    /// Other machines are served without a proxy: over TLS, or because nothing served is secret.
    pub is_open: bool,
}

impl Policy {
    /// Returns true if connections from an address are served. Without TLS, one from neither this machine nor a trusted
    /// proxy would send passwords unencrypted over the network.
    pub fn admits(&self, peer: IpAddr) -> bool {
        self.is_open || peer.to_canonical().is_loopback() || self.proxies.has(peer)
    }
}

impl Listener {
    /// Binds the address in the options.
    ///
    /// # Errors
    /// If passwords would be sent unencrypted over the network, the public address is unknown, a certificate is invalid,
    /// or the address is in use. The message says what to do.
    pub async fn open(network: &Network) -> Result<Self> {
        let wrong = judge(network);
        if !wrong.is_empty() {
            bail!("{}", wrong.join("\n"));
        }
        let files = network.tls_cert.as_deref().zip(network.tls_key.as_deref());
        let certificates = files.map(|(cert, key)| Certificates::read(cert, key)).transpose()?;
        let mut listener = Self::bind(network.listen, "--listen").await?;
        let clients = usize::try_from(network.max_clients).unwrap_or(usize::MAX);
        let timeout = Duration::from_secs(network.client_timeout.into());
        listener.policy = Policy {
            proxies: Proxies::at(network.trusted_proxy.clone()),
            limits: Limits::new(files::room_for(clients), timeout),
            is_open: certificates.is_some(),
        };
        if let Some(url) = &network.public_url {
            listener.addresses = Addresses::public(url);
        } else if certificates.is_some() {
            listener.addresses = Addresses::local(listener.tcp.local_addr()?, true);
        }
        listener.certificates = certificates;
        Ok(listener)
    }

    /// Binds an address that only this machine reaches, with the default limits.
    ///
    /// # Errors
    /// If other machines reach the address, or it is in use.
    pub async fn local(address: SocketAddr) -> Result<Self> {
        if !address.ip().is_loopback() {
            bail!("{address} is not an address of this machine alone.");
        }
        Self::bind(address, "--listen").await
    }

    /// Binds an address for metrics, without TLS: they are no secret.
    ///
    /// # Errors
    /// If the address is in use.
    pub async fn for_metrics(address: SocketAddr) -> Result<Self> {
        let mut listener = Self::bind(address, "--metrics-listen").await?;
        listener.policy.is_open = true;
        listener.policy.limits = Limits::new(MAX_METRICS_CLIENTS, Limits::default().client_timeout);
        Ok(listener)
    }

    /// Binds an address named by an option.
    async fn bind(address: SocketAddr, option: &str) -> Result<Self> {
        let bound = TcpListener::bind(address).await;
        let tcp = bound
            .map_err(|error| anyhow!("Cannot listen on {address}: {error}. {}", advice(address, option, &error)))?;
        let addresses = Addresses::of(tcp.local_addr()?);
        Ok(Self { tcp, policy: Policy::default(), certificates: None, addresses })
    }

    /// Returns true if only this machine reaches it.
    ///
    /// # Errors
    /// If the listener has no address.
    pub fn is_local(&self) -> Result<bool> {
        Ok(self.tcp.local_addr()?.ip().to_canonical().is_loopback())
    }

    /// The addresses that people open.
    #[must_use]
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The URL of the bound address.
    ///
    /// # Errors
    /// If the listener has no address.
    pub fn url(&self) -> Result<String> {
        let scheme = if self.certificates.is_some() { "https" } else { "http" };
        Ok(format!("{scheme}://{}", self.tcp.local_addr()?))
    }

    pub(super) fn into_parts(self) -> (TcpListener, Policy, Option<Certificates>) {
        (self.tcp, self.policy, self.certificates)
    }
}

fn advice(address: SocketAddr, option: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied if address.port() < UNPRIVILEGED => format!(
            "Ports below {UNPRIVILEGED} are the system's own. Take another one, such as {option} {}, and let a proxy have port {}.",
            SocketAddr::new(address.ip(), DEFAULT_PORT),
            address.port()
        ),
        io::ErrorKind::AddrInUse => {
            format!("Is another server running there? {option} {} takes a free port.", SocketAddr::new(address.ip(), 0))
        }
        io::ErrorKind::AddrNotAvailable => {
            format!("It is no address of this machine. Correct {option}.")
        }
        _ => format!("Correct {option}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_tls_only_this_machine_and_proxies_are_served() {
        let admits = |policy: &Policy, peer: &str| policy.admits(peer.parse().unwrap());
        let policy = Policy::default();
        assert!(admits(&policy, "127.0.0.1") && admits(&policy, "::1") && !admits(&policy, "192.0.2.1"));
        let policy = Policy { proxies: Proxies::at(vec!["192.0.2.0/24".parse().unwrap()]), ..policy };
        assert!(admits(&policy, "192.0.2.1") && admits(&policy, "::ffff:192.0.2.1"));
        assert!(!admits(&policy, "198.51.100.1"));
    }

    #[tokio::test]
    async fn an_address_that_cannot_be_bound_is_refused_with_its_option_and_what_to_do() {
        let bound = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = bound.local_addr().unwrap();
        for (listener, option) in
            [(Listener::local(address).await, "--listen"), (Listener::for_metrics(address).await, "--metrics-listen")]
        {
            let message = listener.err().unwrap().to_string();
            assert!(message.contains(&format!("{option} 127.0.0.1:0 takes a free port")), "{message}");
        }
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let message = advice("[::1]:443".parse().unwrap(), "--listen", &denied);
        assert!(message.contains("--listen [::1]:8640") && message.contains("proxy"), "{message}");
        assert!(!advice("127.0.0.1:8443".parse().unwrap(), "--listen", &denied).contains("proxy"));
    }
}
