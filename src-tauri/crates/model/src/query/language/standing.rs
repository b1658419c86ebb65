//! What is asked of a contact beyond its fields.

/// What a contact is to the work that is left to do: no field of it says so, the book finds it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It holds what the schema no longer takes.
    Attention,
    /// It changed since changes were last handed over to the CRM.
    Changed,
}

impl Standing {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Attention, Self::Changed];

    /// The word after `is:` that asks for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Attention => "attention",
            Self::Changed => "changed",
        }
    }

    /// The one that a word asks for.
    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| word.eq_ignore_ascii_case(standing.word()))
    }
}
