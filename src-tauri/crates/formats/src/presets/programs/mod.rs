//! The headers of programs that export contacts: a file for each maker, which names its source.

mod apple;
mod google;
mod hubspot;
mod outlook;
mod salesforce;
mod thunderbird;

use super::suggest::{joined, normal};

/// Between several values in one cell of a Google export.
pub const VALUES_BETWEEN: &str = " ::: ";
/// Fewer columns than this tell no program.
const LEAST_KNOWN: usize = 3;
/// As many of a file's columns must be a program's.
const LEAST_SHARE: f64 = 0.6;

/// A header that is a program's.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// The program.
    pub name: &'static str,
    /// How much of the header is the program's, from 0 to 1.
    pub score: f64,
    /// For each column the field it holds, where there is one.
    pub fields: Vec<Option<&'static str>>,
    /// For each column the column with the label that says what its values are ([`labelled`]), where there is one.
    pub labels: Vec<Option<usize>>,
    /// For each column the field that the first of its kind holds.
    kinds: Vec<Option<&'static str>>,
    /// For each column whether it is the program's.
    known: Vec<bool>,
}

impl Preset {
    /// The field that a column's values are of as far as the label beside them does not say another, and the column with
    /// the labels; of further columns of a kind too (`Phone 2 - Value`).
    #[must_use]
    pub fn by_label(&self, at: usize) -> Option<(&'static str, usize)> {
        let label = self.labels.get(at).copied().flatten()?;
        self.kinds.get(at).copied().flatten().map(|field| (field, label))
    }

    /// Whether a column is the program's, with a field or without one.
    #[must_use]
    pub fn is_known(&self, at: usize) -> bool {
        self.known.get(at).copied().unwrap_or_default()
    }
}

struct Program {
    name: &'static str,
    /// One of these must be there.
    tells: &'static [&'static str],
    /// Columns with a field.
    columns: &'static [(&'static str, &'static str)],
    /// Columns the program has without a field.
    others: &'static [&'static str],
}

/// The program whose header this is, if it is one's.
#[must_use]
pub fn recognise(header: &[String]) -> Option<Preset> {
    let names: Vec<String> = header.iter().map(|name| normal(name)).collect();
    let keys: Vec<String> = names.iter().map(|name| joined(name)).collect();
    let known = PROGRAMS.iter().filter_map(|program| program.preset(&keys));
    // Of equals the first.
    let best = known.reduce(|best, next| if next.score > best.score { next } else { best })?;
    let labels = names.iter().map(|name| label_of(name, &names)).collect();
    Some(Preset { labels, ..best })
}

impl Program {
    fn preset(&self, names: &[String]) -> Option<Preset> {
        if !self.tells.iter().any(|tell| names.contains(&key(tell))) {
            return None;
        }
        let mut fields: Vec<Option<&'static str>> = Vec::new();
        let mut known = Vec::new();
        // Where a column says that it is the key, the program's own is not.
        let has_key = names.iter().any(|name| name == "externalid");
        for name in names {
            let column = self.columns.iter().find(|(column, _)| key(column) == *name);
            let field = column.map(|(_, field)| *field).filter(|field| !fields.contains(&Some(field)));
            let field = field.filter(|field| *field != "ExternalId" || !has_key || name == "externalid");
            known.push(column.is_some() || self.has_other(name));
            fields.push(field);
        }
        let count = known.iter().filter(|is_known| **is_known).count();
        let score = count as f64 / names.len().max(1) as f64;
        let is_known = count >= LEAST_KNOWN && score >= LEAST_SHARE;
        let kinds = names.iter().map(|name| self.kind(name)).collect();
        is_known.then_some(Preset { name: self.name, score, fields, labels: Vec::new(), kinds, known })
    }

    /// The field of the first column of a kind.
    fn kind(&self, name: &str) -> Option<&'static str> {
        let first = first_of(name);
        self.columns.iter().find(|(column, _)| key(column) == first).map(|(_, field)| *field)
    }

    /// A column without a field, or a further one of a kind: `Phone 3 - Value`.
    fn has_other(&self, name: &str) -> bool {
        let first = first_of(name);
        let columns = self.columns.iter().map(|(column, _)| *column);
        self.others.iter().copied().chain(columns).any(|other| {
            let other = key(other);
            other == name || (other.contains('1') && other == first)
        })
    }
}

/// The name of the first column of a kind: `phone1value` for `phone3value`.
fn first_of(name: &str) -> String {
    name.replace(|one: char| one.is_ascii_digit(), "1")
}

fn key(name: &str) -> String {
    joined(&normal(name))
}

