//! The text formats a field can ask for.

use jiff::civil::Date;
use url::Url;

use super::metadata::Format;

impl Format {
    /// Every format, for the compiler of a schema.
    pub(super) const ALL: [Self; 6] =
        [Self::Email, Self::Url, Self::Phone, Self::CountryCode, Self::TrueFalse, Self::DateOrDateTime];

    /// The name the format has in a compiled schema.
    pub(super) fn keyword(self) -> &'static str {
        match self {
            Self::Email => "kith-email",
            Self::Url => "kith-url",
            Self::Phone => "kith-phone",
            Self::CountryCode => "kith-country-code",
            Self::TrueFalse => "kith-true-false",
            Self::DateOrDateTime => "kith-date-or-date-time",
        }
    }

    /// The check itself.
    pub(super) fn check(self) -> fn(&str) -> bool {
        match self {
            Self::Email => is_email,
            Self::Url => is_web_url,
            Self::Phone => is_phone,
            Self::CountryCode => is_country_code,
            Self::TrueFalse => |text| matches!(text, "true" | "false"),
            Self::DateOrDateTime => |text| is_date(text) || is_date_time(text),
        }
    }

    /// What a value of this format is, to end the sentence "… is not".
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Email => "an e-mail address (name@example.com)",
            Self::Url => "a web address (https://…)",
            Self::Phone => "a telephone number (digits, spaces and + - . ( ) / # * , ; x ext)",
            Self::CountryCode => "a country code (ISO 3166-1, two capital letters, such as DE)",
            Self::TrueFalse => "\"true\" or \"false\"",
            Self::DateOrDateTime => "a date (yyyy-MM-dd) or a date and time (2026-01-31T09:30:00Z)",
        }
    }
}

/// `yyyy-MM-dd`, a day that exists.
pub(super) fn is_date(text: &str) -> bool {
    has_shape(text.as_bytes(), b"0000-00-00") && text.parse::<Date>().is_ok()
}

/// RFC 3339 `date-time`: `T` and an offset, each in its range. Seconds may be 60, as in a leap second.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else { return false };
    let Some((clock, rest)) = time.as_bytes().split_at_checked(9) else { return false };
    let offset = match rest.strip_prefix(b".") {
        Some(fraction) => match fraction.iter().position(|byte| !byte.is_ascii_digit()) {
            Some(end) if end > 0 => fraction.get(end..).unwrap_or_default(),
            _ => return false,
        },
        None => rest,
    };
    is_date(date) && is_clock(clock) && is_offset(offset)
}

/// `T00:00:00`.
fn is_clock(text: &[u8]) -> bool {
    has_shape(text, b"T00:00:00") && number(text, 1) < 24 && number(text, 4) < 60 && number(text, 7) <= 60
}

/// `Z`, or `+00:00`.
fn is_offset(text: &[u8]) -> bool {
    let is_signed = has_shape(text, b"+00:00") || has_shape(text, b"-00:00");
    matches!(text, b"Z" | b"z") || is_signed && number(text, 1) < 24 && number(text, 4) < 60
}

/// The two digits at a place of a text whose shape is known.
pub(super) fn number(text: &[u8], at: usize) -> u8 {
    text.iter().skip(at).take(2).fold(0, |number, digit| 10 * number + (digit - b'0'))
}

/// Whether `text` has a digit where `shape` has `0`, and the same byte elsewhere (`T` in either case).
fn has_shape(text: &[u8], shape: &[u8]) -> bool {
    let fits = |(byte, want): (&u8, &u8)| match want {
        b'0' => byte.is_ascii_digit(),
        want => byte.eq_ignore_ascii_case(want),
    };
    text.len() == shape.len() && text.iter().zip(shape).all(fits)
}

/// A valid e-mail address of the HTML standard
/// (<https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>).
fn is_email(text: &str) -> bool {
    let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let Some((local, domain)) = text.split_once('@') else { return false };
    !local.is_empty() && local.bytes().all(is_atom) && domain.split('.').all(is_host_label)
}

