//! Texts that a spreadsheet would take for formulas.
//!
//! The characters are those that OWASP names under "CSV Injection"
//! (<https://owasp.org/www-community/attacks/CSV_Injection>). A text that begins with one of them, or with apostrophes
//! and then one of them, gets an apostrophe in front; undoing it takes one away from every text that begins with
//! apostrophes and then one of them. So `=1` is written `'=1` and `'=1` is written `''=1`, and both come back.

/// The text as it is written where formulas are neutralised; `None` where it stays as it is.
pub(super) fn neutralised(text: &str) -> Option<String> {
    begins_a_formula(text).then(|| format!("'{text}"))
}

/// Takes back what [`neutralised`] did.
pub(super) fn undone(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| begins_a_formula(rest)).unwrap_or(text)
}

fn begins_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_that_really_begins_with_an_apostrophe_comes_back() {
        for (text, written) in [("=1", "'=1"), ("'=1", "''=1"), ("+49 30", "'+49 30"), ("\t", "'\t")] {
            assert_eq!(neutralised(text).as_deref(), Some(written));
            assert_eq!(undone(written), text);
        }
        for text in ["", "'", "'a", "a=1", "''"] {
            assert_eq!(neutralised(text), None);
            assert_eq!(undone(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@a\\t\\r-]{0,6}") {
            let written = neutralised(&text).unwrap_or_else(|| text.clone());
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert_eq!(undone(&written), text);
        }
    }
}
