//! How a date was counted, in plain English.

use chrono::{Datelike, NaiveDate};

/// Above this many, the days that did not count are told as a number instead of one by one.
const MOST_DAYS_NAMED: usize = 6;

pub(super) fn day_words(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

pub(super) fn count_words(n: i64, unit: &str, from: NaiveDate) -> String {
    format!("{} {}", direction_words(n, unit), day_words(from))
}

/// `5 working days after`, `1 week before`.
pub(super) fn direction_words(n: i64, unit: &str) -> String {
    let way = if n < 0 { "before" } else { "after" };
    format!("{} {way}", plural(n.unsigned_abs(), unit))
}

pub(super) fn plural(n: u64, unit: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {unit}{ending}")
}

pub(super) fn age_words(months: u32) -> String {
    match (u64::from(months / 12), u64::from(months % 12)) {
        (0, rest) => plural(rest, "month"),
        (years, 0) => plural(years, "year"),
        (years, rest) => format!("{} and {}", plural(years, "year"), plural(rest, "month")),
    }
}

/// `, not counting 25 and 28 December, and 1 January`, or nothing.
pub(super) fn skipped_words(skipped: &[NaiveDate]) -> String {
    match skipped.len() {
        0 => String::new(),
        1..=MOST_DAYS_NAMED => {
            let months: Vec<_> = skipped
                .chunk_by(|a, b| a.month() == b.month())
                .map(month_words)
                .collect();
            format!(", not counting {}", months.join(", and "))
        }
        many => format!(", not counting {many} bank holidays and closures"),
    }
}

/// `3, 6 and 7 April`.
pub(super) fn month_words(days: &[NaiveDate]) -> String {
    let (last, others) = match days.split_last() {
        Some((last, others)) => (last.format("%-d %B"), others),
        None => return String::new(),
    };
    let others: Vec<_> = others.iter().map(|day| day.day().to_string()).collect();
    match others.is_empty() {
        true => last.to_string(),
        false => format!("{} and {last}", others.join(", ")),
    }
}