fn is_host_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// An absolute http or https URL with a host. What the URL standard's parser mends in silence is refused first: white
/// space, control characters, other than two slashes.
fn is_web_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        && !rest.starts_with(['/', '\\'])
        && !rest.chars().any(|c| c.is_whitespace() || c.is_control())
        && Url::parse(text).is_ok_and(|url| url.has_host())
}

fn is_phone(text: &str) -> bool {
    let plain = text.replace("ext", "x");
    plain.bytes().any(|byte| byte.is_ascii_digit())
        && plain.bytes().all(|byte| byte.is_ascii_digit() || b" +-.()/#*,;x".contains(&byte))
}

fn is_country_code(text: &str) -> bool {
    rust_iso3166::from_alpha2(text).is_some_and(|country| country.alpha2 == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(format: Format, good: &[&str], bad: &[&str]) {
        let check = format.check();
        for text in good {
            assert!(check(text), "{format:?} takes {text:?}");
        }
        for text in bad {
            assert!(!check(text), "{format:?} refuses {text:?}");
        }
    }

    #[test]
    fn email_is_what_the_html_standard_accepts() {
        let long_label = format!("a@{}", "x".repeat(63));
        holds(
            Format::Email,
            &["a@b", "a.b+c@example.com", ".a.@b-c.de", "!#$%&'*+/=?^_`{|}~-@x", &long_label],
            &[
                "",
                "a",
                "@b",
                "a@",
                "a@b@c",
                "a b@c",
                "a@-b",
                "a@b-",
                "a@b..c",
                "a@b_c",
                "ü@b.de",
                "a@ü.de",
                " a@b",
                &(long_label.clone() + "x"),
            ],
        );
    }

    #[test]
    fn urls_are_absolute_and_of_the_web() {
        holds(
            Format::Url,
            &["http://a", "https://example.com/a?b=c#d", "HTTPS://EXAMPLE.com", "https://[::1]:8080/"],
            &[
                "",
                "example.com",
                "ftp://a",
                "javascript:alert(1)",
                "https://",
                "https://a b",
                " https://a",
                "https://a\n",
                "https:a",
                "https:/a",
                "https:///a",
                "https:\\\\a",
                "https:a?b=://c",
                "//a",
                "file:///etc/passwd",
            ],
        );
    }

    #[test]
    fn phones_have_a_digit_and_nothing_strange() {
        holds(
            Format::Phone,
            &["1", "+49 (30) 123-45.67/8", "555 1234 ext. 5", "555x9", "*31#,;1"],
            &["", "none", "+", "call me 5", "555\u{a0}12", "٥٥٥", "555 EXT 5"],
        );
    }

    #[test]
    fn country_codes_are_assigned_and_upper_case() {
        holds(Format::CountryCode, &["DE", "US", "GB"], &["", "de", "UK", "ZZ", "DEU", "D", "EU", "XX"]);
    }

    #[test]
    fn true_and_false_are_exact() {
        holds(Format::TrueFalse, &["true", "false"], &["", "True", "TRUE", "yes", "1", " true"]);
    }

    #[test]
    fn dates_are_days_that_exist() {
        for good in ["2024-02-29", "0001-01-01", "9999-12-31"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "2023-02-29",
            "2024-2-9",
            "24-02-09",
            "2024-13-01",
            "2024-00-10",
            "2024-01-32",
            "2024/01/01",
            "20240101",
            "2024-01-01T00:00:00Z",
            "+02024-01-01",
            "２024-01-01",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn date_times_are_rfc_3339() {
        for good in [
            "2024-02-29T23:59:59Z",
            "2024-01-01t00:00:00.123456789z",
            "2024-01-01T00:00:00+05:30",
            "2024-01-01T00:00:00.1-00:00",
            "2024-01-01T00:00:00.1234567890123Z",
            "9999-12-31T23:59:60-23:59",
        ] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "2024-01-01",
            "2024-01-01T00:00:00",
            "2024-01-01 00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:60:00Z",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00.1",
            "2024-01-01T00:00:61Z",
            "2024-01-01T00:00:00+24:00",
            "2024-01-01T00:00:00+00:60",
            "2024-01-01T00:00:00+0530",
            "2024-01-01T00:00:00Z[UTC]",
            "2024-01-01T00:00Z",
            "2023-02-29T00:00:00Z",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }
}
