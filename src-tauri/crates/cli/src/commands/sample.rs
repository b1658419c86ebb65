//! `kith sample`.

use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kith_book::SAMPLE_SIZE;

use crate::{
    interrupt,
    output::{Outcome, count},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith sample`.
#[derive(Debug, Args)]
pub(crate) struct Sample {
    /// How many contacts
    #[arg(value_name = "N", default_value_t = SAMPLE_SIZE)]
    contacts: usize,
    /// Another seed gives other contacts, the same one the same
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
}

impl Sample {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        let bar = progress(self.contacts as u64);
        let told = bar.clone();
        let made = AtomicU64::new(0);
        let outcome = session.with_book(Missing::Create, |book| {
            book.listen(Box::new(move |set| {
                let new = set.changes.len() as u64;
                let so_far = made.fetch_add(new, Ordering::Relaxed) + new;
                told.inc(new);
                interrupt::end_here(|| {
                    told.finish_and_clear();
                    format!("Interrupted. The book holds {}; they are whole.", count(so_far, "contact"))
                });
            }));
            let answer = book.fill_with_sample(self.contacts, self.seed).answer;
            Ok(session
                .outcome(answer, |_| format!("Created {}\n", count(self.contacts as u64, "sample contact"))))
        });
        bar.finish_and_clear();
        outcome
    }
}

/// A bar on standard error, where that is a terminal.
fn progress(contacts: u64) -> ProgressBar {
    let template = "{bar:30} {human_pos} of {human_len} contacts, {per_sec}, {eta} left";
    match ProgressStyle::with_template(template) {
        Ok(style) => ProgressBar::new(contacts).with_style(style),
        Err(_) => ProgressBar::new(contacts),
    }
}
