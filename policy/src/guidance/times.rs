//! Dates and times in a question, as British people write them.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};
use toml_edit::Table;

use super::language::{Language, strings};
use super::spelling::Speller;
use crate::calendar::Calendar;
use written::{Way, Written, shift, written};

pub(super) mod births;
mod names;
mod written;

/// Words on either side of a date that tell whether it is past or still to come.
const NEAR: usize = 6;

/// Words between a date and its time of day, and the other way round.
const TIME_NEAR: usize = 2;

/// The words that show which way a date without a year lies, as they are written: "moved" is past and "move" is not.
#[derive(Debug, Default)]
pub(super) struct Tenses {
    past: Vec<String>,
    future: Vec<String>,
}

impl Tenses {
    pub(super) fn new(table: &Table) -> Self {
        Self {
            past: strings(table, "past"),
            future: strings(table, "future"),
        }
    }
}

/// A date in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// Place of its first word.
    pub(super) start: usize,
    /// Place after its last word.
    pub(super) end: usize,
    /// The civil date.
    pub(super) on: NaiveDate,
    /// The time of day, where one stands with it.
    pub(super) time: Option<NaiveTime>,
}

/// The words of a question in lower case, numbers with their signs whole: `3/3/27`, `4.30pm`.
fn tokens(question: &str) -> Vec<String> {
    let lower = question.to_lowercase().replace(['’', '‘'], "'");
    let parts =
        lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '.' | ':' | '-' | '\'')));
    let mut tokens = Vec::new();
    for part in parts {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        if part.chars().next().is_some_and(|c| c.is_ascii_digit()) {
            tokens.push(part.to_owned());
        } else {
            let words = part
                .split(['/', '.', ':', '-'])
                .filter(|word| !word.is_empty());
            tokens.extend(words.map(|word| word.trim_end_matches("'s").to_owned()));
        }
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

/// The words of a question in lower case with their spelling put right, numbers with their signs whole.
///
/// A word beside a number that may be a month is left for the date to be read from: "3 Mach" is no other word.
pub(super) fn read(question: &str, speller: &Speller, language: &Language) -> Vec<String> {
    let tokens = tokens(question);
    let is_number = |at: Option<usize>| {
        let token = at.and_then(|at| tokens.get(at));
        token.is_some_and(|token| names::day(token).is_some())
    };
    let spelt = tokens.iter().enumerate().map(|(at, token)| {
        let is_beside_day = is_number(at.checked_sub(1)) || is_number(Some(at + 1));
        if is_beside_day && names::month_beside_day(token).is_some() {
            token.clone()
        } else {
            speller.one(token, language)
        }
    });
    spelt.collect()
}

/// Every date in a question, in order, each with the time of day beside it.
///
/// * `at` – the instant of asking, UTC: what "yesterday" and a date without a year are counted from
pub(super) fn told(
    tokens: &[String],
    at: DateTime<Utc>,
    calendar: &Calendar,
    tenses: &Tenses,
) -> Vec<Told> {
    let today = calendar.local_date(at);
    let mut found = Vec::new();
    let mut from = 0;
    while from < tokens.len() {
        let Some((written, length)) = written(&tokens[from..], today) else {
            from += 1;
            continue;
        };
        let way = way(tokens, from, from + length, tenses);
        if let Some(on) = meant(&written, way, today) {
            found.push(Told {
                start: from,
                end: from + length,
                on,
                time: None,
            });
        }
        from += length;
    }
    let times: Vec<_> = (0..tokens.len())
        .filter_map(|at| Some((at, time(tokens, at)?)))
        .collect();
    for (at, time) in times {
        let near = found
            .iter_mut()
            .filter(|told| !(told.start..told.end).contains(&at));
        let near =
            near.filter(|told| at < told.end + TIME_NEAR + 1 && told.start < at + TIME_NEAR + 2);
        if let Some(told) = near.min_by_key(|told| told.start.abs_diff(at)) {
            told.time = Some(time);
        }
    }
    found
}

/// Whether these words tell a date.
pub(super) fn is_dated(tokens: &[String]) -> bool {
    (0..tokens.len()).any(|at| {
        written(&tokens[at..], NaiveDate::default()).is_some()
            || names::weekday(&tokens[at]).is_some()
    })
}

/// Which way the words around a date say that it lies.
fn way(tokens: &[String], start: usize, end: usize, tenses: &Tenses) -> Option<Way> {
    let distance_to = |words: &[String]| {
        let near = (start.saturating_sub(NEAR)..(end + NEAR).min(tokens.len()))
            .filter(|at| !(start..end).contains(at));
        let near = near.filter(|at| words.contains(&tokens[*at]));
        near.map(|at| if at < start { start - at } else { at + 1 - end })
            .min()
    };
    match (distance_to(&tenses.past), distance_to(&tenses.future)) {
        (Some(past), Some(future)) if past <= future => Some(Way::Past),
        (Some(_), None) => Some(Way::Past),
        (_, Some(_)) => Some(Way::Future),
        (None, None) => None,
    }
}

/// The date that is meant; without a word that tells, the nearest, and of a weekday or a day of the month the next.
fn meant(written: &Written, way: Option<Way>, today: NaiveDate) -> Option<NaiveDate> {
    match written {
        Written::On(on) => Some(*on),
        Written::DayMonth(day, month) => {
            let of = |year| NaiveDate::from_ymd_opt(year, *month, *day);
            let years = (today.year() - 4..=today.year() + 4).filter_map(of);
            match way {
                Some(Way::Past) => years.filter(|on| *on <= today).max(),
                Some(Way::Future) => years.filter(|on| *on >= today).min(),
                None => years.min_by_key(|on| (*on - today).num_days().abs()),
            }
        }
        Written::DayOnly(day) => {
            let first = today.with_day(1)?;
            let of = |months: i32| {
                let first = if months < 0 {
                    first.checked_sub_months(Months::new(1))
                } else {
                    first.checked_add_months(Months::new(months as u32))
                };
                first?.with_day(*day)
            };
            let days = (-1..=2).filter_map(of);
            match way {
                Some(Way::Past) => days.filter(|on| *on <= today).max(),
                _ => days.filter(|on| *on >= today).min(),
            }
        }
        Written::Weekday(weekday, told) => {
            let is_past = told.or(way) == Some(Way::Past);
            let days =
                (if is_past { -7..=-1 } else { 1..=7 }).filter_map(|days| shift(today, days));
            let mut days = days.filter(|on| on.weekday() == *weekday);
            match (is_past, told) {
                // Said on the day itself, "Friday 4pm" is today's.
                (_, None) if today.weekday() == *weekday => Some(today),
                _ => days.next(),
            }
        }
    }
}

/// "4pm", "4.30 pm", "15:30", "noon".
fn time(tokens: &[String], at: usize) -> Option<NaiveTime> {
    let token = tokens[at].as_str();
    match token {
        "noon" | "midday" => return NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" => return NaiveTime::from_hms_opt(0, 0, 0),
        _ => {}
    }
    let (digits, half) = match (token.strip_suffix("am"), token.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(false)),
        (_, Some(digits)) => (digits, Some(true)),
        _ => match tokens.get(at + 1).map(String::as_str) {
            Some("am") => (token, Some(false)),
            Some("pm") => (token, Some(true)),
            _ => (token, None),
        },
    };
    let (hour, minute) = digits.split_once([':', '.']).unwrap_or((digits, "0"));
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    match half {
        Some(is_afternoon) if (1..=12).contains(&hour) => {
            NaiveTime::from_hms_opt(hour % 12 + 12 * u32::from(is_afternoon), minute, 0)
        }
        None if digits.contains(':') => NaiveTime::from_hms_opt(hour, minute, 0),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
