//! Numbers and codes as the binary Excel formats (`.xls`, `.xlsb`) store them. Nothing here reads past the end.

/// A little-endian number at a place, if the bytes reach that far.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// A little-endian number at a place, if the bytes reach that far.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A little-endian double at a place, if the bytes reach that far.
pub(crate) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// The 30-bit number that binary Excel formats pack: a whole number or the upper half of a double, perhaps in hundredths.
pub(crate) fn packed_number(packed: u32) -> f64 {
    let number =
        if packed & 2 == 0 { f64::from_bits(u64::from(packed & !3) << 32) } else { f64::from((packed as i32) >> 2) };
    if packed & 1 == 0 { number } else { number / 100.0 }
}

/// The text of an error value by its code in binary Excel formats.
pub(crate) fn error_text(code: u8) -> String {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => return format!("#ERROR {code}"),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_unfold() {
        for (packed, expected) in [
            ((45_778 << 2) | 2, 45_778.0),
            (((-7_i32) << 2) as u32 | 2, -7.0),
            ((1_234 << 2) | 3, 12.34),
            (0x3FF0_0000, 1.0),
            (0x3FF0_0001, 0.01),
        ] {
            assert_eq!(packed_number(packed), expected);
        }
    }
}
