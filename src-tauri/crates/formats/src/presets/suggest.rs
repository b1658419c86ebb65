//! Fields by the names of columns.

use kith_model::query::fold;
use strsim::normalized_damerau_levenshtein;

/// A field that a column may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The field's name.
    pub field: String,
    /// How sure that is.
    pub sureness: Sureness,
}

/// How sure a suggestion is; the surer is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// The column's name is much like the field's.
    Possible,
    /// It is another word for the field.
    Likely,
    /// It is the field's name or label.
    Sure,
}

/// As much alike must two names be.
const ALIKE: f64 = 0.85;

/// Suggests for each column one of the fields (name and label), each field once: to the column that is surest, else
/// the first.
#[must_use]
pub fn suggest(header: &[String], fields: &[(String, String)]) -> Vec<Option<Suggestion>> {
    let columns: Vec<String> = header.iter().map(|name| normal(name)).collect();
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let each = fields.iter().enumerate().map(|(field, names)| (likeness(column, names), at, field));
        found.extend(each.filter(|(likeness, ..)| *likeness >= ALIKE));
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let (mut suggested, mut taken) = (vec![None; header.len()], vec![false; fields.len()]);
    for (likeness, at, field) in found {
        let (Some(place), Some(is_taken), Some((name, _))) =
            (suggested.get_mut(at), taken.get_mut(field), fields.get(field))
        else {
            continue;
        };
        if place.is_none() && !*is_taken {
            *is_taken = true;
            *place = Some(Suggestion { field: name.clone(), sureness: sureness(likeness) });
        }
    }
    suggested
}

fn sureness(likeness: f64) -> Sureness {
    match likeness {
        3.0.. => Sureness::Sure,
        2.0.. => Sureness::Likely,
        _ => Sureness::Possible,
    }
}

/// 3 for the same name, 2 for another word, up to 1 for a name that is alike.
fn likeness(column: &str, (name, label): &(String, String)) -> f64 {
    let own = [normal(name), normal(label)];
    if column.is_empty() {
        return 0.0;
    }
    if own.iter().any(|own| joined(own) == joined(column)) {
        return 3.0;
    }
    let words = words_for(name);
    if words.iter().any(|word| joined(&normal(word)) == joined(column)) {
        return 2.0;
    }
    let all = own.into_iter().chain(words.iter().map(|word| normal(word)));
    all.filter(|one| digits(one) == digits(column)).map(|one| alike(&one, column)).fold(0.0, f64::max)
}

