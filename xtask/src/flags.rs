//! The few flags tasks take.

use std::path::PathBuf;

use crate::shell::{Done, Stop};

/// What was written after the task's name and not yet taken.
pub struct Flags(Vec<String>);

impl Flags {
    /// The words after the task's name.
    pub fn new(words: impl Iterator<Item = String>) -> Self {
        Self(words.collect())
    }

    /// Takes a flag; whether it was there.
    pub fn take(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// Takes a flag and the folder after it.
    pub fn take_folder(&mut self, name: &str) -> Result<Option<PathBuf>, Stop> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        let mut pair = self.0.drain(at..self.0.len().min(at + 2));
        let folder = pair.nth(1).ok_or_else(|| Stop(format!("{name} wants a folder after it.")))?;
        std::path::absolute(&folder).map(Some).map_err(|error| Stop(format!("{folder}: {error}")))
    }

    /// Takes a flag and the word after it.
    pub fn take_word(&mut self, name: &str) -> Result<Option<String>, Stop> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        let mut pair = self.0.drain(at..self.0.len().min(at + 2));
        pair.nth(1).map(Some).ok_or_else(|| Stop(format!("{name} wants a word after it.")))
    }

    /// Takes a flag and the number after it.
    pub fn take_number(&mut self, name: &str) -> Result<Option<u64>, Stop> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        let mut pair = self.0.drain(at..self.0.len().min(at + 2));
        let number = pair.nth(1).and_then(|number| number.parse().ok());
        number.map(Some).ok_or_else(|| Stop(format!("{name} wants a number after it.")))
    }

    /// Refuses whatever is left.
    pub fn none(self) -> Done {
        match self.0.first() {
            None => Ok(()),
            Some(word) => {
                Err(Stop(format!("this task knows no {word:?}; cargo xtask help lists what there is.")))
            }
        }
    }
}
