//! Whose elements are: a part's own are those of its root's namespace. Others are extensions that Excel passes over (`mc:Ignorable`), and so
//! do we. A prefix that is declared nowhere is taken as the part's own.

use lanegate_wire::Unreadable;
use quick_xml::events::BytesStart;

use super::attributes;
use crate::refusal;

/// The namespace of alternatives, of which the fallback is for readers that know no extension.
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
/// The most prefixes of extensions declared at once, since each name with a prefix is compared with all of them. Excel declares about ten.
const MOST: usize = 100;
/// OpenDocument has a namespace for each sort of element.
const OPEN_DOCUMENT: [&str; 3] =
    ["urn:oasis:names:tc:opendocument:", "urn:org:documentfoundation:", "http://openoffice.org/"];

/// Whose an element is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Whose {
    #[default]
    Own,
    Foreign,
    Compatibility,
}

/// The prefixes that, at the current element, aren't those of the part's own elements.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    begun: bool,
    root: Option<String>,
    /// The depth at which each was declared, the prefix, and what it stands for from there on.
    declared: Vec<(u32, String, Whose)>,
    /// The namespace of elements without a prefix.
    plain: Whose,
}

impl Namespaces {
    /// Returns true if an element that begins is to be skipped with its content.
    #[inline]
    pub(super) fn is_foreign(&mut self, element: &BytesStart<'_>, depth: u32) -> Result<bool, Unreadable> {
        let raw = element.attributes_raw();
        if raw.as_bytes().contains(&b'x') && raw.contains("xmlns") {
            self.declare(element, depth)?;
        }
        self.begun = true;
        let name = element.name();
        let name: &str = name.as_ref();
        let (whose, local) = match name.split_once(':') {
            None => (self.plain, name),
            Some((prefix, local)) => (self.whose(prefix), local),
        };
        Ok(match whose {
            Whose::Own => false,
            Whose::Foreign => true,
            Whose::Compatibility => !matches!(local, "AlternateContent" | "Fallback"),
        })
    }

    /// Forgets what was declared deeper than this.
    #[inline]
    pub(super) fn end(&mut self, depth: u32) {
        if self.declared.last().is_some_and(|(declared, ..)| *declared > depth) {
            while self.declared.pop_if(|(declared, ..)| *declared > depth).is_some() {}
            self.plain = self.whose("");
        }
    }

    /// Returns true if elements without a prefix are the part's own.
    #[inline]
    pub(super) fn plain_is_own(&self) -> bool {
        self.plain == Whose::Own
    }

    fn whose(&self, prefix: &str) -> Whose {
        self.declared.iter().rev().find(|(_, known, _)| known == prefix).map_or(Whose::Own, |(.., whose)| *whose)
    }

    fn declare(&mut self, element: &BytesStart<'_>, depth: u32) -> Result<(), Unreadable> {
        let name = element.name();
        let name: &str = name.as_ref();
        let of_root = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let mut found = Vec::new();
        let mut all = attributes(element);
        while let Some((name, value)) = all.whole() {
            match name.strip_prefix("xmlns") {
                Some("") => found.push(("", value)),
                Some(prefix) => found.extend(prefix.strip_prefix(':').map(|prefix| (prefix, value))),
                None => {}
            }
        }
        if !self.begun {
            self.root = found.iter().find(|(prefix, _)| *prefix == of_root).map(|(_, space)| (*space).to_owned());
        }
        for (prefix, space) in found {
            let whose = self.of_space(space);
            if whose != self.whose(prefix) {
                if self.declared.len() >= MOST {
                    return Err(refusal::TOO_LARGE.with("one of its parts names more than 100 extensions at once"));
                }
                self.declared.push((depth, prefix.to_owned(), whose));
            }
        }
        self.plain = self.whose("");
        Ok(())
    }

    fn of_space(&self, space: &str) -> Whose {
        if self.root.as_deref() == Some(space) || OPEN_DOCUMENT.iter().any(|known| space.starts_with(known)) {
            Whose::Own
        } else if space == COMPATIBILITY {
            Whose::Compatibility
        } else {
            Whose::Foreign
        }
    }
}
