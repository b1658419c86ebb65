//! The schema as data: an object's metadata in the form of the platform's Schema Manager, with our own `IsNullable`,
//! `Format` and `Enforcement`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use crate::system;

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[expect(missing_docs, reason = "the platform's own names, described in the glossary")]
pub enum DataType {
    String,
    LongString,
    Int,
    Double,
    Decimal,
    Currency,
    Boolean,
    Date,
    DateTime,
    AutoNumber,
    Identifier,
    Picklist,
    MultiPicklist,
    Lookup,
    Owner,
    Reference,
    Image,
    Complex,
    ComplexArray,
    Rollup,
    Alias,
}

/// A rule about a text beyond its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// What the HTML standard's `input type=email` accepts.
    Email,
    /// An absolute http or https URL.
    Url,
    /// A telephone number as people write them.
    Phone,
    /// An assigned ISO 3166-1 alpha-2 code, upper case.
    CountryCode,
    /// `true` or `false`, as text.
    TrueFalse,
    /// `yyyy-MM-dd`, or an RFC 3339 date-time.
    DateOrDateTime,
}

/// What becomes of a value that breaks a field's format or picklist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Enforcement {
    /// It is refused.
    #[default]
    Reject,
    /// It is kept, and the answer carries a warning.
    Warn,
}

/// Who may read or write a field or an object in a local book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Access {
    /// Everybody who has the book.
    #[default]
    All,
    /// Nobody but Kith itself.
    None,
}

/// One field of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct FieldMetadata {
    /// The field's name in records: letters, digits and `_`, at most 58.
    pub field_name: String,
    /// The name people see.
    pub display_name: String,
    /// A sentence of help.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub description: Option<String>,
    /// What kind of value it holds.
    pub data_type: DataType,
    /// The value a new record gets where none is given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub default_value: Option<Value>,
    /// Whether a record must hold a value.
    #[serde(default)]
    pub is_required: bool,
    /// Whether null is a value the field takes.
    #[serde(default = "yes")]
    pub is_nullable: bool,
    /// Whether no two records may hold the same value.
    #[serde(default)]
    pub is_unique: bool,
    /// Whether the platform keeps an index on the field.
    #[serde(default)]
    pub is_index_field: bool,
    /// Whether lists can be sorted by it.
    #[serde(default)]
    pub is_sortable: bool,
    /// Whether it is hidden from forms, though still stored and readable.
    #[serde(default)]
    pub is_deprecated: bool,
    /// Whether it is a standard field, which cannot be deleted.
    #[serde(default)]
    pub is_protected: bool,
    /// Who may read it.
    #[serde(default)]
    pub read_access: Access,
    /// Who may write it.
    #[serde(default)]
    pub write_access: Access,
    /// The most characters (Unicode scalar values) of a text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub length: Option<u32>,
    /// The digits of a decimal number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub precision: Option<u32>,
    /// The digits after the point.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub scale: Option<u32>,
    /// The picklist of a picklist field.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub picklist_name: Option<String>,
    /// The object a lookup points to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub lookup_object_name: Option<String>,
    /// What stands before the number of an AutoNumber field.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub auto_number_prefix: Option<String>,
    /// The first number of an AutoNumber field; 1 where none is given.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional, type = "number")]
    pub auto_number_initial_seed: Option<u64>,
    /// A rule about the text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub format: Option<Format>,
    /// What becomes of a value that breaks the format or the picklist.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub enforcement: Option<Enforcement>,
    /// What the platform's metadata says besides; kept as it came.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

/// One value of a picklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct PicklistEntry {
    /// The value stored.
    pub value: String,
    /// The text shown.
    pub display_text: String,
    /// Its place in the list.
    pub sequence: u32,
    /// Whether it is no longer offered.
    #[serde(default)]
    pub is_deprecated: bool,
    /// What the platform's metadata says besides; kept as it came.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

/// A list of values a picklist field offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct PicklistMetadata {
    /// The list's name.
    pub name: String,
    /// Whether values outside the list are kept.
    #[serde(default)]
    pub allow_non_configured_picklist_entries: bool,
    /// The values.
    pub picklist_entries: Vec<PicklistEntry>,
    /// What the platform's metadata says besides; kept as it came.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

/// An object: its fields in the order of the contract, and their picklists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase")]
pub struct ObjectMetadata {
    /// The object's name.
    pub name: String,
    /// The name people see.
    pub display_name: String,
    /// A sentence about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub description: Option<String>,
    /// Who may create, change and delete its records.
    #[serde(default)]
    pub write_access: Access,
    /// Its fields.
    pub field_metadata: Vec<FieldMetadata>,
    /// The picklists of its fields.
    #[serde(default)]
    pub picklist_metadata: Vec<PicklistMetadata>,
    /// What the platform's metadata says besides; kept as it came.
    #[serde(flatten)]
    #[ts(skip)]
    pub other: Map<String, Value>,
}

