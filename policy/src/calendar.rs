//! Days and instants as procedures count them: working days, months, ages, and the clock in the pack's zone.
//!
//! Every date is kept within the years 1 to 9999, which RFC 3339 can write: counting further stops there.

use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Included};

use chrono::offset::LocalResult;
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::{OffsetComponents, Tz};

use crate::pack::format::{Conventions, LeapDayBirthday, MinimumPeriod, Unit, Way};

const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a date");
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

/// Above this many, the days that did not count are told as a number instead of one by one.
const MOST_DAYS_NAMED: usize = 6;

/// The working days and the clock of one authority.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: Tz,
    /// Bank holidays and closures that fall on Monday to Friday.
    closed: BTreeSet<NaiveDate>,
    last_known_year: i32,
    minimum_period: MinimumPeriod,
    leap_day_birthday: LeapDayBirthday,
}

/// No zone has the name that the conventions give.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no time zone is called \"{0}\"")]
pub struct UnknownZone(pub String);

/// Where counting begins: an instant, or a civil date in the pack's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// An instant. What is counted in days starts from its local day.
    At(DateTime<Utc>),
    /// A date. What is counted in hours starts with it, at 00:00 local.
    On(NaiveDate),
}

/// A deadline, reckoned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// The last instant at which it is still met; for an age, the first at which it is reached.
    pub due_at: DateTime<Utc>,
    /// The local day of `due_at`.
    pub due_on: NaiveDate,
    /// Whether it is due at once, for want of a number.
    pub immediate: bool,
    /// How it was counted, in plain English. Never holds a date of birth, although an age's date gives it away.
    pub words: String,
    /// Whether working days were counted in a year whose bank holidays are not known.
    pub beyond_known_holidays: bool,
}

impl Calendar {
    /// A calendar under a pack's conventions.
    ///
    /// * `bank_holidays` – the latest decides up to which year bank holidays count as known
    /// * `closures` – other days on which the authority does not work; they extend no known year
    ///
    /// # Errors
    ///
    /// [`UnknownZone`] when no IANA zone has the name that the conventions give.
    pub fn new(
        conventions: &Conventions,
        bank_holidays: impl IntoIterator<Item = NaiveDate>,
        closures: impl IntoIterator<Item = NaiveDate>,
    ) -> Result<Self, UnknownZone> {
        let unknown = |_| UnknownZone(conventions.zone.clone());
        let bank_holidays: BTreeSet<_> = bank_holidays.into_iter().collect();
        let last_known_year = bank_holidays
            .last()
            .map_or(FIRST_DAY.year() - 1, NaiveDate::year);
        let closed = bank_holidays.into_iter().chain(closures);
        Ok(Self {
            zone: conventions.zone.parse().map_err(unknown)?,
            closed: closed.filter(|day| !is_weekend(*day)).collect(),
            last_known_year,
            minimum_period: conventions.minimum_period,
            leap_day_birthday: conventions.leap_day_birthday,
        })
    }

