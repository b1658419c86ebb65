//! Thunderbird: the header that its address book exports comma-separated (Tools, Export, in English). The day of birth is
//! in three columns, which no field is for.

use super::Program;

/// The export.
pub(super) const EXPORT: Program = Program {
    name: "Thunderbird",
    tells: &["Screen Name", "Primary Email", "Home ZipCode", "Web Page 1"],
    columns: &[
        ("First Name", "FirstName"),
        ("Last Name", "LastName"),
        ("Display Name", "Name"),
        ("Primary Email", "Email"),
        ("Work Phone", "Phone"),
        ("Home Phone", "HomePhone"),
        ("Fax Number", "Fax"),
        ("Mobile Number", "MobilePhone"),
        ("Home Address", "OtherStreet"),
        ("Home City", "OtherCity"),
        ("Home State", "OtherState"),
        ("Home ZipCode", "OtherPostalCode"),
        ("Home Country", "OtherCountry"),
        ("Work Address", "MailingStreet"),
        ("Work City", "MailingCity"),
        ("Work State", "MailingState"),
        ("Work ZipCode", "MailingPostalCode"),
        ("Work Country", "MailingCountry"),
        ("Job Title", "Title"),
        ("Department", "Department"),
        ("Organization", "Account"),
        ("Notes", "Description"),
    ],
    others: &[
        "Nickname",
        "Secondary Email",
        "Screen Name",
        "Pager Number",
        "Home Address 2",
        "Work Address 2",
        "Web Page 1",
        "Web Page 2",
        "Birth Year",
        "Birth Month",
        "Birth Day",
        "Custom 1",
        "Custom 2",
        "Custom 3",
        "Custom 4",
    ],
};
