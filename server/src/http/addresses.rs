//! Under which names the server may be spoken to: its public address, or the loopback names where it has none.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::Uri;
use thiserror::Error;

/// The address that people open, such as `https://lanegate.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    secure: bool,
    host: String,
    port: Option<u16>,
}

/// Why a public address cannot be one.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PublicUrlError {
    /// It does not have the form.
    #[error("it looks like https://lanegate.example.com, with a port if need be, and with nothing after that")]
    Form,
    /// Passwords and sessions would go over the network as they are.
    #[error("it begins with https://, except for a name of this machine itself such as http://localhost:8640")]
    Insecure,
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        let uri: Uri = text.parse().map_err(|_| PublicUrlError::Form)?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(PublicUrlError::Form),
        };
        let authority = uri.authority().ok_or(PublicUrlError::Form)?;
        let plain = !authority.as_str().contains('@') && uri.path() == "/" && uri.query().is_none();
        // A port that is none (`host:`, `host:x`) is left in the authority's text alone.
        let port = authority.port_u16();
        let length = authority.host().len() + port.map_or(0, |port| port.to_string().len() + 1);
        if !plain || authority.host().is_empty() || authority.as_str().len() != length || text.contains('#') {
            return Err(PublicUrlError::Form);
        }
        let host = authority.host().to_ascii_lowercase();
        if !secure && !is_loopback(&host) {
            return Err(PublicUrlError::Insecure);
        }
        Ok(Self { secure, host, port: port.filter(|port| *port != usual_port(secure)) })
    }
}

impl PublicUrl {
    /// Whether it is HTTPS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }
}

const fn usual_port(secure: bool) -> u16 {
    if secure { 443 } else { 80 }
}

/// Whether a host, as an address has it, is this machine.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.to_canonical().is_loopback())
}

/// The addresses under which a server may be spoken to.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// As `Host` names them, in lower case; the first is the one to tell people.
    hosts: Vec<String>,
    /// As `Origin` names them.
    origins: Vec<String>,
    secure: bool,
    port: u16,
}

impl Addresses {
    /// The loopback names and the address itself, with its port, over plain HTTP.
    #[must_use]
    pub fn of(listen: SocketAddr) -> Self {
        Self::local(listen, false)
    }

    /// The loopback names and the address itself, with its port.
    #[must_use]
    pub fn local(listen: SocketAddr, secure: bool) -> Self {
        let ip = match listen.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        let mut names = vec![ip];
        for name in ["127.0.0.1", "localhost", "[::1]"] {
            if !names.iter().any(|own| own == name) {
                names.push(name.to_owned());
            }
        }
        let mut own = Self { hosts: Vec::new(), origins: Vec::new(), secure, port: listen.port() };
        for name in names {
            own.add(&name, Some(listen.port()).filter(|port| *port != usual_port(secure)));
        }
        own
    }

    /// A public address.
    #[must_use]
    pub fn public(url: &PublicUrl) -> Self {
        let port = url.port.unwrap_or(usual_port(url.secure));
        let mut own = Self { hosts: Vec::new(), origins: Vec::new(), secure: url.secure, port };
        own.add(&url.host, url.port);
        own
    }

    /// A browser leaves the usual port out; other clients may say it.
    fn add(&mut self, name: &str, port: Option<u16>) {
        let scheme = if self.secure { "https" } else { "http" };
        let shown = port.map_or(name.to_owned(), |port| format!("{name}:{port}"));
        self.origins.push(format!("{scheme}://{shown}"));
        self.hosts.push(shown);
        if port.is_none() {
            self.hosts.push(format!("{name}:{}", usual_port(self.secure)));
        }
    }

    /// Whether people reach it over HTTPS. A cookie is then `Secure`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The port that people open.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The hosts that a request may name.
    #[must_use]
    pub fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// The origins from which a page may change anything: its own.
    #[must_use]
    pub fn origins(&self) -> &[String] {
        &self.origins
    }

    /// The address to tell people, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        self.origins.first().map_or("", String::as_str)
    }

    /// Whether a request may name this host.
    #[must_use]
    pub fn is_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Whether a page of this origin is Lanegate's own.
    #[must_use]
    pub fn is_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|own| own.eq_ignore_ascii_case(origin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_https_or_this_machine() {
        let public = |text: &str| text.parse::<PublicUrl>().map(|url| Addresses::public(&url).url().to_owned());
        for (text, shown) in [
            ("https://lanegate.example.com", "https://lanegate.example.com"),
            ("https://Lanegate.Example.com/", "https://lanegate.example.com"),
            ("https://lanegate.example.com:443", "https://lanegate.example.com"),
            ("https://lanegate.example.com:8443", "https://lanegate.example.com:8443"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
            ("http://localhost:9000", "http://localhost:9000"),
            ("http://127.0.0.1", "http://127.0.0.1"),
        ] {
            assert_eq!(public(text), Ok(shown.to_owned()), "{text}");
        }
        for text in ["http://lanegate.example.com", "http://192.168.1.5:8640", "http://localhost.example.com"] {
            assert_eq!(public(text), Err(PublicUrlError::Insecure), "{text}");
        }
        for text in [
            "",
            "lanegate.example.com",
            "lanegate.example.com:443",
            "ftp://lanegate.example.com",
            "https://",
            "https://:443",
            "https://lanegate.example.com:",
            "https://lanegate.example.com:x",
            "https://lanegate.example.com/app",
            "https://lanegate.example.com?x=1",
            "https://lanegate.example.com#x",
            "https://ann:secret@lanegate.example.com",
            "https://bücher.example.com",
        ] {
            assert_eq!(public(text), Err(PublicUrlError::Form), "{text}");
        }
    }

    #[test]
    fn hosts_may_say_the_usual_port_and_origins_never_do() {
        let own = Addresses::public(&"https://lanegate.example.com".parse().unwrap());
        assert!(own.is_secure());
        assert!(own.is_host("lanegate.example.com") && own.is_host("LANEGATE.example.com:443"));
        assert!(!own.is_host("lanegate.example.com:80") && !own.is_host("localhost"));
        assert!(own.is_origin("https://lanegate.example.com"));
        assert!(!own.is_origin("http://lanegate.example.com") && !own.is_origin("https://lanegate.example.com:443"));
        let local = Addresses::of("127.0.0.1:80".parse().unwrap());
        assert!(!local.is_secure());
        assert!(local.is_host("localhost") && local.is_host("localhost:80") && local.is_origin("http://127.0.0.1"));
        let local = Addresses::local("[::1]:8443".parse().unwrap(), true);
        assert_eq!(local.url(), "https://[::1]:8443");
        assert!(local.is_origin("https://localhost:8443") && !local.is_origin("http://localhost:8443"));
    }
}
