//! The large schema beside the shipped one.

use super::{Bar, judged, percentiles, ratio, single, times};
use crate::parts::schema::LargeSchema;

/// What a schema of 500 fields and 200 picklists takes at most as many times of the shipped one's.
const TIMES_THE_SHIPPED: Bar = Bar::AtMost(2.0);

/// The times of both, and whether the bars are met.
pub fn print(LargeSchema { shipped, large, more_fields }: &LargeSchema) {
    percentiles("500 fields, 200 picklists");
    for (name, side) in [("shipped schema", shipped), ("large schema", large)] {
        times(&format!("{name}: a book is opened"), &side.open);
        times(&format!("{name}: a body is checked"), &side.check);
        times(&format!("{name}: it is saved"), &side.save);
    }
    println!();
    let opening = large.open.ratio_to(&shipped.open);
    single("opening, large / shipped", &ratio(opening));
    judged("opening, large / shipped, by the field", opening / *more_fields, ratio, TIMES_THE_SHIPPED);
    judged("checking, large / shipped", large.check.ratio_to(&shipped.check), ratio, TIMES_THE_SHIPPED);
    judged("saving, large / shipped", large.save.ratio_to(&shipped.save), ratio, TIMES_THE_SHIPPED);
}
