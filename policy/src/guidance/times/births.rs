//! Weeks of pregnancy, which tell when a child is expected.

use chrono::{DateTime, NaiveDate, Utc};

use super::Told;
use super::names::number;
use super::written::shift;
use crate::calendar::Calendar;

/// From the first week to the day on which a child is expected.
const WEEKS_OF_PREGNANCY: i64 = 40;

/// Weeks for which a child may be overdue.
const OVERDUE: i64 = 2;

/// The day on which a child is expected, for each stretch such as "32 weeks pregnant" or "32/40".
///
/// * `at` – the instant of asking, UTC: the weeks are those of that day
pub(in super::super) fn expected(
    tokens: &[String],
    at: DateTime<Utc>,
    calendar: &Calendar,
) -> Vec<Told> {
    let today = calendar.local_date(at);
    let births = (0..tokens.len()).filter_map(|start| {
        let (weeks, length) = weeks(&tokens[start..])?;
        Some(Told {
            start,
            end: start + length,
            on: due(weeks, today)?,
            time: None,
        })
    });
    births.collect()
}

/// How many weeks the first of these words tell, and how many words it takes.
fn weeks(tokens: &[String]) -> Option<(i64, usize)> {
    let get = |at: usize| tokens.get(at).map_or("", String::as_str);
    if let Some((weeks, whole)) = get(0).split_once('/') {
        return number(weeks)
            .filter(|_| whole == WEEKS_OF_PREGNANCY.to_string())
            .map(|weeks| (weeks, 1));
    }
    let is_told = matches!(get(1), "week" | "weeks" | "wk" | "wks")
        && matches!(get(2), "pregnant" | "preg" | "gestation");
    number(get(0)).filter(|_| is_told).map(|weeks| (weeks, 3))
}

fn due(weeks: i64, today: NaiveDate) -> Option<NaiveDate> {
    let left = WEEKS_OF_PREGNANCY - weeks;
    let is_pregnancy = (-OVERDUE..WEEKS_OF_PREGNANCY).contains(&left);
    is_pregnancy.then(|| shift(today, 7 * left)).flatten()
}
