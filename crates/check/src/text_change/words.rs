//! The words of a text in another order, with other signs between them: `Lee, Ann` becomes `Ann Lee`, and `31.5.26` becomes
//! `2026-05-31`.

/// Where the words of the new text come from. It fits texts with as many words of the same sorts and the same signs between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WordOrder {
    sorts: Vec<Sort>,
    signs: Vec<String>,
    words: Vec<(usize, Form)>,
    new_signs: Vec<String>,
}

/// What a word consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Digits,
    Letters,
    Mixed,
}

/// How a word is written in the new text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Same,
    /// A number with two digits.
    TwoDigits,
    /// A year of this century with four digits.
    Century,
    /// The number of a month with two digits instead of its name.
    MonthNumber,
}

const FORMS: [Form; 4] = [Form::Same, Form::TwoDigits, Form::Century, Form::MonthNumber];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl WordOrder {
    /// The order that turns `from` into `to`; `None` if a word is new, or could come from two places.
    pub fn between(from: &str, to: &str) -> Option<Self> {
        let (words, signs) = split(from);
        let (new_words, new_signs) = split(to);
        if words.len() < 2 || new_words.is_empty() {
            return None;
        }
        let mut used = vec![false; words.len()];
        let mut sources = Vec::with_capacity(new_words.len());
        for new in new_words {
            let source = FORMS.into_iter().find_map(|form| {
                let mut fitting =
                    (0..words.len()).filter(|&at| !used[at] && form.write(words[at]).as_deref() == Some(new));
                let first = fitting.next()?;
                Some((first, form, fitting.next().is_some()))
            });
            let (at, form, is_unclear) = source?;
            if is_unclear || has_rival(&words, &used, at, new) {
                return None;
            }
            used[at] = true;
            sources.push((at, form));
        }
        // If 5 became 05, then 31 is a number of two digits as well.
        if sources.iter().any(|(_, form)| matches!(form, Form::TwoDigits | Form::MonthNumber)) {
            let is_same =
                |(at, form): &&mut (usize, Form)| *form == Form::Same && Form::TwoDigits.write(words[*at]).is_some();
            sources.iter_mut().filter(is_same).for_each(|(_, form)| *form = Form::TwoDigits);
        }
        let sorts = words.iter().map(|word| Sort::of(word)).collect();
        let owned = |signs: Vec<&str>| signs.into_iter().map(str::to_owned).collect();
        Some(Self { sorts, signs: owned(signs), words: sources, new_signs: owned(new_signs) })
    }

    /// Another text in this order; `None` if it has another form.
    pub fn apply(&self, text: &str) -> Option<String> {
        let (words, signs) = split(text);
        let fits = words.len() == self.sorts.len()
            && signs == self.signs
            && words.iter().zip(&self.sorts).all(|(word, sort)| Sort::of(word) == *sort);
        if !fits {
            return None;
        }
        let mut changed = self.new_signs[0].clone();
        for ((at, form), sign) in self.words.iter().zip(&self.new_signs[1..]) {
            changed.push_str(&form.write(words[*at])?);
            changed.push_str(sign);
        }
        Some(changed)
    }
}

/// Returns true if another unused word can be written as `new`, in whatever form.
fn has_rival(words: &[&str], used: &[bool], at: usize, new: &str) -> bool {
    let could_be = |other: usize| FORMS.into_iter().any(|form| form.write(words[other]).as_deref() == Some(new));
    (0..words.len()).any(|other| other != at && !used[other] && could_be(other))
}

impl Sort {
    fn of(word: &str) -> Self {
        if word.chars().all(|sign| sign.is_ascii_digit()) {
            Self::Digits
        } else if word.chars().any(|sign| sign.is_ascii_digit()) {
            Self::Mixed
        } else {
            Self::Letters
        }
    }
}

impl Form {
    fn write(self, word: &str) -> Option<String> {
        let digits = |count: usize| word.len() <= count && Sort::of(word) == Sort::Digits;
        match self {
            Self::Same => Some(word.to_owned()),
            Self::TwoDigits => digits(2).then(|| format!("{word:0>2}")),
            Self::Century => (digits(2) && word.len() == 2).then(|| format!("20{word}")),
            Self::MonthNumber => {
                let start = word.get(..3).filter(|_| Sort::of(word) == Sort::Letters)?.to_ascii_lowercase();
                let at = MONTHS.iter().position(|month| *month == start)?;
                Some(format!("{:02}", at + 1))
            }
        }
    }
}

/// The words of a text, and the signs before, between, and after them: one more than words.
fn split(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut words, mut signs) = (Vec::new(), Vec::new());
    let mut rest = text;
    loop {
        let word = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
        signs.push(&rest[..word]);
        rest = &rest[word..];
        if rest.is_empty() {
            return (words, signs);
        }
        let end = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
}
