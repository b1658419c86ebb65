//! What the tests share.

// The harness lies beside the tests that use it. Elsewhere than on Linux the web view has no WebDriver.
#[cfg(target_os = "linux")]
#[path = "../e2e/support/mod.rs"]
pub mod window;