    /// Whether it is a day from Monday to Friday, neither a bank holiday nor a closure.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !is_weekend(day) && !self.closed.contains(&day)
    }

    /// The `n`th working day after `day`, or before it where `n` is negative.
    ///
    /// `day` is day 0, whether or not it is a working day; an `n` of 0 gives `day` itself.
    pub fn plus_working_days(&self, day: NaiveDate, n: i64) -> NaiveDate {
        let mut reached = day;
        let mut still = n;
        while still != 0 {
            let from = reached;
            reached = plus_weekdays(from, still);
            // Each closed weekday passed over was counted wrongly and has to be made up for.
            still = n.signum() * self.closed_counting(from, reached).count() as i64;
        }
        reached
    }

    /// The first working day after `day`.
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.plus_working_days(day, 1)
    }

    /// The last working day before `day`.
    pub fn previous_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.plus_working_days(day, -1)
    }

    /// The corresponding day `months` later, or earlier where negative; where there is none, the last of that month.
    ///
    /// Three months after 30 November are over on 28 or 29 February.
    pub fn plus_months(&self, day: NaiveDate, months: i32) -> NaiveDate {
        plus_months(day, months)
    }

    /// The first day on which a minimum of `months` from `day` has been served, by the pack's convention.
    pub fn minimum_months(&self, day: NaiveDate, months: i32) -> NaiveDate {
        let corresponding = plus_months(day, months);
        match self.minimum_period {
            MinimumPeriod::CorrespondingDay => corresponding,
            MinimumPeriod::DayAfter => plus_days(corresponding, 1),
        }
    }

    /// The day on which someone reaches an age.
    ///
    /// Whole years end on the birthday, by the pack's convention for 29 February; remaining months are calendar
    /// months from there, so that 15 and a half is the 15th birthday and 6 months.
    ///
    /// * `months` – the age in months: 15 and a half is 186
    pub fn age_date(&self, birth: NaiveDate, months: u32) -> NaiveDate {
        plus_months(
            self.birthday(birth, (months / 12) as i32),
            (months % 12) as i32,
        )
    }

    /// Age in whole years; negative before birth.
    pub fn age_on(&self, birth: NaiveDate, on: NaiveDate) -> i32 {
        let years = on.year() - birth.year();
        if on < self.birthday(birth, years) {
            years - 1
        } else {
            years
        }
    }

    /// The local day of an instant.
    pub fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date_naive()
    }

    /// The zone that rules are reckoned in.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// An instant in the pack's zone.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&self.zone)
    }

    /// The first instant of a local day.
    pub fn start_of_day(&self, day: NaiveDate) -> DateTime<Utc> {
        self.at(day, NaiveTime::MIN)
    }

    /// The last second of a local day, 23:59:59.
    pub fn end_of_day(&self, day: NaiveDate) -> DateTime<Utc> {
        // From the next day's start, so that a 23:59:59 that occurs twice or never does not matter.
        let next = day.succ_opt().unwrap_or(LAST_DAY);
        self.start_of_day(next) - TimeDelta::seconds(1)
    }

    /// The instant at which local clocks first show `time` on `day`, or, where they skip it, the next quarter hour.
    pub fn at(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let wanted = day.and_time(time);
        (0..=24 * 4)
            .filter_map(|quarter| wanted.checked_add_signed(TimeDelta::minutes(15 * quarter)))
            .find_map(|local| self.zone.from_local_datetime(&local).earliest())
            .map_or_else(|| wanted.and_utc(), |local| local.with_timezone(&Utc))
    }

    /// Whether the bank holidays of that day's year are not known.
    pub fn is_beyond_known_holidays(&self, day: NaiveDate) -> bool {
        day.year() > self.last_known_year
    }

    /// When a deadline is due.
    ///
    /// Hours are elapsed. Days, working days, weeks, months and years count from the local day of the start, which is
    /// day 0, and are due at the end of the last day, which `Before` is the latest that still counts. An age counts
    /// from a date of birth, is reached at 00:00 local, and has no other way than forward. `Immediate` is due at the
    /// start itself and `Exact` by the end of that very day, whatever the length.
    pub fn reckon(&self, start: Moment, way: Way, length: u32, unit: Unit) -> Reckoned {
        let day = self.day_of(start);
        let n = match way {
            Way::After => i64::from(length),
            Way::Before => -i64::from(length),
        };
        match unit {
            Unit::Hours => self.reckon_hours(self.instant_of(start), n),
            Unit::Days => self.by_end_of(plus_days(day, n), count_words(n, "calendar day", day)),
            Unit::WorkingDays => self.reckon_working_days(day, n),
            Unit::Weeks => self.by_end_of(plus_days(day, 7 * n), count_words(n, "week", day)),
            Unit::Months => self.reckon_months(day, n, count_words(n, "month", day)),
            Unit::Years => self.reckon_months(day, 12 * n, count_words(n, "year", day)),
            Unit::AgeMonths => self.reckon_age(day, length),
            Unit::Immediate => self.at_once(self.instant_of(start)),
            Unit::Exact => {
                self.by_end_of(day, "on that very date, neither before nor after".into())
            }
        }
    }

    fn day_of(&self, start: Moment) -> NaiveDate {
        match start {
            Moment::At(at) => self.local_date(at),
            Moment::On(day) => day,
        }
    }

    fn instant_of(&self, start: Moment) -> DateTime<Utc> {
        match start {
            Moment::At(at) => at,
            Moment::On(day) => self.start_of_day(day),
        }
    }

    fn reckon_hours(&self, start: DateTime<Utc>, n: i64) -> Reckoned {
        let (first, last) = (self.start_of_day(FIRST_DAY), self.end_of_day(LAST_DAY));
        let furthest = if n < 0 { first } else { last };
        let due_at = start
            .checked_add_signed(TimeDelta::hours(n))
            .unwrap_or(furthest)
            .clamp(first, last);
        let (from, to) = (self.local(start), self.local(due_at));
        let changed = match offset_of(&from) == offset_of(&to) {
            true => "",
            false => " (the clocks change in between)",
        };
        let (count, from, to) = (
            direction_words(n, "hour"),
            self.clock_words(from),
            self.clock_words(to),
        );
        Reckoned {
            due_at,
            due_on: self.local_date(due_at),
            immediate: false,
            words: format!("{count} {from}: {to}{changed}"),
            beyond_known_holidays: false,
        }
    }

    fn reckon_working_days(&self, day: NaiveDate, n: i64) -> Reckoned {
        let due_on = self.plus_working_days(day, n);
        let skipped: Vec<_> = self.closed_counting(day, due_on).copied().collect();
        let counted = count_words(n, "working day", day) + &skipped_words(&skipped);
        let mut reckoned = self.by_end_of(due_on, counted);
        // The start is day 0: going back, the latest day that counted is the one before it.
        let latest = if n < 0 { plus_days(day, -1) } else { due_on };
        if self.is_beyond_known_holidays(latest) {
            let year = latest.year();
            reckoned.beyond_known_holidays = true;
            reckoned.words +=
                &format!("; the bank holidays of {year} are not yet known, so check this date");
        }
        reckoned
    }

    fn reckon_months(&self, day: NaiveDate, months: i64, counted: String) -> Reckoned {
        let due_on = plus_months(
            day,
            i32::try_from(months).unwrap_or(if months < 0 { i32::MIN } else { i32::MAX }),
        );
        let mut reckoned = self.by_end_of(due_on, counted);
        if due_on.day() != day.day() {
            reckoned.words += &format!(" ({} has no day {})", due_on.format("%B %Y"), day.day());
        }
        reckoned
    }

    fn reckon_age(&self, birth: NaiveDate, months: u32) -> Reckoned {
        let due_on = self.age_date(birth, months);
        let moved = self.birthday(birth, (months / 12) as i32);
        let leap = match is_leap_day(birth) && !is_leap_day(moved) {
            true => format!(
                "; a birthday of 29 February is kept on {} in that year",
                moved.format("%-d %B")
            ),
            false => String::new(),
        };
        Reckoned {
            due_at: self.start_of_day(due_on),
            due_on,
            immediate: false,
            words: format!(
                "{} of age: {}, start of the day{leap}",
                age_words(months),
                day_words(due_on)
            ),
            beyond_known_holidays: false,
        }
    }

    fn at_once(&self, start: DateTime<Utc>) -> Reckoned {
        Reckoned {
            due_at: start,
            due_on: self.local_date(start),
            immediate: true,
            words: "at once; the procedure gives no number".into(),
            beyond_known_holidays: false,
        }
    }

    fn by_end_of(&self, due_on: NaiveDate, counted: String) -> Reckoned {
        Reckoned {
            due_at: self.end_of_day(due_on),
            due_on,
            immediate: false,
            words: format!("{counted}: {}, end of the day", day_words(due_on)),
            beyond_known_holidays: false,
        }
    }

    fn birthday(&self, birth: NaiveDate, years: i32) -> NaiveDate {
        let corresponding = plus_months(birth, years.saturating_mul(12));
        match self.leap_day_birthday {
            LeapDayBirthday::March1 if is_leap_day(birth) && !is_leap_day(corresponding) => {
                plus_days(corresponding, 1)
            }
            _ => corresponding,
        }
    }

    /// The closed weekdays met when counting from one day to another, without the first and with the last.
    fn closed_counting(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = &NaiveDate> {
        let range = match from <= to {
            true => (Excluded(from), Included(to)),
            false => (Included(to), Excluded(from)),
        };
        self.closed.range(range)
    }

    /// A local time, with its zone's abbreviation where clocks show that time twice.
    fn clock_words(&self, local: DateTime<Tz>) -> String {
        let day = day_words(local.date_naive());
        match self.zone.from_local_datetime(&local.naive_local()) {
            LocalResult::Ambiguous(..) => format!("{} on {day}", local.format("%H:%M %Z")),
            _ => format!("{} on {day}", local.format("%H:%M")),
        }
    }
}

