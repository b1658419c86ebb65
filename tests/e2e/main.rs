//! The real window, end to end: only what a person sees and what the wiring alone can break.

#![cfg(target_os = "linux")]

mod access;
mod backups;
mod drafts;
mod everyone;
mod hatch;
mod held;
mod keyboard;
mod lifetime;
mod network;
mod past;
mod refusals;
mod saves;
mod schema;
mod views;
