//! The work that every contender does: the same updates of the same contacts in the same order.

use serde_json::{Value, json};

/// The size that the bars are set for.
pub const A_MILLION: usize = 1_000_000;
/// From here on what takes minutes is done once, unless more is asked for.
const LARGE: usize = 500_000;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Contacts in each book.
    pub contacts: usize,
    /// Updates by each contender, after as many as a tenth of them to warm up.
    pub updates: usize,
    /// Reads, and keystrokes in the search box.
    pub reads: usize,
    /// Contacts in one bulk request.
    pub bulk: usize,
    /// Typing sessions in the log of queries.
    pub sessions: usize,
    /// Pages of a list, at other places each.
    pub pages: usize,
    /// Rounds that many short turns are cut into, to tell how much a ratio varies.
    pub rounds: usize,
    /// How often what takes seconds is done anew.
    pub repeats: usize,
    /// How often every contact is changed.
    pub rewrites: usize,
    /// Bytes that the machine's memory and disk are tried with.
    pub tried: usize,
    /// Whether others do the same work.
    pub others: bool,
}

impl Size {
    /// The size that the figures in the documentation are made at.
    pub const FULL: Self = Self {
        contacts: 100_000,
        updates: 3_000,
        reads: 20_000,
        bulk: 10_000,
        sessions: 60,
        pages: 500,
        rounds: 10,
        repeats: 5,
        rewrites: 5,
        tried: 256 << 20,
        others: true,
    };
    /// A size for every day.
    pub const SMALL: Self = Self {
        contacts: 2_000,
        updates: 100,
        reads: 500,
        bulk: 500,
        sessions: 10,
        pages: 20,
        rounds: 2,
        repeats: 2,
        rewrites: 2,
        tried: 4 << 20,
        others: true,
    };

    /// Whether a bar that is set for a million contacts can be judged.
    pub fn is_judged(self) -> bool {
        self.contacts >= A_MILLION
    }

    /// How often what takes minutes at the full size is done anew.
    pub fn long_repeats(self, asked: Option<usize>) -> usize {
        asked.unwrap_or(if self.contacts < LARGE { self.repeats.min(3) } else { 1 })
    }
}

/// One update: which contact, and the body of the request.
#[derive(Debug)]
pub struct Update {
    /// The contact's externalId.
    pub key: String,
    /// A JSON object with one to three fields that differ from what is stored.
    pub body: String,
}

/// The `n`th update of a book with these keys. No two bodies are the same, so that each changes something.
pub fn update(keys: &[String], n: usize) -> Update {
    let key = keys.get(spread(n) % keys.len().max(1)).cloned().unwrap_or_default();
    let body = match n % 3 {
        0 => json!({"Title": format!("Head of Purchasing {n}")}),
        1 => json!({"Phone": format!("+49 30 {n:07}"), "MailingCity": format!("Bad Homburg {n}")}),
        _ => json!({
            "Email": format!("max.mustermann.{n}@example.com"),
            "Department": format!("Procurement {n}"),
            "Account": {"Id": format!("acc-{n}"), "Name": format!("Contoso {n}")},
        }),
    };
    Update { key, body: body.to_string() }
}

/// A bulk request that changes every one of these contacts, each `turn` to other values.
pub fn bulk(keys: &[String], turn: usize) -> String {
    let row = |key: &String| json!({"ExternalId": key, "Title": format!("Changed in bulk, turn {turn}")});
    Value::from(keys.iter().map(row).collect::<Vec<_>>()).to_string()
}

/// The items in an order that is another one for every `n`.
pub fn shuffled<const N: usize>(mut items: [usize; N], n: usize) -> [usize; N] {
    for last in (1..N).rev() {
        items.swap(last, spread(n * N + last) % (last + 1));
    }
    items
}

/// A number far from its neighbours' (SplitMix64's last step).
pub fn spread(n: usize) -> usize {
    let mut z = (n as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    usize::try_from((z ^ (z >> 27)) >> 1).unwrap_or(n)
}
