//! A list's question as the index takes it.

use std::collections::BTreeSet;

use kith_index::{Asked, Condition, ConditionKind, First};
use kith_model::{
    Layout, RecordKey, Schema,
    query::{Filter, Query, QueryError, SortKey, Standing, TermKind, is_value},
};
use serde_json::Value;

use super::{ListQuery, standing::Members};

/// The field by whose words contacts are known best.
const LAST_NAME: &str = "LastName";

/// Whether a value passes.
type Test<'a> = Box<dyn Fn(&Value) -> bool + Sync + 'a>;

/// A question that was understood.
pub(super) struct Question<'a> {
    pub query: Query,
    filters: Vec<&'a Filter>,
    sort: &'a [SortKey],
    /// Whether contacts whose last name is searched for come first.
    is_best_first: bool,
}

/// The contacts of the standings that are asked for.
pub(super) type Having = Vec<(Standing, Members)>;

/// No contact.
static NOBODY: BTreeSet<RecordKey> = BTreeSet::new();

impl<'a> Question<'a> {
    /// Reads a question; `without` leaves the filters of one field out.
    pub fn read(
        asked: &'a ListQuery,
        without: Option<&str>,
        schema: &Schema,
        layout: &Layout,
    ) -> Result<Self, QueryError> {
        let filters = asked.filters.iter().filter(|filter| without != Some(filter.field.as_str()));
        Ok(Self {
            query: Query::parse(&asked.search, schema)?,
            filters: filters.collect(),
            sort: &asked.sort,
            is_best_first: schema.field(LAST_NAME).is_some() && is_by_title(&asked.sort, layout),
        })
    }

    /// The standings that it asks for.
    pub fn standings(&self) -> impl Iterator<Item = Standing> {
        self.query.terms().iter().filter_map(|term| match term.kind {
            TermKind::Standing(standing) => Some(standing),
            TermKind::Text(_) | TermKind::Field(_) => None,
        })
    }

    /// Has the index asked.
    pub fn ask<T>(&self, having: &Having, work: impl FnOnce(&Asked<'_>) -> T) -> T {
        let tests = self.tests();
        let mut tests = tests.iter();
        let mut conditions = Vec::new();
        for term in self.query.terms() {
            let kind = match &term.kind {
                TermKind::Text(needle) => {
                    ConditionKind::Text { folded: &needle.folded, digits: needle.digits.as_deref() }
                }
                TermKind::Field(test) => match tests.next() {
                    Some(passes) => ConditionKind::Value { field: test.field(), passes: &**passes },
                    None => continue,
                },
                TermKind::Standing(standing) => match having.iter().find(|(of, _)| of == standing) {
                    Some((_, Members::Some(keys))) => ConditionKind::Among(keys),
                    Some((_, Members::All)) if term.negated => {
                        conditions.push(Condition { negated: false, kind: ConditionKind::Among(&NOBODY) });
                        continue;
                    }
                    Some((_, Members::All)) | None => continue,
                },
            };
            conditions.push(Condition { negated: term.negated, kind });
        }
        for (filter, passes) in self.filters.iter().zip(tests) {
            let kind = ConditionKind::Value { field: &filter.field, passes: &**passes };
            conditions.push(Condition { negated: false, kind });
        }
        work(&Asked { conditions: &conditions, sort: self.sort, first: self.first() })
    }

    /// What decides by values: that of each term about a field, then that of each filter.
    fn tests(&self) -> Vec<Test<'_>> {
        let terms = self.query.terms().iter().filter_map(|term| match &term.kind {
            TermKind::Field(test) => Some(Box::new(|value: &Value| test.matches(value)) as Test<'_>),
            TermKind::Text(_) | TermKind::Standing(_) => None,
        });
        let filters = self.filters.iter().map(|filter| {
            Box::new(|value: &Value| filter.values.iter().any(|wanted| is_value(value, wanted))) as Test<'_>
        });
        terms.chain(filters).collect()
    }

    fn first(&self) -> Option<First<'_>> {
        let words =
            self.query.terms().iter().filter(|term| !term.negated).filter_map(|term| match &term.kind {
                TermKind::Text(needle) => Some(needle.folded.as_str()),
                TermKind::Field(_) | TermKind::Standing(_) => None,
            });
        let words: Vec<_> = words.collect();
        (self.is_best_first && !words.is_empty()).then_some(First { field: LAST_NAME, words })
    }
}

/// Whether a list is in the order it has when nobody chose another: then the best hits may come first.
fn is_by_title(sort: &[SortKey], layout: &Layout) -> bool {
    sort.first().is_none_or(|key| !key.descending && layout.title.first() == Some(&key.field))
}
