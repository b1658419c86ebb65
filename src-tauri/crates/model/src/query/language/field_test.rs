//! What a term asks of one field.

use serde_json::Value;

use super::{check::Check, needle::Needle};

/// What a term asks of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldTest {
    pub(super) field: String,
    pub(super) check: Check,
}

impl FieldTest {
    /// The field's name.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Whether a value of the field, as the record has it (`null` for none), is one that is asked for. A lookup is compared
    /// by its name, and by its Id only where it has none; of an array one item is enough. Whether the term is negated is
    /// not looked at.
    #[must_use]
    pub fn matches(&self, value: &Value) -> bool {
        self.check.holds(value)
    }

    /// The needle that is looked for inside the field's text, where the test is such a one.
    #[must_use]
    pub fn needle(&self) -> Option<&Needle> {
        match &self.check {
            Check::Has { needle, .. } => Some(needle),
            _ => None,
        }
    }
}
