//! `kith list`.

use clap::Args;
use kith_book::{Answer, Error, Filter, ListQuery, OpenBook, SortKey, value_of};
use serde_json::Value;

use crate::{
    input::{assignment, sort_key},
    interrupt,
    output::{Column, Outcome, Output, cell, count, table},
    session::{Missing, Session},
    stop::Stop,
};

/// Which contacts, in which order.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// Words that must all occur in a contact
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    search: String,
    /// A value that a field must have; `Field=` for contacts without one
    #[arg(long = "where", value_name = "FIELD=VALUE", value_parser = assignment)]
    filters: Vec<(String, String)>,
    /// The order [default: by externalId]
    #[arg(long, value_name = "FIELD[:desc],…", value_delimiter = ',', value_parser = sort_key)]
    sort: Vec<SortKey>,
}

impl Which {
    /// Whether it is every contact in the usual order.
    pub fn is_all(&self) -> bool {
        self.search.is_empty() && self.filters.is_empty() && self.sort.is_empty()
    }

    /// The list's question.
    ///
    /// # Errors
    /// When the book's schema cannot be asked for.
    pub fn query(&self, book: &OpenBook) -> Result<ListQuery, Error> {
        let schema = book.schema()?;
        let value = |field: &str, text: &str| {
            if text.is_empty() { Value::Null } else { value_of(&schema, field, text) }
        };
        let filter = |(field, text): &(String, String)| Filter {
            field: field.clone(),
            values: vec![value(field, text)],
        };
        Ok(ListQuery {
            search: self.search.clone(),
            filters: self.filters.iter().map(filter).collect(),
            sort: self.sort.clone(),
            ..ListQuery::default()
        })
    }
}

/// Arguments of `kith list`.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    which: Which,
    /// How many contacts at most [default: all]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// How many contacts to pass over
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    offset: usize,
    /// The fields to give [default: every field as JSON, the columns of the desk's list for people]
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    fields: Vec<String>,
}

impl List {
    pub fn run(&self, session: &Session) -> Result<Outcome, Stop> {
        session.with_book(Missing::Refuse, |book| {
            let fields = self.fields(book, session.output)?;
            let answer = book.list(&self.query(book)?, &fields, &interrupt::watched())?.answer;
            Ok(session.outcome(answer, |answer| rows(&fields.unwrap_or_default(), answer)))
        })
    }

    fn query(&self, book: &OpenBook) -> Result<ListQuery, Error> {
        let limit = self.limit.unwrap_or(usize::MAX);
        Ok(ListQuery { offset: self.offset, limit, ..self.which.query(book)? })
    }

    fn fields(&self, book: &OpenBook, output: Output) -> Result<Option<Vec<String>>, Error> {
        Ok(match output {
            _ if !self.fields.is_empty() => Some(self.fields.clone()),
            Output::Json => None,
            Output::People => {
                let key = std::iter::once("ExternalId".to_owned());
                Some(key.chain(book.layout()?.list_columns).collect())
            }
        })
    }
}

fn rows(fields: &[String], answer: &Answer) -> String {
    let records = answer.data.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let matches = count(answer.record_count.unwrap_or_default(), "contact");
    if records.is_empty() {
        return format!("{matches}\n");
    }
    let columns: Vec<_> = fields.iter().map(|field| Column::text(field)).collect();
    let cells =
        |record: &Value| fields.iter().map(|field| cell(record.get(field).unwrap_or_default())).collect();
    let listed = table(&columns, records.iter().map(cells));
    match records.len() as u64 {
        all if Some(all) == answer.record_count => format!("{listed}\n{matches}\n"),
        some => format!("{listed}\n{some} of {matches}\n"),
    }
}
