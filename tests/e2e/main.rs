//! The real window, end to end: only what a person sees and what the wiring alone can break.

mod access;
mod lifetime;
