//! Proof that what was answered survives: the process that works on a book, what is done to it, and what the book is
//! held to afterwards. `docs/reliability.md` says which hazard each sweep is for.

pub mod check;
pub mod damage;
pub mod diary;
pub mod dice;
pub mod facts;
pub mod faults;
pub mod figures;
pub mod flips;
pub mod full;
pub mod image;
pub mod judge;
pub mod kills;
pub mod loss;
pub mod power;
pub mod process;
pub mod request;
pub mod scratch;
pub mod step;
mod story;
pub mod told;
mod upkeep;
pub mod writer;
