//! `kith duplicates`.

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kith_book::{
    Answer, ApartPair, Certainty, DuplicateContact, DuplicatePair, DuplicateReason, DuplicateStep,
    Duplicates as Found, OpenBook, Progress, ReasonKind, RecordKey, Watching,
};

use crate::{
    interrupt,
    output::{Column, Outcome, count, plain, table},
    session::{Missing, Session},
    stop::Stop,
};

/// Arguments of `kith duplicates`.
#[derive(Debug, Args)]
pub(crate) struct Duplicates {
    /// How many pairs to give at most, the most certain first
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// Remember that two contacts are not the same person, by their externalIds
    #[arg(long, value_names = ["A", "B"], num_args = 2, conflicts_with_all = ["same", "apart"])]
    not_same: Option<Vec<String>>,
    /// Forget that two contacts are not the same person
    #[arg(long, value_names = ["A", "B"], num_args = 2, conflicts_with = "apart")]
    same: Option<Vec<String>>,
    /// A and B are Ids
    #[arg(long)]
    ids: bool,
    /// List the contacts that are remembered not to be the same person
    #[arg(long)]
    apart: bool,
}

impl Duplicates {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| match (&self.not_same, &self.same) {
            (Some(pair), _) => self.set_apart(session, book, pair, true),
            (None, Some(pair)) => self.set_apart(session, book, pair, false),
            (None, None) if self.apart => {
                let pairs = book.apart()?;
                Ok(session.outcome(Answer::of(&pairs), |_| told_apart(&pairs)))
            }
            (None, None) => {
                let found = search(book, self.limit)?;
                Ok(session.outcome(Answer::of(&found), |_| told(&found)))
            }
        })
    }

    fn set_apart(
        &self,
        session: &Session,
        book: &OpenBook,
        pair: &[String],
        apart: bool,
    ) -> Result<Outcome, Stop> {
        let key = |at: usize| {
            let key = pair.get(at).cloned().unwrap_or_default();
            if self.ids { RecordKey::Id(key) } else { RecordKey::ExternalId(key) }
        };
        let reply = book.set_apart(&key(0), &key(1), &apart)?;
        let change = reply.change_id;
        Ok(session.outcome(reply.answer, |_| match change {
            Some(change) if apart => {
                format!("Remembered that they are not the same (`kith undo {change}` takes it back)\n")
            }
            Some(_) => "They may be the same again\n".to_owned(),
            None => "Nothing was changed: that is how it is remembered\n".to_owned(),
        }))
    }
}

fn search(book: &OpenBook, limit: usize) -> Result<Found, kith_book::Error> {
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos} of {len}");
    let bar = style.map_or_else(|_| ProgressBar::new(0), |style| ProgressBar::new(0).with_style(style));
    let progress = |progress: Progress| {
        let Progress::Duplicates(progress) = progress else { return };
        bar.set_message(match progress.step {
            DuplicateStep::Read => "Reading",
            DuplicateStep::Compare => "Comparing",
        });
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    };
    let found = book.duplicates(&limit, &Watching { progress: &progress, go_on: &interrupt::go_on });
    bar.finish_and_clear();
    found
}

fn told(found: &Found) -> String {
    let more = if found.more { "more than " } else { "" };
    let looked_at = count(found.contacts, "contact");
    let total = format!("{more}{} among {looked_at}", count(found.found, "pair"));
    if found.pairs.is_empty() {
        return format!("{total}\n");
    }
    let columns = [
        Column::text("Certainty"),
        Column::text("Contact"),
        Column::text("ExternalId"),
        Column::text("Contact"),
        Column::text("ExternalId"),
        Column::text("Why"),
    ];
    let listed = table(&columns, found.pairs.iter().map(row));
    match found.pairs.len() as u64 {
        all if all == found.found => format!("{listed}\n{total}\n"),
        some => format!("{listed}\n{some} of {total}\n"),
    }
}

fn row(pair: &DuplicatePair) -> Vec<String> {
    let certainty = match pair.certainty {
        Certainty::VeryLikely => "very likely",
        Certainty::Likely => "likely",
        Certainty::Possible => "possible",
    };
    let why: Vec<_> = pair.reasons.iter().map(why).collect();
    let mut row = vec![format!("{} {certainty}", pair.score)];
    row.extend([&pair.one, &pair.other].into_iter().flat_map(contact));
    row.push(why.join("; "));
    row
}

fn contact(contact: &DuplicateContact) -> [String; 2] {
    [plain(&contact.title), key(&contact.key)]
}

/// A key as it can be named again.
fn key(key: &RecordKey) -> String {
    match key {
        RecordKey::ExternalId(external_id) => plain(external_id),
        RecordKey::Id(id) => format!("(Id {})", plain(id)),
    }
}

fn why(reason: &DuplicateReason) -> String {
    let (one, other) = (plain(&reason.one), plain(&reason.other));
    match reason.kind {
        ReasonKind::SameEmail => format!("same e-mail {one}"),
        ReasonKind::SamePhone => format!("same phone {one}"),
        ReasonKind::CommonEmail => format!("an e-mail that many have, {one}"),
        ReasonKind::CommonPhone => format!("a phone that many have, {one}"),
        ReasonKind::SameName => "same name".to_owned(),
        ReasonKind::SimilarName => "similar name".to_owned(),
        ReasonKind::SameCompany => format!("same company {one}"),
        ReasonKind::SimilarCompany => format!("similar company, {one} and {other}"),
    }
}

fn told_apart(pairs: &[ApartPair]) -> String {
    let total = count(pairs.len() as u64, "pair");
    if pairs.is_empty() {
        return format!("{total}\n");
    }
    let columns = ["Contact", "ExternalId", "Contact", "ExternalId", "Since"].map(Column::text);
    let row = |pair: &ApartPair| {
        let contacts = [&pair.one, &pair.other].into_iter().flat_map(contact);
        contacts.chain([plain(&pair.at)]).collect()
    };
    format!("{}\n{total}\n", table(&columns, pairs.iter().map(row)))
}
