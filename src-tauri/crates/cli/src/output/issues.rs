//! Errors and warnings for people.

use anstyle::{AnsiColor, Style};
use kith_book::{Answer, Issue};

use super::text::{plain, styled};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// The errors and warnings of an answer, each on a line of its own.
pub(super) fn told(answer: &Answer) -> String {
    let errors = answer.errors.iter().map(|issue| line(styled(ERROR, "error"), issue));
    let warnings = answer.warnings.iter().map(|issue| line(styled(WARNING, "warning"), issue));
    errors.chain(warnings).collect()
}

/// The field stands before a message that does not name it.
fn line(kind: String, issue: &Issue) -> String {
    let message = plain(&issue.message);
    match &issue.field {
        Some(field) if !message.contains(field.as_str()) => format!("{kind}: {}: {message}\n", plain(field)),
        _ => format!("{kind}: {message}\n"),
    }
}
