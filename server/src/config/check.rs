//! `lanegate-server config check`: what a server would do with this configuration, and everything that is wrong with it. Nothing is
//! started, changed or connected to.

use std::fmt::Write as _;

use super::{Fault, Said, Setting, others_read, told, typed};
use crate::net;
use crate::options::{LogFormat, Serve, Target};
use crate::source;

/// The settings about the network; what is said of them together is said only where each is sound.
const NETWORK: [&str; 6] = ["listen", "public-url", "tls-cert", "tls-key", "trusted-proxy", "metrics-listen"];

/// Prints what would be done and what is wrong. Says whether a server would start with it.
#[must_use]
pub fn check(said: &Said) -> (String, bool) {
    let mut text = String::new();
    let mut faults = said.faults.clone();
    let from = said.file.as_ref().map_or_else(|| "no file".to_owned(), |file| file.display().to_string());
    let _ = writeln!(text, "Configuration file: {from}\n");
    let width = said.settings.iter().map(|setting| setting.key.len()).max().unwrap_or_default();
    for setting in &said.settings {
        let _ = writeln!(text, "{:width$}  {:30}  {}", setting.key, shown(setting), setting.origin);
    }
    match typed(&said.settings) {
        Ok(serve) => {
            let sound = |keys: &[&str]| !said.settings.iter().any(|s| s.faulty && keys.contains(&s.key.as_str()));
            if sound(&NETWORK) {
                faults.extend(network(&serve));
            }
            faults.extend(database(&serve.target));
            if faults.is_empty() {
                let _ = write!(text, "\n{}", doings(&serve));
            }
            for remark in remarks(said, &serve) {
                let _ = writeln!(text, "\nWorth knowing: {remark}");
            }
        }
        Err(error) => faults.push(super::of_clap(&error)),
    }
    let sound = faults.is_empty();
    match faults.len() {
        0 => text.push_str("\nNothing is wrong with it.\n"),
        1 => drop(writeln!(text, "\nOne thing is wrong with it:\n{}", told(&faults))),
        more => drop(writeln!(text, "\n{more} things are wrong with it:\n{}", told(&faults))),
    }
    (text, sound)
}

/// What is wrong with settings each of which is sound by itself. The files that they name are read for it; nothing is changed or
/// connected to.
#[must_use]
pub fn together(serve: &Serve) -> Vec<Fault> {
    [network(serve), database(&serve.target)].concat()
}

fn shown(setting: &Setting) -> String {
    let values = setting.values.join(", ");
    match values.as_str() {
        "" => "-".to_owned(),
        _ if setting.secret => source::without_secrets(&values),
        _ => values,
    }
}

fn placed(place: &str, wrong: Vec<String>) -> Vec<Fault> {
    wrong.into_iter().map(|what| Fault { place: place.to_owned(), what }).collect()
}

/// What is wrong with what is to be listened on.
fn network(serve: &Serve) -> Vec<Fault> {
    let mut wrong = net::faults(&serve.network);
    let listen = serve.network.listen;
    if listen.port() != 0 && serve.watch.metrics_listen == Some(listen) {
        wrong.push(format!("listen and metrics-listen both name {listen}. Give the metrics a port of their own."));
    }
    placed("network", wrong)
}

/// What is wrong with where the rows are to be kept.
fn database(target: &Target) -> Vec<Fault> {
    let mut wrong = Vec::new();
    for (name, url) in [("DATABASE_URL", target.url()), ("DATABASE_OWNER_URL", target.owner_url())] {
        match url {
            Ok(Some(url)) => wrong.extend(source::fault(name, &url)),
            Ok(None) => {}
            Err(error) => wrong.push(format!("{error:#}")),
        }
    }
    if matches!(target.url(), Ok(None)) {
        match target.data_dir.as_ref().filter(|folder| folder.exists() && !folder.is_dir()) {
            Some(file) => {
                wrong.push(format!("The data folder (data-dir) {} is no folder. Name another one.", file.display()))
            }
            None => wrong.extend(source::folder_fault(target)),
        }
        if !matches!(target.owner_url(), Ok(None)) {
            wrong.push(
                "There is an address for the owner (database-owner-url) and none for work. Set database-url."
                    .to_owned(),
            );
        }
    }
    placed("database", wrong)
}

/// What a server would do, in sentences.
fn doings(serve: &Serve) -> String {
    let Serve { network, watch, ending, target, .. } = serve;
    let mut text = String::new();
    let rows = match target.url() {
        Ok(Some(url)) => format!(
            "in the PostgreSQL {}, with up to {} connections; migrations as {}",
            source::without_secrets(&url),
            serve.max_connections,
            target
                .owner_url()
                .ok()
                .flatten()
                .map_or_else(|| "the same".to_owned(), |url| source::without_secrets(&url)),
        ),
        _ => format!(
            "in a private PostgreSQL in {}",
            target.folder().map_or_else(|_| "the data folder".to_owned(), |folder| folder.path().display().to_string())
        ),
    };
    let _ = writeln!(text, "It would keep rows {rows}.");
    let way = if network.tls_cert.is_some() {
        "with TLS"
    } else if network.trusted_proxy.is_empty() {
        "for this machine alone"
    } else {
        "for the trusted proxies"
    };
    let _ = writeln!(text, "It would listen on {} {way}.", network.listen);
    match watch.metrics_listen {
        Some(address) => drop(writeln!(text, "It would tell metrics and health on {address}.")),
        None => text.push_str("It would tell no metrics: metrics-listen is not set.\n"),
    }
    let format = if watch.log_format == LogFormat::Json { "JSON" } else { "text" };
    let _ = writeln!(text, "It would log {format} to the standard error.");
    let _ = writeln!(
        text,
        "Asked to end, it would say for {} s that it is not ready, and wait up to {} s for commits.",
        ending.shutdown_delay, ending.shutdown_timeout
    );
    text
}

/// What is allowed and may still not be meant.
fn remarks(said: &Said, serve: &Serve) -> Vec<String> {
    let mut remarks = Vec::new();
    if let (Some(file), true) =
        (&said.file, said.settings.iter().any(|s| s.secret && matches!(s.origin, super::Origin::Line(_))))
        && others_read(file)
    {
        remarks.push(format!(
            "every user of this machine can read {}, which holds an address of the database.",
            file.display()
        ));
    }
    for file in [&serve.target.database_url_file, &serve.target.database_owner_url_file].into_iter().flatten() {
        if others_read(file) {
            remarks.push(format!(
                "every user of this machine can read {}, which holds an address of the database. Take that right away \
                 (chmod o= FILE).",
                file.display()
            ));
        }
    }
    for (name, url) in [("DATABASE_URL", serve.target.url()), ("DATABASE_OWNER_URL", serve.target.owner_url())] {
        remarks.extend(url.ok().flatten().and_then(|url| source::remark(name, &url)));
    }
    if let Some(address) = serve.watch.metrics_listen.filter(|address| !address.ip().to_canonical().is_loopback()) {
        remarks.push(format!("whoever reaches {address} can read the metrics; they need no account."));
    }
    remarks
}
