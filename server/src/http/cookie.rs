//! The cookie that carries a session: for this server alone, out of reach of scripts, and never sent from another site.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};

use crate::access::Secret;

/// A session's longest life.
const LIFE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Over TLS its name says that no other host and no plain connection can have set it. Over plain HTTP, which is for this machine alone,
/// browsers take no such name.
const fn name(secure: bool) -> &'static str {
    if secure { "__Host-lanegate" } else { "lanegate" }
}

/// The cookie that begins a session.
#[must_use]
pub fn begin(secret: &Secret, secure: bool) -> HeaderValue {
    written(secret.reveal(), LIFE, secure)
}

/// The cookie that ends it.
#[must_use]
pub fn end(secure: bool) -> HeaderValue {
    written("", Duration::ZERO, secure)
}

fn written(value: &str, life: Duration, secure: bool) -> HeaderValue {
    let seconds = i64::try_from(life.as_secs()).unwrap_or(0);
    let cookie = Cookie::build((name(secure), value))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Strict)
        .max_age(cookie::time::Duration::seconds(seconds));
    let mut value = HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

/// The session's secret that a request carries. Of several cookies of the name, none: somebody else has set one.
#[must_use]
pub fn shown(headers: &HeaderMap, secure: bool) -> Option<Secret> {
    let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut ours = texts.flat_map(Cookie::split_parse).flatten().filter(|cookie| cookie.name() == name(secure));
    let one = ours.next()?;
    if ours.next().is_some() {
        return None;
    }
    Secret::shown(one.value(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_for_this_server_alone() {
        let secret = Secret::new("").unwrap();
        let plain = begin(&secret, false);
        let plain = plain.to_str().unwrap();
        assert_eq!(plain, format!("lanegate={}; HttpOnly; SameSite=Strict; Path=/; Max-Age=604800", secret.reveal()));
        let secure = begin(&secret, true);
        assert!(secure.to_str().unwrap().starts_with("__Host-lanegate="), "{secure:?}");
        assert!(secure.is_sensitive());
        begin(&secret, true).to_str().unwrap().split("; ").find(|part| *part == "Secure").unwrap();
        assert!(end(false).to_str().unwrap().contains("Max-Age=0"));
    }

    #[test]
    fn one_cookie_is_a_session_and_two_are_none() {
        let secret = Secret::new("").unwrap();
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, format!("a=b; lanegate={}", secret.reveal()).parse().unwrap());
        assert_eq!(shown(&headers, false).unwrap().digest(), secret.digest());
        assert!(shown(&headers, true).is_none(), "over TLS it has another name");
        headers.append(header::COOKIE, format!("lanegate={}", secret.reveal()).parse().unwrap());
        assert!(shown(&headers, false).is_none());
    }
}
