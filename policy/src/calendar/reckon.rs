//! Reckoning: when a deadline is due, and how it was counted.

use chrono::offset::LocalResult;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, Tz};

use super::wording::{age_words, count_words, day_words, direction_words, skipped_words};
use super::{Calendar, FIRST_DAY, LAST_DAY, Moment, Reckoned, is_leap_day, plus_days, plus_months};
use crate::pack::format::{Unit, Way};

impl Calendar {
    /// When a deadline is due, at the end of its last day where it counts days.
    pub fn reckon(&self, start: Moment, way: Way, length: u32, unit: Unit) -> Reckoned {
        self.reckon_by(start, way, length, unit, None)
    }

    /// When a deadline is due.
    ///
    /// * `by` – local time of the last day, where a deadline that counts days is due before that day ends
    ///
    /// Hours are elapsed. Days, working days, weeks, months and years count from the local day of the start, which is
    /// day 0, and are due at the end of the last day, which `Before` is the latest that still counts. An age counts
    /// from a date of birth, is reached at 00:00 local, and has no other way than forward. `Immediate` is due at the
    /// start itself and `Exact` by the end of that very day, whatever the length.
    pub fn reckon_by(
        &self,
        start: Moment,
        way: Way,
        length: u32,
        unit: Unit,
        by: Option<NaiveTime>,
    ) -> Reckoned {
        let day = self.day_of(start);
        let n = match way {
            Way::After => i64::from(length),
            Way::Before => -i64::from(length),
        };
        match unit {
            Unit::Hours => self.reckon_hours(self.instant_of(start), n),
            Unit::Days => self.on(plus_days(day, n), by, count_words(n, "calendar day", day)),
            Unit::WorkingDays => self.reckon_working_days(day, n, by),
            Unit::Weeks => self.on(plus_days(day, 7 * n), by, count_words(n, "week", day)),
            Unit::Months => self.reckon_months(day, n, by, count_words(n, "month", day)),
            Unit::Years => self.reckon_months(day, 12 * n, by, count_words(n, "year", day)),
            Unit::AgeMonths => self.reckon_age(day, length),
            Unit::Immediate => self.at_once(self.instant_of(start)),
            Unit::Exact => {
                let counted = "on that very date, neither before nor after";
                self.on(day, by, counted.into())
            }
        }
    }

    /// The instant by which something is due on a day: its end, or a local time of it.
    pub fn last_of(&self, day: NaiveDate, by: Option<NaiveTime>) -> DateTime<Utc> {
        by.map_or_else(|| self.end_of_day(day), |time| self.at(day, time))
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

    fn reckon_working_days(&self, day: NaiveDate, n: i64, by: Option<NaiveTime>) -> Reckoned {
        let due_on = self.plus_working_days(day, n);
        let skipped: Vec<_> = self.closed_counting(day, due_on).copied().collect();
        let counted = count_words(n, "working day", day) + &skipped_words(&skipped);
        let mut reckoned = self.on(due_on, by, counted);
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

    fn reckon_months(
        &self,
        day: NaiveDate,
        months: i64,
        by: Option<NaiveTime>,
        counted: String,
    ) -> Reckoned {
        let due_on = plus_months(
            day,
            i32::try_from(months).unwrap_or(if months < 0 { i32::MIN } else { i32::MAX }),
        );
        let mut reckoned = self.on(due_on, by, counted);
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

    fn on(&self, due_on: NaiveDate, by: Option<NaiveTime>, counted: String) -> Reckoned {
        let by_when = by.map_or_else(
            || "end of the day".to_owned(),
            |time| format!("by {}", time.format("%H:%M")),
        );
        Reckoned {
            due_at: self.last_of(due_on, by),
            due_on,
            immediate: false,
            words: format!("{counted}: {}, {by_when}", day_words(due_on)),
            beyond_known_holidays: false,
        }
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

fn offset_of(local: &DateTime<Tz>) -> TimeDelta {
    local.offset().base_utc_offset() + local.offset().dst_offset()
}
