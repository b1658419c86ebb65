//! A cell, as a value of the field it goes to.

use kith_formats::{dates::DateForm, table::Cell};
use kith_model::{Code, DataType, FieldMetadata, Format, Issue, PicklistMetadata};
use serde_json::{Number, Value};

use super::date;

/// What tables say for yes and for no.
const YES: [&str; 7] = ["true", "yes", "y", "1", "x", "ja", "on"];
const NO: [&str; 6] = ["false", "no", "n", "0", "nein", "off"];

/// How the cells of a column are read.
#[derive(Debug, Clone, Default)]
pub(super) struct How {
    pub date_format: Option<String>,
    pub decimal_comma: bool,
}

/// The value that a cell which is not empty has for a field.
///
/// # Errors
/// What is wrong with it, where it cannot be a value of the field's type at all. What else a field takes the schema says.
pub(super) fn value(
    field: &FieldMetadata,
    list: Option<&PicklistMetadata>,
    cell: &Cell,
    how: &How,
) -> Result<Value, Issue> {
    let text = cell.as_text();
    match field.data_type {
        DataType::Boolean => boolean(cell).map(Value::from).ok_or_else(|| no(field, text, "true or false")),
        DataType::Int | DataType::Double | DataType::Decimal | DataType::Currency => {
            number(text, how).map(Value::Number).ok_or_else(|| no(field, text, "a number"))
        }
        DataType::Date => Ok(date_of(cell, how)
            .ok_or_else(|| no(field, text, &format!("a date like {}", how.shown())))?
            .into()),
        DataType::DateTime => Ok(date_time_of(cell, how)
            .ok_or_else(|| no(field, text, &format!("a date and time like {}", how.shown())))?
            .into()),
        DataType::Picklist => Ok(choice(list, text).into()),
        DataType::MultiPicklist => {
            if let Ok(Value::Array(items)) = serde_json::from_str(text) {
                return Ok(Value::Array(items));
            }
            let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
            Ok(parts.map(|part| Value::from(choice(list, part))).collect())
        }
        DataType::Complex | DataType::ComplexArray | DataType::Rollup | DataType::Alias => {
            Ok(serde_json::from_str(text).unwrap_or_else(|_| text.into()))
        }
        DataType::String
        | DataType::LongString
        | DataType::Identifier
        | DataType::AutoNumber
        | DataType::Image
        | DataType::Lookup
        | DataType::Owner
        | DataType::Reference => Ok(text_of(field, cell, how).into()),
    }
}

impl How {
    fn shown(&self) -> &str {
        self.date_format.as_deref().unwrap_or("yyyy-MM-dd")
    }
}

/// What stands in a cell, for a field of text: as it is, but for a format that has one form only.
fn text_of(field: &FieldMetadata, cell: &Cell, how: &How) -> String {
    let text = cell.as_text();
    match field.format {
        Some(Format::TrueFalse) => boolean(cell).map_or_else(|| text.to_owned(), |yes| yes.to_string()),
        Some(Format::DateOrDateTime) => {
            let read =
                how.date_format.as_deref().and_then(|format| Some((date::read(text, format)?, format)));
            match read {
                Some((moment, format)) if format.contains('H') => moment.date_time(),
                Some((moment, _)) => moment.date(),
                None => in_utc(cell)
                    .or_else(|| day(text, how.date_format.as_deref()?))
                    .unwrap_or_else(|| text.to_owned()),
            }
        }
        // Around these a space means nothing, and what programs put around an address is none of it.
        Some(Format::Email) => bare_address(text).to_owned(),
        Some(Format::Url | Format::CountryCode) => text.trim().to_owned(),
        Some(Format::Phone) | None => text.to_owned(),
    }
}

/// `a@b.example` of `mailto:a@b.example` or `<a@b.example>`.
fn bare_address(text: &str) -> &str {
    let text = text.trim();
    let bare = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => text.get(7..).unwrap_or_default(),
        _ => text,
    };
    bare.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(bare).trim()
}

/// Whether a text is what programs write for no day: `0/0/00`, `0000-00-00`.
pub(super) fn is_no_day(text: &str) -> bool {
    let text = text.trim();
    text.contains('0')
        && text.contains(['/', '-', '.'])
        && text.chars().all(|one| matches!(one, '0' | '/' | '-' | '.' | ':' | ' ' | 'T' | 'Z'))
}