/// The last day of Year 11, by date of birth alone: 30 June of the academic year in which they turn 16.
///
/// Academic years run from 1 September to 31 August. A recorded school year is better evidence than this.
pub fn year_11_ends(birth: NaiveDate) -> NaiveDate {
    let turns_16_after_august = i32::from(birth.month() >= 9);
    date(birth.year() + 16 + turns_16_after_august, 6, 30)
}

/// Easter Sunday in the Gregorian calendar, by the anonymous computus.
pub fn easter(year: i32) -> NaiveDate {
    let year = year.clamp(FIRST_DAY.year(), LAST_DAY.year());
    let (century, of_century) = (year / 100, year % 100);
    let golden = year % 19;
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    date(year, (days / 31) as u32, (days % 31 + 1) as u32)
}

/// `year` is brought within 1 to 9999.
fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year.clamp(FIRST_DAY.year(), LAST_DAY.year()), month, day)
        .unwrap_or(LAST_DAY)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn is_leap_day(day: NaiveDate) -> bool {
    (day.month(), day.day()) == (2, 29)
}

fn plus_days(day: NaiveDate, n: i64) -> NaiveDate {
    let reached = TimeDelta::try_days(n).and_then(|length| day.checked_add_signed(length));
    within_years(reached, n < 0)
}

