//! What is listened on, and who may come in that way. Beyond this machine only over TLS, or behind a trusted proxy that
//! speaks it; whatever else is asked for is refused with what to do about it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::net::TcpListener;

use crate::http::addresses::Addresses;
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
}

impl Entry {
    /// Whether a connection from this address may come in. A plain one that comes from neither a trusted proxy nor this
    /// machine would carry passwords over the network as they are.
    pub fn admits(&self, peer: IpAddr) -> bool {
        self.certificates.is_some() || peer.to_canonical().is_loopback() || self.proxies.has(peer)
    }
}

impl Door {
    /// Takes the address that was asked for.
    ///
    /// # Errors
    /// When passwords would go over the network as they are, nobody says under which name people come, a certificate
    /// cannot be used, or the address is taken. The message says what to do.
    pub async fn open(network: &Network) -> Result<Self> {
        judge(network)?;
        let files = network.tls_cert.as_deref().zip(network.tls_key.as_deref());
        let certificates = files.map(|(cert, key)| Certificates::read(cert, key)).transpose()?;
        let mut door = Self::on(bind(network.listen).await?)?;
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
        Self::on(bind(address).await?)
    }

    fn on(listener: TcpListener) -> Result<Self> {
        let addresses = Addresses::of(listener.local_addr()?);
        let entry = Entry { certificates: None, proxies: Proxies::default(), limits: Limits::default() };
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

/// Takes an address.
async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("Cannot listen on {address}. Is another server running there? --listen 127.0.0.1:0 takes a free port")
    })
}

/// Says what is wrong with what was asked for, and what to do.
fn judge(network: &Network) -> Result<()> {
    let Network { listen, public_url, tls_cert, trusted_proxy, .. } = network;
    let (tls, proxied) = (tls_cert.is_some(), !trusted_proxy.is_empty());
    if trusted_proxy.iter().any(|net| net.prefix_len() == 0) {
        bail!(
            "--trusted-proxy trusts every address, so anybody could claim to be anybody. Name the addresses of the \
             proxies, such as 10.0.0.7 or 10.0.0.0/24."
        );
    }
    if !listen.ip().to_canonical().is_loopback() {
        if !tls && !proxied {
            bail!(
                "Lanegate does not listen on {listen} without TLS: passwords would go over the network as they are. Give it \
                 a certificate (--tls-cert FILE --tls-key FILE), or put a proxy that speaks HTTPS in front and name its \
                 address (--trusted-proxy 10.0.0.7). For this machine alone, use 127.0.0.1:{}.",
                listen.port()
            );
        }
        if public_url.is_none() {
            bail!(
                "Lanegate listens on {listen}, which other machines reach, and does not know the address that people will \
                 open. Name it: --public-url https://lanegate.example.com."
            );
        }
    }
    match public_url {
        None if proxied => bail!(
            "--trusted-proxy needs the address that people open at the proxy. Name it: --public-url \
             https://lanegate.example.com."
        ),
        Some(url) if url.is_secure() && !tls && !proxied => bail!(
            "--public-url begins with https://, and nothing here speaks TLS. Give Lanegate a certificate (--tls-cert FILE \
             --tls-key FILE), or name the proxy that has one (--trusted-proxy 127.0.0.1)."
        ),
        Some(url) if !url.is_secure() && (tls || proxied) => bail!(
            "--public-url begins with http://, and people would come over TLS. Write https://, or leave --tls-cert and \
             --trusted-proxy out."
        ),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::options::{Command, Options};

    fn network(arguments: &[&str]) -> Network {
        let said = Options::try_parse_from([&["lanegate-server"], arguments].concat()).unwrap();
        match said.what() {
            Command::Serve(serve) => serve.network,
            _ => unreachable!("serving is what is done when nothing is said"),
        }
    }

    fn verdict(arguments: &[&str]) -> Result<(), String> {
        judge(&network(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn beyond_this_machine_only_with_tls_and_a_name() {
        let (public, tls) = (["--public-url", "https://a.example"], ["--tls-cert", "c", "--tls-key", "k"]);
        let beyond = ["--listen", "0.0.0.0:8640"];
        let proxy = ["--trusted-proxy", "10.0.0.7"];
        for (arguments, hint) in [
            (vec![beyond], "--tls-cert"),
            (vec![["--listen", "[::]:8640"]], "--trusted-proxy"),
            (vec![["--listen", "192.0.2.1:8640"], public], "--tls-cert"),
            (vec![beyond, ["--tls-cert", "c"], ["--tls-key", "k"]], "--public-url"),
            (vec![beyond, proxy], "--public-url"),
            (vec![proxy], "--public-url"),
            (vec![public], "--trusted-proxy 127.0.0.1"),
            (vec![["--public-url", "http://localhost:9000"], proxy], "https://"),
            (vec![beyond, public, ["--trusted-proxy", "0.0.0.0/0"]], "every address"),
            (vec![beyond, public, ["--trusted-proxy", "10.0.0.7,::/0"]], "every address"),
        ] {
            let refused = verdict(&arguments.concat()).unwrap_err();
            assert!(refused.contains(hint), "{arguments:?}: {refused}");
        }
        for arguments in [
            vec![],
            vec!["--listen", "[::1]:8640"],
            [&beyond[..], &public, &tls].concat(),
            [&beyond[..], &public, &proxy].concat(),
            [&public[..], &["--trusted-proxy", "127.0.0.1,::1"]].concat(),
            vec!["--public-url", "http://localhost:9000"],
            tls.to_vec(),
        ] {
            assert_eq!(verdict(&arguments), Ok(()), "{arguments:?}");
        }
    }

    #[test]
    fn a_plain_door_admits_this_machine_and_proxies_alone() {
        let plain = |proxies| Entry { certificates: None, proxies, limits: Limits::default() };
        let admitted = |entry: &Entry, peer: &str| entry.admits(peer.parse().unwrap());
        let entry = plain(Proxies::default());
        assert!(admitted(&entry, "127.0.0.1") && admitted(&entry, "::1") && !admitted(&entry, "192.0.2.1"));
        let entry = plain(Proxies::at(vec!["192.0.2.0/24".parse().unwrap()]));
        assert!(admitted(&entry, "192.0.2.1") && admitted(&entry, "::ffff:192.0.2.1"));
        assert!(!admitted(&entry, "198.51.100.1"));
    }
}
