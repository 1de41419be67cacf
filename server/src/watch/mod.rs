//! Watching a server: whether it lives and is ready, and its metrics, told on an address of their own.
//!
//! Labels are bounded: addresses as the router has them, lanes, kinds, fates and states. Nothing of a person, an import or a file
//! becomes one.

mod labels;
mod metrics;
mod ops;
mod ready;
mod requests;

pub use labels::ImportEvent;
pub use metrics::Metrics;
pub use ops::serve;
pub use ready::Readiness;
pub use requests::count;

use tokio_util::sync::CancellationToken;

/// What is watched of a server. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    /// Its metrics.
    pub metrics: Metrics,
    /// Cancelled when it was asked to end: it is then not ready any more.
    pub stopping: CancellationToken,
}
