//! How a server is watched: metrics and logs.

use std::net::SocketAddr;

use clap::{Args, ValueEnum};

/// How it is watched.
#[derive(Debug, Clone, Args)]
pub struct Watch {
    /// Address for `/metrics` (Prometheus), `/health/live` and `/health/ready`, apart from the address for people, such as
    /// 127.0.0.1:8641. Whoever reaches it may read them. Without it there are no metrics.
    #[arg(long, env = "LANEGATE_METRICS_LISTEN", value_name = "ADDRESS")]
    pub metrics_listen: Option<SocketAddr>,
    /// How log lines are written to the standard error. What is logged is RUST_LOG's to say.
    #[arg(long, env = "LANEGATE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Json,
}
