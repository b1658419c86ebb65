//! What somebody outside asks the window to show: the address of a contact, given to the program when it is started.

use std::sync::PoisonError;

use kith_model::{check_key, system};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Desk;

/// What the addresses of contacts begin with.
const CONTACT: &str = "kith://contact/";

/// What the window is asked to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// The external ID of a contact.
    pub external_id: String,
}

impl Asked {
    /// Reads what a program is started with; `None` where that asks for nothing Kith can show.
    #[must_use]
    pub fn by(argument: &str) -> Option<Self> {
        let (start, rest) = argument.split_at_checked(CONTACT.len())?;
        if !start.eq_ignore_ascii_case(CONTACT) {
            return None;
        }
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        let key = percent_decode_str(path.trim_end_matches('/')).decode_utf8().ok()?.into_owned();
        check_key(system::EXTERNAL_ID, &key).ok().map(|()| Self { external_id: key })
    }
}

impl Desk {
    /// Keeps what the window is asked to show until it takes it; whether there was anything. Of several the last one
    /// counts.
    pub fn asked_for(&self, mut arguments: impl Iterator<Item = String>) -> bool {
        let Some(asked) = arguments.find_map(|argument| Asked::by(&argument)) else { return false };
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
        true
    }

    /// What the window is asked to show, once.
    #[must_use]
    pub fn take_asked(&self) -> Option<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(argument: &str) -> Option<String> {
        Asked::by(argument).map(|asked| asked.external_id)
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
            "/tmp/x.csv",
            "kith://contact/",
            "kith://contact/%FF",
            "kith://contact/%00",
            "é",
            &long,
        ] {
            assert_eq!(key(argument), None, "{argument}");
        }
    }

    #[test]
    fn what_is_asked_is_taken_once_and_the_last_counts() {
        let desk = Desk::on(Ok("nowhere".into()), false, |_| {});
        let ask = |argument: &str| desk.asked_for([argument.to_owned()].into_iter());
        assert!(!ask("kith-desk") && desk.take_asked().is_none());
        assert!(ask("kith://contact/a") && ask("kith://contact/b"));
        assert_eq!(desk.take_asked(), Some(Asked { external_id: "b".to_owned() }));
        assert_eq!(desk.take_asked(), None);
    }
}
