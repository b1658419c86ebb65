//! What the tests share.

pub mod answers;
pub mod book;
pub mod contract;
pub mod released;

// The harness lies beside the tests that use it. Elsewhere than on Linux the web view has no WebDriver.
#[cfg(target_os = "linux")]
#[path = "../e2e/support/mod.rs"]
pub mod window;

// Loop devices, strace and signals.
#[cfg(target_os = "linux")]
#[path = "../crash/support/mod.rs"]
pub mod crash;
