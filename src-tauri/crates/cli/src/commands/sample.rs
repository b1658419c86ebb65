//! `kith sample`.

use std::cell::Cell;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kith_book::{Progress, SAMPLE_SIZE, Watching};

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
        let made = Cell::new(0);
        let tell = |progress| {
            if let Progress::Contacts(so_far, _) = progress {
                made.set(so_far);
                bar.set_position(so_far);
            }
        };
        let watch = Watching { progress: &tell, go_on: &interrupt::go_on };
        session.with_book(Missing::Create, |book| {
            let answer = book.fill_with_sample(&self.contacts, &self.seed, &watch)?.answer;
            bar.finish_and_clear();
            if !answer.success {
                interrupt::end_here(|| {
                    format!("Interrupted. The book holds {}; they are whole.", count(made.get(), "contact"))
                });
            }
            Ok(session
                .outcome(answer, |_| format!("Created {}\n", count(self.contacts as u64, "sample contact"))))
        })
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
