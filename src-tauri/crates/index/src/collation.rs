//! The order of texts in a person's language.

use std::cmp::Ordering;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::Locale;

/// How texts of a language are ordered (CLDR's collation of it; the root's where it has none).
#[derive(Debug)]
pub struct Collation {
    language: String,
    collator: CollatorBorrowed<'static>,
}

impl Collation {
    /// The collation of a language by its BCP 47 tag; the root collation for a tag that is none. `None` only when the
    /// library has no data at all, which a released build has.
    #[must_use]
    pub fn of(language: &str) -> Option<Self> {
        let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
        let collator = |locale: Locale| Collator::try_new(locale.into(), CollatorOptions::default()).ok();
        let collator = collator(locale).or_else(|| collator(Locale::UNKNOWN))?;
        Some(Self { language: language.to_owned(), collator })
    }

    /// The language's tag.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The order of two texts: by the language, by their bytes where that tells them not apart.
    pub(crate) fn compare(&self, a: &[u8], b: &[u8]) -> Ordering {
        self.collator.compare_utf8(a, b).then_with(|| a.cmp(b))
    }

    /// Appends bytes that are in the order of the texts they are made of.
    pub(crate) fn put_key(&self, text: &[u8], key: &mut Vec<u8>) {
        let Ok(()) = self.collator.write_sort_key_utf8_to(text, key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(language: &str, texts: &[&'a str]) -> Vec<&'a str> {
        let collation = Collation::of(language).unwrap();
        let mut sorted = texts.to_vec();
        sorted.sort_by(|a, b| collation.compare(a.as_bytes(), b.as_bytes()));
        let key = |text: &str| {
            let mut key = Vec::new();
            collation.put_key(text.as_bytes(), &mut key);
            (key, text.to_owned())
        };
        assert!(sorted.is_sorted_by_key(|text| key(text)), "keys and comparison agree");
        sorted
    }

    #[test]
    fn texts_stand_where_their_language_has_them() {
        assert_eq!(
            sorted("de", &["Zander", "Özil", "Ozal", "ozal", "Oz"]),
            ["Oz", "ozal", "Ozal", "Özil", "Zander"]
        );
        assert_eq!(sorted("sv", &["Zander", "Öberg", "Olsson"]), ["Olsson", "Zander", "Öberg"]);
        assert_eq!(sorted("ja", &["やまだ", "アベ", "かとう"]), ["アベ", "かとう", "やまだ"]);
        assert_eq!(sorted("no such language", &["b", "A", "a"]), ["a", "A", "b"]);
    }
}
