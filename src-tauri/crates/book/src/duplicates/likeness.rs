//! How alike two names, or two companies, are.

/// How alike two of a kind are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The same, but for how it is written.
    Same,
    /// Near enough that a slip or a short form may be all that is between them.
    Similar,
    /// One of them says nothing.
    Unknown,
    /// Others.
    Different,
}

impl Likeness {
    /// Whether they may well mean the same.
    pub fn is_near(self) -> bool {
        matches!(self, Self::Same | Self::Similar)
    }

    /// The better of two.
    pub fn better(self, other: Self) -> Self {
        let rank = |likeness| match likeness {
            Self::Same => 3,
            Self::Similar => 2,
            Self::Different => 1,
            Self::Unknown => 0,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

/// Whether one letter more, less or other, or two neighbours changed round, is all that is between two texts.
pub(super) fn is_one_edit(one: &str, other: &str) -> bool {
    let (one, other) = without_common_ends(one, other);
    let (mut one, mut other) = (one.chars(), other.chars());
    match (one.next(), one.next(), one.next(), other.next(), other.next(), other.next()) {
        (Some(_), None, _, None, _, _) | (None | Some(_), None, _, Some(_), None, _) => true,
        (Some(a), Some(b), None, Some(c), Some(d), None) => a == d && b == c,
        _ => false,
    }
}

/// What is left of two texts without the beginning and the end that both have.
fn without_common_ends<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = one.chars().zip(other.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (one, other) = (one.get(start..).unwrap_or_default(), other.get(start..).unwrap_or_default());
    let end: usize =
        one.chars().rev().zip(other.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let cut = |text: &'a str| text.get(..text.len() - end).unwrap_or_default();
    (cut(one), cut(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_edit_and_two_are_not() {
        for (one, other) in [
            ("smith", "smyth"),
            ("smith", "smit"),
            ("jon", "john"),
            ("jhon", "john"),
            ("é", ""),
            ("aab", "ab"),
        ] {
            assert!(is_one_edit(one, other) && is_one_edit(other, one), "{one} {other}");
        }
        for (one, other) in [("smith", "smith"), ("", ""), ("abc", "bca"), ("smith", "smythe"), ("ab", "cd")]
        {
            assert!(!is_one_edit(one, other) && !is_one_edit(other, one), "{one} {other}");
        }
    }
}
