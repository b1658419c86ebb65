//! Quoted-printable (RFC 2045, section 6.7), as version 2.1 uses it.

/// The bytes a value stands for. What would part the value or end its line had it not been encoded is escaped. Soft line
/// breaks are gone already.
pub(super) fn decoded(value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        let code = if first == b'=' { after.get(..2).and_then(hexadecimal) } else { None };
        let Some(byte) = code else {
            bytes.push(first);
            continue;
        };
        rest = after.get(2..).unwrap_or_default();
        match byte {
            b'\r' if rest.get(..3).is_some_and(|next| next.eq_ignore_ascii_case(b"=0A")) => {}
            b'\r' | b'\n' => bytes.extend_from_slice(b"\\n"),
            b';' | b',' => bytes.extend_from_slice(&[b'\\', byte]),
            byte => bytes.push(byte),
        }
    }
    bytes
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let value = |digit: &u8| char::from(*digit).to_digit(16);
    let (high, low) = (value(digits.first()?)?, value(digits.get(1)?)?);
    u8::try_from(high * 16 + low).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn what_was_encoded_parts_nothing() {
        assert_eq!(decoded(b"M=C3=BCller=3B x;=0D=0A=2C=4"), "Müller\\; x;\\n\\,=4".as_bytes());
        assert_eq!(decoded(b"=zz=0d=0A="), b"=zz\\n=");
    }
}
