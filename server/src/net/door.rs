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

/// Connections at a time of those who watch.
const FEW: usize = 64;

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

    /// A door without TLS for whoever reaches the address, for what is no secret.
    ///
    /// # Errors
    /// When the address is taken.
    pub async fn open_to_all(address: SocketAddr) -> Result<Self> {
        let mut door = Self::on(bind(address).await?)?;
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

/// Takes an address.
async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("Cannot listen on {address}. Is another server running there? --listen 127.0.0.1:0 takes a free port")
    })
}

/// Everything that is wrong with what was asked for, each with what to do. Certificates are read for it.
#[must_use]
pub fn faults(network: &Network) -> Vec<String> {
    let mut faults = judge(network);
    if let (Some(cert), Some(key)) = (&network.tls_cert, &network.tls_key) {
        faults.extend(Certificates::read(cert, key).err().map(|error| format!("{error:#}")));
    }
    faults
}

/// What is wrong with what was asked for, and what to do.
fn judge(network: &Network) -> Vec<String> {
    let Network { listen, public_url, tls_cert, tls_key, trusted_proxy, .. } = network;
    let (tls, proxied) = (tls_cert.is_some(), !trusted_proxy.is_empty());
    let mut faults = Vec::new();
    if tls_cert.is_some() != tls_key.is_some() {
        faults.push(
            "TLS needs a certificate and its key, and only one of them is named. Name both (--tls-cert FILE --tls-key FILE)."
                .to_owned(),
        );
    }
    if trusted_proxy.iter().any(|net| net.prefix_len() == 0) {
        faults.push(
            "--trusted-proxy trusts every address, so anybody could claim to be anybody. Name the addresses of the \
             proxies, such as 10.0.0.7 or 10.0.0.0/24."
                .to_owned(),
        );
    }
    let beyond = !listen.ip().to_canonical().is_loopback();
    if beyond && !tls && !proxied {
        faults.push(format!(
            "Lanegate does not listen on {listen} without TLS: passwords would go over the network as they are. Give it \
             a certificate (--tls-cert FILE --tls-key FILE), or put a proxy that speaks HTTPS in front and name its \
             address (--trusted-proxy 10.0.0.7). For this machine alone, use 127.0.0.1:{}.",
            listen.port()
        ));
    }
    match public_url {
        None if beyond => faults.push(format!(
            "Lanegate listens on {listen}, which other machines reach, and does not know the address that people will \
             open. Name it: --public-url https://lanegate.example.com."
        )),
        None if proxied => faults.push(
            "--trusted-proxy needs the address that people open at the proxy. Name it: --public-url \
             https://lanegate.example.com."
                .to_owned(),
        ),
        Some(url) if url.is_secure() && !tls && !proxied => faults.push(
            "--public-url begins with https://, and nothing here speaks TLS. Give Lanegate a certificate (--tls-cert FILE \
             --tls-key FILE), or name the proxy that has one (--trusted-proxy 127.0.0.1)."
                .to_owned(),
        ),
        Some(url) if !url.is_secure() && (tls || proxied) => faults.push(
            "--public-url begins with http://, and people would come over TLS. Write https://, or leave --tls-cert and \
             --trusted-proxy out."
                .to_owned(),
        ),
        _ => {}
    }
    faults
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
        let wrong = judge(&network(arguments));
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
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
            (vec![beyond, public, ["--tls-cert", "c"]], "only one of them"),
            (vec![public, ["--tls-key", "k"]], "only one of them"),
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
        let plain = |proxies| Entry { certificates: None, proxies, limits: Limits::default(), open: false };
        let admitted = |entry: &Entry, peer: &str| entry.admits(peer.parse().unwrap());
        let entry = plain(Proxies::default());
        assert!(admitted(&entry, "127.0.0.1") && admitted(&entry, "::1") && !admitted(&entry, "192.0.2.1"));
        let entry = plain(Proxies::at(vec!["192.0.2.0/24".parse().unwrap()]));
        assert!(admitted(&entry, "192.0.2.1") && admitted(&entry, "::ffff:192.0.2.1"));
        assert!(!admitted(&entry, "198.51.100.1"));
    }
}
