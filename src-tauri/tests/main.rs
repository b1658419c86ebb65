//! The shell on Tauri's mock runtime: its own configuration and access list, without a display.

// A test may end its process, and so may what only tests call.
#![allow(clippy::expect_used)]

mod access;
mod commands;
mod configuration;
mod page;