impl FieldMetadata {
    /// Whether Kith takes values for the field from outside.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.write_access == Access::All && self.data_type.is_sent()
    }

    /// Whether answers, lists, searches and exports show the field.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.read_access == Access::All
    }

    /// Whether forms show the field.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.is_readable() && !self.is_deprecated
    }

    /// Whether its values are text that people search for.
    #[must_use]
    pub fn is_text(&self) -> bool {
        use DataType as Kind;
        matches!(
            self.data_type,
            Kind::String
                | Kind::LongString
                | Kind::Identifier
                | Kind::AutoNumber
                | Kind::Picklist
                | Kind::MultiPicklist
                | Kind::Lookup
                | Kind::Owner
                | Kind::Reference
        )
    }

    /// Whether Kith alone writes the field and knows it by name.
    #[must_use]
    pub fn is_system(&self) -> bool {
        system::is_system(&self.field_name)
    }

    /// Whether a record must hold a value in it. A deprecated field is asked of nobody.
    #[must_use]
    pub fn is_demanded(&self) -> bool {
        self.is_required && !self.is_deprecated
    }

    /// The value a new record gets where its body does not name the field.
    #[must_use]
    pub fn default_for_new(&self) -> Option<&Value> {
        let is_set = self.data_type.is_sent() && !self.is_deprecated && !self.is_system();
        self.default_value.as_ref().filter(|value| is_set && !value.is_null())
    }

    /// The first number of an AutoNumber field.
    #[must_use]
    pub fn first_number(&self) -> u64 {
        self.auto_number_initial_seed.unwrap_or(1)
    }

    /// The value of an AutoNumber field that a number makes.
    #[must_use]
    pub fn numbered(&self, number: u64) -> String {
        format!("{}{number}", self.auto_number_prefix.as_deref().unwrap_or_default())
    }

    /// What becomes of a value that breaks the format or the picklist: what the field says; where it says nothing, an
    /// open picklist keeps the value and all else refuses it.
    pub(super) fn enforcement_with(&self, is_open: bool) -> Enforcement {
        let unsaid = if is_open { Enforcement::Warn } else { Enforcement::Reject };
        self.enforcement.unwrap_or(unsaid)
    }
}

impl DataType {
    /// Whether the platform computes the value, so that a local book only keeps and shows it.
    #[must_use]
    pub fn is_computed(self) -> bool {
        matches!(self, Self::Complex | Self::ComplexArray | Self::Rollup | Self::Alias)
    }

    /// Whether its values come from requests: not computed by the platform, not given by Kith.
    #[must_use]
    pub fn is_sent(self) -> bool {
        !self.is_computed() && self != Self::AutoNumber
    }

    /// Whether a value is a number.
    #[must_use]
    pub fn is_number(self) -> bool {
        self.is_decimal() || matches!(self, Self::Int | Self::Double)
    }

    /// Whether a value is a number with `Precision` and `Scale`.
    #[must_use]
    pub fn is_decimal(self) -> bool {
        matches!(self, Self::Decimal | Self::Currency)
    }

    /// Whether its values come from a picklist.
    #[must_use]
    pub fn has_picklist(self) -> bool {
        matches!(self, Self::Picklist | Self::MultiPicklist)
    }

    /// Whether two values are equal or not in a way that a unique field can go by: one text or one number. Values that
    /// the platform computes are never looked at.
    pub(super) fn is_comparable(self) -> bool {
        !matches!(self, Self::Boolean | Self::MultiPicklist | Self::Lookup | Self::Owner | Self::Reference)
    }

    /// The largest `Length` of its texts; none for what is no text of free length.
    pub(super) fn longest(self) -> Option<u32> {
        match self {
            Self::LongString | Self::Image => Some(10_000),
            Self::String
            | Self::AutoNumber
            | Self::Identifier
            | Self::Picklist
            | Self::MultiPicklist
            | Self::Lookup
            | Self::Owner
            | Self::Reference => Some(2_000),
            Self::Int
            | Self::Double
            | Self::Decimal
            | Self::Currency
            | Self::Boolean
            | Self::Date
            | Self::DateTime
            | Self::Complex
            | Self::ComplexArray
            | Self::Rollup
            | Self::Alias => None,
        }
    }
}

fn yes() -> bool {
    true
}
