//! The span of time that a date in a query means.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::schema::{Moment, NANOSECONDS};

/// From a moment to another, that one not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    from: Moment,
    to: Moment,
}

impl Span {
    /// What a date says: `yyyy` the year, `yyyy-MM` the month, `yyyy-MM-dd` the day, all in UTC; a date and time the
    /// second, or the part of it that its digits reach to. None for other text.
    pub(super) fn read(text: &str) -> Option<Self> {
        let day = |rest: &str| format!("{text}{rest}").parse::<Date>().ok();
        let days = |from: Date, to: Date| Self { from: Moment::of_day(from), to: Moment::after_day(to) };
        if !text.bytes().take(4).all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        match text.len() {
            4 => day("-01-01").map(|from| days(from, from.last_of_year())),
            7 => day("-01").map(|from| days(from, from.last_of_month())),
            10 => Moment::read(text).and_then(|_| day("")).map(|from| days(from, from)),
            _ => Moment::read(text).map(|from| Self { from, to: from.later(fineness(text)) }),
        }
    }

    /// Where a moment is: before the span, after it, or in it, which is equal.
    pub(super) fn order(&self, moment: Moment) -> Ordering {
        if moment < self.from {
            Ordering::Less
        } else if moment < self.to {
            Ordering::Equal
        } else {
            Ordering::Greater
        }
    }
}

/// How many nanoseconds the last digit of a date-time's clock stands for.
fn fineness(text: &str) -> u32 {
    let fraction = text.split_once('.').map(|(_, fraction)| fraction).unwrap_or_default();
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).take(9);
    digits.fold(NANOSECONDS, |nanoseconds, _| nanoseconds / 10)
}
