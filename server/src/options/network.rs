//! Where the server listens, under which name people come, and what it asks of connections.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use ipnet::IpNet;

use crate::http::addresses::PublicUrl;

/// Where and for whom.
#[derive(Debug, Clone, Args)]
pub struct Network {
    /// Address to listen on; port 0 takes a free one. An address that other machines reach needs --public-url, and
    /// --tls-cert or --trusted-proxy.
    #[arg(long, env = "LANEGATE_LISTEN", default_value = "127.0.0.1:8640")]
    pub listen: SocketAddr,
    /// The address that people open, such as `https://lanegate.example.com`. Requests that name another host, and changes by
    /// pages of another origin, are refused.
    #[arg(long, env = "LANEGATE_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,
    /// Certificate to speak TLS with, followed by its chain (PEM). Read again when it changes.
    #[arg(long, env = "LANEGATE_TLS_CERT", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, env = "LANEGATE_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Address or network (CIDR) of a reverse proxy that speaks HTTPS with the clients; may be repeated. From there alone
    /// X-Forwarded-For and X-Forwarded-Proto are believed.
    #[arg(long, env = "LANEGATE_TRUSTED_PROXY", value_name = "CIDR", value_delimiter = ',', value_parser = network)]
    pub trusted_proxy: Vec<IpNet>,
    /// Clients' connections at most; further ones wait. One address gets half of them at most.
    #[arg(long, env = "LANEGATE_MAX_CLIENTS", default_value_t = 1_024, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub max_clients: u32,
    /// Seconds within which a client makes TLS and sends a request's head, and for which it may then pause.
    #[arg(long, env = "LANEGATE_CLIENT_TIMEOUT", value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=3_600))]
    pub client_timeout: u16,
}

/// `10.0.0.7` or `10.0.0.0/24`.
fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let alone = text.parse::<IpAddr>().ok().map(|address| IpNet::from(address.to_canonical()));
    alone
        .or_else(|| text.parse::<IpNet>().ok())
        .map(|net| net.trunc())
        .ok_or_else(|| "it is an address such as 10.0.0.7, or a network such as 10.0.0.0/24".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        let shown = |text: &str| network(text).map(|net| net.to_string());
        assert_eq!(shown("10.0.0.7"), Ok("10.0.0.7/32".to_owned()));
        assert_eq!(shown(" 10.0.0.7/24"), Ok("10.0.0.0/24".to_owned()));
        assert_eq!(shown("::1"), Ok("::1/128".to_owned()));
        assert_eq!(shown("::ffff:10.0.0.7"), Ok("10.0.0.7/32".to_owned()));
        for wrong in ["", "proxy.example.com", "10.0.0.0/33", "10.0.0"] {
            assert!(network(wrong).is_err(), "{wrong}");
        }
    }
}
