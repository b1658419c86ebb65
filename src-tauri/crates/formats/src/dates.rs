//! Days as people and programs write them in cells, and as the book stores them (`yyyy-MM-dd`).

use jiff::{Span, civil::Date};
use kith_model::query::fold;

/// How the days of a column are written. What stands between the parts does not matter, but for points, which stand only
/// where the day comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateForm {
    /// `2024-03-04`, `2024/3/4`, `20240304`.
    YearMonthDay,
    /// `04.03.2024`, `4/3/24`.
    DayMonthYear,
    /// `03/04/2024`, `3-4-24`.
    MonthDayYear,
    /// `4-Mar-24`, `4. März 2024`: the month by its English or German name.
    DayNameYear,
    /// `March 4, 2024`.
    NameDayYear,
    /// `45355`: the days since 30 December 1899, as spreadsheets count them.
    Serial,
}

/// All, the likelier first.
pub const FORMS: [DateForm; 6] = [
    DateForm::YearMonthDay,
    DateForm::DayMonthYear,
    DateForm::MonthDayYear,
    DateForm::DayNameYear,
    DateForm::NameDayYear,
    DateForm::Serial,
];

/// How the days of a column may be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateForms {
    /// The forms that most of the samples have, the likelier first.
    pub forms: Vec<DateForm>,
    /// A sample that two of these forms read as different days: a person must say which.
    pub doubt: Option<String>,
    /// How many samples that are not blank are no days in the first of the forms.
    pub misfits: usize,
}

impl DateForm {
    /// The form as it is shown, and stored with a mapping.
    #[must_use]
    pub fn pattern(self) -> &'static str {
        match self {
            Self::YearMonthDay => "yyyy-MM-dd",
            Self::DayMonthYear => "dd.MM.yyyy",
            Self::MonthDayYear => "MM/dd/yyyy",
            Self::DayNameYear => "d MMM yyyy",
            Self::NameDayYear => "MMM d, yyyy",
            Self::Serial => "serial",
        }
    }

    /// The form of a pattern.
    #[must_use]
    pub fn of_pattern(pattern: &str) -> Option<Self> {
        FORMS.into_iter().find(|form| form.pattern() == pattern)
    }

    /// The day of a cell, as the book stores it. A time of day that is not midnight is no day; a zone is not looked at,
    /// as a day has none. A year of two digits is of 1930 to 2029, as spreadsheets have it.
    #[must_use]
    pub fn read(self, text: &str) -> Option<String> {
        let text = without_midnight(text.trim())?;
        if self == Self::Serial {
            return serial(text);
        }
        let mut parts = parts(text);
        if let [all] = parts.as_slice() {
            let is_compact = self == Self::YearMonthDay && all.len() == 8;
            let at = |range: std::ops::Range<usize>| all.get(range).filter(|_| is_compact);
            parts = vec![at(0..4)?, at(4..6)?, at(6..8)?];
        }
        let &[first, second, third] = parts.as_slice() else { return None };
        let is_pointed = text.contains('.') && !text.contains(['/', '-']);
        let (year, month, day) = match self {
            Self::YearMonthDay if first.len() == 4 => (first, number(second)?, third),
            Self::DayMonthYear => (third, number(second)?, first),
            Self::MonthDayYear if !is_pointed => (third, number(first)?, second),
            Self::DayNameYear => (third, month(second)?, first),
            Self::NameDayYear => (third, month(first)?, second),
            _ => return None,
        };
        Date::new(self::year(year)?, month, number(day)?).ok().map(|day| day.to_string())
    }
}

