//! The content security policy: the page may run its own files and talk to its own server, and nothing else.

use std::sync::LazyLock;

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

/// The policy, with the digests of the inline scripts of the page.
pub fn policy() -> &'static HeaderValue {
    static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
        let scripts = inline_scripts(super::index().unwrap_or_default());
        let digests: String = scripts.iter().map(|script| format!(" 'sha256-{}'", digest(script))).collect();
        HeaderValue::from_str(&written(&digests)).unwrap_or(HeaderValue::from_static("default-src 'none'"))
    });
    &POLICY
}

fn written(digests: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{digests}; connect-src 'self'; style-src 'self'; \
         img-src 'self' data:; worker-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}

/// The content of every `<script>` without a `src`, to the byte, as the browser hashes it.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((_, tail)) = rest.split_once("<script") {
        let Some((attributes, tail)) = tail.split_once('>') else { break };
        let Some((content, tail)) = tail.split_once("</script>") else { break };
        let linked = attributes.split_ascii_whitespace().any(|attribute| attribute.starts_with("src="));
        if !linked && !content.is_empty() {
            scripts.push(content);
        }
        rest = tail;
    }
    scripts
}

fn digest(script: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_found_and_linked_ones_are_not() {
        let html = r#"<head><script src="/a.js"></script><script type="module" nonce="x">
import init from '/app.js';</script><script defer src='/b.js'></script></head><script>two()</script>"#;
        assert_eq!(inline_scripts(html), ["\nimport init from '/app.js';", "two()"]);
        assert!(inline_scripts("<script").is_empty());
    }

    #[test]
    fn the_digest_is_the_one_that_browsers_compute() {
        // The example of the CSP specification's neighbourhood: printf "alert('Hello, world.');" | openssl dgst -sha256 -binary | base64
        assert_eq!(digest("alert('Hello, world.');"), "qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
        assert_eq!(digest(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn the_policy_allows_no_other_origin_and_no_eval() {
        let policy = policy().to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        for word in ["http:", "https:", "*", "'unsafe-inline'", "'unsafe-eval'", "blob:"] {
            assert!(!policy.contains(word), "{word} in {policy}");
        }
    }
}
