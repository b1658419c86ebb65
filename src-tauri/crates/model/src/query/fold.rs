//! Text folded for comparison.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Text folded for comparison: compatibility forms made plain, accents dropped, lower case, and each letter, apostrophe
/// and dash of the table as the one on an English keyboard. No white space is left but the space. The characters
/// are folded one by one, so that a part of a text folds to a part of what the text folds to.
#[must_use]
pub fn fold(text: &str) -> String {
    // Most text is of this kind, and thrice as fast this way.
    if text.is_ascii() && !text.contains(is_control_space) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_into(c, &mut folded));
    folded
}

/// Adds what one character folds to; some fold to nothing.
pub(super) fn fold_into(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(if is_control_space(c) { ' ' } else { c.to_ascii_lowercase() });
        return;
    }
    decompose_compatible(c, |part| {
        // Lower-casing İ leaves a dot of its own.
        for lower in part.to_lowercase().filter(|lower| !is_dropped(*lower)) {
            match plain(lower) {
                Some(plain) => folded.push_str(plain),
                None if lower.is_whitespace() => folded.push(' '),
                None => folded.push(lower),
            }
        }
    });
}

/// Whether a character is ASCII's white space other than the space.
fn is_control_space(c: char) -> bool {
    matches!(c, '\t'..='\r')
}

/// What people type for a letter or sign that is no compatibility form of it.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ς' => "σ",
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => "'",
        '\u{201c}' | '\u{201d}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        _ => return None,
    })
}

/// Whether a character is as if it were not there: an accent of a letter, or a sign that is not seen. The vowel signs of
/// Indian and other scripts, and the voicing marks of Japanese, are marks to Unicode too, but make another word.
fn is_dropped(c: char) -> bool {
    let is_accent = matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{e0100}'..='\u{e01ef}');
    let is_unseen = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}');
    is_unseen || is_accent && is_combining_mark(c)
}

/// The digits of a text, by which a telephone number is found however it is written.
#[must_use]
pub fn digits_of(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;
    use crate::query::cases::settings;

    #[test]
    fn folding_drops_case_and_accents() {
        for (text, folded) in [
            ("Müller", "muller"),
            ("STRASSE", "strasse"),
            ("Straße GROẞ", "strasse gross"),
            ("ＡＢＣ", "abc"),
            ("İı", "ii"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            ("e\u{301}", "e"),
            ("ﬁ ǆ ½", "fi dz 1⁄2"),
            ("Ærø Œuvre Þóra Ðorđe Łódź Ħal Ŧ", "aero oeuvre thora dorde lodz hal t"),
            ("O’Brien 1–2 “x”", "o'brien 1-2 \"x\""),
            ("a\u{a0}b\tc\u{2028}d\u{85}e\u{b}f", "a b c d e f"),
            ("\u{202a}so\u{ad}ft\u{202c}", "soft"),
            ("שָׁלוֹם", "שלום"),
            ("Ёлка", "елка"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn signs_that_make_another_word_are_kept() {
        assert_ne!(fold("राम"), fold("रीमा"));
        assert_ne!(fold("か"), fold("が"));
        assert_eq!(fold("が"), fold("か\u{3099}"));
        assert_eq!(fold("ｶﾞ"), fold("ガ"));
    }

    #[test]
    fn every_character_folds_once_and_without_regard_to_case() {
        for c in '\0'..=char::MAX {
            let (text, upper) = (c.to_string(), c.to_uppercase().to_string());
            let folded = fold(&text);
            assert_eq!(fold(&folded), folded, "{c:?}");
            assert!(!folded.contains(|c: char| c.is_whitespace() && c != ' '), "{c:?}");
            // Some letters have no capital of their own: an iota below another letter, old forms of Cyrillic ones.
            if upper.to_lowercase() == text {
                assert_eq!(fold(&upper), folded, "{c:?}");
            }
            assert_eq!(fold(&text.to_lowercase()), folded, "{c:?}");
        }
    }

    #[test]
    fn the_digits_of_a_number_are_those_of_its_folded_text() {
        assert_eq!(digits_of("+49 (30) １２-3 ext. 4"), "49301234");
    }

    proptest! {
        #![proptest_config(settings())]

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn the_parts_of_a_text_fold_to_the_parts_of_its_folded_text(one in any::<String>(), two in any::<String>()) {
            prop_assert_eq!(fold(&[one.as_str(), &two].concat()), [fold(&one), fold(&two)].concat());
        }

        #[test]
        fn composed_and_decomposed_text_fold_to_the_same(text in "[ -~À-ʯͰ-ϿЀ-ӿ\u{300}-\u{30f}가-힣ぁ-ヿ]{0,12}") {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&composed), fold(&text));
            prop_assert_eq!(fold(&decomposed), fold(&text));
        }
    }
}