/// Whether a text is a day of no year, as Google and vCard write it: `--02-29`.
pub(super) fn is_of_no_year(text: &str) -> bool {
    let digits = text.trim().strip_prefix("--").unwrap_or_default().replace('-', "");
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn boolean(cell: &Cell) -> Option<bool> {
    if let Cell::Boolean(value) = cell {
        return Some(*value);
    }
    let word = cell.as_text().trim().to_lowercase();
    match word.as_str() {
        yes if YES.contains(&yes) => Some(true),
        no if NO.contains(&no) => Some(false),
        _ => None,
    }
}

/// A number, as JSON writes it. Every digit stays.
fn number(text: &str, how: &How) -> Option<Number> {
    let mut plain = text.trim().to_owned();
    if how.decimal_comma {
        plain = plain.replace(['.', ' ', '\u{a0}', '\u{202f}'], "").replace(',', ".");
    }
    let plain = plain.strip_prefix('+').unwrap_or(&plain);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let digits = digits.trim_start_matches('0');
    let zero = if digits.starts_with(|first: char| first.is_ascii_digit()) { "" } else { "0" };
    let number: Number =
        if plain.is_empty() { return None } else { format!("{sign}{zero}{digits}").parse().ok()? };
    number.as_f64().is_some_and(f64::is_finite).then_some(number)
}

fn date_of(cell: &Cell, how: &How) -> Option<String> {
    match (cell, &how.date_format) {
        (Cell::Date(date), _) => Some(date.clone()),
        (Cell::DateTime(moment), _) => Some(moment.strip_suffix("T00:00:00").unwrap_or(moment).to_owned()),
        // A day that begins with its year is in no doubt, whatever the column's other days are like.
        (_, Some(format)) => {
            day(cell.as_text(), format).or_else(|| DateForm::YearMonthDay.read(cell.as_text().trim()))
        }
        (_, None) => Some(cell.as_text().trim().to_owned()),
    }
}

/// A day by the format of its column.
fn day(text: &str, format: &str) -> Option<String> {
    match DateForm::of_pattern(format) {
        Some(form) => form.read(text),
        None => date::read(text, format).map(date::Moment::date),
    }
}

fn date_time_of(cell: &Cell, how: &How) -> Option<String> {
    match (cell, &how.date_format) {
        (Cell::Date(_) | Cell::DateTime(_), _) | (_, None) => {
            in_utc(cell).or_else(|| Some(cell.as_text().trim().to_owned()))
        }
        (_, Some(format)) => date::read(cell.as_text(), format).map(date::Moment::date_time),
    }
}

/// A moment without a zone, which is taken to be UTC.
fn in_utc(cell: &Cell) -> Option<String> {
    match cell {
        Cell::DateTime(moment)
            if moment.ends_with('Z') || moment.get(19..).is_some_and(|zone| zone.contains(['+', '-'])) =>
        {
            Some(moment.clone())
        }
        Cell::DateTime(moment) => Some(format!("{moment}Z")),
        _ => None,
    }
}

/// The value of a picklist that a text names: itself, or the value of the entry that is shown so.
fn choice<'a>(list: Option<&'a PicklistMetadata>, text: &'a str) -> &'a str {
    let entries = || list.into_iter().flat_map(|list| &list.picklist_entries);
    if entries().any(|entry| entry.value == text) {
        return text;
    }
    let wanted = text.trim().to_lowercase();
    let is_it = |shown: &str| shown.to_lowercase() == wanted;
    let mut alike = entries().filter(|entry| is_it(&entry.value) || is_it(&entry.display_text));
    match (alike.next(), alike.next()) {
        (Some(entry), None) => &entry.value,
        _ => text,
    }
}

fn no(field: &FieldMetadata, text: &str, what: &str) -> Issue {
    let shown: String = text.chars().take(60).collect();
    let message = format!("{}: {shown:?} is not {what}. Correct the cell.", field.display_name);
    Issue::of(&field.field_name, Code::InvalidType, message)
}

#[cfg(test)]
mod tests {
    use kith_model::Schema;
    use serde_json::json;

    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn of(kind: &str, cell: &Cell, how: &How) -> Option<Value> {
        let field = json!({"FieldName": "A", "DisplayName": "A", "DataType": kind});
        value(&serde_json::from_value(field).unwrap(), None, cell, how).ok()
    }

    fn standard(name: &str, cell: &Cell) -> Value {
        let schema = Schema::contact().unwrap();
        let field = schema.field(name).unwrap();
        let list = schema
            .metadata()
            .picklist_metadata
            .iter()
            .find(|list| Some(&list.name) == field.picklist_name.as_ref());
        value(field, list, cell, &How::default()).unwrap()
    }

    #[test]
    fn numbers_keep_every_digit_whatever_the_country() {
        let comma = How { decimal_comma: true, ..How::default() };
        let plain = How::default();
        for (written, how, number) in [
            ("12345678901234567890.1234", &plain, "12345678901234567890.1234"),
            ("007", &plain, "7"),
            ("-0.50", &plain, "-0.50"),
            (".5", &plain, "0.5"),
            ("+3", &plain, "3"),
            ("0", &plain, "0"),
            ("1.234.567,89", &comma, "1234567.89"),
            ("1 234,5", &comma, "1234.5"),
        ] {
            assert_eq!(of("Decimal", &text(written), how).unwrap().to_string(), number, "{written}");
        }
        for wrong in ["", " ", "1,5", "1e999", "0x10", "--1", "one", "1.2.3"] {
            assert_eq!(of("Int", &text(wrong), &plain), None, "{wrong:?}");
        }
    }

    #[test]
    fn dates_are_read_by_the_columns_format_and_a_spreadsheets_are_what_they_are() {
        let german = How { date_format: Some("dd.MM.yyyy".to_owned()), ..How::default() };
        assert_eq!(of("Date", &text("31.12.1999"), &german), Some(json!("1999-12-31")));
        assert_eq!(of("Date", &text("12/31/1999"), &german), None);
        assert_eq!(of("Date", &Cell::Date("1999-12-31".into()), &german), Some(json!("1999-12-31")));
        assert_eq!(
            of("Date", &Cell::DateTime("1999-12-31T00:00:00".into()), &german),
            Some(json!("1999-12-31"))
        );
        let moment = Cell::DateTime("1999-12-31T10:00:00".into());
        assert_eq!(of("DateTime", &moment, &german), Some(json!("1999-12-31T10:00:00Z")));
        assert_eq!(standard("EmailBouncedDate", &moment), json!("1999-12-31T10:00:00Z"));
    }

    #[test]
    fn a_day_that_begins_with_its_year_is_read_in_any_column_and_none_is_no_day() {
        let german = How { date_format: Some("dd.MM.yyyy".to_owned()), ..How::default() };
        assert_eq!(of("Date", &text("1980-02-29"), &german), Some(json!("1980-02-29")));
        for none in ["0/0/00", "0000-00-00", "00.00.0000", " 0/0/00 ", "0000-00-00 00:00:00"] {
            assert!(is_no_day(none), "{none}");
        }
        for day in ["", "0", "000", "1/0/00", "--02-29"] {
            assert!(!is_no_day(day), "{day}");
        }
        assert!(is_of_no_year("--02-29") && is_of_no_year("--0229") && !is_of_no_year("1980-02-29"));
    }

    #[test]
    fn what_stands_around_an_address_is_none_of_it() {
        for written in ["a@b.example", " a@b.example ", "mailto:a@b.example", "<a@b.example>"] {
            assert_eq!(standard("Email", &text(written)), json!("a@b.example"), "{written}");
        }
        assert_eq!(standard("Email", &text("A <a@b.example>")), json!("A <a@b.example>"));
    }

    #[test]
    fn truth_has_many_words_and_a_text_of_truth_has_two() {
        assert_eq!(of("Boolean", &text(" Yes "), &How::default()), Some(json!(true)));
        assert_eq!(of("Boolean", &Cell::Boolean(false), &How::default()), Some(json!(false)));
        assert_eq!(of("Boolean", &text("perhaps"), &How::default()), None);
        assert_eq!(standard("DoNotCall", &text("0")), json!("false"));
        assert_eq!(standard("DoNotCall", &text("perhaps")), json!("perhaps"));
    }

    #[test]
    fn a_choice_is_found_by_what_is_shown_and_a_text_stays_as_it_is() {
        assert_eq!(standard("LeadSource", &text("phone inquiry")), json!("Phone Inquiry"));
        assert_eq!(standard("LeadSource", &text("Fair")), json!("Fair"));
        assert_eq!(standard("Title", &text(" a \u{202e} ")), json!(" a \u{202e} "));
        assert_eq!(standard("MailingPostalCode", &Cell::Number("01234".into())), json!("01234"));
        assert_eq!(of("MultiPicklist", &text("a; b;;c"), &How::default()), Some(json!(["a", "b", "c"])));
    }
}
