//! A database's address as a person gives it, and how safe the way there is: beyond this machine the server proves who it
//! is, unless the address says otherwise.

use anyhow::{Context as _, Result};
use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::http::addresses::is_loopback;

/// Reads an address. To another machine it asks for a proof (`verify-full`) where it says nothing of `sslmode` itself.
///
/// # Errors
/// When it is no address.
pub fn read(name: &str, url: &str) -> Result<PgConnectOptions> {
    // The cause could repeat the address with its password.
    let options: PgConnectOptions = url.parse().ok().with_context(|| {
        format!("{name} is not an address of a PostgreSQL database. It looks like postgres://USER:PASSWORD@HOST:PORT/DATABASE.")
    })?;
    let said = says_mode(url) || std::env::var_os("PGSSLMODE").is_some();
    Ok(if is_local(&options) || said { options } else { options.ssl_mode(PgSslMode::VerifyFull) })
}

/// What is to be said of a way to the database on which others could read or change what goes over it.
#[must_use]
pub fn warning(name: &str, options: &PgConnectOptions) -> Option<String> {
    let others = match options.get_ssl_mode() {
        _ if is_local(options) => return None,
        PgSslMode::VerifyFull => return None,
        PgSslMode::Disable | PgSslMode::Allow => "goes over the network unencrypted, passwords and rows alike",
        PgSslMode::Prefer => "is encrypted only if the other side wants it, and proves nothing",
        PgSslMode::Require => "is encrypted, and whoever answers may be anybody",
        PgSslMode::VerifyCa => "is encrypted, and whoever has a certificate of the same authority may answer",
    };
    Some(format!(
        "The connection to the database {} {others}: {name} asks for sslmode={}. Take sslmode out of it (or say \
         verify-full), and name the authority's certificate with sslrootcert=FILE if it is one of your own.",
        shown(options),
        mode(options.get_ssl_mode()),
    ))
}

/// What may help where TLS did not come about.
#[must_use]
pub fn advice(error: &sqlx::Error, options: &PgConnectOptions) -> &'static str {
    match error {
        sqlx::Error::Tls(_) if proves(options) => {
            " The database has to prove by its certificate that it is the one that the address names. If its authority is \
             one of your own, add sslrootcert=FILE to the address; on a network that only you reach, sslmode=require or \
             sslmode=disable does without the proof."
        }
        // A certificate that does not fit is an error of reading and writing.
        sqlx::Error::Io(error) if error.get_ref().is_some() && proves(options) => {
            " If its certificate is of an authority of your own, add sslrootcert=FILE to the address."
        }
        _ => "",
    }
}

fn proves(options: &PgConnectOptions) -> bool {
    matches!(options.get_ssl_mode(), PgSslMode::VerifyFull)
}

/// The database in words, without passwords.
#[must_use]
pub fn shown(options: &PgConnectOptions) -> String {
    let host =
        options.get_socket().map_or_else(|| options.get_host().to_owned(), |socket| socket.display().to_string());
    format!("{host}:{}/{}", options.get_port(), options.get_database().unwrap_or("postgres"))
}

/// An address as it may be shown: whom it signs in as and where, without passwords and further arguments.
#[must_use]
pub fn without_secrets(url: &str) -> String {
    match url.parse::<PgConnectOptions>() {
        Ok(options) => format!("{} at {}", options.get_username(), shown(&options)),
        Err(_) => "(hidden: it is no address)".to_owned(),
    }
}

/// Whether nothing leaves this machine on the way there.
fn is_local(options: &PgConnectOptions) -> bool {
    // Without a host sqlx takes a socket of this machine, or `localhost`; a path is a socket too.
    options.get_socket().is_some() || options.get_host().starts_with('/') || is_loopback(options.get_host())
}

fn says_mode(url: &str) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|part| ["sslmode", "ssl-mode"].contains(&part.split('=').next().unwrap_or_default()))
}

const fn mode(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode_of(url: &str) -> &'static str {
        mode(read("DATABASE_URL", url).unwrap().get_ssl_mode())
    }

    #[test]
    fn another_machine_has_to_prove_itself_unless_the_address_says_otherwise() {
        for url in ["postgres://ann:x@db.example.com/ops", "postgres://ann:x@10.0.0.5:5432/ops?application_name=x"] {
            assert_eq!(mode_of(url), "verify-full", "{url}");
        }
        for local in ["127.0.0.1", "localhost", "[::1]", "%2Fvar%2Frun%2Fpostgresql"] {
            assert_eq!(mode_of(&format!("postgres://ann:x@{local}/ops")), "prefer", "{local}");
        }
        // The host may stand in the query, too.
        assert_eq!(mode_of("postgres:///ops?host=db.example.com"), "verify-full");
        assert_eq!(mode_of("postgres://localhost/ops?hostaddr=10.0.0.5"), "verify-full");
        for said in ["disable", "prefer", "require", "verify-ca", "verify-full"] {
            assert_eq!(mode_of(&format!("postgres://ann:x@db.example.com/ops?sslmode={said}")), said);
            assert_eq!(mode_of(&format!("postgres://db.example.com/ops?port=5433&ssl-mode={said}")), said);
        }
        assert_eq!(mode_of("postgres://db.example.com/ops?xsslmode=disable"), "verify-full");
    }

    #[test]
    fn a_weaker_way_is_warned_about_without_its_password() {
        let said = |url: &str| warning("DATABASE_URL", &read("DATABASE_URL", url).unwrap());
        for mode in ["disable", "allow", "prefer", "require", "verify-ca"] {
            let said = said(&format!("postgres://ann:secret@db.example.com/ops?sslmode={mode}")).unwrap();
            assert!(said.contains(&format!("sslmode={mode}")) && said.contains("db.example.com:5432/ops"), "{said}");
            assert!(!said.contains("secret"), "{said}");
        }
        assert_eq!(said("postgres://ann:secret@db.example.com/ops"), None);
        assert_eq!(said("postgres://ann:secret@127.0.0.1/ops?sslmode=disable"), None);
    }

    #[test]
    fn what_is_no_address_is_not_repeated() {
        let error = read("DATABASE_URL", "secret@nowhere").unwrap_err();
        assert!(format!("{error:#}").contains("DATABASE_URL") && !format!("{error:#}").contains("secret"));
    }
}
