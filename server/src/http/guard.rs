//! Who may speak to a server that listens on this machine only: requests to its own address, and no page of another
//! origin. A web page elsewhere can make a browser send requests here, by name (DNS rebinding, which `Host` tells) or
//! across origins (which `Origin` and `Sec-Fetch-Site` tell).

use std::net::{IpAddr, SocketAddr};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::App;
use crate::http::refusal::Refusal;

/// The addresses under which a server may be spoken to.
#[derive(Debug, Clone)]
pub struct Addresses {
    hosts: Vec<String>,
}

impl Addresses {
    /// The loopback names and the address itself, with its port.
    #[must_use]
    pub fn of(listen: SocketAddr) -> Self {
        let ip = match listen.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "[::1]".to_owned()];
        if !names.contains(&ip) {
            names.push(ip);
        }
        let port = listen.port();
        let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            // A browser leaves the usual port out.
            hosts.extend(names);
        }
        Self { hosts }
    }

    /// Whether browsers reach it over TLS, so that its cookies can say so.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        false
    }

    /// Where the page is, without a slash at its end.
    #[must_use]
    pub fn page(&self) -> String {
        format!("http://{}", self.hosts.first().map_or("localhost", String::as_str))
    }

    fn is_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    fn is_origin(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|host| self.is_host(host))
    }
}

/// Lets a request pass, or answers why not.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    match check(&app.addresses, request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

fn check(own: &Addresses, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    if hosts.next().is_some() || !host.is_some_and(|host| own.is_host(host)) {
        return Err(Refusal::new(
            StatusCode::MISDIRECTED_REQUEST,
            "host_refused",
            "This server answers on its own machine only.",
        )
        .detail(format!("Open it as http://{}.", own.hosts.first().map_or("localhost", String::as_str))));
    }
    if method.is_safe() {
        return Ok(());
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let allowed = match (origins.next(), origins.next()) {
        (Some(origin), None) => origin.to_str().is_ok_and(|origin| own.is_origin(origin)),
        (Some(_), Some(_)) => false,
        // Browsers name the origin of every call that changes something; without it, it must not be one.
        (None, _) => headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin"),
    };
    if allowed {
        return Ok(());
    }
    Err(Refusal::new(StatusCode::FORBIDDEN, "origin_refused", "This call came from a page of another origin.")
        .detail("Only Lanegate's own page and programs on this machine may change anything."))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn verdict(method: &Method, headers: &[(&'static str, &'static str)]) -> Result<(), String> {
        let own = Addresses::of("127.0.0.1:8640".parse().unwrap());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        check(&own, method, &map).map_err(|refusal| refusal.problem().code.clone())
    }

    #[test]
    fn only_loopback_names_with_the_own_port_are_hosts() {
        for host in ["127.0.0.1:8640", "localhost:8640", "LOCALHOST:8640", "[::1]:8640"] {
            assert_eq!(verdict(&Method::GET, &[("host", host)]), Ok(()), "{host}");
        }
        for host in ["127.0.0.1", "localhost:8641", "evil.example:8640", "localhost.evil.example:8640", ""] {
            assert_eq!(verdict(&Method::GET, &[("host", host)]), Err("host_refused".to_owned()), "{host}");
        }
        assert_eq!(verdict(&Method::GET, &[]), Err("host_refused".to_owned()));
        let twice = [("host", "localhost:8640"), ("host", "evil.example")];
        assert_eq!(verdict(&Method::GET, &twice), Err("host_refused".to_owned()));
    }

    #[test]
    fn only_the_own_origin_changes_anything() {
        let host = ("host", "localhost:8640");
        assert_eq!(verdict(&Method::POST, &[host]), Ok(()));
        assert_eq!(verdict(&Method::POST, &[host, ("sec-fetch-site", "same-origin")]), Ok(()));
        for origin in ["http://localhost:8640", "http://127.0.0.1:8640"] {
            assert_eq!(verdict(&Method::PUT, &[host, ("origin", origin)]), Ok(()), "{origin}");
        }
        for origin in ["null", "http://localhost:3000", "https://localhost:8640", "http://evil.example", ""] {
            let refused = Err("origin_refused".to_owned());
            assert_eq!(verdict(&Method::POST, &[host, ("origin", origin)]), refused, "{origin}");
            assert_eq!(verdict(&Method::GET, &[host, ("origin", origin)]), Ok(()), "{origin}");
        }
        for site in ["cross-site", "same-site", "none"] {
            let refused = Err("origin_refused".to_owned());
            assert_eq!(verdict(&Method::POST, &[host, ("sec-fetch-site", site)]), refused, "{site}");
        }
    }
}
