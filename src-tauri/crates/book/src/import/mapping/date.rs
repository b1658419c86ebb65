//! Dates as a column writes them.

/// A date, and the time of day where there is one, read by a format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moment {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
}

impl Moment {
    /// `yyyy-MM-dd`
    pub fn date(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// RFC 3339, in UTC.
    pub fn date_time(self) -> String {
        format!("{}T{:02}:{:02}:{:02}Z", self.date(), self.hour, self.minute, self.second)
    }
}

/// Reads a date by a format of `yyyy`, `yy`, `MM`, `M`, `dd`, `d`, `HH`, `H`, `mm`, `ss`; any other character stands for
/// itself. Two digits of a year are the one nearest in the past hundred years before 2050.
pub(super) fn read(text: &str, format: &str) -> Option<Moment> {
    let mut moment = Moment::default();
    let mut rest = text.trim();
    let mut pattern = format;
    while let Some(letter) = pattern.chars().next() {
        let run = pattern.chars().take_while(|other| *other == letter).count();
        let (token, after) = pattern.split_at_checked(run * letter.len_utf8())?;
        pattern = after;
        if !"yMdHms".contains(letter) {
            rest = rest.strip_prefix(token)?;
            continue;
        }
        let most = if letter == 'y' && run > 2 { 4 } else { 2 };
        let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if digits == 0 || (run > 1 && digits != most) {
            return None;
        }
        let (number, after) = rest.split_at_checked(digits)?;
        rest = after;
        let number: u32 = number.parse().ok()?;
        match letter {
            'y' if run <= 2 => moment.year = if number < 50 { 2000 } else { 1900 } + number,
            'y' => moment.year = number,
            'M' => moment.month = number,
            'd' => moment.day = number,
            'H' => moment.hour = number,
            'm' => moment.minute = number,
            _ => moment.second = number,
        }
    }
    rest.is_empty().then_some(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_by_its_format_and_by_nothing_else() {
        for (text, format, date) in [
            ("31.12.1999", "dd.MM.yyyy", "1999-12-31"),
            ("1.2.99", "d.M.yy", "1999-02-01"),
            ("12/31/49", "MM/dd/yy", "2049-12-31"),
            ("31 12 1999", "dd MM yyyy", "1999-12-31"),
            ("19991231", "yyyyMMdd", "1999-12-31"),
            ("1999年12月31日", "yyyy年MM月dd日", "1999-12-31"),
        ] {
            assert_eq!(read(text, format).map(Moment::date).as_deref(), Some(date), "{text}");
        }
        let time = read("31.12.1999 23:59:01", "dd.MM.yyyy HH:mm:ss").unwrap();
        assert_eq!(time.date_time(), "1999-12-31T23:59:01Z");
        for (text, format) in [
            ("31.12.1999", "MM/dd/yyyy"),
            ("31.12.99", "dd.MM.yyyy"),
            ("1.2.1999", "dd.MM.yyyy"),
            ("31.12.1999 ", "dd.MM.yyyy "),
            ("31.12.1999x", "dd.MM.yyyy"),
            ("", "dd"),
        ] {
            assert_eq!(read(text, format), None, "{text:?}");
        }
    }
}