/// `Phone 1 - Value` has its label in `Phone 1 - Label`, before 2024 in `Phone 1 - Type`.
fn label_of(name: &str, names: &[String]) -> Option<usize> {
    let kind = name.strip_suffix(&normal("value")).map(str::trim_end).or_else(|| {
        let kind = name.strip_prefix("address ")?.split(' ').next()?;
        name.get(.."address ".len() + kind.len())
    })?;
    names.iter().position(|other| *other == format!("{kind} label") || *other == format!("{kind} type"))
}

/// The field of a value that has a label beside it: of a telephone number (its usual field being `Phone`) or a part of
/// an address (`Mailing…`). `None` where the label says what no field is for.
#[must_use]
pub fn labelled(field: &str, label: &str) -> Option<String> {
    let label = normal(label.trim_start_matches(['*', ' ']));
    let has = |word: &str| label.split(' ').any(|one| one == word);
    if let Some(part) = field.strip_prefix("Mailing") {
        return Some(if has("home") || has("other") { format!("Other{part}") } else { field.to_owned() });
    }
    if field != "Phone" {
        return Some(field.to_owned());
    }
    let field = match () {
        () if has("fax") => "Fax",
        () if has("pager") => return None,
        () if has("mobile") || has("cell") => "MobilePhone",
        () if has("home") => "HomePhone",
        () if has("assistant") => "AssistantPhone",
        () if has("other") => "OtherPhone",
        () => "Phone",
    };
    Some(field.to_owned())
}

/// Of equals the first is taken.
const PROGRAMS: [Program; 9] = [
    salesforce::API_NAMES,
    salesforce::REPORT,
    google::TODAY,
    google::BEFORE_2024,
    outlook::ENGLISH,
    outlook::GERMAN,
    hubspot::DEFAULT,
    apple::NUMBERS,
    thunderbird::EXPORT,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(header: &str) -> Option<Preset> {
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        recognise(&header)
    }

    #[test]
    fn programs_are_known_by_their_headers() {
        for (header, name) in [
            ("Id,FirstName,LastName,MailingStreet,Email", "Salesforce (API names)"),
            ("ID,LASTNAME,FIRSTNAME,EMAIL", "Salesforce (API names)"),
            (
                "First Name,Last Name,Title,Account Name,Mailing Street,Mailing Zip/Postal Code",
                "Salesforce (report)",
            ),
            (
                "First Name,Middle Name,Last Name,Phonetic First Name,Birthday,Notes,E-mail 1 - Label,E-mail 1 - Value,Phone 2 - Label,Phone 2 - Value",
                "Google Contacts",
            ),
            (
                "Name,Given Name,Additional Name,Family Name,Yomi Name,E-mail 1 - Type,E-mail 1 - Value",
                "Google Contacts (before 2024)",
            ),
            (
                "First Name,Middle Name,Last Name,Title,Suffix,E-mail Address,Home Phone,Business Phone",
                "Outlook",
            ),
            ("Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,E-Mail-Adresse", "Outlook (German)"),
            ("Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status", "HubSpot"),
            ("First Name,Last Name,Company,Job Title,Work Email,Mobile", "Apple (Numbers)"),
            ("Name,Email", ""),
            ("a,b,c,LastName", ""),
        ] {
            assert_eq!(recognised(header).map_or("", |preset| preset.name), name, "{header}");
        }
        assert!(recognised("").is_none());
    }

    #[test]
    fn a_label_says_which_field_a_value_is_of() {
        let found = recognised("First Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - City").unwrap();
        assert_eq!(found.fields[4], Some("Phone"));
        assert_eq!(found.fields[6], None);
        assert_eq!(found.labels, [None, None, Some(1), None, Some(3), None, Some(5), Some(7), Some(7)]);
        let by_label: Vec<_> = (0..9).map(|at| found.by_label(at)).collect();
        assert_eq!(by_label[2..=6], [Some(("Email", 1)), None, Some(("Phone", 3)), None, Some(("Phone", 5))]);
        assert_eq!(by_label[8], Some(("MailingCity", 7)));
        for (field, label, is) in [
            ("Phone", "Mobile", Some("MobilePhone")),
            ("Phone", "* Work", Some("Phone")),
            ("Phone", "Home Fax", Some("Fax")),
            ("Phone", "Pager", None),
            ("MailingCity", "Home", Some("OtherCity")),
            ("MailingCity", "Work", Some("MailingCity")),
            ("Email", "Home", Some("Email")),
        ] {
            assert_eq!(labelled(field, label).as_deref(), is, "{field} {label}");
        }
    }

    #[test]
    fn every_field_is_one_of_the_contact() {
        let schema = kith_model::Schema::contact().unwrap();
        for (column, field) in PROGRAMS.iter().flat_map(|program| program.columns) {
            assert!(*field == "ExternalId" || schema.field(field).is_some(), "{column}");
        }
    }
}
