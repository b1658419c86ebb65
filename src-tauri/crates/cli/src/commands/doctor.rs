//! `kith doctor`.

use clap::Args;
use kith_book::{Book, Diagnosis, Host, Repaired};

use crate::{
    interrupt,
    output::{Outcome, count, plain},
    session::Session,
    stop::Stop,
};

/// Arguments of `kith doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Put right what is wrong; what is damaged is kept
    #[arg(long)]
    repair: bool,
}

impl Doctor {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        // What is made for the look is removed, and what is put right is done, before a signal ends the process.
        let _held = interrupt::hold();
        let found = self.found(session)?;
        let text = told(&found);
        Ok(session.told(found.into_answer(), |_| text))
    }

    fn found(&self, session: &Session) -> Result<Diagnosis, Stop> {
        if self.repair {
            return Ok(Book::repair(&session.folder_to_write()?, &Host::this_machine)?);
        }
        match session.at_desk()? {
            Some(desk) => Ok(desk.examine()?),
            None => Ok(Book::doctor(&session.folder()?, Host::this_machine())?),
        }
    }
}

/// What is wrong is told by the answer's errors, what is lost by its warnings.
fn told(found: &Diagnosis) -> String {
    let done: String = found.repaired.iter().map(mended).collect();
    let advice: String = found.advice.iter().map(|advice| format!("{}\n", plain(advice))).collect();
    format!("{done}{}{advice}", verdict(found))
}

fn mended(repaired: &Repaired) -> String {
    repaired.done.iter().map(|step| format!("{}\n", plain(step))).collect()
}

fn verdict(found: &Diagnosis) -> String {
    let verdict = if found.sound { "The book is sound" } else { "The book is not sound" };
    let (Some(contacts), Some(changes)) = (found.contacts, found.changes) else {
        return format!("{verdict}\n");
    };
    let deleted = count(found.deleted.unwrap_or_default(), "deleted contact");
    let backups = count(found.backups, "backup");
    format!("{verdict}: {}, {}, {deleted}, {backups}\n", count(contacts, "contact"), count(changes, "change"))
}
