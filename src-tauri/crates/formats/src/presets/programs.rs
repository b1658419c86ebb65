//! The headers of programs that export contacts.
//!
//! Sources:
//! - Salesforce: the API names of the Contact object (Object Reference for the Salesforce Platform, "Contact") and the
//!   labels of its standard fields as reports and list views show them.
//! - Google Contacts: the header of its "Google CSV" export, before and since 2024, as the template linked from
//!   <https://support.google.com/contacts/answer/1069522> has it.
//! - Outlook: the header of its CSV export, English and German, as the template linked from
//!   <https://support.microsoft.com/office/create-or-edit-csv-files-to-import-into-outlook> has it.
//! - HubSpot: the default contact properties,
//!   <https://knowledge.hubspot.com/properties/hubspots-default-contact-properties>.
//! - Apple: the columns that Numbers gives contacts dragged into a table (Numbers User Guide, "Add address book data").

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
        let mut known = 0;
        // Where a column says that it is the key, the program's own is not.
        let has_key = names.iter().any(|name| name == "externalid");
        for name in names {
            let column = self.columns.iter().find(|(column, _)| key(column) == *name);
            let field = column.map(|(_, field)| *field).filter(|field| !fields.contains(&Some(field)));
            let field = field.filter(|field| *field != "ExternalId" || !has_key || name == "externalid");
            known += usize::from(column.is_some() || self.has_other(name));
            fields.push(field);
        }
        let score = known as f64 / names.len().max(1) as f64;
        let is_known = known >= LEAST_KNOWN && score >= LEAST_SHARE;
        is_known.then_some(Preset { name: self.name, score, fields, labels: Vec::new() })
    }

    /// A column without a field, or a further one of a kind: `Phone 3 - Value`.
    fn has_other(&self, name: &str) -> bool {
        let first = name.replace(|one: char| one.is_ascii_digit(), "1");
        let columns = self.columns.iter().map(|(column, _)| *column);
        self.others.iter().copied().chain(columns).any(|other| {
            let other = key(other);
            other == name || (other.contains('1') && other == first)
        })
    }
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

