//! Days and instants as procedures count them: working days, months, ages, and the clock in the pack's zone.
//!
//! Every date is kept within the years 1 to 9999, which RFC 3339 can write: counting further stops there.

mod reckon;
#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its own dates should stop"
)]
mod tests;
mod wording;

use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Included};

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::pack::format::{Conventions, DayOfWeek, LeapDayBirthday, MinimumPeriod};

const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a date");
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

/// The working days and the clock of one authority.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: Tz,
    /// The days of the week on which there is work, Monday first; at least one.
    week: [bool; 7],
    /// Bank holidays and closures that fall on one of them.
    closed: BTreeSet<NaiveDate>,
    works_bank_holidays: bool,
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
        let off = match conventions.works_bank_holidays {
            true => BTreeSet::new(),
            false => bank_holidays,
        };
        let week = week(conventions);
        let closed = off.into_iter().chain(closures);
        Ok(Self {
            zone: conventions.zone.parse().map_err(unknown)?,
            week,
            closed: closed.filter(|day| is_in(&week, *day)).collect(),
            works_bank_holidays: conventions.works_bank_holidays,
            last_known_year,
            minimum_period: conventions.minimum_period,
            leap_day_birthday: conventions.leap_day_birthday,
        })
    }

    /// Whether it is a day of the working week, neither a bank holiday (where these are off) nor a closure.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        is_in(&self.week, day) && !self.closed.contains(&day)
    }

    /// The `n`th working day after `day`, or before it where `n` is negative.
    ///
    /// `day` is day 0, whether or not it is a working day; an `n` of 0 gives `day` itself.
    pub fn plus_working_days(&self, day: NaiveDate, n: i64) -> NaiveDate {
        let mut reached = day;
        let mut still = n;
        while still != 0 {
            let from = reached;
            reached = plus_days_of(&self.week, from, still);
            // Each closed day passed over was counted wrongly and has to be made up for.
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
        !self.works_bank_holidays && day.year() > self.last_known_year
    }

    /// The closed days of the week met when counting from one day to another, without the first and with the last.
    fn closed_counting(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = &NaiveDate> {
        let range = match from <= to {
            true => (Excluded(from), Included(to)),
            false => (Included(to), Excluded(from)),
        };
        self.closed.range(range)
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
}

/// The last day of Year 11, by date of birth alone: 30 June of the academic year in which they turn 16.
///
/// Academic years run from 1 September to 31 August. A recorded school year is better evidence than this.
pub fn year_11_ends(birth: NaiveDate) -> NaiveDate {
    let turns_16_after_august = i32::from(birth.month() >= 9);
    date(birth.year() + 16 + turns_16_after_august, 6, 30)
}

/// The months in lower case, in order.
pub(crate) const MONTHS: [&str; 12] = [
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

/// The working week of the conventions; one without a day is no week, so Monday to Friday stands in.
fn week(conventions: &Conventions) -> [bool; 7] {
    match conventions.working_week.is_empty() {
        true => week(&Conventions::default()),
        false => DayOfWeek::ALL.map(|day| conventions.working_week.contains(&day)),
    }
}

fn is_in(week: &[bool; 7], day: NaiveDate) -> bool {
    week[day.weekday().num_days_from_monday() as usize]
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

/// The `n`th day of a working week after `day`, or before it; `n` is not 0.
fn plus_days_of(week: &[bool; 7], day: NaiveDate, n: i64) -> NaiveDate {
    let a_week = week.iter().filter(|works| **works).count() as i64;
    // Any seven days hold the same number of them; the last is then looked for day by day.
    let length = n.saturating_abs();
    let weeks = (length - 1) / a_week;
    let mut still = length - weeks * a_week;
    let mut reached = plus_days(day, n.signum() * weeks.saturating_mul(7));
    while still > 0 {
        let next = plus_days(reached, n.signum());
        if next == reached {
            return reached;
        }
        reached = next;
        still -= i64::from(is_in(week, reached));
    }
    reached
}
