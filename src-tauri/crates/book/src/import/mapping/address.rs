//! An address in one text, taken apart. Only what is beyond doubt is: without a line that has a postal code, nothing.

/// The parts of an address.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub street: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub country: String,
}

/// Takes an address apart: its lines (of one line, what commas part) are the street, one with the postal code, and
/// perhaps the country.
pub(super) fn parts(address: &str) -> Option<Parts> {
    let lines: Vec<&str> = address.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [line] => of_lines(&of_one_line(line)),
        lines => of_lines(lines),
    }
}

/// `1 Main Street, Austin, TX 78701, USA`: the parts between commas, `Austin, TX 78701` being one.
fn of_one_line(line: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = line.split(',').map(str::trim).collect();
    let is_state = |part: &&str| american_state(part).is_some();
    if let Some(at) = parts.iter().position(is_state).filter(|at| *at > 1) {
        let begin = parts.get(..at - 1).unwrap_or_default().join(", ").len() + 1;
        let rest = line.get(begin..).unwrap_or_default();
        let end =
            rest.len() - parts.get(at + 1..).map_or(0, |after| after.iter().map(|part| part.len() + 2).sum());
        if let Some(city) = rest.get(..end) {
            parts.splice(at - 1..=at, [city.trim().trim_matches(',').trim()]);
        }
    }
    parts
}

fn of_lines(lines: &[&str]) -> Option<Parts> {
    let at = lines.iter().rposition(|line| place(line).is_some()).filter(|at| *at > 0)?;
    let (before, rest) = lines.split_at_checked(at)?;
    let (line, after) = rest.split_first()?;
    let country = match after {
        [] => String::new(),
        [country] if !country.chars().any(|letter| letter.is_ascii_digit()) => (*country).to_owned(),
        _ => return None,
    };
    Some(Parts { street: before.join("\n"), country, ..place(line)? })
}

/// City, state and postal code of a line.
fn place(line: &str) -> Option<Parts> {
    american(line).or_else(|| dutch(line)).or_else(|| european(line))
}

/// `Austin, TX 78701-1234`
fn american(line: &str) -> Option<Parts> {
    let (city, rest) = line.rsplit_once(',')?;
    let (state, code) = american_state(rest)?;
    is_city(city).then(|| Parts {
        city: city.trim().to_owned(),
        state: state.to_owned(),
        postal_code: code.to_owned(),
        ..Parts::default()
    })
}

/// `TX 78701-1234`
fn american_state(text: &str) -> Option<(&str, &str)> {
    let (state, code) = text.trim().split_once(' ')?;
    let is_state = state.len() == 2 && state.bytes().all(|byte| byte.is_ascii_uppercase());
    let (five, four) = code.split_once('-').unwrap_or((code, "0000"));
    (is_state && is_digits(five, 5) && is_digits(four, 4)).then_some((state, code))
}

/// `1012 AB Amsterdam`
fn dutch(line: &str) -> Option<Parts> {
    let (digits, rest) = line.split_once(' ')?;
    let (letters, city) = rest.split_once(' ')?;
    let is_code =
        is_digits(digits, 4) && letters.len() == 2 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_code && is_city(city)).then(|| Parts {
        city: city.trim().to_owned(),
        postal_code: format!("{digits} {letters}"),
        ..Parts::default()
    })
}

/// `10115 Berlin`, `A-1010 Wien`, `1201 Genève`
fn european(line: &str) -> Option<Parts> {
    let (code, city) = line.split_once(' ')?;
    let digits = match code.split_once('-') {
        Some((country, digits)) => {
            let is_country =
                (1..=3).contains(&country.len()) && country.bytes().all(|byte| byte.is_ascii_uppercase());
            if is_country { digits } else { return None }
        }
        None => code,
    };
    let is_code = is_digits(digits, 4) || is_digits(digits, 5);
    (is_code && is_city(city)).then(|| Parts {
        city: city.trim().to_owned(),
        postal_code: code.to_owned(),
        ..Parts::default()
    })
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A city has letters and no digits; what begins with a small letter or names a way is a street: `1600 Main Street`.
fn is_city(text: &str) -> bool {
    const WAYS: [&str; 12] =
        ["street", "st", "st.", "avenue", "ave", "ave.", "road", "rd", "rd.", "drive", "lane", "boulevard"];
    let text = text.trim();
    let last = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
    text.chars().next().is_some_and(char::is_alphabetic)
        && !text.chars().any(|letter| letter.is_ascii_digit())
        && !WAYS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_at_the_line_with_its_postal_code() {
        for (address, street, city, state, code, country) in [
            ("1 Main St\nAustin, TX 78701\nUSA", "1 Main St", "Austin", "TX", "78701", "USA"),
            (
                "Suite 2\n1 Main St\nAustin, TX 78701-1234",
                "Suite 2\n1 Main St",
                "Austin",
                "TX",
                "78701-1234",
                "",
            ),
            ("Weg 1\n10115 Berlin\nDeutschland", "Weg 1", "Berlin", "", "10115", "Deutschland"),
            ("Weg 1, A-1010 Wien, Österreich", "Weg 1", "Wien", "", "A-1010", "Österreich"),
            ("Dam 1\r\n1012 AB Amsterdam", "Dam 1", "Amsterdam", "", "1012 AB", ""),
            ("1 Main St, Austin, TX 78701, USA", "1 Main St", "Austin", "TX", "78701", "USA"),
            ("Rue 1\n1201 Genève", "Rue 1", "Genève", "", "1201", ""),
        ] {
            let expected = Parts {
                street: street.into(),
                city: city.into(),
                state: state.into(),
                postal_code: code.into(),
                country: country.into(),
            };
            assert_eq!(parts(address), Some(expected), "{address:?}");
        }
    }

    #[test]
    fn what_is_in_doubt_stays_whole() {
        for address in [
            "",
            "Berlin",
            "10115 Berlin",
            "1 Main Street\nAustin",
            "1600 Amphitheatre Street",
            "Weg 1\n10115 Berlin\nHaus\nHof",
            "1600 Main Street\nAustin",
            "Weg 1\n10115 Berlin\nTel. 030 1",
            "somewhere, over, the rainbow",
        ] {
            assert_eq!(parts(address), None, "{address:?}");
        }
    }
}
