//! What somebody outside asks the window to show: the address of a contact, or a file of contacts, given to the program
//! when it is started or dropped on its window.

use std::{
    path::{Path, PathBuf},
    sync::PoisonError,
};

use kith_model::{check_key, system};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Desk;
use crate::{error::Failure, import::InspectedFile};

/// What the addresses of contacts begin with.
const CONTACT: &str = "kith://contact/";
/// What the addresses of files of this machine begin with.
const FILE: &str = "file://";
/// The endings of the files that contacts are taken from.
pub const FILE_ENDINGS: [&str; 11] =
    ["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "vcf", "vcard", "json", "jsonl", "ndjson"];

/// What the window is asked to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Asked {
    /// A contact.
    Contact {
        /// Its external ID.
        external_id: String,
    },
    /// A file of contacts, which is kept in mind as one that was picked.
    File {
        /// What is in it.
        file: Box<InspectedFile>,
    },
}

/// What waits until the window takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Waiting {
    Contact(String),
    File(PathBuf),
}

impl Waiting {
    /// Reads what a program is started with in `folder`; `None` where that asks for nothing Kith can show.
    fn by(argument: &str, folder: &Path) -> Option<Self> {
        contact(argument).map(Self::Contact).or_else(|| file(argument, folder).map(Self::File))
    }
}

fn contact(argument: &str) -> Option<String> {
    let path = after(argument, CONTACT)?.split(['?', '#']).next().unwrap_or_default();
    let key = percent_decode_str(path.trim_end_matches('/')).decode_utf8().ok()?.into_owned();
    check_key(system::EXTERNAL_ID, &key).ok().map(|()| key)
}

/// A file that is there and is named as those that contacts are taken from.
fn file(argument: &str, folder: &Path) -> Option<PathBuf> {
    let path = match after(argument, FILE) {
        Some(path) => PathBuf::from(percent_decode_str(path).decode_utf8().ok()?.into_owned()),
        None => folder.join(argument),
    };
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    (FILE_ENDINGS.contains(&ending.as_str()) && path.is_file()).then_some(path)
}

fn after<'a>(argument: &'a str, start: &str) -> Option<&'a str> {
    let (found, rest) = argument.split_at_checked(start.len())?;
    found.eq_ignore_ascii_case(start).then_some(rest)
}

impl Desk {
    /// Keeps what a program that is started in `folder` is asked to show until the window takes it; whether there was
    /// anything. The last one that asks counts.
    pub fn asked_for(&self, mut arguments: impl Iterator<Item = String>, folder: &Path) -> bool {
        let found = arguments.find_map(|argument| Waiting::by(&argument, folder));
        found.is_some_and(|waiting| self.wait_for(waiting))
    }

    /// Keeps a file that was dropped on the window, whatever it is named, until the window takes it.
    pub fn dropped(&self, file: PathBuf) {
        self.wait_for(Waiting::File(file));
    }

    /// What the window is asked to show, once.
    ///
    /// # Errors
    /// [`Failure`] when it is a file that cannot be read or is no file of contacts, or while another one is being taken
    /// in.
    pub fn take_asked(&self) -> Result<Option<Asked>, Failure> {
        let waiting = self.asked.lock().unwrap_or_else(PoisonError::into_inner).take();
        match waiting {
            None => Ok(None),
            Some(Waiting::Contact(external_id)) => Ok(Some(Asked::Contact { external_id })),
            Some(Waiting::File(file)) => {
                let file = Box::new(self.pick_import(&file)?);
                Ok(Some(Asked::File { file }))
            }
        }
    }

    fn wait_for(&self, waiting: Waiting) -> bool {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(waiting);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(argument: &str) -> Option<String> {
        contact(argument)
    }

    #[test]
    fn an_address_names_a_contact_by_its_decoded_external_id() {
        assert_eq!(key("kith://contact/x-1").as_deref(), Some("x-1"));
        assert_eq!(key("KITH://Contact/a%2Fb%20c%C3%A9/").as_deref(), Some("a/b cé"));
        assert_eq!(key("kith://contact/x-1?from=mail#top").as_deref(), Some("x-1"));
    }

    #[test]
    fn whatever_else_comes_asks_for_nothing() {
        let long = format!("kith://contact/{}", "x".repeat(256));
        for argument in [
            "",
            "--help",
            "/nowhere/x.csv",
            "file:///nowhere/x.csv",
            "file://%FF",
            "kith://contact/",
            "kith://contact/%FF",
            "kith://contact/%00",
            "é",
            &long,
        ] {
            assert_eq!(Waiting::by(argument, Path::new("/")), None, "{argument}");
        }
    }

    #[test]
    fn a_file_is_found_by_its_path_from_the_folder_and_by_its_address() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("two people.VCF");
        std::fs::write(&file, "").unwrap();
        std::fs::write(folder.path().join("kith-desk"), "").unwrap();
        let address = format!("file://{}", file.display()).replace(' ', "%20");
        for argument in ["two people.VCF", &file.display().to_string(), &address] {
            assert_eq!(Waiting::by(argument, folder.path()), Some(Waiting::File(file.clone())), "{argument}");
        }
        assert_eq!(Waiting::by("kith-desk", folder.path()), None, "the program's own name");
    }

    #[test]
    fn what_is_asked_is_taken_once_and_the_last_counts() {
        let desk = Desk::on(Ok("nowhere".into()), false, |_| {});
        let ask = |argument: &str| desk.asked_for([argument.to_owned()].into_iter(), Path::new("/"));
        assert!(!ask("kith-desk") && desk.take_asked() == Ok(None));
        assert!(ask("kith://contact/a") && ask("kith://contact/b"));
        assert_eq!(desk.take_asked(), Ok(Some(Asked::Contact { external_id: "b".to_owned() })));
        assert_eq!(desk.take_asked(), Ok(None));
    }

    #[test]
    fn a_file_that_is_dropped_is_picked_and_another_waits_for_the_end_of_an_import() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::on(Ok(folder.path().join("book")), false, |_| {});
        let file = folder.path().join("people");
        std::fs::write(&file, "ExternalId,Name\na,Una\n").unwrap();
        desk.dropped(file.clone());
        let Ok(Some(Asked::File { file: inspected })) = desk.take_asked() else { panic!("a file") };
        assert_eq!(inspected.header, ["ExternalId", "Name"]);
        desk.dropped(folder.path().join("nowhere"));
        assert!(desk.take_asked().is_err());
        let busy = desk.while_importing(|| {
            desk.dropped(file);
            desk.take_asked()
        });
        assert!(busy.unwrap_err().message.contains("another file"));
    }
}
