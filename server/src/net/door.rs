//! What is listened on, and who may come in that way. Beyond this machine only over TLS, or behind a trusted proxy that
//! speaks it; whatever else is asked for is refused with what to do about it.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use tokio::net::TcpListener;

use crate::http::addresses::Addresses;
use crate::net::judge::judge;
use crate::net::tls::Certificates;
use crate::net::{Proxies, files};
use crate::options::Network;

/// Limits that hold for every connection.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at a time; who comes then waits in the system's queue.
    pub connections: usize,
    /// Connections at a time from one address; who wants more is closed.
    pub each: usize,
    /// How long a client may take for a TLS handshake and for a request's head, and for as long it may say nothing at all
    /// between two requests or in the middle of one.
    pub patience: Duration,
    /// How long an answer may stand still.
    pub stall: Duration,
}

impl Limits {
    /// So many connections, and so much patience with each.
    #[must_use]
    pub fn of(connections: usize, patience: Duration) -> Self {
        // Half of them: many people may come from one address, but never all of them.
        Self { connections, each: connections.div_ceil(2), patience, stall: patience * 3 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::of(1_024, Duration::from_secs(10))
    }
}

/// Connections at a time of those who watch.
const FEW: usize = 64;

/// Ports below this one are taken by the system's administrator alone, as a rule.
const PRIVILEGED: u16 = 1_024;

/// The port that Lanegate takes when nothing is said.
const USUAL: u16 = 8_640;

/// A listener with all that decides who comes in.
pub struct Door {
    listener: TcpListener,
    entry: Entry,
    addresses: Addresses,
}

/// How to come in.
pub(super) struct Entry {
    pub certificates: Option<Arc<Certificates>>,
    pub proxies: Proxies,
    pub limits: Limits,
    /// Whether plain connections of other machines may come in, too.
    pub open: bool,
}

impl Entry {
    /// Whether a connection from this address may come in. A plain one that comes from neither a trusted proxy nor this
    /// machine would carry passwords over the network as they are.
    pub fn admits(&self, peer: IpAddr) -> bool {
        self.open || self.certificates.is_some() || peer.to_canonical().is_loopback() || self.proxies.has(peer)
    }
}

impl Door {
    /// Takes the address that was asked for.
    ///
    /// # Errors
    /// When passwords would go over the network as they are, nobody says under which name people come, a certificate
    /// cannot be used, or the address is taken. The message says what to do.
    pub async fn open(network: &Network) -> Result<Self> {
        let wrong = judge(network);
        if !wrong.is_empty() {
            bail!("{}", wrong.join("\n"));
        }
        let files = network.tls_cert.as_deref().zip(network.tls_key.as_deref());
        let certificates = files.map(|(cert, key)| Certificates::read(cert, key)).transpose()?;
        let mut door = Self::on(bind(network.listen, "--listen").await?)?;
        let clients = usize::try_from(network.max_clients).unwrap_or(usize::MAX);
        door.entry.limits = Limits::of(files::room_for(clients), Duration::from_secs(network.client_timeout.into()));
        if let Some(url) = &network.public_url {
            door.addresses = Addresses::public(url);
        } else if certificates.is_some() {
            door.addresses = Addresses::local(door.listener.local_addr()?, true);
        }
        door.entry.certificates = certificates;
        door.entry.proxies = Proxies::at(network.trusted_proxy.clone());
        Ok(door)
    }

    /// A door for this machine alone, with the usual limits.
    ///
    /// # Errors
    /// When the address is another machine's to reach too, or is taken.
    pub async fn local(address: SocketAddr) -> Result<Self> {
        if !address.ip().is_loopback() {
            bail!("{address} is not an address of this machine alone.");
        }
        Self::on(bind(address, "--listen").await?)
    }

    /// A door without TLS for those who watch, whoever reaches the address: what they see is no secret.
    ///
    /// # Errors
    /// When the address is taken.
    pub async fn open_to_all(address: SocketAddr) -> Result<Self> {
        let mut door = Self::on(bind(address, "--metrics-listen").await?)?;
        door.entry.open = true;
        door.entry.limits = Limits::of(FEW, Duration::from_secs(10));
        Ok(door)
    }

    /// Whether only this machine reaches it.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn is_local(&self) -> Result<bool> {
        Ok(self.listener.local_addr()?.ip().to_canonical().is_loopback())
    }

    fn on(listener: TcpListener) -> Result<Self> {
        let addresses = Addresses::of(listener.local_addr()?);
        let entry = Entry { certificates: None, proxies: Proxies::default(), limits: Limits::default(), open: false };
        Ok(Self { listener, entry, addresses })
    }

    /// The same with other limits.
    #[must_use]
    pub fn with(mut self, limits: Limits) -> Self {
        self.entry.limits = limits;
        self
    }

    /// Under which names people come.
    #[must_use]
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Where it listens, as an address to call.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn url(&self) -> Result<String> {
        let scheme = if self.entry.certificates.is_some() { "https" } else { "http" };
        Ok(format!("{scheme}://{}", self.listener.local_addr()?))
    }

    pub(super) fn into_parts(self) -> (TcpListener, Entry) {
        (self.listener, self.entry)
    }
}

/// Takes an address, which an option has named.
async fn bind(address: SocketAddr, option: &str) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| anyhow!("Cannot listen on {address}: {error}. {}", advice(address, option, &error)))
}

fn advice(address: SocketAddr, option: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied if address.port() < PRIVILEGED => format!(
            "Ports below {PRIVILEGED} are the system's own. Take another one, such as {option} {}, and let a proxy have port {}.",
            SocketAddr::new(address.ip(), USUAL),
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
    fn a_plain_door_admits_this_machine_and_proxies_alone() {
        let plain = |proxies| Entry { certificates: None, proxies, limits: Limits::default(), open: false };
        let admitted = |entry: &Entry, peer: &str| entry.admits(peer.parse().unwrap());
        let entry = plain(Proxies::default());
        assert!(admitted(&entry, "127.0.0.1") && admitted(&entry, "::1") && !admitted(&entry, "192.0.2.1"));
        let entry = plain(Proxies::at(vec!["192.0.2.0/24".parse().unwrap()]));
        assert!(admitted(&entry, "192.0.2.1") && admitted(&entry, "::ffff:192.0.2.1"));
        assert!(!admitted(&entry, "198.51.100.1"));
    }

    #[tokio::test]
    async fn who_cannot_have_an_address_hears_which_option_named_it_and_what_to_do() {
        let held = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = held.local_addr().unwrap();
        for (door, option) in
            [(Door::local(address).await, "--listen"), (Door::open_to_all(address).await, "--metrics-listen")]
        {
            let said = door.err().unwrap().to_string();
            assert!(said.contains(&format!("{option} 127.0.0.1:0 takes a free port")), "{said}");
        }
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let said = advice("[::1]:443".parse().unwrap(), "--listen", &denied);
        assert!(said.contains("--listen [::1]:8640") && said.contains("proxy"), "{said}");
        assert!(!advice("127.0.0.1:8443".parse().unwrap(), "--listen", &denied).contains("proxy"));
    }
}
