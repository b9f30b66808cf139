//! Dates and times in a question, as British people write them.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc, Weekday};
use toml_edit::Table;

use super::language::strings;
use super::slips;
use crate::calendar::{Calendar, easter};

/// Words on either side of a date that tell whether it is past or still to come.
const NEAR: usize = 6;

/// Words between a date and its time of day, and the other way round.
const TIME_NEAR: usize = 2;

/// Letters from which on a month or a weekday may be misspelt by one; shorter ones are near to other words.
const MISSPELT: usize = 6;

/// From the first week to the day on which a child is expected.
const WEEKS_OF_PREGNANCY: i64 = 40;

/// Letters from which on a month beside a day may be misspelt by one, and letters of a short form.
const SLIPPED: usize = 4;
const SHORT: usize = 3;

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

/// A date as it is written, before it is known which one is meant.
enum Written {
    On(NaiveDate),
    DayMonth(u32, u32),
    DayOnly(u32),
    Weekday(Weekday, Option<Way>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Past,
    Future,
}

/// The words of a question in lower case, numbers with their signs whole: `3/3/27`, `4.30pm`.
pub(super) fn tokens(question: &str) -> Vec<String> {
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

/// Whether a question tells a date.
pub(super) fn is_dated(question: &str) -> bool {
    let tokens = tokens(question);
    (0..tokens.len()).any(|at| {
        written(&tokens[at..], NaiveDate::default()).is_some() || weekday(&tokens[at]).is_some()
    })
}

/// The date that begins with the first of these words, and how many words it takes.
fn written(tokens: &[String], today: NaiveDate) -> Option<(Written, usize)> {
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
        _ if is_like(first, "yesterday") => return shifted(-1),
        _ if is_like(first, "tomorrow") => return shifted(1),
        "christmas" | "xmas" | "boxing" | "good" | "easter" | "new" => return feast(tokens, today),
        _ if is_like(first, "christmas") => return feast(tokens, today),
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
    if let Some((on, length)) = distance(tokens, today).or_else(|| birth(tokens, today)) {
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

/// "32 weeks pregnant", "32/40": the day on which the child is expected.
fn birth(tokens: &[String], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let get = |at: usize| tokens.get(at).map_or("", String::as_str);
    let (weeks, length) = match get(0).split_once('/') {
        Some((weeks, "40")) => (number(weeks)?, 1),
        Some(_) => return None,
        None => {
            let is_told = matches!(get(1), "week" | "weeks" | "wk" | "wks")
                && matches!(get(2), "pregnant" | "preg" | "gestation");
            (number(get(0)).filter(|_| is_told)?, 3)
        }
    };
    let left = WEEKS_OF_PREGNANCY - weeks;
    (-2..WEEKS_OF_PREGNANCY)
        .contains(&left)
        .then(|| shift(today, 7 * left))?
        .map(|on| (on, length))
}

fn feast(tokens: &[String], today: NaiveDate) -> Option<(Written, usize)> {
    let get = |at: usize| tokens.get(at).map_or("", String::as_str);
    let first = if is_like(get(0), "christmas") {
        "christmas"
    } else {
        get(0)
    };
    let is_eve = |word: &str| strsim::osa_distance(word, "eve") <= 1;
    let (day, month, length) = match (first, get(1), get(2)) {
        ("christmas" | "xmas", word, _) if is_eve(word) => (24, 12, 2),
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

fn shift(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let by = Days::new(days.unsigned_abs());
    if days < 0 {
        day.checked_sub_days(by)
    } else {
        day.checked_add_days(by)
    }
}

fn day(token: &str) -> Option<u32> {
    let number = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let rest = &token[number.len()..];
    let number: u32 = number.parse().ok()?;
    (matches!(rest, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&number)).then_some(number)
}

fn number(token: &str) -> Option<i64> {
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

/// Whether a long word is this one, misspelt by two letters at most.
fn is_like(token: &str, word: &str) -> bool {
    token.len() >= MISSPELT && strsim::osa_distance(token, word) <= 2
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

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month beside the number of a day: where one is expected, the likeliest of those that are a slip or two away.
fn month_beside_day(token: &str) -> Option<u32> {
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

fn weekday(token: &str) -> Option<Weekday> {
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
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::super::language::Language;
    use super::*;
    use crate::pack::format::Conventions;

    /// Asked on Monday 23 November 2026 at ten in the morning; `expected` has a time of day where one stands with the date.
    #[track_caller]
    fn check(question: &str, expected: &[&str]) {
        let calendar = Calendar::new(&Conventions::default(), [], []).unwrap();
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        let language = Language::english();
        let told = told(&tokens(question), at, &calendar, &language.tenses);
        let found: Vec<String> = told
            .iter()
            .map(|told| match told.time {
                Some(time) => format!("{} {}", told.on, time.format("%H:%M")),
                None => told.on.to_string(),
            })
            .collect();
        assert_eq!(found, expected, "{question}");
    }

    #[test]
    fn a_day_and_a_month_lie_where_the_words_around_them_say() {
        check("baby due 3 March", &["2027-03-03"]);
        check(
            "CP plan ended 10 January, when can early help take it?",
            &["2026-01-10"],
        );
        check("the plan ended on the 1st of April", &["2026-04-01"]);
        check("meeting is booked for March 3rd", &["2027-03-03"]);
        check("on Monday 30 November", &["2026-11-30"]);
    }

    #[test]
    fn a_written_year_is_taken_as_it_stands() {
        check("born 5/1/2012", &["2012-01-05"]);
        check("dob 05.01.12", &["2012-01-05"]);
        check("transferred 23 December 2026", &["2026-12-23"]);
        check("decision 2027-04-14", &["2027-04-14"]);
    }

    #[test]
    fn a_weekday_or_a_day_of_the_month_is_the_one_before_or_after() {
        check("dispute raised Friday 4pm", &["2026-11-20 16:00"]);
        check("the meeting is next Friday", &["2026-11-27"]);
        check("it went last Friday", &["2026-11-20"]);
        check("agreed on the 20th", &["2026-11-20"]);
        check("can we move the case on the 20th", &["2026-12-20"]);
    }

    #[test]
    fn a_day_may_be_told_from_today() {
        check("moved yesterday", &["2026-11-22"]);
        check("it came in three days ago", &["2026-11-20"]);
        check("accepted a fortnight ago", &["2026-11-09"]);
        check("closed two months ago", &["2026-09-23"]);
        check("moving in two weeks", &["2026-12-07"]);
        check("he went off last night", &["2026-11-22"]);
        check("logged this morning", &["2026-11-23"]);
    }

    #[test]
    fn feasts_are_days_and_times_stand_beside_them() {
        check("got it 15:30 on Christmas Eve 2026", &["2026-12-24 15:30"]);
        check("due on Easter Monday", &["2027-03-29"]);
        check(
            "it landed at 4.30 pm on 27 November 2026",
            &["2026-11-27 16:30"],
        );
    }

    #[test]
    fn several_dates_come_in_order() {
        check(
            "baby due 3 March, can we move the case on the 20th?",
            &["2027-03-03", "2026-12-20"],
        );
    }

    #[test]
    fn weeks_of_pregnancy_tell_when_a_child_is_expected() {
        check("she is 32 weeks pregnant", &["2027-01-18"]);
        check("mum is 38/40", &["2026-12-07"]);
        check("it takes 3 weeks", &[]);
    }

    #[test]
    fn a_month_beside_a_day_may_be_misspelt_further() {
        check("due 3 Mach 2027", &["2027-03-03"]);
        check("decision on 14 Aprik 2027", &["2027-04-14"]);
        check("on 10 uJn 2027", &["2027-06-10"]);
        check("moved 23 Decmeeber 2026", &["2026-12-23"]);
        check("off from christams eve 2026", &["2026-12-24"]);
        check("it came tommorow", &["2026-11-24"]);
        check("2 more visits and 6 days, 3 decisions", &[]);
    }

    #[test]
    fn a_misspelt_month_or_weekday_is_still_one() {
        check("agreed 20 novmber 2026", &["2026-11-20"]);
        check("raised on fryday", &["2026-11-20"]);
        check("raised on wedensday", &["2026-11-18"]);
        check("it ended on 12 septmeber 2026", &["2026-09-12"]);
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for question in [
            "he is on a section 20",
            "what happens after 14 days",
            "it is 9pm",
            "when may the case move",
            "last week",
        ] {
            check(question, &[]);
        }
    }
}
