//! A date, or a date and time, as a point that others can be compared with.

use jiff::civil::Date;

use super::format::{is_date, is_date_time, number};

/// The seconds of a day.
const DAY: i64 = 86_400;

/// Seconds since 1970 in UTC and nanoseconds of the next one. Finer parts of a second are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    seconds: i64,
    nanoseconds: u32,
}

impl Moment {
    /// What `yyyy-MM-dd` or an RFC 3339 date-time says: a day is its first moment in UTC. None for other text.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if is_date(text) {
            return text.parse().ok().map(Self::of_day);
        }
        let (date, time) = text.split_at_checked(10).filter(|_| is_date_time(text))?;
        let (clock, rest) = time.split_at_checked(9)?;
        let part = |at| i64::from(number(clock.as_bytes(), at));
        let day = Self::of_day(date.parse().ok()?);
        let clock = part(1) * 3600 + part(4) * 60 + part(7);
        Some(Self { seconds: day.seconds + clock - offset(rest), nanoseconds: nanoseconds(rest) })
    }

    /// The first moment of a day in UTC.
    pub(crate) fn of_day(day: Date) -> Self {
        let since = day.duration_since(Date::constant(1970, 1, 1));
        Self { seconds: since.as_secs(), nanoseconds: 0 }
    }

    /// The first moment of the next day.
    pub(crate) fn after_day(day: Date) -> Self {
        Self { seconds: Self::of_day(day).seconds + DAY, nanoseconds: 0 }
    }

    /// The moment some nanoseconds later, at most a second.
    pub(crate) fn later(self, nanoseconds: u32) -> Self {
        let all = self.nanoseconds + nanoseconds;
        let is_next = all >= NANOSECONDS;
        Self {
            seconds: self.seconds + i64::from(is_next),
            nanoseconds: if is_next { all - NANOSECONDS } else { all },
        }
    }
}

/// The nanoseconds of a second.
pub(crate) const NANOSECONDS: u32 = 1_000_000_000;

/// The seconds that a clock with the offset at the end of `text` is ahead of UTC.
fn offset(text: &str) -> i64 {
    let Some(sign) = text.rfind(['+', '-']) else { return 0 };
    let part = |at| i64::from(number(text.as_bytes(), sign + at));
    let ahead = part(1) * 3600 + part(4) * 60;
    if text.get(sign..).is_some_and(|offset| offset.starts_with('-')) { -ahead } else { ahead }
}

/// The fraction that `text` begins with.
fn nanoseconds(text: &str) -> u32 {
    let digits = text.strip_prefix('.').unwrap_or_default().bytes().take_while(u8::is_ascii_digit);
    let padded = digits.chain(std::iter::repeat(b'0')).take(9);
    padded.fold(0, |number, digit| 10 * number + u32::from(digit - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_in_one_order_whatever_the_offset() {
        let ascending = [
            "0001-01-01",
            "1969-12-31T23:59:59.9Z",
            "1970-01-01",
            "2026-03-01T00:30:00+01:00",
            "2026-02-28T23:30:00.000000001Z",
            "2026-03-01",
            "2026-03-01T00:30:00-01:00",
            "9999-12-31T23:59:60-23:59",
        ];
        let moments = ascending.map(|text| Moment::read(text).unwrap());
        assert!(moments.is_sorted_by(|a, b| a < b), "{moments:?}");
        assert_eq!(Moment::read("2026-01-01T05:30:00+05:30"), Moment::read("2026-01-01"));
        assert_eq!(
            Moment::read("2026-01-01t00:00:00.1234567891z"),
            Moment::read("2026-01-01T00:00:00.123456789Z")
        );
        assert_eq!(Moment::read("1970-01-01T00:00:01Z").unwrap().seconds, 1);
    }

    #[test]
    fn what_is_no_date_is_no_moment() {
        for text in ["", "2026", "2026-02-30", "2026-01-01T00:00:00", "soon", "ä-ö-ü ß ẞ ä ö"] {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }

    #[test]
    fn the_end_of_a_second_is_the_next_one() {
        let moment = Moment::read("1970-01-01T00:00:00.5Z").unwrap();
        let later = moment.later(NANOSECONDS / 2);
        assert_eq!(later, Moment::read("1970-01-01T00:00:01Z").unwrap());
        assert_eq!(moment.later(1).nanoseconds, 500_000_001);
    }
}
