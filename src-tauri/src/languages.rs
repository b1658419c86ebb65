//! The languages that the person's system asks for, told to the page before anything in it runs.

use tauri::{
    Runtime,
    plugin::{Builder, TauriPlugin},
};

/// Tells the page. What web views say of themselves does not do: WebKitGTK goes by the language of characters
/// (`LC_CTYPE`) and not of messages, WKWebView by what the bundle names.
pub(crate) fn told<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("languages").js_init_script(script(sys_locale::get_locales())).build()
}

/// Where the page finds them, as tags of BCP 47, the most wanted first.
fn script(tags: impl Iterator<Item = String>) -> String {
    format!("window.kithLanguages = {};", serde_json::Value::from_iter(tags))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_reads_the_tags_as_they_are() {
        let tags = ["de-AT", "en", "\"]; alert(1); [\""].map(str::to_owned);
        let text = script(tags.clone().into_iter());
        let list = text.strip_prefix("window.kithLanguages = ").and_then(|text| text.strip_suffix(';'));
        assert_eq!(serde_json::from_str::<Vec<String>>(list.unwrap()).unwrap(), tags);
        assert_eq!(script(std::iter::empty()), "window.kithLanguages = [];");
    }
}
