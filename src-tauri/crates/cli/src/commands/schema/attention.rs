//! `kith schema check`.

use clap::Args;
use kith_book::{Answer, Attention, ContactIssues};

use crate::{
    output::{Outcome, count, plain},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith schema check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// How many contacts to name at most
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
}

impl Check {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            let found = book.attention(&self.limit)?;
            let answer = Answer::of(&found);
            Ok(session.outcome(answer, |_| told(&found)))
        })
    }
}

fn told(found: &Attention) -> String {
    let named: String = found.breaches.iter().map(contact).collect();
    let rest = found.contacts.saturating_sub(found.breaches.len() as u64);
    let more = if rest > 0 { format!("and {} more\n", count(rest, "contact")) } else { String::new() };
    let need = if found.contacts == 1 { "needs" } else { "need" };
    format!("{named}{more}{} {need} attention\n", count(found.contacts, "contact"))
}

fn contact(contact: &ContactIssues) -> String {
    let issues = contact.issues.iter().map(|issue| format!("  {}\n", plain(&issue.message)));
    format!("{}\n{}", plain(contact.key.value()), issues.collect::<String>())
}
