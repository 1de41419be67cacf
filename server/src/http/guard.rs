//! Who may speak to the server: requests that name one of its own addresses, came a safe way, and are of no other origin's
//! page. A web page elsewhere can make a browser send requests here, by name (DNS rebinding, which `Host` tells) or
//! across origins (which `Origin` and `Sec-Fetch-Site` tell).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::App;
use crate::http::client::Scheme;
use crate::http::refusal::Refusal;

pub use crate::http::addresses::Addresses;

/// Lets a request pass, or answers why not.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let own = &app.addresses;
    let passed = named(own, request.uri(), request.headers())
        .and_then(|()| safe(own, request.extensions().get()))
        .and_then(|()| unforged(own, request.method(), request.headers()));
    match passed {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Whether the request is for this server: by its one `Host`, and by the address itself where that names a host too.
fn named(own: &Addresses, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let one = hosts.next().is_none() && host.is_some_and(|host| own.is_host(host));
    if one && uri.authority().is_none_or(|authority| own.is_host(authority.as_str())) {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::MISDIRECTED_REQUEST,
        "host_refused",
        "This server does not answer under the name that was used.",
    )
    .detail(format!("Open it as {}.", own.url())))
}

/// Whether the request came over HTTPS, where people are to come so.
fn safe(own: &Addresses, scheme: Option<&Scheme>) -> Result<(), Refusal> {
    if !own.is_secure() || scheme != Some(&Scheme::Http) {
        return Ok(());
    }
    Err(Refusal::new(StatusCode::FORBIDDEN, "https_required", "This call came over plain HTTP, which others can read.")
        .detail(format!("Open {} instead.", own.url())))
}

/// Whether no other origin's page made the browser send this, if it may change anything.
fn unforged(own: &Addresses, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
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
        .detail("Only Lanegate's own page, and programs, may change anything."))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn verdict(method: &Method, headers: &[(&'static str, &'static str)]) -> Result<(), String> {
        asked(method, "/", headers)
    }

    fn asked(method: &Method, uri: &str, headers: &[(&'static str, &'static str)]) -> Result<(), String> {
        let own = Addresses::of("127.0.0.1:8640".parse().unwrap());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_static(value));
        }
        let passed = named(&own, &uri.parse().unwrap(), &map).and_then(|()| unforged(&own, method, &map));
        passed.map_err(|refusal| refusal.problem().code.clone())
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
    fn an_address_that_names_a_host_names_this_one() {
        let host = [("host", "localhost:8640")];
        assert_eq!(asked(&Method::GET, "http://localhost:8640/health", &host), Ok(()));
        for uri in ["http://evil.example/", "http://localhost:8640@evil.example/", "evil.example:8640"] {
            assert_eq!(asked(&Method::GET, uri, &host), Err("host_refused".to_owned()), "{uri}");
        }
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

    #[test]
    fn what_a_proxy_got_over_plain_http_is_refused_where_people_come_over_https() {
        let public = Addresses::public(&"https://lanegate.example.com".parse().unwrap());
        assert!(safe(&public, Some(&Scheme::Https)).is_ok());
        assert_eq!(safe(&public, Some(&Scheme::Http)).unwrap_err().problem().code, "https_required");
        let local = Addresses::of("127.0.0.1:8640".parse().unwrap());
        assert!(safe(&local, Some(&Scheme::Http)).is_ok());
    }
}
