//! The store through its public door.

#[cfg(test)]
mod changes;
#[cfg(test)]
mod support;
