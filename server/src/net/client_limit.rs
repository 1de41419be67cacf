//! Limits how many connections one client has open, so that none takes all of them.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// Open connections by client.
#[derive(Debug, Clone)]
pub struct ClientLimit {
    max: usize,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One open connection of a client. It counts until it is dropped.
#[derive(Debug)]
pub struct ClientPermit {
    limit: ClientLimit,
    client: IpAddr,
}

impl ClientLimit {
    /// Allows at most `max` connections per client.
    pub fn new(max: usize) -> Self {
        Self { max, open: Arc::default() }
    }

    /// Counts a connection of an address, unless its client has the most that are allowed.
    pub fn acquire(&self, address: IpAddr) -> Option<ClientPermit> {
        let client = client(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(client).or_insert(0);
        if *count >= self.max {
            return None;
        }
        *count += 1;
        Some(ClientPermit { limit: self.clone(), client })
    }
}

impl Drop for ClientPermit {
    fn drop(&mut self) {
        let mut open = self.limit.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.client);
            }
        }
    }
}

/// A provider's customer has one IPv4 address, or all of an IPv6 network of 64 bits.
fn client(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX))),
        ip @ IpAddr::V4(_) => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_has_its_own_limit() {
        let limit = ClientLimit::new(2);
        let acquire = |text: &str| limit.acquire(text.parse().unwrap());
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
        assert_eq!(limit.open.lock().unwrap().len(), 1, "clients without connections are forgotten");
    }
}