const PROGRAMS: [Program; 8] = [
    Program {
        name: "Salesforce (API names)",
        tells: &["LastName", "MailingStreet", "AccountId", "Account.Name"],
        columns: &[
            ("Account.Name", "Account"),
            ("Name", "Name"),
            ("FirstName", "FirstName"),
            ("LastName", "LastName"),
            ("Salutation", "Salutation"),
            ("AssistantName", "AssistantName"),
            ("AssistantPhone", "AssistantPhone"),
            ("Birthdate", "Birthdate"),
            ("Department", "Department"),
            ("Description", "Description"),
            ("DoNotCall", "DoNotCall"),
            ("Email", "Email"),
            ("EmailBouncedDate", "EmailBouncedDate"),
            ("EmailBouncedReason", "EmailBouncedReason"),
            ("IsEmailBounced", "IsEmailBounced"),
            ("Fax", "Fax"),
            ("HasOptedOutOfEmail", "HasOptedOutOfEmail"),
            ("HasOptedOutOfFax", "HasOptedOutOfFax"),
            ("HomePhone", "HomePhone"),
            ("LeadSource", "LeadSource"),
            ("MailingCity", "MailingCity"),
            ("MailingCountry", "MailingCountry"),
            ("MailingCountryCode", "MailingCountryCode"),
            ("MailingPostalCode", "MailingPostalCode"),
            ("MailingState", "MailingState"),
            ("MailingStreet", "MailingStreet"),
            ("MobilePhone", "MobilePhone"),
            ("OtherCity", "OtherCity"),
            ("OtherCountry", "OtherCountry"),
            ("OtherCountryCode", "OtherCountryCode"),
            ("OtherPhone", "OtherPhone"),
            ("OtherPostalCode", "OtherPostalCode"),
            ("OtherState", "OtherState"),
            ("OtherStreet", "OtherStreet"),
            ("Phone", "Phone"),
            ("PhotoUrl", "PhotoUrl"),
            ("Title", "Title"),
            ("ExternalId", "ExternalId"),
            ("Id", "ExternalId"),
        ],
        others: &[
            "IsDeleted",
            "MasterRecordId",
            "AccountId",
            "OwnerId",
            "Owner.Name",
            "CreatedDate",
            "CreatedById",
            "LastModifiedDate",
            "LastModifiedById",
            "SystemModstamp",
            "LastActivityDate",
            "ReportsToId",
            "MailingLatitude",
            "MailingLongitude",
            "MailingGeocodeAccuracy",
            "MailingStateCode",
            "OtherLatitude",
            "OtherLongitude",
            "OtherGeocodeAccuracy",
            "OtherStateCode",
            "LastCURequestDate",
            "LastCUUpdateDate",
            "LastViewedDate",
            "LastReferencedDate",
            "Jigsaw",
            "JigsawContactId",
            "IndividualId",
        ],
    },
    Program {
        name: "Salesforce (report)",
        tells: &["Mailing Zip/Postal Code", "Mailing State/Province", "Account Name", "Contact Owner"],
        columns: &[
            ("Contact ID", "ExternalId"),
            ("Account Name", "Account"),
            ("Full Name", "Name"),
            ("First Name", "FirstName"),
            ("Last Name", "LastName"),
            ("Salutation", "Salutation"),
            ("Title", "Title"),
            ("Department", "Department"),
            ("Email", "Email"),
            ("Phone", "Phone"),
            ("Mobile", "MobilePhone"),
            ("Home Phone", "HomePhone"),
            ("Other Phone", "OtherPhone"),
            ("Asst. Phone", "AssistantPhone"),
            ("Assistant", "AssistantName"),
            ("Fax", "Fax"),
            ("Birthdate", "Birthdate"),
            ("Lead Source", "LeadSource"),
            ("Mailing Street", "MailingStreet"),
            ("Mailing City", "MailingCity"),
            ("Mailing State/Province", "MailingState"),
            ("Mailing Zip/Postal Code", "MailingPostalCode"),
            ("Mailing Country", "MailingCountry"),
            ("Other Street", "OtherStreet"),
            ("Other City", "OtherCity"),
            ("Other State/Province", "OtherState"),
            ("Other Zip/Postal Code", "OtherPostalCode"),
            ("Other Country", "OtherCountry"),
            ("Description", "Description"),
            ("Contact Description", "Description"),
            ("Do Not Call", "DoNotCall"),
            ("Email Opt Out", "HasOptedOutOfEmail"),
            ("Fax Opt Out", "HasOptedOutOfFax"),
        ],
        others: &[
            "Contact Owner",
            "Account Owner",
            "Account ID",
            "Reports To",
            "Created Date",
            "Last Activity",
            "Last Modified Date",
            "Created By",
            "Last Modified By",
            "Contact Record Type",
        ],
    },
    Program {
        name: "Google Contacts",
        tells: &["E-mail 1 - Label", "Phone 1 - Label", "Phonetic First Name"],
        columns: &[
            ("First Name", "FirstName"),
            ("Last Name", "LastName"),
            ("Name Prefix", "Salutation"),
            ("Organization Name", "Account"),
            ("Organization Title", "Title"),
            ("Organization Department", "Department"),
            ("Birthday", "Birthdate"),
            ("Notes", "Description"),
            ("Photo", "PhotoUrl"),
            ("E-mail 1 - Value", "Email"),
            ("Phone 1 - Value", "Phone"),
            ("Address 1 - Formatted", "MailingAddress"),
            ("Address 1 - Street", "MailingStreet"),
            ("Address 1 - City", "MailingCity"),
            ("Address 1 - Region", "MailingState"),
            ("Address 1 - Postal Code", "MailingPostalCode"),
            ("Address 1 - Country", "MailingCountry"),
        ],
        others: &[
            "Middle Name",
            "Phonetic First Name",
            "Phonetic Middle Name",
            "Phonetic Last Name",
            "Name Suffix",
            "Nickname",
            "File As",
            "Labels",
            "E-mail 1 - Label",
            "Phone 1 - Label",
            "Address 1 - Label",
            "Address 1 - PO Box",
            "Address 1 - Extended Address",
            "Website 1 - Label",
            "Website 1 - Value",
            "Event 1 - Label",
            "Event 1 - Value",
            "Relation 1 - Label",
            "Relation 1 - Value",
            "Custom Field 1 - Label",
            "Custom Field 1 - Value",
        ],
    },
    Program {
        name: "Google Contacts (before 2024)",
        tells: &["E-mail 1 - Type", "Phone 1 - Type", "Yomi Name", "Group Membership"],
        columns: &[
            ("Name", "Name"),
            ("Given Name", "FirstName"),
            ("Family Name", "LastName"),
            ("Name Prefix", "Salutation"),
            ("Organization 1 - Name", "Account"),
            ("Organization 1 - Title", "Title"),
            ("Organization 1 - Department", "Department"),
            ("Birthday", "Birthdate"),
            ("Notes", "Description"),
            ("Photo", "PhotoUrl"),
            ("E-mail 1 - Value", "Email"),
            ("Phone 1 - Value", "Phone"),
            ("Address 1 - Formatted", "MailingAddress"),
            ("Address 1 - Street", "MailingStreet"),
            ("Address 1 - City", "MailingCity"),
            ("Address 1 - Region", "MailingState"),
            ("Address 1 - Postal Code", "MailingPostalCode"),
            ("Address 1 - Country", "MailingCountry"),
        ],
        others: &[
            "Additional Name",
            "Yomi Name",
            "Given Name Yomi",
            "Additional Name Yomi",
            "Family Name Yomi",
            "Name Suffix",
            "Initials",
            "Nickname",
            "Short Name",
            "Maiden Name",
            "Gender",
            "Location",
            "Billing Information",
            "Directory Server",
            "Mileage",
            "Occupation",
            "Hobby",
            "Sensitivity",
            "Priority",
            "Subject",
            "Language",
            "Group Membership",
            "E-mail 1 - Type",
            "Phone 1 - Type",
            "Address 1 - Type",
            "Address 1 - PO Box",
            "Address 1 - Extended Address",
            "Organization 1 - Type",
            "Organization 1 - Yomi Name",
            "Organization 1 - Symbol",
            "Organization 1 - Location",
            "Organization 1 - Job Description",
            "Website 1 - Type",
            "Website 1 - Value",
            "IM 1 - Type",
            "IM 1 - Service",
            "IM 1 - Value",
            "Event 1 - Type",
            "Event 1 - Value",
            "Relation 1 - Type",
            "Relation 1 - Value",
            "Custom Field 1 - Type",
            "Custom Field 1 - Value",
        ],
    },
    Program {
        name: "Outlook",
        tells: &["E-mail Address", "Business Phone", "E-mail 2 Address"],
        columns: &[
            ("Title", "Salutation"),
            ("First Name", "FirstName"),
            ("Last Name", "LastName"),
            ("Company", "Account"),
            ("Department", "Department"),
            ("Job Title", "Title"),
            ("Business Street", "MailingStreet"),
            ("Business City", "MailingCity"),
            ("Business State", "MailingState"),
            ("Business Postal Code", "MailingPostalCode"),
            ("Business Country/Region", "MailingCountry"),
            ("Business Country", "MailingCountry"),
            ("Business Address", "MailingAddress"),
            ("Home Street", "OtherStreet"),
            ("Home City", "OtherCity"),
            ("Home State", "OtherState"),
            ("Home Postal Code", "OtherPostalCode"),
            ("Home Country/Region", "OtherCountry"),
            ("Home Country", "OtherCountry"),
            ("Home Address", "OtherAddress"),
            ("Assistant's Phone", "AssistantPhone"),
            ("Assistant's Name", "AssistantName"),
            ("Business Fax", "Fax"),
            ("Business Phone", "Phone"),
            ("Home Phone", "HomePhone"),
            ("Mobile Phone", "MobilePhone"),
            ("Other Phone", "OtherPhone"),
            ("Birthday", "Birthdate"),
            ("E-mail Address", "Email"),
            ("Notes", "Description"),
        ],
        others: &[
            "Middle Name",
            "Suffix",
            "Nickname",
            "Given Yomi",
            "Surname Yomi",
            "Company Yomi",
            "Business Street 2",
            "Business Street 3",
            "Home Street 2",
            "Home Street 3",
            "Other Street",
            "Other Street 2",
            "Other Street 3",
            "Other City",
            "Other State",
            "Other Postal Code",
            "Other Country/Region",
            "Other Country",
            "Other Address",
            "Business Phone 2",
            "Callback",
            "Car Phone",
            "Company Main Phone",
            "Home Fax",
            "Home Phone 2",
            "ISDN",
            "Other Fax",
            "Pager",
            "Primary Phone",
            "Radio Phone",
            "TTY/TDD Phone",
            "Telex",
            "Account",
            "Anniversary",
            "Billing Information",
            "Business Address PO Box",
            "Home Address PO Box",
            "Other Address PO Box",
            "Categories",
            "Children",
            "Directory Server",
            "E-mail Type",
            "E-mail Display Name",
            "E-mail 2 Address",
            "E-mail 2 Type",
            "E-mail 2 Display Name",
            "E-mail 3 Address",
            "E-mail 3 Type",
            "E-mail 3 Display Name",
            "Gender",
            "Government ID Number",
            "Hobby",
            "Initials",
            "Internet Free Busy",
            "Keywords",
            "Language",
            "Location",
            "Manager's Name",
            "Mileage",
            "Office Location",
            "Organizational ID Number",
            "Priority",
            "Private",
            "Profession",
            "Referred By",
            "Sensitivity",
            "Spouse",
            "User 1",
            "User 2",
            "User 3",
            "User 4",
            "Web Page",
            "Personal Web Page",
            "IMAddress",
            "Schools",
        ],
    },
    Program {
        name: "Outlook (German)",
        tells: &["E-Mail-Adresse", "Telefon geschäftlich", "Weitere Vornamen"],
        columns: &[
            ("Anrede", "Salutation"),
            ("Vorname", "FirstName"),
            ("Nachname", "LastName"),
            ("Firma", "Account"),
            ("Abteilung", "Department"),
            ("Position", "Title"),
            ("Straße geschäftlich", "MailingStreet"),
            ("Ort geschäftlich", "MailingCity"),
            ("Region geschäftlich", "MailingState"),
            ("Postleitzahl geschäftlich", "MailingPostalCode"),
            ("Land/Region geschäftlich", "MailingCountry"),
            ("Straße privat", "OtherStreet"),
            ("Ort privat", "OtherCity"),
            ("Bundesland/Kanton privat", "OtherState"),
            ("Postleitzahl privat", "OtherPostalCode"),
            ("Land/Region privat", "OtherCountry"),
            ("Telefon Assistent", "AssistantPhone"),
            ("Name Assistent", "AssistantName"),
            ("Assistent(in)", "AssistantName"),
            ("Fax geschäftlich", "Fax"),
            ("Telefon geschäftlich", "Phone"),
            ("Telefon (privat)", "HomePhone"),
            ("Mobiltelefon", "MobilePhone"),
            ("Weiteres Telefon", "OtherPhone"),
            ("Geburtstag", "Birthdate"),
            ("E-Mail-Adresse", "Email"),
            ("Notizen", "Description"),
        ],
        others: &[
            "Weitere Vornamen",
            "Suffix",
            "Straße geschäftlich 2",
            "Straße geschäftlich 3",
            "Straße privat 2",
            "Straße privat 3",
            "Weitere Straße",
            "Weitere Straße 2",
            "Weitere Straße 3",
            "Weiterer Ort",
            "Weiteres/r Bundesland/Kanton",
            "Weitere Postleitzahl",
            "Weiteres/e Land/Region",
            "Telefon geschäftlich 2",
            "Rückmeldung",
            "Autotelefon",
            "Telefon Firma",
            "Fax privat",
            "Telefon (privat 2)",
            "Telefon privat 2",
            "ISDN",
            "Mobiltelefon 2",
            "Weiteres Fax",
            "Pager",
            "Haupttelefon",
            "Telefon für Hörbehinderte",
            "Telex",
            "Abrechnungsinformation",
            "Benutzer 1",
            "Benutzer 2",
            "Benutzer 3",
            "Benutzer 4",
            "Beruf",
            "Büro",
            "E-Mail-Typ",
            "E-Mail: Angezeigter Name",
            "E-Mail 2: Adresse",
            "E-Mail 2: Typ",
            "E-Mail 2: Angezeigter Name",
            "E-Mail 3: Adresse",
            "E-Mail 3: Typ",
            "E-Mail 3: Angezeigter Name",
            "Empfohlen von",
            "Geschlecht",
            "Hobby",
            "Initialen",
            "Internet-Frei/Gebucht",
            "Jahrestag",
            "Kategorien",
            "Kinder",
            "Konto",
            "Name des/der Vorgesetzten",
            "Organisationsnr.",
            "Ort",
            "Partner",
            "Postfach",
            "Priorität",
            "Privat",
            "Regierungsnr.",
            "Reisekilometer",
            "Sprache",
            "Stichwörter",
            "Vertraulichkeit",
            "Verzeichnisserver",
            "Webseite",
            "Weiteres Postfach",
            "Postfach geschäftlich",
            "Postfach privat",
        ],
    },
    Program {
        name: "HubSpot",
        tells: &["Record ID", "Lifecycle Stage", "Contact owner", "Lead Status", "Associated Company"],
        columns: &[
            ("Record ID", "ExternalId"),
            ("Contact ID", "ExternalId"),
            ("First Name", "FirstName"),
            ("Last Name", "LastName"),
            ("Salutation", "Salutation"),
            ("Email", "Email"),
            ("Phone Number", "Phone"),
            ("Mobile Phone Number", "MobilePhone"),
            ("Fax Number", "Fax"),
            ("Company Name", "Account"),
            ("Associated Company", "Account"),
            ("Job Title", "Title"),
            ("Street Address", "MailingStreet"),
            ("City", "MailingCity"),
            ("State/Region", "MailingState"),
            ("Postal Code", "MailingPostalCode"),
            ("Country/Region", "MailingCountry"),
            ("Country", "MailingCountry"),
            ("Date of Birth", "Birthdate"),
            ("Original Source", "LeadSource"),
            ("Message", "Description"),
        ],
        others: &[
            "Contact owner",
            "Last Activity Date",
            "Lead Status",
            "Marketing contact status",
            "Create Date",
            "Lifecycle Stage",
            "Website URL",
            "Industry",
            "Annual Revenue",
            "Number of Employees",
            "Persona",
            "Became a Customer Date",
            "Last Modified Date",
            "Last Contacted",
            "Notes last updated",
            "Time Zone",
            "Associated Company IDs",
            "Associated Deal",
            "Number of Associated Deals",
            "Twitter Username",
            "Email Domain",
            "Unsubscribed from all email",
        ],
    },
    Program {
        name: "Apple (Numbers)",
        tells: &["Work Email", "Home Email", "Work Address", "iPhone", "Birthday"],
        columns: &[
            ("Name", "Name"),
            ("First Name", "FirstName"),
            ("Last Name", "LastName"),
            ("Prefix", "Salutation"),
            ("Company", "Account"),
            ("Job Title", "Title"),
            ("Department", "Department"),
            ("Email", "Email"),
            ("Work Email", "Email"),
            ("Phone", "Phone"),
            ("Work Phone", "Phone"),
            ("Mobile", "MobilePhone"),
            ("iPhone", "MobilePhone"),
            ("Home Phone", "HomePhone"),
            ("Work Fax", "Fax"),
            ("Work Address", "MailingAddress"),
            ("Address", "MailingAddress"),
            ("Home Address", "OtherAddress"),
            ("Birthday", "Birthdate"),
            ("Note", "Description"),
            ("Notes", "Description"),
        ],
        others: &[
            "Middle Name",
            "Suffix",
            "Nickname",
            "Maiden Name",
            "Phonetic First Name",
            "Phonetic Last Name",
            "Home Email",
            "Home Fax",
            "Pager",
            "Home Page",
            "Work URL",
            "Street",
            "City",
            "State",
            "ZIP Code",
            "Country",
        ],
    },
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
