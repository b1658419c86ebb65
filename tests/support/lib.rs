//! What the tests share.

// The harness lies beside the tests that use it.
#[path = "../e2e/support/mod.rs"]
pub mod window;
