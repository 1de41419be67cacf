//! What is wrong with a network as it was asked for: beyond this machine only over TLS, or behind a trusted proxy that speaks it, and
//! under a name that is known.

use crate::net::tls::Certificates;
use crate::options::Network;

/// Everything that is wrong with what was asked for, each with what to do. Certificates are read for it.
#[must_use]
pub fn faults(network: &Network) -> Vec<String> {
    let mut faults = judge(network);
    if let (Some(cert), Some(key)) = (&network.tls_cert, &network.tls_key) {
        faults.extend(Certificates::read(cert, key).err().map(|error| format!("{error:#}")));
    }
    faults
}

/// What is wrong with what was asked for, and what to do.
pub(super) fn judge(network: &Network) -> Vec<String> {
    let Network { listen, public_url, tls_cert, tls_key, trusted_proxy, .. } = network;
    let (tls, proxied) = (tls_cert.is_some(), !trusted_proxy.is_empty());
    let mut faults = Vec::new();
    if tls_cert.is_some() != tls_key.is_some() {
        faults.push(
            "TLS needs a certificate and its key, and only one of them is named. Name both (--tls-cert FILE --tls-key FILE)."
                .to_owned(),
        );
    }
    if trusted_proxy.iter().any(|net| net.prefix_len() == 0) {
        faults.push(
            "--trusted-proxy trusts every address, so anybody could claim to be anybody. Name the addresses of the \
             proxies, such as 10.0.0.7 or 10.0.0.0/24."
                .to_owned(),
        );
    }
    let beyond = !listen.ip().to_canonical().is_loopback();
    if beyond && !tls && !proxied {
        faults.push(format!(
            "Lanegate does not listen on {listen} without TLS: passwords would go over the network as they are. Give it \
             a certificate (--tls-cert FILE --tls-key FILE), or put a proxy that speaks HTTPS in front and name its \
             address (--trusted-proxy 10.0.0.7). For this machine alone, use 127.0.0.1:{}.",
            listen.port()
        ));
    }
    match public_url {
        None if beyond => faults.push(format!(
            "Lanegate listens on {listen}, which other machines reach, and does not know the address that people will \
             open. Name it: --public-url https://lanegate.example.com."
        )),
        None if proxied => faults.push(
            "--trusted-proxy needs the address that people open at the proxy. Name it: --public-url \
             https://lanegate.example.com."
                .to_owned(),
        ),
        Some(url) if url.is_secure() && !tls && !proxied => faults.push(
            "--public-url begins with https://, and nothing here speaks TLS. Give Lanegate a certificate (--tls-cert FILE \
             --tls-key FILE), or name the proxy that has one (--trusted-proxy 127.0.0.1)."
                .to_owned(),
        ),
        Some(url) if !url.is_secure() && (tls || proxied) => faults.push(
            "--public-url begins with http://, and people would come over TLS. Write https://, or leave --tls-cert and \
             --trusted-proxy out."
                .to_owned(),
        ),
        _ => {}
    }
    faults
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::options::{Command, Options};

    fn network(arguments: &[&str]) -> Network {
        let said = Options::try_parse_from([&["lanegate-server"], arguments].concat()).unwrap();
        match said.what() {
            Command::Serve(serve) => serve.network,
            _ => unreachable!("serving is what is done when nothing is said"),
        }
    }

    fn verdict(arguments: &[&str]) -> Result<(), String> {
        let wrong = judge(&network(arguments));
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }

    #[test]
    fn beyond_this_machine_only_with_tls_and_a_name() {
        let (public, tls) = (["--public-url", "https://a.example"], ["--tls-cert", "c", "--tls-key", "k"]);
        let beyond = ["--listen", "0.0.0.0:8640"];
        let proxy = ["--trusted-proxy", "10.0.0.7"];
        for (arguments, hint) in [
            (vec![beyond], "--tls-cert"),
            (vec![["--listen", "[::]:8640"]], "--trusted-proxy"),
            (vec![["--listen", "192.0.2.1:8640"], public], "--tls-cert"),
            (vec![beyond, ["--tls-cert", "c"], ["--tls-key", "k"]], "--public-url"),
            (vec![beyond, proxy], "--public-url"),
            (vec![proxy], "--public-url"),
            (vec![public], "--trusted-proxy 127.0.0.1"),
            (vec![["--public-url", "http://localhost:9000"], proxy], "https://"),
            (vec![beyond, public, ["--tls-cert", "c"]], "only one of them"),
            (vec![public, ["--tls-key", "k"]], "only one of them"),
            (vec![beyond, public, ["--trusted-proxy", "0.0.0.0/0"]], "every address"),
            (vec![beyond, public, ["--trusted-proxy", "10.0.0.7,::/0"]], "every address"),
        ] {
            let refused = verdict(&arguments.concat()).unwrap_err();
            assert!(refused.contains(hint), "{arguments:?}: {refused}");
        }
        for arguments in [
            vec![],
            vec!["--listen", "[::1]:8640"],
            [&beyond[..], &public, &tls].concat(),
            [&beyond[..], &public, &proxy].concat(),
            [&public[..], &["--trusted-proxy", "127.0.0.1,::1"]].concat(),
            vec!["--public-url", "http://localhost:9000"],
            tls.to_vec(),
        ] {
            assert_eq!(verdict(&arguments), Ok(()), "{arguments:?}");
        }
    }
}
