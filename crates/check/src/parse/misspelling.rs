//! How many slips of the pen lie between a text and a word.

/// The keyboard's rows. A key touches its neighbors in its row and, in the row below, the one at its place and the one before.
const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

/// Letters that sound alike.
const ALIKE: [&[u8]; 4] = [b"aeiouy", b"ckq", b"sz", b"dt"];

/// Returns the number of letters that are missing, added, swapped with the next one, or mistaken for one nearby or alike. Any other
/// letter in a letter's place counts as two: it makes another word, as in `enraged` and `engaged`.
pub(super) fn slips(text: &str, word: &str) -> usize {
    let (text, word): (Vec<char>, Vec<char>) = (text.chars().collect(), word.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=word.len()).collect();
    for (row, &a) in text.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, &b) in word.iter().enumerate() {
            let mistaken = last[column] + mistake(a, b);
            let mut least = mistaken.min(last[column + 1] + 1).min(next[column] + 1);
            if row > 0 && column > 0 && a == word[column - 1] && text[row - 1] == b {
                least = least.min(before[column - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut last, next);
    }
    last[word.len()]
}

/// Returns the number of slips for a letter in the place of another one.
fn mistake(a: char, b: char) -> usize {
    match (u8::try_from(a), u8::try_from(b)) {
        _ if a == b => 0,
        (Ok(a), Ok(b)) if is_near(a, b) || ALIKE.iter().any(|letters| letters.contains(&a) && letters.contains(&b)) => {
            1
        }
        _ => 2,
    }
}

fn is_near(a: u8, b: u8) -> bool {
    let place = |letter: u8| {
        ROWS.iter().enumerate().find_map(|(row, keys)| Some((row, keys.iter().position(|&key| key == letter)?)))
    };
    let (Some(a), Some(b)) = (place(a), place(b)) else { return false };
    let ((upper, above), (lower, below)) = if a.0 <= b.0 { (a, b) } else { (b, a) };
    match lower - upper {
        0 => above.abs_diff(below) == 1,
        1 => above == below || above == below + 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (text, word, count) in [
            ("engaged", "engaged", 0),
            ("", "lost", 4),
            ("engagd", "engaged", 1),
            ("enngaged", "engaged", 1),
            ("egnaged", "engaged", 1),
            ("engahed", "engaged", 1),
            ("engeged", "engaged", 1),
            ("enraged", "engaged", 2),
            ("engägd", "engaged", 3),
            ("contested", "contacted", 3),
            ("connected", "contacted", 3),
            ("compacted", "contacted", 3),
        ] {
            assert_eq!(slips(text, word), count, "{text}");
        }
    }

    #[test]
    fn keys_are_near_on_all_sides() {
        for key in b'a'..=b'z' {
            let touches_s = b"wedxza".contains(&key);
            assert_eq!((is_near(b's', key), is_near(key, b's')), (touches_s, touches_s), "{}", char::from(key));
        }
    }
}
