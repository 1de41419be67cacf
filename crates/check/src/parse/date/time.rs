//! Times of day behind a date: `14:30`, `3 pm`, `10:00:00.000+02:00`, `10:00 CEST`.

/// A time of day as written, with what its text says about the time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    /// Seconds since midnight.
    pub seconds: u32,
    /// True if the text names a time zone.
    pub zoned: bool,
}

/// Words behind a time that name no zone.
const HOURS: [&str; 4] = ["uhr", "h", "hrs", "hr"];

/// Reads a text from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'a>(pub &'a str);

impl<'a> Scanner<'a> {
    /// Passes over spaces.
    pub fn spaces(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// Passes over a character if it is the next one.
    pub fn eat(&mut self, wanted: char) -> bool {
        self.0.strip_prefix(wanted).map(|rest| self.0 = rest).is_some()
    }

    /// The digits that are next; empty if there are none.
    pub fn digits(&mut self) -> &'a str {
        let end = self.0.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        digits
    }

    /// The letters that are next; empty if there are none.
    pub fn word(&mut self) -> &'a str {
        self.take(char::is_alphabetic)
    }

    fn take(&mut self, wanted: fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c: char| !wanted(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    /// A time of day whose hour has been read, up to its time zone. `None` if there is no such time. Points may part it where they can't
    /// part a date.
    pub fn time(&mut self, hour: &str, points: bool) -> Option<Time> {
        let mut seconds = number(hour, 2)?.checked_mul(3_600)?;
        let mut parts = 0;
        while parts < 2 && (self.eat(':') || points && self.eat('.') || parts == 0 && self.eat('h')) {
            let part = number(self.digits(), 2).filter(|part| *part < 60)?;
            seconds += part * [60, 1][parts];
            parts += 1;
        }
        let mut behind = *self;
        if parts == 2 && (behind.eat('.') || behind.eat(',')) && !behind.digits().is_empty() {
            *self = behind;
        }
        let half = self.half_of_day();
        if parts == 0 && half.is_none() {
            return None;
        }
        if let Some(afternoon) = half {
            let of_twelve = seconds.checked_sub(3_600).filter(|seconds| *seconds < 12 * 3_600)?;
            seconds = (of_twelve + 3_600) % (12 * 3_600) + if afternoon { 12 * 3_600 } else { 0 };
        }
        (seconds < 86_400).then(|| Time { seconds, zoned: self.zone() })
    }

    /// Reads `am` or `pm`, if one follows: `Some(true)` for `pm`.
    fn half_of_day(&mut self) -> Option<bool> {
        let mut behind = *self;
        behind.spaces();
        let word = behind.word();
        let afternoon = ["pm", "am"].iter().position(|half| word.eq_ignore_ascii_case(half))? == 0;
        *self = behind;
        Some(afternoon)
    }

    /// Passes over the time zone that is named next. The answer says whether one is.
    pub fn zone(&mut self) -> bool {
        let mut zoned = false;
        loop {
            let mut behind = *self;
            behind.spaces();
            let named = behind.place() || ["z", "utc", "gmt", "ut"].iter().any(|zone| behind.word_is(zone));
            if !(named || behind.offset() || zoned && behind.bracketed()) {
                return zoned;
            }
            (*self, zoned) = (behind, true);
        }
    }

    /// Passes over a word if it is the next one, whatever its case.
    pub fn word_is(&mut self, wanted: &str) -> bool {
        let mut behind = *self;
        let is = behind.word().eq_ignore_ascii_case(wanted);
        if is {
            *self = behind;
        }
        is
    }

    /// `+02:00`, `-0500`, `+2`
    fn offset(&mut self) -> bool {
        if !self.eat('+') && !self.eat('-') && !self.eat('\u{2212}') {
            return false;
        }
        let digits = self.digits();
        let hours = if digits.len() > 2 { &digits[..digits.len() - 2] } else { digits };
        let minutes_fit = !(digits.len() <= 2 && self.eat(':')) || self.digits().len() == 2;
        minutes_fit && number(hours, 2).is_some_and(|hours| hours <= 14)
    }

    /// `America/New_York`, `Eastern Time (US & Canada)`
    fn place(&mut self) -> bool {
        let mut behind = *self;
        let name = behind.take(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '/'));
        if name.contains('/') {
            *self = behind;
            return true;
        }
        let named = name.len() > 2
            && !self.0.contains(|c: char| c.is_ascii_digit())
            && self.0.to_ascii_lowercase().contains("time");
        if named {
            self.0 = "";
        }
        named
    }

    /// `(Central European Summer Time)`, `[Europe/Berlin]`
    fn bracketed(&mut self) -> bool {
        let close = match self.0.chars().next() {
            Some('(') => ')',
            Some('[') => ']',
            _ => return false,
        };
        self.0.split_once(close).map(|(_, rest)| self.0 = rest).is_some()
    }
}

