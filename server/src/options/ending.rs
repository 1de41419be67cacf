//! How a server that is asked to end goes about it.

use clap::Args;

/// How it ends.
#[derive(Debug, Clone, Args)]
pub struct Ending {
    /// Seconds for which a server that was asked to end takes requests on, while it says that it is not ready: as long as a load
    /// balancer needs to notice.
    #[arg(long, env = "LANEGATE_SHUTDOWN_DELAY", value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=3_600))]
    pub shutdown_delay: u32,
    /// Seconds for which it then waits for commits that have begun. One that is cut off has not happened, unless the database
    /// had it already; whoever asks again finds out.
    #[arg(long, env = "LANEGATE_SHUTDOWN_TIMEOUT", value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub shutdown_timeout: u32,
}