/// Finds out how the days of a column are written.
#[must_use]
pub fn find<'a>(samples: impl IntoIterator<Item = &'a str>) -> DateForms {
    let samples: Vec<&str> = samples.into_iter().filter(|text| !text.trim().is_empty()).collect();
    // What may as well be a year or a number of anything is no date for that alone.
    let reads = |form: DateForm, text: &str| {
        form.read(text).filter(|day| form != DateForm::Serial || ("1915".."2100").contains(&day.as_str()))
    };
    let fit = |form: &DateForm| samples.iter().filter(|text| reads(*form, text).is_some()).count();
    let most = FORMS.iter().map(fit).max().unwrap_or_default();
    let forms: Vec<DateForm> = FORMS.into_iter().filter(|form| most > 0 && fit(form) == most).collect();
    let differ = |text: &&&str| {
        let mut days: Vec<String> = forms.iter().filter_map(|form| reads(*form, text)).collect();
        days.dedup();
        days.len() > 1
    };
    let doubt = samples.iter().find(differ).map(|text| (*text).to_owned());
    DateForms { forms, doubt, misfits: samples.len() - most }
}

/// A text without a time of day; `None` where that is not midnight.
fn without_midnight(text: &str) -> Option<&str> {
    let Some(colon) = text.find(':') else { return Some(text) };
    let start = text.get(..colon)?.rfind(['T', ' '])?;
    let (day, time) = (text.get(..start)?, text.get(start + 1..)?);
    let clock = time.trim_end_matches(['Z', 'z']).split(['+', '-']).next()?.trim();
    let digits = clock.trim_end_matches(|one: char| one.is_ascii_alphabetic()).trim_end();
    let is_noon_form = clock.to_ascii_lowercase().ends_with("am") && digits.starts_with("12");
    let rest = if is_noon_form { digits.get(2..)? } else { digits };
    let is_midnight = clock.len() == digits.len() || is_noon_form;
    (is_midnight && rest.chars().all(|one| matches!(one, '0' | ':' | '.'))).then_some(day.trim_end())
}

