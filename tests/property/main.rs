//! Random requests against a plain model of the contract, and the laws every update keeps.

// A test may end its process, and so may what only tests call.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
