//! The contract's table of the standard fields, written down from the contract and not from the schema.

/// What a field of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `{"Id", "Name"}`.
    Lookup,
    /// Free text.
    Text,
    /// `true` or `false`, as text.
    TrueFalse,
    /// An e-mail address.
    Email,
    /// A JSON boolean, never null.
    Boolean,
    /// A day, or a moment.
    DateOrDateTime,
    /// A day.
    Date,
    /// A value of a list, or any other.
    Picklist,
    /// A telephone number.
    Phone,
    /// ISO 3166-1 alpha-2.
    CountryCode,
    /// An http or https URL.
    Url,
}
use Kind::{
    Boolean, CountryCode, Date, DateOrDateTime, Email, Lookup, Phone, Picklist, Text, TrueFalse, Url,
};

/// Field, what it is, its greatest length, its label: the contract's table, in its order.
pub const FIELDS: [(&str, Kind, Option<usize>, &str); 40] = [
    ("Account", Lookup, Some(255), "Account"),
    ("Name", Text, Some(255), "Name"),
    ("FirstName", Text, Some(40), "First name"),
    ("LastName", Text, Some(80), "Last name"),
    ("AssistantName", Text, Some(40), "Assistant"),
    ("Department", Text, Some(80), "Department"),
    ("Description", Text, Some(10_000), "Description"),
    ("DoNotCall", TrueFalse, Some(5), "Do not call"),
    ("Email", Email, Some(254), "Email"),
    ("IsEmailBounced", Boolean, None, "Email bounced"),
    ("EmailBouncedDate", DateOrDateTime, None, "Email bounced date"),
    ("EmailBouncedReason", Text, Some(255), "Email bounced reason"),
    ("LeadSource", Picklist, Some(255), "Lead source"),
    ("AssistantPhone", Phone, Some(40), "Assistant phone"),
    ("Birthdate", Date, None, "Birthdate"),
    ("Fax", Phone, Some(40), "Fax"),
    ("HasOptedOutOfEmail", TrueFalse, Some(5), "Email opt-out"),
    ("HasOptedOutOfFax", TrueFalse, Some(5), "Fax opt-out"),
    ("HomePhone", Phone, Some(40), "Home phone"),
    ("MailingAddress", Text, Some(1000), "Mailing address"),
    ("MailingCity", Text, Some(40), "Mailing city"),
    ("MailingCountry", Text, Some(80), "Mailing country"),
    ("MailingCountryCode", CountryCode, Some(10), "Mailing country code"),
    ("MailingPostalCode", Text, Some(20), "Mailing postal code"),
    ("MailingState", Text, Some(80), "Mailing state"),
    ("MailingStreet", Text, Some(255), "Mailing street"),
    ("MobilePhone", Phone, Some(40), "Mobile phone"),
    ("OtherAddress", Text, Some(1000), "Other address"),
    ("OtherCity", Text, Some(40), "Other city"),
    ("OtherCountry", Text, Some(80), "Other country"),
    ("OtherCountryCode", CountryCode, Some(10), "Other country code"),
    ("OtherPhone", Phone, Some(40), "Other phone"),
    ("OtherPostalCode", Text, Some(20), "Other postal code"),
    ("OtherState", Text, Some(80), "Other state"),
    ("OtherStreet", Text, Some(255), "Other street"),
    ("Owner", Lookup, Some(255), "Owner"),
    ("Phone", Phone, Some(40), "Phone"),
    ("PhotoUrl", Url, Some(2048), "Photo URL"),
    ("Salutation", Picklist, Some(40), "Salutation"),
    ("Title", Text, Some(128), "Title"),
];

/// A picklist field's values.
#[must_use]
pub fn picklist(field: &str) -> &'static [&'static str] {
    match field {
        "LeadSource" => &["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"],
        _ => &["Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx."],
    }
}

/// Every country code of ISO 3166-1 that is assigned.
pub const COUNTRY_CODES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
    JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY \
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO \
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";
