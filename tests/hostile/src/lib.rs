//! Files that no spreadsheet program writes, and that somebody will drop all the same: bombs, lies, loops, broken pieces.
//!
//! One [`Hostile`] a class; each says what must come out. The same bytes are made everywhere and every time, natively and in
//! WebAssembly: nothing here is random but [`damage`], whose places come from a seed of its own.
//!
//! All files hold the same little table where they hold one: [`HEAD`] and [`DATA`], of the kind `partner_master`.

mod bytes;
pub mod damage;
mod odd;
mod ods;
mod ole;
mod shape;
mod text;
mod xls;
mod xlsb;
mod xlsx;
mod zip;

/// The headers of every table here.
pub const HEAD: [&str; 3] = ["firm_name", "primary_contact_name", "source"];
/// Its first row.
pub const DATA: [&str; 3] = ["Harbor", "Ann Lee", "Event"];

/// What must come of a file.
#[derive(Debug, Clone, Copy)]
pub enum Expect {
    /// It is refused with this code.
    Refused(&'static str),
    /// It is read: the clean rows are of these firms, and findings of these codes are among those told.
    Read {
        /// `firm_name` of every clean row, in order.
        firms: &'static [&'static str],
        /// Codes that must be among the findings.
        codes: &'static [&'static str],
    },
    /// It is refused, or its rows are those of [`DATA`], or something is told of it: no value is wrong in silence.
    NothingWrong,
    /// Anything but the end of the program.
    Anything,
}

/// A class of hostile files.
#[derive(Debug, Clone, Copy)]
pub struct Hostile {
    /// Its name: words with hyphens.
    pub name: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// How many different files there are of it.
    pub variants: u32,
    /// Makes one of them.
    pub make: fn(u32) -> Vec<u8>,
    /// What must come of each.
    pub expect: Expect,
    /// Whether it takes seconds where the program is not optimised.
    pub heavy: bool,
}

impl Hostile {
    /// A class of one file.
    const fn one(name: &'static str, file: &'static str, make: fn(u32) -> Vec<u8>, expect: Expect) -> Self {
        Self { name, file, variants: 1, make, expect, heavy: false }
    }

    /// The same, of many files.
    const fn variants(self, variants: u32) -> Self {
        Self { variants, ..self }
    }

    /// The same, with these clean rows.
    const fn read(self, firms: &'static [&'static str]) -> Self {
        let codes = match self.expect {
            Expect::Read { codes, .. } => codes,
            _ => &[],
        };
        Self { expect: Expect::Read { firms, codes }, ..self }
    }

    /// The same, marked as slow.
    const fn heavy(self) -> Self {
        Self { heavy: true, ..self }
    }
}

/// It is read as the little table, with findings of these codes.
const fn told(codes: &'static [&'static str]) -> Expect {
    Expect::Read { firms: &[DATA[0]], codes }
}

/// Every class, by what its files are.
pub fn all() -> impl Iterator<Item = &'static Hostile> {
    [
        zip::CLASSES,
        shape::CLASSES,
        xlsx::CLASSES,
        xlsb::CLASSES,
        xls::CLASSES,
        ole::CLASSES,
        ods::CLASSES,
        text::CLASSES,
        odd::CLASSES,
        damage::CLASSES,
    ]
    .into_iter()
    .flatten()
}

/// The little table as an honest file of each format: its name and its bytes.
#[must_use]
pub fn honest() -> [(&'static str, Vec<u8>); 5] {
    [
        ("honest.xlsx", xlsx::honest()),
        ("honest.xlsb", xlsb::honest()),
        ("honest.xls", xls::honest()),
        ("honest.ods", ods::honest()),
        ("honest.csv", text::honest()),
    ]
}

/// A container of these parts, names and contents, as it should be.
#[must_use]
pub fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let entries: Vec<_> = parts.iter().map(|(name, content)| zip::Entry::new(name, content)).collect();
    zip::archive(&entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_files_are_the_same_every_time() {
        let mut names: Vec<_> = all().map(|class| class.name).collect();
        assert!(names.len() > 80, "{}", names.len());
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all().count());
        for class in all().filter(|class| !class.heavy) {
            let last = class.variants - 1;
            assert!((class.make)(last) == (class.make)(last), "{}", class.name);
        }
    }
}
