//! The way to a PostgreSQL that speaks TLS: another machine has to prove itself, unless the address says otherwise.

use std::fs;
use std::net::{IpAddr, Ipv4Addr};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Output;

use lanegate_tests::cluster::Cluster;
use lanegate_tests::database::Database;
use lanegate_tests::program::{Program, output};
use lanegate_tests::raw::Line;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, SanType};
use sqlx::ConnectOptions as _;

/// An address of this machine that no rule knows for one: to the server it is another machine's.
const ELSEWHERE: Ipv4Addr = Ipv4Addr::UNSPECIFIED;

/// A cluster with a certificate for [`ELSEWHERE`], and the authority that vouches for it.
struct Site {
    cluster: Cluster,
    authority: PathBuf,
}

impl Site {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.subject_alt_names = vec![SanType::IpAddress(IpAddr::V4(ELSEWHERE))];
        let cert = params.signed_by(&key, &issuer).unwrap();

        let mut cluster = Cluster::with_port();
        let authority = cluster.path("authority.pem");
        fs::write(&authority, issuer.pem()).unwrap();
        for (name, text) in [("server.crt", cert.pem()), ("server.key", key.serialize_pem())] {
            let path = cluster.path(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            cluster.account().give(&path).unwrap();
        }
        let of = |name: &str| cluster.path(name).display().to_string();
        let (cert, key) = (of("server.crt"), of("server.key"));
        for setting in ["ssl=on", &format!("ssl_cert_file={cert}"), &format!("ssl_key_file={key}")] {
            cluster.set(setting);
        }
        cluster.stop_at_once();
        cluster.start();
        Self { cluster, authority }
    }
}

/// A database of the cluster: its login's and its owner's address, as of another machine, with this at the end.
fn addresses(database: &Database, end: &str) -> [(&'static str, String); 2] {
    let elsewhere = |options: sqlx::postgres::PgConnectOptions| {
        let url = options.to_url_lossy().to_string();
        let (start, _) = url.split_once('?').unwrap_or((&url, ""));
        start.replace("127.0.0.1", &ELSEWHERE.to_string()) + end
    };
    [("DATABASE_URL", elsewhere(database.login())), ("DATABASE_OWNER_URL", elsewhere(database.owner()))]
}

fn borrowed<'a>(variables: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    variables.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn said(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_machines_database_proves_itself_or_is_not_used() {
    let site = Site::new();
    let database = Database::within(&site.cluster.url(), "").await;
    let start = |end: &str| Program::start(&[], &borrowed(&addresses(&database, end)));
    let refused = |end: &str| {
        let mut variables = addresses(&database, end).to_vec();
        variables.push(("LANEGATE_LISTEN", "127.0.0.1:0".to_owned()));
        said(&output(&[], &borrowed(&variables)))
    };

    // Nobody that the system trusts vouches for it.
    let unproved = refused("");
    assert!(unproved.contains("sslrootcert") && unproved.contains("cannot be reached"), "{unproved}");
    assert!(!unproved.contains("test@") && !unproved.contains(":test"), "{unproved}");
    let authority = site.authority.display().to_string();
    let server = start(&format!("?sslrootcert={authority}"));
    assert_eq!(Line::to(&server).get("/health").status, 200);
    let messages = server.ended();
    assert!(!messages.contains("sslmode"), "there is nothing to warn of: {messages}");

    // A weaker way works where it was asked for, and is warned about, once an address.
    for mode in ["require", "disable"] {
        let server = start(&format!("?sslmode={mode}"));
        assert_eq!(Line::to(&server).get("/health").status, 200);
        let messages = server.ended();
        assert_eq!(messages.matches(&format!("sslmode={mode}")).count(), 2, "{messages}");
        assert!(!messages.contains(":test@"), "{messages}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_without_tls_on_another_machine_is_not_talked_to_by_default() {
    let cluster = Cluster::with_port();
    let database = Database::within(&cluster.url(), "").await;
    let mut variables = addresses(&database, "").to_vec();
    variables.push(("LANEGATE_LISTEN", "127.0.0.1:0".to_owned()));
    let refused = said(&output(&[], &borrowed(&variables)));
    assert!(refused.contains("does not support TLS") && refused.contains("sslmode=disable"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_its_password_may_stand_in_a_file() {
    let database = Database::fresh().await;
    let folder = std::env::temp_dir();
    let name = format!("lanegate-url-{}", uuid::Uuid::new_v4().simple());
    let (login, owner) = (folder.join(format!("{name}-login")), folder.join(format!("{name}-owner")));
    fs::write(&login, format!("{}\n", database.login().to_url_lossy())).unwrap();
    fs::write(&owner, format!("{}\n", database.owner().to_url_lossy())).unwrap();
    let files = [("DATABASE_URL_FILE", login.to_str().unwrap()), ("DATABASE_OWNER_URL_FILE", owner.to_str().unwrap())];
    let server = Program::start(&[], &files);
    assert_eq!(Line::to(&server).get("/health").status, 200);
    assert!(server.end().success());
    fs::remove_file(login).unwrap();
    fs::remove_file(owner).unwrap();
}