/// The number that at most so many digits write.
pub(super) fn number(digits: &str, most: usize) -> Option<u32> {
    let plain = (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// The time of day that makes up the rest of a text behind a date. `Err`: the rest is something else.
pub(super) fn behind_date(rest: &str) -> Result<Option<Time>, ()> {
    let mut scanner = Scanner(rest);
    scanner.spaces();
    if scanner.0.is_empty() {
        return Ok(None);
    }
    let separated = scanner.0.len() < rest.len() || scanner.eat('T') || scanner.eat('t');
    let mut time = named_time(&mut scanner).filter(|_| separated).ok_or(())?;
    // Of a stretch of time, the beginning counts.
    if scanner.eat('-') || scanner.eat('–') {
        scanner.spaces();
        time.zoned |= named_time(&mut scanner).ok_or(())?.zoned;
    }
    if scanner.0.is_empty() { Ok(Some(time)) } else { Err(()) }
}

/// A time with what is said about it: the name of a zone, which says nothing certain (`CEST`, `EST`), or `Uhr`.
fn named_time(scanner: &mut Scanner<'_>) -> Option<Time> {
    let hour = scanner.digits();
    let mut time = scanner.time(hour, true)?;
    scanner.spaces();
    if !HOURS.iter().any(|hours| scanner.word_is(hours)) {
        let name = scanner.word();
        time.zoned |= !name.is_empty();
        (name.is_empty() || (2..=5).contains(&name.len())).then_some(())?;
    }
    scanner.spaces();
    Some(time)
}

/// A time of day for a message: `14:30`, `23:59:12`.
pub(super) fn written(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if seconds == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        for (text, time, zoned) in [
            (" 14:30", "14:30", false),
            ("T09:05:07", "09:05:07", false),
            ("T10:00:00.123456", "10:00", false),
            (" 3:05 PM", "15:05", false),
            (" 3pm", "15:00", false),
            (" 12:30 am", "00:30", false),
            (" 12 pm", "12:00", false),
            ("T00:00:00Z", "00:00", true),
            (" 10:00:00 +0000 UTC", "10:00", true),
            (" 10:00 GMT+2", "10:00", true),
            (" 10:00 CEST", "10:00", true),
            ("T10:00+02:00[Europe/Berlin]", "10:00", true),
            ("T10:00-05", "10:00", true),
            (" 10:00 America/New_York", "10:00", true),
            (" 10:00 AM Eastern Time (US & Canada)", "10:00", true),
            (" 10:00 Uhr", "10:00", false),
            (" 10.30", "10:30", false),
            (" 10h30", "10:30", false),
            (" 10:00 - 11:00", "10:00", false),
            (" 3:00 PM – 3:30 PM", "15:00", false),
        ] {
            let found = behind_date(text).unwrap().unwrap();
            assert_eq!((written(found.seconds).as_str(), found.zoned), (time, zoned), "{text}");
        }
        assert_eq!(behind_date("  "), Ok(None));
        for text in [
            "14:30",
            " 14",
            " 24:00",
            " 25:61",
            " 10:60",
            " 13:00 pm",
            " 0:30 am",
            " 10:00 x",
            " 10:00 o'clock",
            " 10:00 sharply",
            " 10:00 -",
            " 10:00 - 11:00 - 12:00",
            " 10:00+15:00",
            " and later",
            "T",
            "x",
        ] {
            assert_eq!(behind_date(text), Err(()), "{text}");
        }
    }
}
