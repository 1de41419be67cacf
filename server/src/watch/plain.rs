//! The metrics in the older of Prometheus's two text formats, for whoever does not ask for the newer one: `promtool check metrics`,
//! collectors of other makers. A counter is named with its ending there, an info is a gauge, and there is no mark at the end.

use std::collections::HashMap;
use std::fmt::Write as _;

/// Its media type.
pub const PLAIN: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Writes the newer format as the older one. Samples are the same in both.
pub fn plain(told: &str) -> String {
    let types: HashMap<&str, &str> =
        told.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' ')).collect();
    let mut text = String::with_capacity(told.len());
    for line in told.lines() {
        let said: Vec<&str> = line.splitn(4, ' ').collect();
        let _ = match said[..] {
            ["#", "HELP", name, what] => {
                let kind = types.get(name).copied().unwrap_or_default();
                writeln!(text, "# HELP {name}{} {what}", ending(kind))
            }
            ["#", "TYPE", name, kind] => writeln!(text, "# TYPE {name}{} {}", ending(kind), older(kind)),
            // Units and the end.
            ["#", ..] => continue,
            _ => writeln!(text, "{line}"),
        };
    }
    text
}

/// What the samples of a type end with.
fn ending(kind: &str) -> &'static str {
    match kind {
        "counter" => "_total",
        "info" => "_info",
        _ => "",
    }
}

/// What the older format calls a type.
fn older(kind: &str) -> &str {
    match kind {
        "info" => "gauge",
        "unknown" => "untyped",
        _ => kind,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::watch::Metrics;

    #[test]
    fn every_series_stands_under_a_type_of_its_own_name() {
        let metrics = Metrics::default();
        metrics.request("/health", "GET", 200, Duration::from_millis(1));
        let newer = metrics.text().unwrap();
        let older = plain(&newer);
        let samples = |text: &str| -> Vec<String> {
            text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
        };
        assert_eq!(samples(&newer), samples(&older));
        let mut name = "";
        for line in older.lines() {
            if let Some(said) = line.strip_prefix("# TYPE ") {
                let (typed, kind) = said.split_once(' ').unwrap();
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                assert_eq!(typed, name, "a help text goes before");
            } else if let Some(said) = line.strip_prefix("# ") {
                name = said.strip_prefix("HELP ").unwrap().split_once(' ').unwrap().0;
            } else {
                let sample = line.split(['{', ' ']).next().unwrap();
                let endings = ["_bucket", "_sum", "_count"].map(|ending| format!("{name}{ending}"));
                assert!(sample == name || endings.iter().any(|ending| ending == sample), "{line} after {name}");
            }
        }
        assert!(older.contains("# TYPE lanegate_requests_total counter\n"), "{older}");
        assert!(older.contains("# TYPE lanegate_build_info gauge\n") && !older.contains("# EOF"), "{older}");
    }
}
