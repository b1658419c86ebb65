//! Reading a snapshot: nothing is believed before its checksum is right.

use std::sync::Arc;

use kith_model::query::{Searched, SortKey};

use super::{Directory, MAGIC, ReadAt, SegmentEntry, Span, Stamp, TRAILER};
use crate::{
    arena::{Arena, numbers},
    column::SegmentColumn,
    error::IndexError,
    grams::Grams,
};

/// The rows in an order, and its keys.
pub(crate) type StoredOrder = (Vec<SortKey>, Vec<u32>);

/// A snapshot whose directory was read.
#[derive(Clone)]
pub struct Snapshot {
    source: Arc<dyn ReadAt>,
    directory: Arc<Directory>,
}

impl Snapshot {
    /// Reads the directory of a file of `length` bytes.
    ///
    /// # Errors
    /// [`IndexError`] when it is no whole snapshot.
    pub fn open(source: Arc<dyn ReadAt>, length: u64) -> Result<Self, IndexError> {
        let directory = directory(&*source, length)?;
        Ok(Self { source, directory: Arc::new(directory) })
    }

    /// Which contacts it was made of.
    #[must_use]
    pub fn stamp(&self) -> &Stamp {
        &self.directory.stamp
    }

    /// Which fields' text it holds.
    #[must_use]
    pub fn searched(&self) -> &[Searched] {
        &self.directory.searched
    }

    pub(crate) fn segments(&self) -> &[SegmentEntry] {
        &self.directory.segments
    }

    pub(crate) fn keys(&self, segment: &SegmentEntry) -> Result<Arena, IndexError> {
        let keys = self.arena(segment.keys)?;
        if keys.len() == segment.contacts as usize { Ok(keys) } else { Err(IndexError::Damaged("its keys")) }
    }

    pub(crate) fn texts(&self, segment: &SegmentEntry) -> Result<Arena, IndexError> {
        let texts = self.arena(segment.texts)?;
        if texts.len() == segment.contacts as usize {
            Ok(texts)
        } else {
            Err(IndexError::Damaged("its texts"))
        }
    }

    pub(crate) fn grams(&self, segment: &SegmentEntry) -> Result<Grams, IndexError> {
        Grams::read(&self.section(segment.grams)?).ok_or(IndexError::Damaged("its postings"))
    }

    /// A field's column of a segment; one of nothing where no contact in it had a value.
    pub(crate) fn column(&self, segment: &SegmentEntry, field: &str) -> Result<SegmentColumn, IndexError> {
        let Some(span) = segment.columns.get(field) else { return Ok(SegmentColumn::default()) };
        let column = SegmentColumn::read(&self.section(*span)?);
        column
            .filter(|column| column.codes.len() == segment.contacts as usize)
            .ok_or(IndexError::Damaged("a column"))
    }

    /// The orders it holds of a language.
    pub(crate) fn orders(&self, language: &str) -> Result<Vec<StoredOrder>, IndexError> {
        let orders = self.directory.orders.iter().filter(|_| self.directory.language == language);
        orders.map(|order| Ok((order.keys.clone(), numbers(&self.section(order.rows)?).collect()))).collect()
    }

    fn arena(&self, span: Span) -> Result<Arena, IndexError> {
        Arena::read(&self.section(span)?).ok_or(IndexError::Damaged("its texts"))
    }

    fn section(&self, span: Span) -> Result<Vec<u8>, IndexError> {
        section(&*self.source, span)
    }
}

fn directory(source: &dyn ReadAt, length: u64) -> Result<Directory, IndexError> {
    const DAMAGED: IndexError = IndexError::Damaged("its end");
    let trailer = source.read_at(length.checked_sub(TRAILER as u64).ok_or(DAMAGED)?, TRAILER)?;
    let (offset, rest) = trailer.split_first_chunk::<8>().ok_or(DAMAGED)?;
    let (span_length, rest) = rest.split_first_chunk::<4>().ok_or(DAMAGED)?;
    let (crc, magic) = rest.split_first_chunk::<4>().ok_or(DAMAGED)?;
    if magic != MAGIC {
        return Err(DAMAGED);
    }
    let span = Span {
        offset: u64::from_le_bytes(*offset),
        length: u32::from_le_bytes(*span_length),
        whole: 0,
        crc: u32::from_le_bytes(*crc),
    };
    if span.offset.checked_add(u64::from(span.length)).is_none_or(|end| end > length) {
        return Err(DAMAGED);
    }
    serde_json::from_slice(&section(source, span)?).map_err(|_| IndexError::Damaged("its directory"))
}

fn section(source: &dyn ReadAt, span: Span) -> Result<Vec<u8>, IndexError> {
    let bytes = source.read_at(span.offset, span.length as usize)?;
    if crc32fast::hash(&bytes) != span.crc {
        return Err(IndexError::Damaged("a checksum"));
    }
    if span.whole == 0 {
        return Ok(bytes);
    }
    zstd::bulk::decompress(&bytes, span.whole as usize).map_err(|_| IndexError::Damaged("a section"))
}
