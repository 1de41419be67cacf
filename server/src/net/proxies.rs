//! Reverse proxies that are trusted: from their addresses alone, `X-Forwarded-For` and `X-Forwarded-Proto` are believed.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;

use crate::http::client::Scheme;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The trusted proxies' addresses.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Proxies at these addresses.
    #[must_use]
    pub fn at(nets: Vec<IpNet>) -> Self {
        Self(nets)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is a trusted proxy's.
    #[must_use]
    pub fn has(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }

    /// The client of a connection from `peer`: the right-most address that is no trusted proxy's. What stands left of it
    /// the client may have made up.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let lines = headers.get_all(FORWARDED_FOR).iter().collect::<Vec<_>>();
        for line in lines.into_iter().rev() {
            // A line that is no text names nobody: what it hides is not passed by.
            let Ok(line) = line.to_str() else { return client };
            for named in line.rsplit(',') {
                if !self.has(client) {
                    return client;
                }
                let Some(named) = address(named) else { return client };
                client = named;
            }
        }
        client
    }

    /// The scheme that the client of a connection without TLS used. HTTPS unless a trusted proxy says otherwise: all
    /// other connections come from this machine.
    #[must_use]
    pub fn scheme(&self, peer: IpAddr, headers: &HeaderMap) -> Scheme {
        let nearest = headers.get_all(FORWARDED_PROTO).iter().next_back().filter(|_| self.has(peer));
        let nearest = nearest.map(|line| line.to_str().unwrap_or_default().rsplit(',').next().unwrap_or_default());
        if nearest.is_none_or(|scheme| scheme.trim().eq_ignore_ascii_case("https")) {
            Scheme::Https
        } else {
            Scheme::Http
        }
    }
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:4711`.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let parsed = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    parsed.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn proxies() -> Proxies {
        Proxies::at(vec!["10.0.0.0/8".parse().unwrap(), "2001:db8:1::/48".parse().unwrap()])
    }

    fn client(peer: &str, lines: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
        }
        proxies().client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(client("192.0.2.7", &["198.51.100.1"]), "192.0.2.7", "anybody can send the header");
        assert_eq!(client("10.1.2.3", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("::ffff:10.1.2.3", &["198.51.100.1"]), "198.51.100.1", "IPv4 written as IPv6");
        assert_eq!(client("10.1.2.3", &[]), "10.1.2.3");
    }

    #[test]
    fn the_right_most_untrusted_address_is_the_client() {
        assert_eq!(client("10.1.2.3", &["203.0.113.9, 198.51.100.1"]), "198.51.100.1", "the left one is made up");
        assert_eq!(client("10.1.2.3", &["203.0.113.9, 198.51.100.1, 10.9.9.9"]), "198.51.100.1");
        assert_eq!(client("10.1.2.3", &["203.0.113.9", "198.51.100.1 , 2001:db8:1::5"]), "198.51.100.1");
        assert_eq!(client("10.1.2.3", &["10.4.4.4,10.5.5.5"]), "10.4.4.4", "a client inside");
        assert_eq!(client("10.1.2.3", &["198.51.100.1:50123"]), "198.51.100.1");
        assert_eq!(client("10.1.2.3", &["[2001:db8::7]:443"]), "2001:db8::7");
        assert_eq!(client("10.1.2.3", &["[2001:db8::7]"]), "2001:db8::7");
    }

    #[test]
    fn what_is_no_address_is_not_passed_by() {
        for line in ["unknown", "", "198.51.100.1, unknown", "198.51.100.1,", "198.51.100.1, 300.1.1.1"] {
            assert_eq!(client("10.1.2.3", &[line]), "10.1.2.3", "{line}");
        }
        let mut headers = HeaderMap::new();
        headers.append(FORWARDED_FOR, HeaderValue::from_static("198.51.100.1"));
        headers.append(FORWARDED_FOR, HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(proxies().client("10.1.2.3".parse().unwrap(), &headers).to_string(), "10.1.2.3");
    }

    #[test]
    fn plain_http_to_a_proxy_is_recognized() {
        let scheme = |peer: &str, said: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(said) = said {
                headers.append(FORWARDED_PROTO, HeaderValue::from_static(said));
            }
            proxies().scheme(peer.parse().unwrap(), &headers)
        };
        assert_eq!(scheme("10.1.2.3", Some("https")), Scheme::Https);
        assert_eq!(scheme("10.1.2.3", None), Scheme::Https);
        assert_eq!(scheme("10.1.2.3", Some("http")), Scheme::Http);
        assert_eq!(scheme("10.1.2.3", Some("https, http")), Scheme::Http, "what the nearest proxy says counts");
        assert_eq!(scheme("127.0.0.1", Some("http")), Scheme::Https, "not a proxy's word");
    }
}
