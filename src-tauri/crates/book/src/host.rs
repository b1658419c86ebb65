//! What comes from outside: the time, new identifiers, the person. Passed in, so that a test decides them.

use std::fmt;

use jiff::{Timestamp, Unit};
use kith_model::{Stamp, User};
use uuid::Uuid;

/// The language where none is set.
const LANGUAGE: &str = "en";

/// The machine Kith runs on, as far as a record sees it.
pub struct Host {
    now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    new_uuid: Box<dyn Fn() -> Uuid + Send + Sync>,
    user: User,
    language: String,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Host {
    /// A host with its own clock and source of identifiers.
    pub fn new(
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
        new_uuid: impl Fn() -> Uuid + Send + Sync + 'static,
        user: User,
    ) -> Self {
        Self { now: Box::new(now), new_uuid: Box::new(new_uuid), user, language: LANGUAGE.to_owned() }
    }

    /// The same host with a person of that language, a BCP 47 tag.
    #[must_use]
    pub fn speaking(self, language: String) -> Self {
        Self { language, ..self }
    }

    /// This machine: its clock, random UUIDs (v4), the person who is logged in and the language they set.
    #[must_use]
    pub fn this_machine() -> Self {
        let id = whoami::username().unwrap_or_else(|_| "unknown".to_owned());
        let name =
            whoami::realname().ok().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| id.clone());
        let host = Self::new(Timestamp::now, Uuid::new_v4, User { id, name });
        match sys_locale::get_locale() {
            Some(language) => host.speaking(language),
            None => host,
        }
    }

    /// The person.
    #[must_use]
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The person's language, by which lists are sorted: a BCP 47 tag.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// This moment, RFC 3339 UTC with milliseconds.
    #[must_use]
    pub fn now(&self) -> String {
        let now = self.moment();
        let millis = now.round(Unit::Millisecond).unwrap_or(now);
        format!("{millis:.3}")
    }

    /// This moment.
    #[must_use]
    pub fn moment(&self) -> Timestamp {
        (self.now)()
    }

    /// A new identifier.
    #[must_use]
    pub fn new_id(&self) -> String {
        (self.new_uuid)().to_string()
    }

    pub(crate) fn stamp(&self, at: &str) -> Stamp {
        Stamp { at: at.to_owned(), by: self.user.clone(), etag: (self.new_uuid)().simple().to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_milliseconds_even_when_they_are_none() {
        let user = User { id: "u".into(), name: "Una".into() };
        let host = Host::new(|| Timestamp::UNIX_EPOCH, Uuid::nil, user);
        assert_eq!(host.now(), "1970-01-01T00:00:00.000Z");
    }
}
