//! The values of properties: escaped, and in parts.

/// The text of a value, or of a part of one, without its escapes. A backslash that escapes nothing stays.
pub(super) fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value.chars();
    while let Some(one) = rest.next() {
        if one != '\\' {
            text.push(one);
            continue;
        }
        match rest.next() {
            Some('n' | 'N') => text.push('\n'),
            Some(next @ ('\\' | ',' | ';' | ':')) => text.push(next),
            Some(next) => text.extend(['\\', next]),
            None => text.push('\\'),
        }
    }
    text
}

/// A text as it stands in a value (RFC 6350, section 3.4), which has one kind of line end only.
pub(super) fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(one) = rest.next() {
        match one {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' => value.push_str("\\n"),
            '\\' | ',' | ';' => value.extend(['\\', one]),
            one => value.push(one),
        }
    }
    value
}

/// The parts of a structured value, as they stand there.
pub(super) fn parts(value: &str) -> Vec<&str> {
    let mut is_escaped = false;
    value
        .split(|one| {
            let parts_here = one == ';' && !is_escaped;
            is_escaped = one == '\\' && !is_escaped;
            parts_here
        })
        .collect()
}

/// A text as the value of a parameter (RFC 6868).
pub(super) fn as_parameter(text: &str) -> String {
    let plain = text.chars().all(|one| one.is_alphanumeric() || matches!(one, '-' | '_' | '.'));
    if plain && !text.is_empty() {
        return text.to_owned();
    }
    let text = text.replace('^', "^^").replace('"', "^'").replace("\r\n", "^n").replace(['\n', '\r'], "^n");
    format!("\"{text}\"")
}

/// The text of a parameter's value.
pub(super) fn of_parameter(value: &str) -> String {
    let bare = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    let mut text = String::with_capacity(bare.len());
    let mut rest = bare.chars();
    while let Some(one) = rest.next() {
        let next = if one == '^' { rest.clone().next() } else { None };
        match next {
            Some('n') => text.push('\n'),
            Some('^') => text.push('^'),
            Some('\'') => text.push('"'),
            _ => {
                text.push(one);
                continue;
            }
        }
        rest.next();
    }
    text
}
