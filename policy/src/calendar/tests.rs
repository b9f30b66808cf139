//! Days and instants, worked out by hand.

mod clocks;
mod due;
mod months_and_ages;
mod working_days;

use super::*;
use crate::pack::format::{Unit, Way};

const BANK_HOLIDAYS: [&str; 16] = [
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-04",
    "2026-05-25",
    "2026-08-31",
    "2026-12-25",
    "2026-12-28",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
    "2027-05-03",
    "2027-05-31",
    "2027-08-30",
    "2027-12-27",
    "2027-12-28",
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn under(conventions: Conventions) -> Calendar {
    Calendar::new(&conventions, BANK_HOLIDAYS.map(day), [day("2026-12-24")]).unwrap()
}

/// England and Wales in 2026 and 2027, with no closures.
fn calendar() -> Calendar {
    Calendar::new(&Conventions::default(), BANK_HOLIDAYS.map(day), []).unwrap()
}

fn in_february() -> Calendar {
    under(Conventions {
        leap_day_birthday: LeapDayBirthday::February28,
        ..Conventions::default()
    })
}

#[track_caller]
fn check_working_days(cases: &[(&str, i64, &str)]) {
    for (from, n, expected) in cases {
        assert_eq!(
            calendar().plus_working_days(day(from), *n),
            day(expected),
            "{n} from {from}"
        );
    }
}

#[track_caller]
fn check_months(cases: &[(&str, i32, &str)]) {
    for (from, months, expected) in cases {
        assert_eq!(
            calendar().plus_months(day(from), *months),
            day(expected),
            "{months} from {from}"
        );
    }
}

#[track_caller]
fn check_due(start: &str, way: Way, length: u32, unit: Unit, due_at: &str, words: &str) {
    let start = start
        .parse()
        .map_or_else(|_| Moment::On(day(start)), Moment::At);
    let reckoned = calendar().reckon(start, way, length, unit);
    assert_eq!(reckoned.due_at, instant(due_at), "{reckoned:?}");
    assert_eq!(reckoned.due_on, calendar().local_date(reckoned.due_at));
    assert_eq!(reckoned.words, words);
}
