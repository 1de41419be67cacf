//! Lane A, `sales`: meetings already held with prospects who then stalled or went silent.
//!
//! Declares the lane's kinds. Knows nothing of the other lane.

mod appointment_history;

pub use appointment_history::APPOINTMENT_HISTORY;
