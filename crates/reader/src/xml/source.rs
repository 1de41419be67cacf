//! Where the XML reader's bytes come from: a part as it stands or transcoded piece by piece, and a bound on how much of it
//! one event may take.

use std::io::{BufRead, BufReader, Error, Read, Result};

use crate::budget::Exceeded;
use crate::charset::{Charset, Decode};

/// A part as UTF-8: as it stands, or transcoded where it is not (UTF-16, rare).
pub(super) enum Source<R> {
    Plain(BufReader<R>),
    Transcoded(Transcoded<R>),
}

impl<R: Read> Source<R> {
    #[inline]
    fn fill(&mut self) -> Result<&[u8]> {
        match self {
            Self::Plain(reader) => reader.fill_buf(),
            Self::Transcoded(reader) => reader.fill(),
        }
    }

    #[inline]
    fn skip(&mut self, amount: usize) {
        match self {
            Self::Plain(reader) => reader.consume(amount),
            Self::Transcoded(reader) => reader.at += amount,
        }
    }
}

/// A part in another encoding, transcoded as it is read.
pub(super) struct Transcoded<R> {
    part: BufReader<R>,
    decoder: Box<dyn Decode>,
    /// Whether anything has been decoded: a byte-order mark is no part of the text.
    begun: bool,
    text: String,
    /// What of the text has been read.
    at: usize,
    ended: bool,
}

impl<R: Read> Transcoded<R> {
    pub(super) fn new(part: BufReader<R>, encoding: Charset) -> Self {
        Self { part, decoder: encoding.decoder(), begun: false, text: String::new(), at: 0, ended: false }
    }

    fn fill(&mut self) -> Result<&[u8]> {
        while self.at >= self.text.len() && !self.ended {
            let piece = self.part.fill_buf()?;
            self.ended = piece.is_empty();
            let read = piece.len();
            self.text.clear();
            self.decoder.decode(piece, self.ended, &mut self.text);
            self.part.consume(read);
            self.at = 0;
            if !self.begun && !self.text.is_empty() {
                self.begun = true;
                self.at = if self.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
            }
        }
        Ok(self.text.as_bytes().get(self.at..).unwrap_or_default())
    }
}

/// A source that fails when more is read of it than was granted.
pub(super) struct Bounded<S> {
    source: S,
    left: usize,
}

impl<S> Bounded<S> {
    pub(super) fn new(source: S) -> Self {
        Self { source, left: 0 }
    }

    /// Grants as many bytes, from here on.
    #[inline]
    pub(super) fn renew(&mut self, bytes: usize) {
        self.left = bytes;
    }
}

impl<R: Read> Read for Bounded<Source<R>> {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let found = self.fill_buf()?;
        let count = found.len().min(buf.len());
        buf[..count].copy_from_slice(&found[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Bounded<Source<R>> {
    #[inline]
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.left == 0 {
            return Err(Error::other(Exceeded("one of its parts holds a single text or tag of more than 16 MB")));
        }
        self.source.fill()
    }

    #[inline]
    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.source.skip(amount);
    }
}
