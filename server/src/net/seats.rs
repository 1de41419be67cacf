//! How many connections one address may hold, so that no single client takes all of them.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// The connections by address.
#[derive(Debug, Clone)]
pub struct Seats {
    most: usize,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One connection of an address. Dropped, it is free again.
#[derive(Debug)]
pub struct Seat {
    seats: Seats,
    address: IpAddr,
}

impl Seats {
    /// At most so many connections an address.
    pub fn of(most: usize) -> Self {
        Self { most, taken: Arc::default() }
    }

    /// A seat for an address, if it has not got as many as it may.
    pub fn take(&self, address: IpAddr) -> Option<Seat> {
        let address = household(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.entry(address).or_insert(0);
        if *own >= self.most {
            return None;
        }
        *own += 1;
        Some(Seat { seats: self.clone(), address })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

/// One customer of a provider has one IPv4 address, or all of an IPv6 network of 64 bits.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX))),
        ip @ IpAddr::V4(_) => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_so_many_and_gives_them_back() {
        let seats = Seats::of(2);
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let first = seats.take(ip("192.0.2.1")).unwrap();
        let _second = seats.take(ip("::ffff:192.0.2.1")).unwrap();
        assert!(seats.take(ip("192.0.2.1")).is_none());
        assert!(seats.take(ip("192.0.2.2")).is_some());
        drop(first);
        let _third = seats.take(ip("192.0.2.1")).unwrap();

        let network = [seats.take(ip("2001:db8::1")).unwrap(), seats.take(ip("2001:db8::2")).unwrap()];
        assert!(seats.take(ip("2001:db8::ffff:3")).is_none(), "one network of 64 bits is one household");
        assert!(seats.take(ip("2001:db8:0:1::1")).is_some());
        drop(network);
        assert_eq!(seats.taken.lock().unwrap().len(), 1, "addresses that left are forgotten");
    }
}
