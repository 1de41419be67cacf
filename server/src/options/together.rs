//! What is wrong with settings each of which is sound by itself. The files that they name are read for it; nothing is changed or
//! connected to.

use clap::Args;

use super::{Network, Serve, Target, arguments};
use crate::{net, source};

/// Everything that doesn't fit together, each with what to do. `wrong` are the options that have a wrong value: nothing is said of
/// settings that depend on them.
pub(super) fn faults(serve: &Serve, wrong: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    if !has_any::<Network>(wrong) {
        faults.extend(network(serve).into_iter().map(|fault| format!("network: {fault}")));
    }
    if !has_any::<Target>(wrong) {
        faults.extend(database(&serve.target).into_iter().map(|fault| format!("database: {fault}")));
    }
    faults
}

fn has_any<T: Args>(wrong: &[String]) -> bool {
    arguments::<T>().iter().filter_map(|arg| arg.get_long()).any(|long| wrong.iter().any(|wrong| wrong == long))
}

fn network(serve: &Serve) -> Vec<String> {
    let mut faults = net::faults(&serve.network);
    let listen = serve.network.listen;
    if listen.port() != 0 && serve.watch.metrics_listen == Some(listen) {
        faults.push(format!("--listen and --metrics-listen both name {listen}. Give the metrics a port of their own."));
    }
    faults
}

fn database(target: &Target) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, url) in [("DATABASE_URL", target.url()), ("DATABASE_OWNER_URL", target.owner_url())] {
        match url {
            Ok(Some(url)) => faults.extend(source::fault(name, &url)),
            Ok(None) => {}
            Err(error) => faults.push(format!("{error:#}")),
        }
    }
    if matches!(target.url(), Ok(None)) {
        match target.data_dir.as_ref().filter(|folder| folder.exists() && !folder.is_dir()) {
            Some(file) => faults
                .push(format!("The data folder {} is not a folder. Name another one with --data-dir.", file.display())),
            None => faults.extend(source::folder_fault(target)),
        }
        if !matches!(target.owner_url(), Ok(None)) {
            faults.push(
                "DATABASE_OWNER_URL names the database for its owner, and DATABASE_URL is missing. Set it.".to_owned(),
            );
        }
    }
    faults
}