/// Names of the same words in another order are as good as alike can be.
fn alike(one: &str, other: &str) -> f64 {
    let sorted = |text: &str| {
        let mut words: Vec<&str> = text.split(' ').collect();
        words.sort_unstable();
        words.join(" ")
    };
    if one.len() > 3 && sorted(one) == sorted(other) {
        1.0
    } else {
        normalized_damerau_levenshtein(one, other)
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A name without what does not tell it apart: case, accents, what stands between its words, and how umlauts are
/// written.
pub(super) fn normal(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for one in name.chars() {
        if one.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if one.is_alphanumeric() { one } else { ' ' });
        before = one;
    }
    let folded = fold(&spaced).replace("ae", "a").replace("oe", "o").replace("ue", "u");
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A normal name without its spaces: not every program has them.
pub(super) fn joined(normal: &str) -> String {
    normal.replace(' ', "")
}

/// Other words for a standard field, in English and German, and the usual ones in French, Spanish, Italian and Dutch.
fn words_for(field: &str) -> &'static [&'static str] {
    WORDS.iter().find(|(name, _)| *name == field).map_or(&[], |(_, words)| words)
}

const WORDS: [(&str, &[&str]); 38] = [
    (
        "ExternalId",
        &["External ID", "Record ID", "Contact ID", "Kundennummer", "Kontaktnummer", "UID", "Externe ID"],
    ),
    (
        "Account",
        &[
            "Company",
            "Company Name",
            "Account Name",
            "Organization",
            "Organisation",
            "Organization Name",
            "Firma",
            "Firmenname",
            "Unternehmen",
            "Employer",
            "Arbeitgeber",
            "Société",
            "Entreprise",
            "Empresa",
            "Azienda",
            "Società",
            "Bedrijf",
        ],
    ),
    (
        "Name",
        &[
            "Full Name",
            "Display Name",
            "Contact Name",
            "Contact",
            "Vollständiger Name",
            "Anzeigename",
            "Ansprechpartner",
            "Kontakt",
            "Vor- und Nachname",
        ],
    ),
    (
        "FirstName",
        &["Given Name", "Forename", "First", "Vorname", "Rufname", "Prénom", "Nombre", "Nome", "Voornaam"],
    ),
    (
        "LastName",
        &[
            "Family Name",
            "Surname",
            "Last",
            "Nachname",
            "Familienname",
            "Zuname",
            "Nom",
            "Nom de famille",
            "Apellido",
            "Apellidos",
            "Cognome",
            "Achternaam",
        ],
    ),
    (
        "AssistantName",
        &["Assistant", "Assistant's Name", "Assistent", "Assistenz", "Assistent(in)", "Name Assistent"],
    ),
    ("Department", &["Abteilung", "Bereich", "Dept"]),
    (
        "Description",
        &[
            "Notes",
            "Note",
            "Comment",
            "Comments",
            "Contact Description",
            "Notizen",
            "Notiz",
            "Bemerkung",
            "Bemerkungen",
            "Kommentar",
            "Beschreibung",
            "Anmerkung",
            "Remarques",
            "Notas",
            "Opmerkingen",
        ],
    ),
    ("DoNotCall", &["Do Not Call", "Nicht anrufen"]),
    (
        "Email",
        &[
            "E-mail",
            "Mail",
            "E-mail Address",
            "Email Address",
            "Primary Email",
            "E-Mail-Adresse",
            "Mailadresse",
            "Work Email",
            "E-Mail geschäftlich",
            "Courriel",
            "Adresse e-mail",
            "Correo electrónico",
            "Correo",
            "Posta elettronica",
            "E-mailadres",
        ],
    ),
    ("IsEmailBounced", &["Email Bounced", "Bounced"]),
    ("EmailBouncedDate", &["Bounced Date"]),
    ("EmailBouncedReason", &["Bounced Reason"]),
    ("LeadSource", &["Source", "Original Source", "Herkunft", "Quelle", "Lead-Quelle"]),
    ("AssistantPhone", &["Asst. Phone", "Assistant's Phone", "Telefon Assistent", "Telefon Assistenz"]),
    (
        "Birthdate",
        &[
            "Birthday",
            "Date of Birth",
            "DOB",
            "Birth Date",
            "Geburtstag",
            "Geburtsdatum",
            "Date de naissance",
            "Fecha de nacimiento",
            "Data di nascita",
            "Geboortedatum",
        ],
    ),
    ("Fax", &["Fax Number", "Business Fax", "Work Fax", "Faxnummer", "Telefax", "Fax geschäftlich"]),
    ("HasOptedOutOfEmail", &["Email Opt Out", "Unsubscribed", "Opted out of Email"]),
    ("HasOptedOutOfFax", &["Fax Opt Out"]),
    ("HomePhone", &["Home Telephone", "Private Phone", "Telefon privat", "Festnetz privat"]),
    ("MailingAddress", &["Address", "Postal Address", "Adresse", "Anschrift", "Postanschrift"]),
    (
        "MailingCity",
        &[
            "City",
            "Town",
            "Locality",
            "Business City",
            "Work City",
            "Ort",
            "Stadt",
            "Wohnort",
            "Ort geschäftlich",
            "Ville",
            "Ciudad",
            "Città",
            "Plaats",
        ],
    ),
    (
        "MailingCountry",
        &[
            "Country",
            "Country/Region",
            "Business Country",
            "Business Country/Region",
            "Land",
            "Land/Region",
            "Land/Region geschäftlich",
            "Pays",
            "País",
            "Paese",
        ],
    ),
    ("MailingCountryCode", &["Country Code", "Ländercode", "Länderkürzel", "ISO Country"]),
    (
        "MailingPostalCode",
        &[
            "Postal Code",
            "Postcode",
            "Zip",
            "Zip Code",
            "Zip/Postal Code",
            "Mailing Zip/Postal Code",
            "Business Postal Code",
            "PLZ",
            "Postleitzahl",
            "Postleitzahl geschäftlich",
            "Code postal",
            "Código postal",
            "CAP",
        ],
    ),
    (
        "MailingState",
        &[
            "State",
            "Province",
            "Region",
            "State/Region",
            "State/Province",
            "Mailing State/Province",
            "Business State",
            "Bundesland",
            "Kanton",
            "Region geschäftlich",
        ],
    ),
    (
        "MailingStreet",
        &[
            "Street",
            "Street Address",
            "Address Line 1",
            "Business Street",
            "Work Street",
            "Straße",
            "Straße und Hausnummer",
            "Straße geschäftlich",
            "Rue",
            "Calle",
            "Straat",
        ],
    ),
    (
        "MobilePhone",
        &[
            "Mobile",
            "Cell",
            "Cell Phone",
            "Cellphone",
            "Mobile Number",
            "Mobile Phone Number",
            "Handy",
            "Handynummer",
            "Mobil",
            "Mobiltelefon",
            "Mobilnummer",
            "Téléphone portable",
            "Portable",
            "Móvil",
            "Cellulare",
            "Mobiel",
        ],
    ),
    ("OtherCity", &["Home City", "Ort privat", "Weiterer Ort"]),
    ("OtherCountry", &["Home Country", "Home Country/Region", "Land/Region privat"]),
    ("OtherPhone", &["Other Telephone", "Phone 2", "Secondary Phone", "Weiteres Telefon", "Telefon 2"]),
    (
        "OtherPostalCode",
        &[
            "Other Zip/Postal Code",
            "Home Postal Code",
            "Home Zip",
            "Postleitzahl privat",
            "Weitere Postleitzahl",
        ],
    ),
    ("OtherState", &["Other State/Province", "Home State", "Bundesland/Kanton privat"]),
    ("OtherStreet", &["Home Street", "Straße privat", "Weitere Straße"]),
    (
        "Phone",
        &[
            "Telephone",
            "Phone Number",
            "Business Phone",
            "Work Phone",
            "Office Phone",
            "Tel",
            "Telefon",
            "Telefonnummer",
            "Telefon geschäftlich",
            "Rufnummer",
            "Festnetz",
            "Teléfono",
            "Telefoon",
        ],
    ),
    ("PhotoUrl", &["Photo", "Picture", "Image URL", "Avatar", "Foto", "Bild"]),
    ("Salutation", &["Prefix", "Name Prefix", "Honorific", "Anrede", "Titel vor dem Namen", "Civilité"]),
    (
        "Title",
        &[
            "Job Title",
            "Position",
            "Role",
            "Job Position",
            "Funktion",
            "Berufsbezeichnung",
            "Stellenbezeichnung",
            "Fonction",
            "Poste",
            "Cargo",
            "Qualifica",
            "Functie",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Vec<(String, String)> {
        let schema = kith_model::Schema::contact().unwrap();
        let of = |field: &kith_model::FieldMetadata| (field.field_name.clone(), field.display_name.clone());
        schema.metadata().field_metadata.iter().map(of).collect()
    }

    fn suggested(header: &[&str]) -> Vec<Option<(String, Sureness)>> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        suggest(&header, &fields()).into_iter().map(|one| one.map(|one| (one.field, one.sureness))).collect()
    }

    fn names(header: &[&str]) -> Vec<String> {
        suggested(header).into_iter().map(|one| one.map_or_else(String::new, |(field, _)| field)).collect()
    }

    #[test]
    fn names_are_known_however_they_are_written() {
        assert_eq!(
            names(&[
                "first_name",
                "LASTNAME",
                "E-Mail",
                "Strasse",
                "PLZ",
                "Ort",
                "Telefon geschaeftlich",
                "Handy"
            ]),
            [
                "FirstName",
                "LastName",
                "Email",
                "MailingStreet",
                "MailingPostalCode",
                "MailingCity",
                "Phone",
                "MobilePhone"
            ]
        );
        assert_eq!(
            names(&["Adress", "Phone, Mobile", "Departmnet"]),
            ["MailingAddress", "MobilePhone", "Department"]
        );
    }

    #[test]
    fn a_field_goes_to_the_surest_column_and_once() {
        let found = suggested(&["Mail", "Email", "Phone", "Phone 3", "xyz", ""]);
        assert_eq!(found[0], None);
        assert_eq!(found[1], Some(("Email".to_owned(), Sureness::Sure)));
        assert_eq!(found[2], Some(("Phone".to_owned(), Sureness::Sure)));
        assert_eq!(found[3..], [None, None, None]);
    }

    #[test]
    fn every_word_is_of_a_field_and_of_one_only() {
        let fields = fields();
        let mut all: Vec<String> = Vec::new();
        for (field, words) in WORDS {
            assert!(field == "ExternalId" || fields.iter().any(|(name, _)| name == field), "{field}");
            all.extend(words.iter().map(|word| normal(word)));
        }
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
