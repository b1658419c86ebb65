//! What becomes of a table's columns: to which field each goes, how its cells are read, and what is put together or
//! taken apart on the way.

mod address;
mod bound;
mod cell;
mod date;
mod labelled;
mod name;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(super) use bound::{Bound, Draft};

/// What an empty cell means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Blank {
    /// The field keeps its value.
    #[default]
    Leave,
    /// The field is cleared.
    Clear,
}

/// What is taken apart into several fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Split {
    /// A person's whole name, into `Salutation`, `FirstName` and `LastName`; it is kept as `Name` too.
    FullName,
    /// An address in one text, into the parts of the mailing address; it is kept as `MailingAddress` too. One that has no
    /// line with a postal code is kept whole.
    MailingAddress,
    /// The same, of the other address.
    OtherAddress,
}

/// What becomes of one column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ColumnMapping {
    /// The column, by its name in the header.
    pub column: String,
    /// The field it goes to: `Email`, `ExternalId`; `Account.Name` and `Account.Id` for the parts of a lookup.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub field: Option<String>,
    /// What it is taken apart into, instead of a field.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub split: Option<Split>,
    /// The column that says of each row what the values of this one are, as Google's export has it (`Mobile`, `Home Fax`,
    /// `Work`): it chooses among the fields of telephone numbers or of addresses. Further values go to the next free one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub label: Option<String>,
    /// How its dates are written, of `yyyy`, `yy`, `MM`, `M`, `dd`, `d`, `HH`, `mm`, `ss` and what stands between:
    /// `dd.MM.yyyy`. None for `yyyy-MM-dd` and RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub date_format: Option<String>,
    /// Whether its numbers have a comma before their decimals, and points or spaces between thousands.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    #[ts(optional, as = "Option<bool>")]
    pub decimal_comma: bool,
    /// What an empty cell means; none for what the mapping says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub blank: Option<Blank>,
    /// Whether it is kept with the contact though no field is for it: a custom field of its name is made.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    #[ts(optional, as = "Option<bool>")]
    pub keep: bool,
}

/// A field that is the same in every row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Constant {
    /// The field, as in `ColumnMapping`.
    pub field: String,
    /// Its value, as a cell would have it.
    pub value: String,
}

/// A field that several columns are put together into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Join {
    /// The field, as in `ColumnMapping`.
    pub field: String,
    /// The columns, in their order; empty cells are passed over.
    pub columns: Vec<String>,
    /// What stands between them.
    pub with: String,
}

/// What becomes of a table's columns. A column that is not named is not taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
pub struct Mapping {
    /// The columns.
    pub columns: Vec<ColumnMapping>,
    /// Fields that are the same in every row.
    #[ts(optional, as = "Option<Vec<Constant>>")]
    pub constants: Vec<Constant>,
    /// Fields that several columns are put together into.
    #[ts(optional, as = "Option<Vec<Join>>")]
    pub joins: Vec<Join>,
    /// What an empty cell means.
    pub blank: Blank,
    /// The header of the file it was made for; empty where none is known.
    #[ts(optional, as = "Option<Vec<String>>")]
    pub header: Vec<String>,
}

impl Mapping {
    /// How the header of a file differs from the one the mapping was made for; none where it does not.
    #[must_use]
    pub fn drift(&self, header: &[String]) -> Option<String> {
        if self.header.is_empty() || self.header == header {
            return None;
        }
        let gone: Vec<_> = self.header.iter().filter(|name| !header.contains(name)).collect();
        let new: Vec<_> = header.iter().filter(|name| !self.header.contains(name)).collect();
        Some(match (gone.as_slice(), new.as_slice()) {
            ([], []) => {
                "The columns of the file stand in another order than when the mapping was made.".to_owned()
            }
            (gone, new) => format!(
                "The file has other columns than when the mapping was made: {} missing {gone:?}, {} new {new:?}.",
                gone.len(),
                new.len()
            ),
        })
    }
}
