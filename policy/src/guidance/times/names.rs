//! Numbers, and names of months and weekdays, as people write and misspell them.

use chrono::Weekday;

use super::super::slips;
use crate::calendar::MONTHS;

/// Letters from which on a month or a weekday may be misspelt by one; shorter ones are near to other words.
const MISSPELT: usize = 6;

/// Letters from which on a month beside a day may be misspelt by one, and letters of a short form.
const SLIPPED: usize = 4;
const SHORT: usize = 3;

/// The number of a day in its month: "3", "20th".
pub(super) fn day(token: &str) -> Option<u32> {
    let number = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let rest = &token[number.len()..];
    let number: u32 = number.parse().ok()?;
    (matches!(rest, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&number)).then_some(number)
}

/// A small number in digits or in words.
pub(super) fn number(token: &str) -> Option<i64> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = WORDS
        .iter()
        .position(|word| *word == token)
        .map(|at| at as i64 + 1);
    word.or_else(|| matches!(token, "a" | "an").then_some(1))
        .or_else(|| {
            token
                .parse()
                .ok()
                .filter(|number| (1..=1000).contains(number))
        })
}

/// A name by its first three letters at least: "sept", "weds"; or misspelt by one letter.
fn named(token: &str, names: &[&str]) -> Option<usize> {
    let begins = |name: &&str| token.len() >= 3 && name.starts_with(token);
    let is_slip = |name: &&str| token.len() >= MISSPELT && strsim::osa_distance(token, name) == 1;
    let place = names.iter().position(begins);
    place
        .or_else(|| names.iter().position(is_slip))
        .or_else(|| {
            names
                .iter()
                .position(|name| token == "weds" && *name == "wednesday")
        })
}

/// A month beside the number of a day: where one is expected, the likeliest of those that are a slip or two away.
pub(super) fn month_beside_day(token: &str) -> Option<u32> {
    let slipped = || {
        let length = token.chars().count();
        let near = MONTHS.iter().enumerate().filter(|(_, name)| {
            let slips = strsim::osa_distance(token, name);
            slips <= usize::from(length >= SLIPPED) + usize::from(length >= MISSPELT)
                || (length == name.len() && slips::letters(token) == slips::letters(name))
                || (length == SHORT && slips::letters(token) == slips::letters(&name[..SHORT]))
        });
        let cost = |name: &str| slips::cost(name, token);
        near.min_by(|one, other| cost(one.1).total_cmp(&cost(other.1)))
            .map(|(at, _)| at)
    };
    let place = named(token, &MONTHS).or_else(slipped)?;
    u32::try_from(place + 1).ok()
}

/// A weekday; "sat" and "sun" are words.
pub(super) fn weekday(token: &str) -> Option<Weekday> {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    if token == "sat" || token == "sun" {
        return None;
    }
    named(token, &DAYS).and_then(|at| Weekday::try_from(u8::try_from(at).ok()?).ok())
}
