//! A text that is searched for.

use std::ops::Range;

use crate::query::{
    fold::{digits_of, fold},
    mark::{joined, marks, marks_of_digits},
};

/// Whether a folded text could be a part of a telephone number: digits, and the signs that stand between them.
#[must_use]
pub fn is_of_number(folded: &str) -> bool {
    folded.chars().all(|c| c.is_ascii_digit() || "+()/.- ".contains(c))
}

/// A text that is searched for, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Needle {
    /// The text, folded; never empty, and with no white space but the space.
    pub folded: String,
    /// Its digits, where it is written as part of a telephone number: digits and nothing else but `+ ( ) / . -` and
    /// spaces. A telephone number has it also if its digits have these.
    pub digits: Option<String>,
}

impl Needle {
    /// The needle for a text; none where nothing of it can be searched for.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let folded = fold(text);
        let digits = Some(digits_of(&folded)).filter(|digits| !digits.is_empty() && is_of_number(&folded));
        (!folded.is_empty()).then_some(Self { folded, digits })
    }

    /// Whether it has nothing but signs that stand between the digits of telephone numbers.
    #[must_use]
    pub fn is_signs(&self) -> bool {
        self.digits.is_none() && is_of_number(&self.folded)
    }

    /// Whether free text finds it in a field's text: as [`Self::is_in`], but signs alone are not looked for in telephone
    /// numbers, which are known by their digits.
    #[must_use]
    pub fn is_found_in(&self, text: &str, is_telephone: bool) -> bool {
        !(is_telephone && self.is_signs()) && self.is_in(text, is_telephone)
    }

    /// Whether a field's text has it.
    #[must_use]
    pub fn is_in(&self, text: &str, is_telephone: bool) -> bool {
        fold(text).contains(&self.folded)
            || self.digits_for(is_telephone).is_some_and(|digits| digits_of(text).contains(digits))
    }

    /// Whether a field's text is it.
    #[must_use]
    pub fn is(&self, text: &str, is_telephone: bool) -> bool {
        fold(text) == self.folded
            || self.digits_for(is_telephone).is_some_and(|digits| digits_of(text) == digits)
    }

    /// The parts of a field's text that have it, in bytes, in order and apart.
    #[must_use]
    pub fn marks(&self, text: &str, is_telephone: bool) -> Vec<Range<usize>> {
        let mut found = marks(text, &self.folded);
        if let Some(digits) = self.digits_for(is_telephone) {
            found.extend(marks_of_digits(text, digits));
        }
        joined(found)
    }

    fn digits_for(&self, is_telephone: bool) -> Option<&str> {
        self.digits.as_deref().filter(|_| is_telephone)
    }
}
