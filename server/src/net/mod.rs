//! The network's side of the server: what may be listened on, TLS, proxies, and connections within limits of time, size
//! and number. Knows nothing of what is served.

mod accept;
mod door;
mod files;
mod proxies;
mod seats;
mod stalling;
mod tls;

pub use accept::accept;
pub use door::{Door, Limits, faults};
pub use proxies::Proxies;
