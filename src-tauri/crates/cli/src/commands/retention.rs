//! `kith retention`.

use clap::{Args, Subcommand};
use kith_book::{Answer, Forgotten, Retention as Kept};

use crate::{
    interrupt,
    output::{Outcome, count, plain, size},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith retention`.
#[derive(Debug, Args)]
pub(crate) struct Retention {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show how long changes are kept [the default]
    Show,
    /// Keep changes for ever, or for a number of days
    Set {
        /// `everything`, or a number of days
        #[arg(value_name = "everything|DAYS", value_parser = span)]
        span: Span,
    },
    /// Forget the changes that are older, for good; contacts stay as they are
    Apply,
}

/// For how long changes are kept: so many days, or for ever.
#[derive(Debug, Clone, Copy)]
struct Span(Option<u32>);

fn span(text: &str) -> Result<Span, String> {
    if text == "everything" {
        return Ok(Span(None));
    }
    match text.parse() {
        Ok(days) if (1..=36_500).contains(&days) => Ok(Span(Some(days))),
        _ => Err("say `everything`, or a number of days from 1 to 36500".to_owned()),
    }
}

impl Retention {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| match &self.action {
            None | Some(Action::Show) => {
                let kept = book.retention()?;
                Ok(session.outcome(Answer::of(&kept), |_| told(&kept)))
            }
            Some(Action::Set { span }) => {
                let kept = book.set_retention(&span.0)?;
                Ok(session.outcome(Answer::of(&kept), |_| told(&kept)))
            }
            Some(Action::Apply) => {
                let forgotten = book.apply_retention(&interrupt::watched())?;
                Ok(session.outcome(Answer::of(&forgotten), |_| applied(&forgotten)))
            }
        })
    }
}

fn told(kept: &Kept) -> String {
    let span = match kept.days {
        Some(days) => format!("Changes are kept for {}", count(days.into(), "day")),
        None => "Every change is kept".to_owned(),
    };
    format!("{span}{}\n", oldest(kept.oldest_kept, kept.at.as_deref()))
}

fn applied(forgotten: &Forgotten) -> String {
    let oldest = oldest(forgotten.oldest_kept, forgotten.at.as_deref());
    if forgotten.change_sets == 0 {
        return format!("Nothing was to be forgotten{oldest}\n");
    }
    let changes = count(forgotten.change_sets, "change");
    let (before, after) = (size(forgotten.bytes_before), size(forgotten.bytes_after));
    format!("Forgot {changes}{oldest}\nThe change log takes {after}; it took {before}\n")
}

fn oldest(seq: Option<u64>, at: Option<&str>) -> String {
    let Some(seq) = seq else { return String::new() };
    format!("; the oldest one is change {seq} of {}", plain(at.unwrap_or_default()))
}
