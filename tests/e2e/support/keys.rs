//! Keys that are not letters, as WebDriver writes them.

/// A key to press, alone or with letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Control, held while the next key is pressed.
    Control,
    /// Enter.
    Enter,
    /// Escape.
    Escape,
    /// Tab.
    Tab,
    /// The arrow down.
    Down,
    /// Shift, held while the next key is pressed.
    Shift,
    /// Delete.
    Delete,
    /// A letter.
    Letter(char),
}

impl Key {
    /// The character that stands for this key.
    pub(super) fn value(self) -> char {
        match self {
            Self::Control => '\u{e009}',
            Self::Enter => '\u{e007}',
            Self::Escape => '\u{e00c}',
            Self::Tab => '\u{e004}',
            Self::Down => '\u{e015}',
            Self::Shift => '\u{e008}',
            Self::Delete => '\u{e017}',
            Self::Letter(letter) => letter,
        }
    }
}
