//! The store through its public door.

#[cfg(test)]
mod backup;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod compact;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod prune;
#[cfg(test)]
mod random;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod repair;
#[cfg(test)]
mod support;
