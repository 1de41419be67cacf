//! The stream cipher of old Excel, by hand: its keys have lengths that are known at run time only.

/// A stream of bytes to be laid over others.
pub(super) struct Rc4 {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl Rc4 {
    pub(super) fn new(key: &[u8]) -> Self {
        let mut state = [0; 256];
        (0..=255).zip(&mut state).for_each(|(number, place): (u8, _)| *place = number);
        let mut j = 0_u8;
        for (i, key) in (0..256).zip(key.iter().cycle()) {
            j = j.wrapping_add(state[i]).wrapping_add(*key);
            state.swap(i, usize::from(j));
        }
        Self { state, i: 0, j: 0 }
    }

    /// Lays the next bytes of the stream over these.
    pub(super) fn apply(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.i = self.i.wrapping_add(1);
            let (i, at_i) = (usize::from(self.i), self.state[usize::from(self.i)]);
            self.j = self.j.wrapping_add(at_i);
            self.state.swap(i, usize::from(self.j));
            *byte ^= self.state[usize::from(at_i.wrapping_add(self.state[i]))];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rc4;

    #[test]
    fn the_stream_is_the_known_one() {
        let mut bytes = *b"Plaintext";
        Rc4::new(b"Key").apply(&mut bytes);
        assert_eq!(bytes, [0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3]);
    }
}
