//! How long 1,000,000 rows of 20 columns take to be read, and in how much memory:
//!
//!     cargo run --release -p kith-formats --example csv-million [ROWS [COLUMNS]]

use std::{
    fs,
    io::{self, Read},
    time::Instant,
};

use kith_formats::csv::{Dialect, Table};

/// A file that is made as it is read.
struct Made {
    columns: usize,
    left: u64,
    row: Vec<u8>,
    from: usize,
}

impl Read for Made {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.from == self.row.len() {
            self.row.clear();
            self.from = 0;
            if self.left == 0 {
                return Ok(0);
            }
            while self.row.len() < 60_000 && self.left > 0 {
                for at in 0..self.columns {
                    let text = match at % 4 {
                        0 => format!("{}-{at}", self.left),
                        1 => format!("Müller {at}"),
                        2 => format!("\"Weg {}, 3\"", self.left % 97),
                        _ => {
                            if at + 1 == self.columns {
                                "end".to_owned()
                            } else {
                                String::new()
                            }
                        }
                    };
                    self.row.extend_from_slice(text.as_bytes());
                    self.row.push(if at + 1 == self.columns { b'\n' } else { b',' });
                }
                self.left -= 1;
            }
        }
        let rest = self.row.get(self.from..).unwrap_or_default();
        let length = rest.len().min(into.len());
        if let (Some(to), Some(part)) = (into.get_mut(..length), rest.get(..length)) {
            to.copy_from_slice(part);
        }
        self.from += length;
        Ok(length)
    }
}

fn main() -> io::Result<()> {
    let mut numbers = std::env::args().skip(1).filter_map(|text| text.parse().ok());
    let (rows, columns) = (numbers.next().unwrap_or(1_000_000), numbers.next().unwrap_or(20));
    let made = || Made { columns: columns as usize, left: rows + 1, row: Vec::new(), from: 0 };
    let begun = Instant::now();
    let bytes = io::copy(&mut made(), &mut io::sink())?;
    let making = begun.elapsed();
    let begun = Instant::now();
    let (mut count, mut cells) = (0_u64, 0_u64);
    for row in Table::open(made(), &Dialect::default())? {
        let row = row?;
        count += 1;
        cells += row.cells.len() as u64;
    }
    let took = begun.elapsed().saturating_sub(making);
    println!(
        "{count} rows, {cells} cells, {} MB: {took:.2?} (without making the file, {making:.2?})",
        bytes / 1_000_000
    );
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!(
        "{}",
        status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("the peak is not known here")
    );
    Ok(())
}
