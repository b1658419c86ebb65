//! A page that asks the desk for things.

use kith_desk::Where;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// The desk's own page, as it is loaded from the binary.
pub const OWN: &str = "tauri://localhost";

/// A desk on the mock runtime, with its one window.
pub struct Desk {
    app: App<MockRuntime>,
    _home: tempfile::TempDir,
}

impl Desk {
    /// Builds it.
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let place = Where { folder: Ok(home.path().join("book")), read_only: false };
        let app =
            kith_desk::desk(mock_builder(), place).build(kith_desk::context()).expect("the desk builds");
        Self { app, _home: home }
    }

    /// The window of that name; one the configuration does not know is opened first.
    pub fn window(&self, label: &str) -> WebviewWindow<MockRuntime> {
        tauri::Manager::get_webview_window(&self.app, label).unwrap_or_else(|| {
            WebviewWindowBuilder::new(&self.app, label, WebviewUrl::default())
                .build()
                .expect("a window opens")
        })
    }
}

/// Asks for a command from a page at that address.
pub fn ask(
    window: &WebviewWindow<MockRuntime>,
    address: &str,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: address.parse().expect("an address"),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap_or(json!(null)))
}
