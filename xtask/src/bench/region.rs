//! The marked places in a document where figures stand.

/// The document with a report as the figures of that name; none where it has no such place.
///
/// A place is what stands between the comments `<!-- figures: NAME -->` and `<!-- end: NAME -->`. The report becomes a
/// block of code there.
pub fn replaced(document: &str, name: &str, report: &str) -> Option<String> {
    let (before, rest) = document.split_once(&format!("<!-- figures: {name} -->"))?;
    let (_, after) = rest.split_once(&format!("<!-- end: {name} -->"))?;
    let block = report.trim().lines().map(indented).collect::<Vec<_>>().join("\n");
    Some(format!("{before}<!-- figures: {name} -->\n\n{block}\n\n<!-- end: {name} -->{after}"))
}

fn indented(line: &str) -> String {
    format!("    {line}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::replaced;

    const DOCUMENT: &str = "# A\n<!-- figures: one -->\n\n    1\n\n<!-- end: one -->\nB\n<!-- figures: two --><!-- end: two -->\n";

    #[test]
    fn only_the_figures_of_that_name_are_replaced() {
        let one = replaced(DOCUMENT, "one", "x 1 \n\ny 2\n").unwrap();
        assert_eq!(one, DOCUMENT.replace("    1\n", "    x 1\n\n    y 2\n"));
        let two = replaced(&one, "two", "z").unwrap();
        assert!(
            two.contains("    y 2\n") && two.contains("two -->\n\n    z\n\n<!-- end: two -->\n"),
            "{two}"
        );
        assert_eq!(replaced(&two, "two", "z").unwrap(), two);
    }

    #[test]
    fn a_document_without_the_place_stays_as_it_is() {
        assert_eq!(replaced(DOCUMENT, "three", "x"), None);
        assert_eq!(replaced("<!-- figures: one --> no end", "one", "x"), None);
    }
}
