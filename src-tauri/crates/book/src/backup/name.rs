//! The names of the backups that Kith names itself: `kith-2026-01-02T03-04-05Z-by-hand.kithbackup`.
//!
//! They sort by time and are names on every file system. Where two are made in a second the later one ends in `-2`.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// What the names of backups end in.
pub(super) const ENDING: &str = "kithbackup";
/// The length of a time in a name.
const TIME: usize = "2026-01-02T03-04-05Z".len();

/// Why a backup is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A person asked for it.
    ByHand,
    /// A day has gone by.
    Daily,
    /// Contacts are about to be taken from a file.
    BeforeImport,
    /// A damaged book is about to be repaired.
    BeforeRepair,
    /// Old changes are about to be forgotten.
    BeforeForgetting,
    /// The schema is about to be changed.
    BeforeSchemaChange,
    /// Another backup is about to take the book's place.
    BeforeRestore,
}

impl Reason {
    const ALL: [Self; 7] = [
        Self::ByHand,
        Self::Daily,
        Self::BeforeImport,
        Self::BeforeRepair,
        Self::BeforeForgetting,
        Self::BeforeSchemaChange,
        Self::BeforeRestore,
    ];

    /// As the backup says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::ByHand => "by hand",
            Self::Daily => "daily",
            Self::BeforeImport => "before import",
            Self::BeforeRepair => "before repair",
            Self::BeforeForgetting => "before forgetting",
            Self::BeforeSchemaChange => "before schema change",
            Self::BeforeRestore => "before restore",
        }
    }

    /// Whether Kith made it unasked, and may remove it again: what was restored over is in no later backup.
    pub fn is_automatic(self) -> bool {
        match self {
            Self::ByHand | Self::BeforeRestore => false,
            Self::Daily
            | Self::BeforeImport
            | Self::BeforeRepair
            | Self::BeforeForgetting
            | Self::BeforeSchemaChange => true,
        }
    }

    fn slug(self) -> String {
        self.words().replace(' ', "-")
    }
}

/// A name in `folder` that is free.
pub(super) fn free(folder: &Path, at: Timestamp, reason: Reason) -> PathBuf {
    let stem = format!("kith-{}-{}", format!("{at:.0}").replace(':', "-"), reason.slug());
    let more = (2u32..).map(|n| format!("{stem}-{n}.{ENDING}"));
    let mut names = std::iter::once(format!("{stem}.{ENDING}")).chain(more).map(|name| folder.join(name));
    names.find(|path| !path.exists()).unwrap_or_else(|| folder.join(&stem))
}

/// What a name says; `None` for one that Kith does not give.
pub(super) fn named(name: &str) -> Option<(Timestamp, Reason)> {
    let rest = name.strip_prefix("kith-")?.strip_suffix(ENDING)?.strip_suffix('.')?;
    let (time, rest) = rest.split_at_checked(TIME)?;
    let (day, hour) = time.split_once('T')?;
    let at = format!("{day}T{}", hour.replace('-', ":")).parse().ok()?;
    let slug = rest.strip_prefix('-')?;
    let reason = Reason::ALL.into_iter().find(|reason| {
        slug.strip_prefix(&reason.slug()).is_some_and(|more| more.is_empty() || is_number(more))
    })?;
    Some((at, reason))
}

/// `-2`
fn is_number(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_when_and_why_and_sorts_by_time() {
        let folder = tempfile::tempdir().unwrap();
        let at: Timestamp = "2026-01-02T03:04:05.678Z".parse().unwrap();
        let mut names = Vec::new();
        for reason in Reason::ALL {
            for _ in 0..3 {
                let path = free(folder.path(), at, reason);
                std::fs::write(&path, "").unwrap();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                assert_eq!(named(&name), Some(("2026-01-02T03:04:05Z".parse().unwrap(), reason)), "{name}");
                names.push(name);
            }
        }
        assert_eq!(names[0], "kith-2026-01-02T03-04-05Z-by-hand.kithbackup");
        assert_eq!(names[7], "kith-2026-01-02T03-04-05Z-before-import-2.kithbackup");
    }

    #[test]
    fn any_other_name_is_a_persons_own() {
        for name in [
            "",
            "kith-.kithbackup",
            "kith-2026-01-02T03-04-05Z.kithbackup",
            "kith-2026-01-02T03-04-05Z-daily-old.kithbackup",
            "kith-2026-01-02T03-04-05Z-daily-.kithbackup",
            "kith-2026-01-02T03-04-05Z-weekly.kithbackup",
            "kith-2026-13-02T03-04-05Z-daily.kithbackup",
            "kith-2026-01-02T03-04-05Z-daily.kithbackup.tmp",
            "Copy of kith-2026-01-02T03-04-05Z-daily.kithbackup",
            "kith-é026-01-02T03-04-05Z-daily.kithbackup",
        ] {
            assert_eq!(named(name), None, "{name}");
        }
    }
}
