//! Which automatic backups stay. The newest of each of the last seven days, four weeks and twelve months that have one.

use std::collections::HashSet;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

const DAYS: usize = 7;
const WEEKS: usize = 4;
const MONTHS: usize = 12;

/// Which of the automatic backups made at these times may go, by their places.
pub(super) fn surplus(made: &[Timestamp]) -> Vec<usize> {
    let mut newest_first: Vec<usize> = (0..made.len()).collect();
    newest_first.sort_by_key(|&place| std::cmp::Reverse((made.get(place), place)));
    let dated: Vec<(usize, Date)> =
        newest_first.into_iter().filter_map(|place| Some((place, day(*made.get(place)?)))).collect();
    let mut kept = HashSet::new();
    kept.extend(newest_of_each(&dated, DAYS, |day| (day.year(), day.day_of_year())));
    kept.extend(newest_of_each(&dated, WEEKS, |day| {
        let week = day.iso_week_date();
        (week.year(), i16::from(week.week()))
    }));
    kept.extend(newest_of_each(&dated, MONTHS, |day| (day.year(), i16::from(day.month()))));
    (0..made.len()).filter(|place| !kept.contains(place)).collect()
}

/// The day of a moment, in UTC as its file's name has it.
pub(super) fn day(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}

/// The newest of each of the last `most` spans of time that have any.
fn newest_of_each(
    newest_first: &[(usize, Date)],
    most: usize,
    span: impl Fn(Date) -> (i16, i16),
) -> Vec<usize> {
    let mut spans = HashSet::new();
    let firsts = newest_first.iter().filter(|(_, day)| spans.insert(span(*day)));
    firsts.take(most).map(|(place, _)| *place).collect()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn hours(hours: i64) -> Timestamp {
        "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap() + hours.hours()
    }

    fn stay(made: &[Timestamp]) -> Vec<Timestamp> {
        let surplus = surplus(made);
        made.iter().enumerate().filter(|(place, _)| !surplus.contains(place)).map(|(_, at)| *at).collect()
    }

    /// The life of a book: a backup every so many hours, thinned after each.
    fn lived(steps: impl Iterator<Item = i64>) -> (Vec<Timestamp>, Vec<Timestamp>) {
        let (mut kept, mut all, mut now) = (Vec::new(), Vec::new(), 0);
        for step in steps {
            now += step;
            kept.push(hours(now));
            all.push(hours(now));
            kept = stay(&kept);
        }
        (kept, all)
    }

    #[test]
    fn a_year_of_days_leaves_the_week_the_month_and_the_year() {
        let (kept, all) = lived(std::iter::repeat_n(24, 800));
        assert_eq!(kept[kept.len() - 7..], all[all.len() - 7..]);
        assert!((7 + 12..=7 + 4 + 12).contains(&kept.len()), "{}", kept.len());
        let oldest = all[all.len() - 1].duration_since(kept[0]).as_hours() / 24;
        assert!((304..=366).contains(&oldest), "{oldest} days");
        let gaps = kept.windows(2).map(|pair| pair[1].duration_since(pair[0]).as_hours() / 24);
        assert!(gaps.max().unwrap() <= 31);
    }

    #[test]
    fn of_one_day_the_newest_stays() {
        assert_eq!(stay(&[hours(1), hours(20), hours(5)]), [hours(20)]);
        assert_eq!(surplus(&[]), [0; 0]);
        assert_eq!(surplus(&[hours(1), hours(1)]), [0]);
    }

    proptest! {
        #[test]
        fn the_newest_stays_few_stay_and_thinning_again_takes_nothing(made in vec(0i64..20_000, 0..80)) {
            let made: Vec<_> = made.into_iter().map(hours).collect();
            let kept = stay(&made);
            prop_assert!(kept.iter().max() == made.iter().max());
            prop_assert!(kept.len() <= DAYS + WEEKS + MONTHS);
            prop_assert_eq!(surplus(&kept), Vec::<usize>::new());
        }

        #[test]
        fn the_order_of_the_files_says_nothing(made in vec(0i64..5_000, 0..40)) {
            let made: Vec<_> = made.into_iter().map(hours).collect();
            let mut turned = made.clone();
            turned.reverse();
            let (mut one, mut other) = (stay(&made), stay(&turned));
            one.sort();
            other.sort();
            prop_assert_eq!(one, other);
        }

        /// Whenever backups are made, each of the last seven days that has one keeps its newest, and each month.
        #[test]
        fn however_a_book_lived_its_days_and_months_are_there(steps in vec(1i64..400, 1..120)) {
            let (kept, all) = lived(steps.into_iter());
            let days: HashSet<_> = all.iter().map(|at| day(*at)).collect();
            let mut days: Vec<_> = days.into_iter().collect();
            days.sort();
            for wanted in days.iter().rev().take(DAYS) {
                let newest = all.iter().filter(|at| day(**at) == *wanted).max();
                prop_assert!(kept.contains(newest.unwrap()));
            }
            let months: HashSet<_> = all.iter().map(|at| day(*at).first_of_month()).collect();
            let mut months: Vec<_> = months.into_iter().collect();
            months.sort();
            for wanted in months.iter().rev().take(MONTHS) {
                prop_assert!(kept.iter().any(|at| day(*at).first_of_month() == *wanted));
            }
        }
    }
}
