//! The command line, kith
