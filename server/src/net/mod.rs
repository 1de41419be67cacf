//! The network side of the server: listeners, TLS, proxies, and connections within limits of time, size, and number. It
//! doesn't know what is served.

mod accept;
mod files;
mod judge;
mod listener;
mod proxies;
mod tls;

pub use accept::serve;
pub use judge::faults;
pub use listener::Listener;
pub use proxies::Proxies;
