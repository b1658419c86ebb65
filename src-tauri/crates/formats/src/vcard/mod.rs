//! Contacts as vCards: 2.1 (versit), 3.0 (RFC 2425 and RFC 2426) and 4.0 (RFC 6350) are read, 3.0 and 4.0 are written.
//!
//! A property that has a field gives the field its value. What the fields would not give back exactly, and every
//! property without a field, is kept as it stands ([`Card::unmapped`]), so that a card that is written again is whole.

mod assign;
mod card;
mod lines;
mod property;
mod quoted_printable;
mod read;
mod slot;
#[cfg(test)]
mod tests;
mod text;
mod write;

pub use card::{Card, Options};
pub use property::{Parameter, Property};
pub use read::{MAX_CARD_BYTES, Reader};
pub use write::{Version, Writer};
