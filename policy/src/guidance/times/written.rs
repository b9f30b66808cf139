//! Dates as they are written, before it is known which one is meant.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::names::{day, month_beside_day, number, weekday};
use crate::calendar::easter;

/// A date as it is written.
pub(super) enum Written {
    On(NaiveDate),
    DayMonth(u32, u32),
    DayOnly(u32),
    Weekday(Weekday, Option<Way>),
}

/// Which way a date lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Past,
    Future,
}

/// The date that begins with the first of these words, and how many words it takes.
pub(super) fn written(tokens: &[String], today: NaiveDate) -> Option<(Written, usize)> {
    let first = tokens.first()?.as_str();
    let get = |at: usize| tokens.get(at).map_or("", String::as_str);
    let shifted = |days: i64| Some((Written::On(shift(today, days)?), 1));
    match first {
        "today" | "tonight" => return shifted(0),
        "this" if matches!(get(1), "morning" | "afternoon" | "evening") => {
            return Some((Written::On(today), 2));
        }
        "last" if get(1) == "night" => return Some((Written::On(shift(today, -1)?), 2)),
        "yesterday" => return shifted(-1),
        "tomorrow" => return shifted(1),
        "christmas" | "xmas" | "boxing" | "good" | "easter" | "new" => return feast(tokens, today),
        _ => {}
    }
    if let Some(weekday) = weekday(first) {
        return match written(&tokens[1..], today)
            .filter(|(written, _)| !matches!(written, Written::Weekday(..)))
        {
            Some((on @ (Written::DayMonth(..) | Written::On(_) | Written::DayOnly(_)), length))
                if day(get(1)).is_some() || is_numeric(get(1)) || get(1) == "the" =>
            {
                Some((on, length + 1))
            }
            _ => Some((Written::Weekday(weekday, None), 1)),
        };
    }
    if let ("last" | "next" | "this", Some(weekday)) = (first, weekday(get(1))) {
        let way = if first == "last" {
            Way::Past
        } else {
            Way::Future
        };
        return Some((Written::Weekday(weekday, Some(way)), 2));
    }
    if let Some((on, length)) = distance(tokens, today) {
        return Some((Written::On(on), length));
    }
    numeric(first, today)
        .map(|written| (written, 1))
        .or_else(|| day_and_month(tokens))
}

/// "3 March", "3rd of March 2027", "March 3rd", "the 20th".
fn day_and_month(tokens: &[String]) -> Option<(Written, usize)> {
    let get = |at: usize| tokens.get(at).map_or("", String::as_str);
    let skip = usize::from(get(0) == "the");
    if let Some(number) = day(get(skip)) {
        let of = skip + 1 + usize::from(get(skip + 1) == "of");
        if let Some(month) = month_beside_day(get(of)) {
            return Some(with_year(number, month, get(of + 1), of + 1));
        }
        let is_ordinal = get(skip).chars().any(char::is_alphabetic);
        return (is_ordinal && skip == 1).then_some((Written::DayOnly(number), 2));
    }
    let month = month_beside_day(get(0))?;
    let number = day(get(1 + usize::from(get(1) == "the")))?;
    let length = 2 + usize::from(get(1) == "the");
    Some(with_year(number, month, get(length), length))
}

fn with_year(day: u32, month: u32, year: &str, length: usize) -> (Written, usize) {
    let year = year.trim_start_matches('\'');
    let year = year
        .parse::<i32>()
        .ok()
        .filter(|_| year.len() == 4 || year.len() == 2);
    let year = year
        .map(|year| if year < 100 { 2000 + year } else { year })
        .filter(|year| (1900..2200).contains(year));
    match year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day)) {
        Some(on) => (Written::On(on), length + 1),
        None => (Written::DayMonth(day, month), length),
    }
}

/// `3/3`, `03.03.2027`, `2027-03-03`.
fn numeric(token: &str, today: NaiveDate) -> Option<Written> {
    if let Ok(on) = token.parse::<NaiveDate>() {
        return Some(Written::On(on));
    }
    let parts: Vec<u32> = token
        .split(['/', '.', '-'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let is_slash = token.contains('/');
    match parts.as_slice() {
        [day, month] if is_slash => NaiveDate::from_ymd_opt(today.year(), *month, *day)
            .map(|_| Written::DayMonth(*day, *month)),
        [day, month, year] => {
            let year = if *year < 100 { 2000 + year } else { *year };
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, *month, *day).map(Written::On)
        }
        _ => None,
    }
}

fn is_numeric(token: &str) -> bool {
    token.contains(['/', '-', '.']) && token.chars().next().is_some_and(|c| c.is_ascii_digit())
}

/// "in two weeks", "three days ago", "a month ago", "two months back".
fn distance(tokens: &[String], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let get = |at: usize| tokens.get(at).map_or("", String::as_str);
    let skip = usize::from(get(0) == "in");
    let (number, unit_at) = match number(get(skip)) {
        Some(number) => (number, skip + 1),
        None if get(skip) == "fortnight" => (1, skip),
        None => return None,
    };
    let is_past = matches!(get(unit_at + 1), "ago" | "back");
    if !is_past && skip == 0 {
        return None;
    }
    let length = unit_at + 1 + usize::from(is_past);
    let days = match get(unit_at) {
        "day" | "days" => number,
        "week" | "weeks" | "wk" | "wks" => 7 * number,
        "fortnight" | "fortnights" => 14 * number,
        "month" | "months" => {
            let months = Months::new(u32::try_from(number).ok()?);
            let on = if is_past {
                today.checked_sub_months(months)
            } else {
                today.checked_add_months(months)
            };
            return Some((on?, length));
        }
        _ => return None,
    };
    Some((shift(today, if is_past { -days } else { days })?, length))
}

fn feast(tokens: &[String], today: NaiveDate) -> Option<(Written, usize)> {
    let get = |at: usize| tokens.get(at).map_or("", String::as_str);
    let (day, month, length) = match (get(0), get(1), get(2)) {
        ("christmas" | "xmas", "eve", _) => (24, 12, 2),
        ("christmas" | "xmas", "day", _) => (25, 12, 2),
        ("boxing", "day", _) => (26, 12, 2),
        ("new", "year" | "years", "eve") => (31, 12, 3),
        ("new", "year" | "years", "day") => (1, 1, 3),
        ("good", "friday", _) => return easter_day(today, -2, 2),
        ("easter", "sunday", _) => return easter_day(today, 0, 2),
        ("easter", "monday", _) => return easter_day(today, 1, 2),
        _ => return None,
    };
    Some(with_year(day, month, get(length), length))
}

fn easter_day(today: NaiveDate, days: i64, length: usize) -> Option<(Written, usize)> {
    let of = |year| shift(easter(year), days);
    let next = of(today.year())?;
    let on = if next < today {
        of(today.year() + 1)?
    } else {
        next
    };
    Some((Written::On(on), length))
}

pub(super) fn shift(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let by = Days::new(days.unsigned_abs());
    if days < 0 {
        day.checked_sub_days(by)
    } else {
        day.checked_add_days(by)
    }
}
