//! Drives the real window: the built desk, under WebDriver, in a home of its own.
//!
//! Tests and the programs beside them (`drive`, `startup`, `scroll`, `window`) speak to a [`Window`] in a [`Home`]. Every wait asks again until a condition holds or its time is up; nothing sleeps and hopes.

mod children;
mod command;
mod desk;
mod driver;
mod eyes;
pub mod figures;
mod hands;
mod home;
mod keys;
mod memory;
mod network;
mod patience;
mod picture;
mod programs;
mod screen;
mod session;

pub use command::command;
pub use desk::{field, part, row};
pub use home::Home;
pub use keys::Key;
pub use memory::Memory;
pub use network::sockets;
pub use patience::{PATIENCE, until};
pub use programs::desk;
pub use session::Window;

/// What a step in the window answers.
pub type Result<T> = anyhow::Result<T>;
