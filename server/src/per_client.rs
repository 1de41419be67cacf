//! Permits of which each client has its own number, so that no client takes all that there is of something.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Permits by client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PerClient {
    max: usize,
    clients: Arc<Mutex<HashMap<IpAddr, Weak<Semaphore>>>>,
}

impl PerClient {
    /// At most `max` permits per client.
    #[must_use]
    pub fn new(max: usize) -> Self {
        Self { max, clients: Arc::default() }
    }

    /// Takes a permit for an address, unless its client has the most that are allowed.
    pub fn try_acquire(&self, address: IpAddr) -> Option<OwnedSemaphorePermit> {
        self.permits(address).try_acquire_owned().ok()
    }

    /// Waits until the client of an address may have another permit. `None` never comes: permits are not closed.
    pub async fn acquire(&self, address: IpAddr) -> Option<OwnedSemaphorePermit> {
        self.permits(address).acquire_owned().await.ok()
    }

    fn permits(&self, address: IpAddr) -> Arc<Semaphore> {
        let client = network(address);
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(permits) = clients.get(&client).and_then(Weak::upgrade) {
            return permits;
        }
        // Clients that have none are forgotten.
        clients.retain(|_, permits| permits.strong_count() > 0);
        let permits = Arc::new(Semaphore::new(self.max));
        clients.insert(client, Arc::downgrade(&permits));
        permits
    }
}

/// What stands for all addresses of one client: an IPv4 address, or the first address of an IPv6 network of 64 bits.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_has_its_own_permits() {
        let limit = PerClient::new(2);
        let acquire = |text: &str| limit.try_acquire(text.parse().unwrap());
        let first = acquire("192.0.2.1").unwrap();
        let _second = acquire("::ffff:192.0.2.1").unwrap();
        assert!(acquire("192.0.2.1").is_none());
        assert!(acquire("192.0.2.2").is_some());
        drop(first);
        let _third = acquire("192.0.2.1").unwrap();

        let network = [acquire("2001:db8::1").unwrap(), acquire("2001:db8::2").unwrap()];
        assert!(acquire("2001:db8::ffff:3").is_none(), "a network of 64 bits is one client");
        assert!(acquire("2001:db8:0:1::1").is_some());
        drop(network);
        drop(acquire("198.51.100.1"));
        assert_eq!(
            limit.clients.lock().unwrap().len(),
            2,
            "clients without permits are forgotten when another one comes"
        );
    }
}