fn plus_months(day: NaiveDate, months: i32) -> NaiveDate {
    let length = Months::new(months.unsigned_abs());
    let reached = match months < 0 {
        true => day.checked_sub_months(length),
        false => day.checked_add_months(length),
    };
    within_years(reached, months < 0)
}

fn within_years(reached: Option<NaiveDate>, backwards: bool) -> NaiveDate {
    let furthest = if backwards { FIRST_DAY } else { LAST_DAY };
    reached.unwrap_or(furthest).clamp(FIRST_DAY, LAST_DAY)
}

/// The `n`th day from Monday to Friday after `day`, or before it; `n` is not 0.
fn plus_weekdays(day: NaiveDate, n: i64) -> NaiveDate {
    let weekday = i64::from(day.weekday().num_days_from_monday());
    // On a weekend, day 0 is the Friday going forward and the Monday going back.
    let day_0 = match (weekday < 5, n > 0) {
        (true, _) => weekday,
        (false, true) => 4,
        (false, false) => 5,
    };
    let weekdays = n.saturating_add(day_0);
    let days = weekdays
        .div_euclid(5)
        .saturating_mul(7)
        .saturating_add(weekdays.rem_euclid(5));
    plus_days(day, days.saturating_sub(weekday))
}

fn offset_of(local: &DateTime<Tz>) -> TimeDelta {
    local.offset().base_utc_offset() + local.offset().dst_offset()
}

