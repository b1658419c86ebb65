//! `kith backup`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use kith_book::{Answer, Backup as Kept, Book, Restored};
use serde::Serialize;

use crate::{
    input::full,
    interrupt,
    output::{Column, Outcome, count, plain, size, table},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write a backup of the book
    Create {
        /// A new file, or a folder [default: the book's own folder of backups]
        file: Option<PathBuf>,
    },
    /// List the backups that are kept with the book
    List,
    /// Restore a backup for a trial, and check the book that comes of it
    Verify {
        /// The backup
        file: PathBuf,
    },
    /// Make the book the one of a backup; the book that is there is kept beside it
    Restore {
        /// The backup
        file: PathBuf,
    },
}

impl Backup {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        match &self.action {
            Action::Create { file } => create(session, file.as_deref()),
            Action::List => list(session),
            Action::Verify { file } => verify(session, file),
            Action::Restore { file } => restore(session, file),
        }
    }
}

fn create(session: &Session, file: Option<&Path>) -> Result<Outcome, Stop> {
    session.with_book(Missing::Refuse, |book| {
        let made = book.create_backup(&file.map(full))?;
        Ok(session
            .outcome(answer(&made, None), |_| format!("Wrote {}: {}\n", plain(&made.file), holds(&made))))
    })
}

fn list(session: &Session) -> Result<Outcome, Stop> {
    let backups = Book::backups(&session.folder()?)?;
    let answer = answer(&backups, Some(backups.len() as u64));
    Ok(session.outcome(answer, |_| listed(&backups)))
}

fn verify(session: &Session, file: &Path) -> Result<Outcome, Stop> {
    // What is made for the trial is removed before a signal ends the process.
    let _held = interrupt::hold();
    let backup = Book::backup_verify(file)?;
    Ok(session.outcome(answer(&backup, None), |_| {
        format!("{} is whole and can be restored: {}\n", plain(&backup.file), holds(&backup))
    }))
}

fn restore(session: &Session, file: &Path) -> Result<Outcome, Stop> {
    let folder = session.folder_to_write()?;
    let _held = interrupt::hold();
    let restored = Book::backup_restore(file, &folder)?;
    Ok(session.outcome(answer(&restored, None), |_| told(&restored, &folder)))
}

fn answer(data: &impl Serialize, count: Option<u64>) -> Answer {
    Answer { record_count: count, ..Answer::of(data) }
}

fn holds(backup: &Kept) -> String {
    let contacts = count(backup.contacts.unwrap_or_default(), "contact");
    format!("{contacts}, {}, {}", count(backup.changes.unwrap_or_default(), "change"), size(backup.bytes))
}

fn told(restored: &Restored, folder: &Path) -> String {
    let contacts = count(restored.contacts, "contact");
    let changes = count(restored.changes, "change");
    let done = if restored.created { "Made the book in" } else { "Restored the book in" };
    let folder = plain(&folder.display().to_string());
    let kept =
        restored.replaced.iter().map(|old| format!("The book that was there is kept in {}\n", plain(old)));
    let made_at = plain(&restored.made_at);
    format!("{done} {folder} as of {made_at}: {contacts}, {changes}\n{}", kept.collect::<String>())
}

fn listed(backups: &[Kept]) -> String {
    if backups.is_empty() {
        return "No backups yet\n".to_owned();
    }
    let columns = [
        Column::text("Made at"),
        Column::text("Reason"),
        Column::number("Contacts"),
        Column::number("Changes"),
        Column::number("Size"),
        Column::text("Reads"),
        Column::text("File"),
    ];
    let problems = backups.iter().filter_map(|backup| backup.problem.as_ref());
    let problems: String = problems.map(|problem| format!("{}\n", plain(problem))).collect();
    let listed = table(&columns, backups.iter().map(row));
    format!("{listed}\n{}\n{problems}", count(backups.len() as u64, "backup"))
}

fn row(backup: &Kept) -> Vec<String> {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let file = Path::new(&backup.file).file_name().map(|name| name.to_string_lossy().into_owned());
    vec![
        plain(backup.made_at.as_deref().unwrap_or_default()),
        plain(backup.reason.as_deref().unwrap_or_default()),
        number(backup.contacts),
        number(backup.changes),
        size(backup.bytes),
        if backup.reads { "yes" } else { "no" }.to_owned(),
        plain(&file.unwrap_or_default()),
    ]
}
