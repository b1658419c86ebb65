//! Times in a report: p50, p99, the longest, and whether a bar is met.

/// A bar: the figure that must not be over it.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    /// Of how many of a hundred it is asked.
    pub percent: usize,
    /// The most it may be.
    pub most: f64,
}

/// The head of a table of times.
pub fn head(title: &str) {
    println!("\n{title:50}{:>9}{:>9}{:>9}{:>9}", "p50", "p99", "most", "count");
}

/// A line of it.
pub fn line(name: &str, values: Vec<f64>, bar: Option<Bar>) {
    let values = sorted(values);
    let [p50, p99, most] = [50, 99, 100].map(|percent| at(&values, percent));
    let verdict = bar.map(|bar| {
        let word = if at(&values, bar.percent) <= bar.most { "met" } else { "MISSED" };
        format!("   at most {:.0}: {word}", bar.most)
    });
    let verdict = verdict.unwrap_or_default();
    println!("{name:50}{p50:>9.1}{p99:>9.1}{most:>9.1}{:>9}{verdict}", values.len());
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// What `percent` of 100 are not over; 0 where there are none.
fn at(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}