fn day_words(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

fn count_words(n: i64, unit: &str, from: NaiveDate) -> String {
    format!("{} {}", direction_words(n, unit), day_words(from))
}

/// `5 working days after`, `1 week before`.
fn direction_words(n: i64, unit: &str) -> String {
    let way = if n < 0 { "before" } else { "after" };
    format!("{} {way}", plural(n.unsigned_abs(), unit))
}

fn plural(n: u64, unit: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {unit}{ending}")
}

fn age_words(months: u32) -> String {
    match (u64::from(months / 12), u64::from(months % 12)) {
        (0, rest) => plural(rest, "month"),
        (years, 0) => plural(years, "year"),
        (years, rest) => format!("{} and {}", plural(years, "year"), plural(rest, "month")),
    }
}

/// `, not counting 25 and 28 December, and 1 January`, or nothing.
fn skipped_words(skipped: &[NaiveDate]) -> String {
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
fn month_words(days: &[NaiveDate]) -> String {
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

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its own dates should stop"
)]
mod tests {
    use super::*;

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

    #[test]
    fn weekends_bank_holidays_and_closures_are_no_working_days() {
        let calendar = under(Conventions::default());
        for (text, expected) in [
            ("2026-12-23", true),
            ("2026-12-24", false),
            ("2026-12-25", false),
            ("2026-12-26", false),
            ("2026-12-28", false),
            ("2026-12-29", true),
            ("2027-03-26", false),
            ("2027-03-25", true),
        ] {
            assert_eq!(calendar.is_working_day(day(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_closure_moves_what_is_counted_over_it() {
        let calendar = under(Conventions::default());
        assert_eq!(
            calendar.plus_working_days(day("2026-12-22"), 5),
            day("2027-01-04")
        );
    }

    #[test]
    fn christmas_2026_does_not_count() {
        check_working_days(&[
            ("2026-12-22", 5, "2026-12-31"),
            ("2026-12-24", 1, "2026-12-29"),
            ("2026-12-31", 1, "2027-01-04"),
            ("2026-12-31", 2, "2027-01-05"),
            ("2027-12-24", 1, "2027-12-29"),
        ]);
    }

    #[test]
    fn easter_2027_does_not_count() {
        check_working_days(&[
            ("2027-03-25", 1, "2027-03-30"),
            ("2027-03-24", 3, "2027-03-31"),
        ]);
    }

    #[test]
    fn a_day_on_which_nobody_works_can_be_day_0() {
        check_working_days(&[
            ("2026-12-25", 1, "2026-12-29"),
            ("2026-12-26", 1, "2026-12-29"),
            ("2026-12-28", 1, "2026-12-29"),
            ("2027-03-27", 1, "2027-03-30"),
            ("2026-10-10", 5, "2026-10-16"),
            ("2026-12-26", 0, "2026-12-26"),
            ("2026-12-27", -1, "2026-12-24"),
        ]);
    }

    #[test]
    fn working_days_count_back_as_they_count_forward() {
        check_working_days(&[
            ("2026-12-29", -1, "2026-12-24"),
            ("2027-01-04", -1, "2026-12-31"),
            ("2027-01-04", -5, "2026-12-23"),
            ("2027-03-30", -1, "2027-03-25"),
            ("2026-10-12", -1, "2026-10-09"),
        ]);
    }

    #[test]
    fn the_next_and_the_previous_working_day_are_never_the_day_itself() {
        let calendar = calendar();
        assert_eq!(
            calendar.next_working_day(day("2026-10-09")),
            day("2026-10-12")
        );
        assert_eq!(
            calendar.previous_working_day(day("2026-10-09")),
            day("2026-10-08")
        );
    }

    #[test]
    fn absurd_lengths_stop_at_the_ends_of_the_calendar() {
        let calendar = calendar();
        let start = day("2026-10-09");
        assert_eq!(calendar.plus_working_days(start, i64::MAX), LAST_DAY);
        assert_eq!(calendar.plus_working_days(start, i64::MIN), FIRST_DAY);
        assert_eq!(calendar.plus_months(start, i32::MAX), LAST_DAY);
        for unit in [
            Unit::Hours,
            Unit::Days,
            Unit::WorkingDays,
            Unit::Weeks,
            Unit::Months,
            Unit::Years,
        ] {
            let late = calendar.reckon(Moment::On(start), Way::After, u32::MAX, unit);
            let early = calendar.reckon(Moment::On(start), Way::Before, u32::MAX, unit);
            assert_eq!(
                (late.due_on, early.due_on),
                (LAST_DAY, FIRST_DAY),
                "{unit:?}"
            );
        }
    }

    #[test]
    fn months_end_on_the_corresponding_day_or_the_last_of_the_month() {
        check_months(&[
            ("2026-11-30", 3, "2027-02-28"),
            ("2028-02-29", 12, "2029-02-28"),
            ("2028-01-31", 1, "2028-02-29"),
            ("2026-09-15", 3, "2026-12-15"),
            ("2026-12-31", -1, "2026-11-30"),
            ("2027-03-31", -1, "2027-02-28"),
        ]);
    }

    #[test]
    fn a_minimum_period_is_served_on_the_corresponding_day_or_the_day_after() {
        let strict = under(Conventions {
            minimum_period: MinimumPeriod::DayAfter,
            ..Conventions::default()
        });
        assert_eq!(
            calendar().minimum_months(day("2026-10-10"), 3),
            day("2027-01-10")
        );
        assert_eq!(
            strict.minimum_months(day("2026-10-10"), 3),
            day("2027-01-11")
        );
        assert_eq!(
            strict.minimum_months(day("2026-11-30"), 3),
            day("2027-03-01")
        );
    }

    #[test]
    fn fifteen_and_a_half_is_the_15th_birthday_and_six_months() {
        for (birth, expected) in [
            ("2011-08-31", "2027-02-28"),
            ("2011-09-01", "2027-03-01"),
            ("2011-12-25", "2027-06-25"),
            ("2012-02-29", "2027-09-01"),
        ] {
            assert_eq!(
                calendar().age_date(day(birth), 186),
                day(expected),
                "{birth}"
            );
        }
        assert_eq!(
            in_february().age_date(day("2012-02-29"), 186),
            day("2027-08-28")
        );
    }

    #[test]
    fn someone_born_on_29_february_has_a_birthday_every_year() {
        for (years, march, february) in [
            (14, "2026-03-01", "2026-02-28"),
            (15, "2027-03-01", "2027-02-28"),
            (16, "2028-02-29", "2028-02-29"),
            (18, "2030-03-01", "2030-02-28"),
        ] {
            let birth = day("2012-02-29");
            assert_eq!(calendar().age_date(birth, 12 * years), day(march));
            assert_eq!(in_february().age_date(birth, 12 * years), day(february));
        }
    }

    #[test]
    fn age_grows_on_the_birthday_and_is_negative_before_birth() {
        for (birth, on, expected) in [
            ("2012-06-30", "2027-06-29", 14),
            ("2012-06-30", "2027-06-30", 15),
            ("2012-02-29", "2027-02-28", 14),
            ("2012-02-29", "2027-03-01", 15),
            ("2026-12-01", "2026-12-01", 0),
            ("2026-12-01", "2026-11-30", -1),
            ("2027-01-15", "2026-11-30", -1),
            ("2027-06-30", "2026-06-29", -2),
        ] {
            assert_eq!(
                calendar().age_on(day(birth), day(on)),
                expected,
                "{birth} on {on}"
            );
        }
        assert_eq!(
            in_february().age_on(day("2012-02-29"), day("2027-02-28")),
            15
        );
    }

    #[test]
    fn a_birth_on_31_august_and_one_on_1_september_leave_school_a_year_apart() {
        for (birth, expected) in [
            ("2010-08-31", "2026-06-30"),
            ("2010-09-01", "2027-06-30"),
            ("2011-01-01", "2027-06-30"),
            ("2011-08-31", "2027-06-30"),
            ("2011-09-01", "2028-06-30"),
        ] {
            assert_eq!(year_11_ends(day(birth)), day(expected), "{birth}");
        }
    }

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for expected in [
            "1818-03-22",
            "1943-04-25",
            "2000-04-23",
            "2008-03-23",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2038-04-25",
        ] {
            assert_eq!(easter(day(expected).year()), day(expected));
        }
    }

    #[test]
    fn a_local_day_is_shorter_in_march_and_longer_in_october() {
        for (text, start, end) in [
            ("2026-03-29", "2026-03-29T00:00:00Z", "2026-03-29T22:59:59Z"),
            ("2026-10-25", "2026-10-24T23:00:00Z", "2026-10-25T23:59:59Z"),
            ("2027-03-28", "2027-03-28T00:00:00Z", "2027-03-28T22:59:59Z"),
            ("2027-10-31", "2027-10-30T23:00:00Z", "2027-10-31T23:59:59Z"),
            ("2026-07-01", "2026-06-30T23:00:00Z", "2026-07-01T22:59:59Z"),
        ] {
            assert_eq!(calendar().start_of_day(day(text)), instant(start));
            assert_eq!(calendar().end_of_day(day(text)), instant(end));
        }
    }

    #[test]
    fn an_instant_late_in_the_evening_in_summer_is_still_of_the_utc_day_before() {
        assert_eq!(
            calendar().local_date(instant("2026-06-30T22:59:59Z")),
            day("2026-06-30")
        );
        assert_eq!(
            calendar().local_date(instant("2026-06-30T23:00:00Z")),
            day("2026-07-01")
        );
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_taken_when_they_have_moved_on() {
        let half_past_one = NaiveTime::from_hms_opt(1, 30, 0).unwrap();
        assert_eq!(
            calendar().at(day("2026-03-29"), half_past_one),
            instant("2026-03-29T01:00:00Z")
        );
    }

    #[test]
    fn a_zone_that_does_not_exist_is_refused_by_name() {
        let conventions = Conventions {
            zone: "Europe/Loamshire".into(),
            ..Conventions::default()
        };
        let refused = Calendar::new(&conventions, [], []).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "no time zone is called \"Europe/Loamshire\""
        );
    }

    #[test]
    fn hours_are_elapsed_and_say_when_the_clocks_changed() {
        check_due(
            "2026-10-24T09:00:00Z",
            Way::After,
            24,
            Unit::Hours,
            "2026-10-25T09:00:00Z",
            "24 hours after 10:00 on Saturday 24 October 2026: 09:00 on Sunday 25 October 2026 (the clocks change in between)",
        );
        check_due(
            "2026-03-28T10:00:00Z",
            Way::After,
            24,
            Unit::Hours,
            "2026-03-29T10:00:00Z",
            "24 hours after 10:00 on Saturday 28 March 2026: 11:00 on Sunday 29 March 2026 (the clocks change in between)",
        );
        check_due(
            "2027-10-29T22:30:00Z",
            Way::After,
            48,
            Unit::Hours,
            "2027-10-31T22:30:00Z",
            "48 hours after 23:30 on Friday 29 October 2027: 22:30 on Sunday 31 October 2027 (the clocks change in between)",
        );
        check_due(
            "2027-03-27T12:00:00Z",
            Way::After,
            24,
            Unit::Hours,
            "2027-03-28T12:00:00Z",
            "24 hours after 12:00 on Saturday 27 March 2027: 13:00 on Sunday 28 March 2027 (the clocks change in between)",
        );
    }

    #[test]
    fn hours_run_through_christmas() {
        check_due(
            "2026-12-24T16:45:00Z",
            Way::After,
            24,
            Unit::Hours,
            "2026-12-25T16:45:00Z",
            "24 hours after 16:45 on Thursday 24 December 2026: 16:45 on Friday 25 December 2026",
        );
    }

    #[test]
    fn hours_from_a_date_run_from_its_start_and_can_run_back() {
        check_due(
            "2026-07-02",
            Way::Before,
            1,
            Unit::Hours,
            "2026-07-01T22:00:00Z",
            "1 hour before 00:00 on Thursday 2 July 2026: 23:00 on Wednesday 1 July 2026",
        );
    }

    #[test]
    fn an_hour_that_occurs_twice_is_told_apart() {
        check_due(
            "2026-10-25T00:30:00Z",
            Way::After,
            1,
            Unit::Hours,
            "2026-10-25T01:30:00Z",
            "1 hour after 01:30 BST on Sunday 25 October 2026: 01:30 GMT on Sunday 25 October 2026 (the clocks change in between)",
        );
    }

    #[test]
    fn working_days_name_the_holidays_that_they_pass() {
        check_due(
            "2026-12-22T23:59:00Z",
            Way::After,
            5,
            Unit::WorkingDays,
            "2026-12-31T23:59:59Z",
            "5 working days after Tuesday 22 December 2026, not counting 25 and 28 December: Thursday 31 December 2026, end of the day",
        );
        check_due(
            "2026-12-22",
            Way::After,
            6,
            Unit::WorkingDays,
            "2027-01-04T23:59:59Z",
            "6 working days after Tuesday 22 December 2026, not counting 25 and 28 December, and 1 January: Monday 4 January 2027, end of the day",
        );
        check_due(
            "2027-03-25",
            Way::After,
            1,
            Unit::WorkingDays,
            "2027-03-30T22:59:59Z",
            "1 working day after Thursday 25 March 2027, not counting 26 and 29 March: Tuesday 30 March 2027, end of the day",
        );
        check_due(
            "2027-01-04",
            Way::Before,
            2,
            Unit::WorkingDays,
            "2026-12-30T23:59:59Z",
            "2 working days before Monday 4 January 2027, not counting 1 January: Wednesday 30 December 2026, end of the day",
        );
        check_due(
            "2026-01-01",
            Way::After,
            253,
            Unit::WorkingDays,
            "2026-12-31T23:59:59Z",
            "253 working days after Thursday 1 January 2026, not counting 7 bank holidays and closures: Thursday 31 December 2026, end of the day",
        );
    }

    #[test]
    fn days_do_not_move_off_a_weekend_or_a_holiday() {
        check_due(
            "2026-12-22T09:00:00Z",
            Way::After,
            3,
            Unit::Days,
            "2026-12-25T23:59:59Z",
            "3 calendar days after Tuesday 22 December 2026: Friday 25 December 2026, end of the day",
        );
        check_due(
            "2026-03-28T09:00:00Z",
            Way::After,
            1,
            Unit::Days,
            "2026-03-29T22:59:59Z",
            "1 calendar day after Saturday 28 March 2026: Sunday 29 March 2026, end of the day",
        );
    }

    #[test]
    fn the_latest_day_before_a_date_still_counts() {
        check_due(
            "2027-01-01",
            Way::Before,
            6,
            Unit::Weeks,
            "2026-11-20T23:59:59Z",
            "6 weeks before Friday 1 January 2027: Friday 20 November 2026, end of the day",
        );
        check_due(
            "2027-06-30",
            Way::Before,
            1,
            Unit::Days,
            "2027-06-29T22:59:59Z",
            "1 calendar day before Wednesday 30 June 2027: Tuesday 29 June 2027, end of the day",
        );
    }

    #[test]
    fn weeks_are_seven_days_each() {
        check_due(
            "2026-10-01T22:59:00Z",
            Way::After,
            6,
            Unit::Weeks,
            "2026-11-12T23:59:59Z",
            "6 weeks after Thursday 1 October 2026: Thursday 12 November 2026, end of the day",
        );
    }

    #[test]
    fn months_and_years_say_when_there_is_no_corresponding_day() {
        check_due(
            "2026-11-30",
            Way::After,
            3,
            Unit::Months,
            "2027-02-28T23:59:59Z",
            "3 months after Monday 30 November 2026: Sunday 28 February 2027, end of the day (February 2027 has no day 30)",
        );
        check_due(
            "2028-02-29",
            Way::After,
            1,
            Unit::Years,
            "2029-02-28T23:59:59Z",
            "1 year after Tuesday 29 February 2028: Wednesday 28 February 2029, end of the day (February 2029 has no day 29)",
        );
        check_due(
            "2026-10-10",
            Way::After,
            3,
            Unit::Months,
            "2027-01-10T23:59:59Z",
            "3 months after Saturday 10 October 2026: Sunday 10 January 2027, end of the day",
        );
    }

    #[test]
    fn an_age_is_reached_at_the_start_of_the_day() {
        check_due(
            "2011-07-15",
            Way::After,
            180,
            Unit::AgeMonths,
            "2026-07-14T23:00:00Z",
            "15 years of age: Wednesday 15 July 2026, start of the day",
        );
        check_due(
            "2012-02-29",
            Way::After,
            186,
            Unit::AgeMonths,
            "2027-08-31T23:00:00Z",
            "15 years and 6 months of age: Wednesday 1 September 2027, start of the day; a birthday of 29 February is kept on 1 March in that year",
        );
    }

    #[test]
    fn at_once_has_no_number_and_no_grace() {
        let start = instant("2026-12-25T02:10:00Z");
        let reckoned = calendar().reckon(Moment::At(start), Way::After, 0, Unit::Immediate);
        assert!(reckoned.immediate);
        assert_eq!(
            (reckoned.due_at, reckoned.due_on),
            (start, day("2026-12-25"))
        );
        assert_eq!(reckoned.words, "at once; the procedure gives no number");
    }

    #[test]
    fn an_exact_date_lasts_until_it_ends() {
        check_due(
            "2026-07-01",
            Way::After,
            0,
            Unit::Exact,
            "2026-07-01T22:59:59Z",
            "on that very date, neither before nor after: Wednesday 1 July 2026, end of the day",
        );
    }

    #[test]
    fn counting_into_a_year_without_known_bank_holidays_says_so() {
        let late = calendar().reckon(
            Moment::On(day("2027-12-30")),
            Way::After,
            2,
            Unit::WorkingDays,
        );
        assert!(late.beyond_known_holidays);
        assert_eq!(
            late.words,
            "2 working days after Thursday 30 December 2027: Monday 3 January 2028, end of the day; \
             the bank holidays of 2028 are not yet known, so check this date"
        );
        let back = calendar().reckon(
            Moment::On(day("2028-01-04")),
            Way::Before,
            2,
            Unit::WorkingDays,
        );
        assert!(back.beyond_known_holidays);
    }

    #[test]
    fn what_counts_no_working_day_beyond_the_known_years_needs_no_warning() {
        let calendar = calendar();
        let in_time = calendar.reckon(
            Moment::On(day("2027-12-30")),
            Way::After,
            1,
            Unit::WorkingDays,
        );
        let back = calendar.reckon(
            Moment::On(day("2028-01-01")),
            Way::Before,
            1,
            Unit::WorkingDays,
        );
        let days = calendar.reckon(Moment::On(day("2027-12-30")), Way::After, 9, Unit::Days);
        assert_eq!(
            [in_time, back, days].map(|r| r.beyond_known_holidays),
            [false; 3]
        );
    }

    #[test]
    fn closures_make_no_year_known() {
        let calendar = Calendar::new(
            &Conventions::default(),
            [day("2026-12-28")],
            [day("2027-12-24")],
        )
        .unwrap();
        assert!(calendar.is_beyond_known_holidays(day("2027-01-01")));
        assert!(!calendar.is_beyond_known_holidays(day("2026-12-31")));
        let unknown = Calendar::new(&Conventions::default(), [], []).unwrap();
        assert!(unknown.is_beyond_known_holidays(day("2026-01-01")));
    }
}
