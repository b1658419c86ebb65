//! A frame: one commit.
//!
//! ```text
//! length of the payload u32, not 0 | crc32 of number and payload u32 | number of the change set u64 | payload
//! ```

use crate::bytes::{Bytes, crc32};

/// Bytes before the payload.
pub(super) const HEADER: usize = 16;

/// An intact frame in a segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub seq: u64,
    pub payload: &'a [u8],
}

impl Frame<'_> {
    /// How many bytes the frame takes.
    pub fn size(&self) -> usize {
        HEADER + self.payload.len()
    }
}

/// Appends a frame to `out`.
pub(super) fn write(seq: u64, payload: &[u8], out: &mut Vec<u8>) {
    // A payload is far smaller: the codec takes 64 MiB, and 2^24 changes do not fit into those.
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    let seq = seq.to_le_bytes();
    out.reserve(HEADER + payload.len());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&crc32(&[&seq, payload]).to_le_bytes());
    out.extend_from_slice(&seq);
    out.extend_from_slice(payload);
}

/// The length of the payload that a header announces.
pub(super) fn payload_length(header: &[u8; HEADER]) -> Option<usize> {
    Bytes(header).u32().map(|length| length as usize).filter(|&length| length > 0)
}

/// The frame at the start of `bytes`, if it is whole and its checksum is right.
pub(super) fn read(bytes: &[u8]) -> Option<Frame<'_>> {
    let frame = peek(bytes)?;
    let crc = Bytes(bytes.get(4..8)?).u32()?;
    (crc32(&[&frame.seq.to_le_bytes(), frame.payload]) == crc).then_some(frame)
}

/// The frame at the start of `bytes` as its header has it, the checksum not looked at.
pub(super) fn peek(bytes: &[u8]) -> Option<Frame<'_>> {
    let mut rest = Bytes(bytes);
    let length = payload_length(&rest.array()?)?;
    let seq = Bytes(bytes.get(8..HEADER)?).u64()?;
    Some(Frame { seq, payload: rest.take(length)? })
}
