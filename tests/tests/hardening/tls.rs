//! TLS by certificate files: who asks is answered over it alone, and a renewed certificate needs no restart.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lanegate_tests::place::Place;
use lanegate_tests::program::{Program, output};
use lanegate_tests::raw::{Line, hear};
use rcgen::{CertificateParams, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use uuid::Uuid;

/// A certificate for `localhost` that nobody but itself vouches for, in files.
struct Files {
    folder: PathBuf,
}

impl Files {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("lanegate-tls-{}", Uuid::new_v4().simple()));
        fs::create_dir(&folder).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    /// Makes a new one; what a client has to trust.
    fn renew(&self) -> CertificateDer<'static> {
        let key = KeyPair::generate().unwrap();
        let cert = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
        fs::write(self.path("key.pem"), key.serialize_pem()).unwrap();
        fs::write(self.path("cert.pem"), cert.pem()).unwrap();
        cert.der().clone()
    }

    fn start(&self, place: &Place, more: &[&str]) -> Program {
        let (cert, key) = (self.path("cert.pem"), self.path("key.pem"));
        place.start_with(&[&["--tls-cert", cert.as_str(), "--tls-key", &key][..], more].concat(), &[])
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn port(server: &Program) -> u16 {
    server.base.rsplit(':').next().unwrap().parse().unwrap()
}

/// Sends a request over TLS, trusting one certificate; what came back.
async fn ask(server: &Program, trusted: &CertificateDer<'static>, request: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
    let connector = TlsConnector::from(Arc::new(config.with_no_client_auth()));
    let stream = TcpStream::connect(("127.0.0.1", port(server))).await?;
    let mut stream = connector.connect(ServerName::try_from("localhost").unwrap(), stream).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut heard = Vec::new();
    // Servers that close without a farewell are common.
    let _ = stream.read_to_end(&mut heard).await;
    Ok(String::from_utf8_lossy(&heard).into_owned())
}

fn get(server: &Program, more: &str) -> String {
    format!("GET /health HTTP/1.1\r\nHost: localhost:{}\r\n{more}Connection: close\r\n\r\n", port(server))
}

#[tokio::test(flavor = "multi_thread")]
async fn https_alone_is_answered() {
    let (place, files) = (Place::fresh().await, Files::new());
    let trusted = files.renew();
    let server = files.start(&place, &["--client-timeout", "1"]);
    assert!(server.base.starts_with("https://127.0.0.1:"), "{}", server.base);
    let answer = ask(&server, &trusted, &get(&server, "")).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("strict-transport-security"), "{answer}");
    let other = Files::new();
    let foreign = other.renew();
    ask(&server, &foreign, &get(&server, "")).await.expect_err("another certificate is not trusted");

    // A page of the same name over plain HTTP is another origin.
    let post = |origin: &str| {
        let own = port(&server);
        format!(
            "POST /health HTTP/1.1\r\nHost: localhost:{own}\r\nOrigin: {origin}://localhost:{own}\r\nContent-Length: 0\r\n\
             Connection: close\r\n\r\n"
        )
    };
    assert!(ask(&server, &trusted, &post("https")).await.unwrap().starts_with("HTTP/1.1 405"));
    assert!(ask(&server, &trusted, &post("http")).await.unwrap().starts_with("HTTP/1.1 403"));

    // Plain HTTP, and a handshake that never comes about.
    let plain = std::thread::spawn({
        let (line, request) = (Line::to(&server), get(&server, ""));
        move || {
            let heard = line.talk(request.as_bytes());
            assert!(!heard.starts_with(b"HTTP/"), "{}", String::from_utf8_lossy(&heard));
            let mut stalled = line.connect();
            stalled.write_all(&[0x16, 0x03, 0x01]).unwrap();
            let began = Instant::now();
            hear(&mut stalled);
            assert!(began.elapsed() < Duration::from_secs(4));
        }
    });
    tokio::task::spawn_blocking(move || plain.join().unwrap()).await.unwrap();
    assert!(server.end().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_taken_up_and_a_broken_one_is_not() {
    let (place, files) = (Place::fresh().await, Files::new());
    let first = files.renew();
    let server = files.start(&place, &[]);
    ask(&server, &first, &get(&server, "")).await.unwrap();
    let second = files.renew();
    server.reload();
    let began = Instant::now();
    while ask(&server, &second, &get(&server, "")).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(10), "the new certificate is not used");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    ask(&server, &first, &get(&server, "")).await.expect_err("the one from before is gone");

    fs::write(files.path("cert.pem"), "-----BEGIN CERTIFICATE-----\nnothing\n").unwrap();
    server.reload();
    tokio::time::sleep(Duration::from_millis(300)).await;
    ask(&server, &second, &get(&server, "")).await.unwrap();
    let messages = server.ended();
    assert!(messages.contains("the certificate was reloaded"), "{messages}");
    assert!(messages.contains("the former certificate stays in use"), "{messages}");
}

#[test]
fn files_that_do_not_belong_together_are_told_apart() {
    let (one, other) = (Files::new(), Files::new());
    one.renew();
    other.renew();
    let refused = |cert: &str, key: &str| {
        let output = output(&["--listen", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key], &[]);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let said = refused(&one.path("cert.pem"), &other.path("key.pem"));
    assert!(said.contains("is not the key of"), "{said}");
    let said = refused(&one.path("key.pem"), &one.path("key.pem"));
    assert!(said.contains("no certificate"), "{said}");
    let said = refused(&one.path("cert.pem"), &one.path("cert.pem"));
    assert!(said.contains("private key"), "{said}");
    for line in fs::read_to_string(one.path("key.pem")).unwrap().lines().filter(|line| !line.starts_with('-')) {
        assert!(!said.contains(line), "a key in a message");
    }
}

#[tokio::test]
async fn the_command_line_believes_the_authority_that_it_is_given_and_says_when_there_is_none() {
    let place = Place::fresh().await;
    let files = Files::new();
    files.renew();
    let server = files.start(&place, &[]);
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/files/appointments.xlsx");
    let address = format!("https://localhost:{}", port(&server));
    let compare = |more: &[&str]| {
        let mut command = Command::new(std::env::var_os("LANEGATE_BIN").unwrap());
        command.args(["commit", sample, "--dry-run", "--server", &address]).args(more);
        command.env("LANEGATE_TOKEN", place.token()).env("XDG_STATE_HOME", &files.folder);
        let output = command.output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (done, said) = compare(&["--server-ca", &files.path("cert.pem")]);
    assert!(done, "{said}");
    let (done, said) = compare(&[]);
    assert!(!done && said.contains("--server-ca FILE"), "{said}");
    let (done, said) = compare(&["--server-ca", &files.path("key.pem")]);
    assert!(!done && said.contains("holds no certificate"), "{said}");
    assert!(server.end().success());
}
