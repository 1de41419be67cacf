//! The session cookie: for this server alone, out of reach of scripts, and never sent from another site.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

use crate::access::Secret;
use crate::http::addresses::Addresses;

/// How long a session lasts at most.
const MAX_AGE: Duration = Duration::days(7);

/// The cookie's name. Browsers send a host's cookies to all of its ports, so servers on one machine need different names.
/// Over TLS, the prefix guarantees that neither another host nor a connection without TLS has set the cookie; browsers
/// refuse the prefix over plain HTTP.
fn name(addresses: &Addresses) -> String {
    let prefix = if addresses.is_secure() { "__Host-" } else { "" };
    format!("{prefix}lanegate-{}", addresses.port())
}

/// The `Set-Cookie` header that starts a session.
#[must_use]
pub fn set(secret: &Secret, addresses: &Addresses) -> HeaderValue {
    header_value(secret.reveal(), MAX_AGE, addresses)
}

/// The `Set-Cookie` header that ends it.
#[must_use]
pub fn remove(addresses: &Addresses) -> HeaderValue {
    header_value("", Duration::ZERO, addresses)
}

fn header_value(value: &str, max_age: Duration, addresses: &Addresses) -> HeaderValue {
    let cookie = Cookie::build((name(addresses), value))
        .path("/")
        .http_only(true)
        .secure(addresses.is_secure())
        .same_site(SameSite::Strict)
        .max_age(max_age);
    let mut value = HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

/// The session's secret in a request. None if several cookies have the name, since somebody else has set one of them.
#[must_use]
pub fn get(headers: &HeaderMap, addresses: &Addresses) -> Option<Secret> {
    let name = name(addresses);
    let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut ours = texts.flat_map(Cookie::split_parse).flatten().filter(|cookie| cookie.name() == name);
    let cookie = ours.next()?;
    if ours.next().is_some() {
        return None;
    }
    Secret::shown(cookie.value(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Addresses {
        Addresses::of("127.0.0.1:8640".parse().unwrap())
    }

    fn secure() -> Addresses {
        Addresses::public(&"https://lanegate.example.com".parse().unwrap())
    }

    #[test]
    fn it_is_for_this_server_alone() {
        let secret = Secret::new("").unwrap();
        let text = |value: &HeaderValue| value.to_str().unwrap().to_owned();
        let expected = format!("lanegate-8640={}; HttpOnly; SameSite=Strict; Path=/; Max-Age=604800", secret.reveal());
        assert_eq!(text(&set(&secret, &plain())), expected);
        let cookie = set(&secret, &secure());
        assert!(text(&cookie).starts_with("__Host-lanegate-443="), "{cookie:?}");
        assert!(cookie.is_sensitive());
        assert!(text(&cookie).split("; ").any(|part| part == "Secure"));
        assert!(text(&remove(&plain())).contains("Max-Age=0"));
    }

    #[test]
    fn one_cookie_is_a_session_and_two_are_none() {
        let secret = Secret::new("").unwrap();
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, format!("a=b; lanegate-8640={}", secret.reveal()).parse().unwrap());
        assert_eq!(get(&headers, &plain()).unwrap().digest(), secret.digest());
        assert!(get(&headers, &secure()).is_none(), "over TLS it has another name");
        headers.append(header::COOKIE, format!("lanegate-8640={}", secret.reveal()).parse().unwrap());
        assert!(get(&headers, &plain()).is_none());
    }

    #[test]
    fn servers_on_one_machine_keep_their_sessions_apart() {
        let other = Addresses::of("127.0.0.1:8650".parse().unwrap());
        let (first, second) = (Secret::new("").unwrap(), Secret::new("").unwrap());
        let cookies = format!("lanegate-8640={}; lanegate-8650={}", first.reveal(), second.reveal());
        let headers = HeaderMap::from_iter([(header::COOKIE, cookies.parse().unwrap())]);
        assert_eq!(get(&headers, &plain()).unwrap().digest(), first.digest());
        assert_eq!(get(&headers, &other).unwrap().digest(), second.digest());
    }
}