fn parts(text: &str) -> Vec<&str> {
    let between = |one: char| matches!(one, '-' | '/' | '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    text.split(between).filter(|part| !part.is_empty()).collect()
}

fn number(text: &str) -> Option<i8> {
    (text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn year(text: &str) -> Option<i16> {
    let year: i16 = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())??;
    match (text.len(), year) {
        (4, year) => Some(year),
        (2, year) => Some(if year < 30 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

/// The month of a name or of its first letters.
fn month(text: &str) -> Option<i8> {
    let name = fold(text);
    if name.len() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|names| names.iter().any(|full| full.starts_with(&name)))?;
    i8::try_from(at + 1).ok()
}

/// English and German, folded, with the short forms that are not the beginning of the long one.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janner"],
    &["february", "februar", "feber"],
    &["march", "marz", "maerz", "mrz"],
    &["april"],
    &["may", "mai"],
    &["june", "juni"],
    &["july", "juli"],
    &["august"],
    &["september"],
    &["october", "oktober"],
    &["november"],
    &["december", "dezember"],
];

/// A day by its number. Before 1 March 1900 spreadsheets do not agree.
fn serial(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let is_number = !whole.is_empty() && whole.len() <= 7 && whole.bytes().all(|byte| byte.is_ascii_digit());
    let days: i32 = (is_number && rest.bytes().all(|byte| byte == b'0')).then(|| whole.parse().ok())??;
    let first = jiff::civil::date(1899, 12, 30);
    if days < 61 {
        return None;
    }
    first.checked_add(Span::new().days(days)).ok().filter(|day| day.year() <= 9999).map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(samples: &[&str]) -> (Vec<DateForm>, bool, usize) {
        let found = find(samples.iter().copied());
        (found.forms, found.doubt.is_some(), found.misfits)
    }

    #[test]
    fn a_form_is_found_and_doubt_is_said() {
        use DateForm::{DayMonthYear, DayNameYear, MonthDayYear, NameDayYear, Serial, YearMonthDay};
        assert_eq!(found(&["2024-03-04", "", " 2024-3-5 "]), (vec![YearMonthDay], false, 0));
        assert_eq!(found(&["03/04/2024", "01/02/2024"]), (vec![DayMonthYear, MonthDayYear], true, 0));
        assert_eq!(found(&["03/04/2024", "13/04/2024"]), (vec![DayMonthYear], false, 0));
        assert_eq!(found(&["03/04/2024", "04/13/2024"]), (vec![MonthDayYear], false, 0));
        assert_eq!(found(&["05/05/2024"]), (vec![DayMonthYear, MonthDayYear], false, 0));
        assert_eq!(found(&["03.04.2024"]), (vec![DayMonthYear], false, 0));
        assert_eq!(found(&["4-Mar-24", "12-Dez-99"]), (vec![DayNameYear], false, 0));
        assert_eq!(found(&["March 4, 2024"]), (vec![NameDayYear], false, 0));
        assert_eq!(found(&["45355", "20000.0"]), (vec![Serial], false, 0));
        assert_eq!(found(&["2024-03-04", "soon"]), (vec![YearMonthDay], false, 1));
        assert_eq!(found(&["2024", "x", "12"]), (vec![], false, 3));
        assert_eq!(found(&[]), (vec![], false, 0));
    }

    #[test]
    fn a_day_is_read_and_nothing_is_made_up() {
        for (form, text, day) in [
            (DateForm::YearMonthDay, "20240304", Some("2024-03-04")),
            (DateForm::YearMonthDay, "2024-03-04T00:00:00.000Z", Some("2024-03-04")),
            (DateForm::YearMonthDay, "2024-03-04 00:00:00+02:00", Some("2024-03-04")),
            (DateForm::YearMonthDay, "2024-03-04T22:00:00Z", None),
            (DateForm::MonthDayYear, "3/4/2024 12:00:00 AM", Some("2024-03-04")),
            (DateForm::MonthDayYear, "3/4/2024 12:00 PM", None),
            (DateForm::DayMonthYear, "4.3.30", Some("1930-03-04")),
            (DateForm::DayMonthYear, "04.03.29", Some("2029-03-04")),
            (DateForm::DayMonthYear, "30.02.2024", None),
            (DateForm::DayNameYear, "4. März 2024", Some("2024-03-04")),
            (DateForm::NameDayYear, "Sept 4 2024", Some("2024-09-04")),
            (DateForm::Serial, "45355", Some("2024-03-04")),
            (DateForm::Serial, "60", None),
            (DateForm::Serial, "45355.5", None),
            (DateForm::YearMonthDay, "--03-04", None),
            (DateForm::DayMonthYear, "", None),
        ] {
            assert_eq!(form.read(text).as_deref(), day, "{text}");
        }
        for form in FORMS {
            assert_eq!(DateForm::of_pattern(form.pattern()), Some(form));
        }
    }

    proptest! {
        #[test]
        fn every_day_comes_back_from_every_form(days in 0..60_000i32) {
            let day = jiff::civil::date(1930, 1, 1).checked_add(Span::new().days(days)).unwrap();
            let (long, stored) = (day.strftime("%Y%m%d").to_string(), day.to_string());
            prop_assert_eq!(DateForm::YearMonthDay.read(&long).unwrap(), stored.clone());
            for (form, pattern) in [
                (DateForm::DayMonthYear, "%d/%m/%Y"),
                (DateForm::MonthDayYear, "%-m/%-d/%Y"),
                (DateForm::DayNameYear, "%d-%b-%Y"),
                (DateForm::NameDayYear, "%B %-d, %Y"),
            ] {
                prop_assert_eq!(form.read(&day.strftime(pattern).to_string()).unwrap(), stored.clone());
            }
        }

        #[test]
        fn no_text_is_too_odd(text: String, odd in "[0-9:./ T+Za-z-]{0,20}") {
            for form in FORMS {
                let _ = (form.read(&text), form.read(&odd));
            }
            prop_assert!(find([text.as_str(), odd.as_str()]).misfits <= 2);
        }
    }
}
