//! Attended hours: whether a contact point is answered at an instant, by OpenStreetMap's notation.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};
use policy::reach::Attended;

/// How far ahead a change is looked for: longer than the longest run of closed days.
const FAR_AHEAD: TimeDelta = TimeDelta::days(21);
/// By how much clocks go forward and back.
const HOUR: TimeDelta = TimeDelta::hours(1);

/// The days and the zone by which an authority's hours are read.
#[derive(Debug, Clone)]
pub struct Hours {
    zone: Tz,
    days_off: ContextHolidays,
}

impl Hours {
    /// Hours of an authority.
    ///
    /// * `days_off` – bank holidays and the authority's own closures
    pub fn new(zone: Tz, days_off: &BTreeSet<NaiveDate>) -> Self {
        let days_off = Arc::new(days_off.iter().copied().collect());
        Self {
            zone,
            days_off: ContextHolidays::new(days_off, Arc::default()),
        }
    }

    /// Whether something with these hours is open at an instant, and until when that is so.
    ///
    /// Words that are no notation say nothing. Unless the notation speaks of `PH` itself, or runs round the clock, it is closed on
    /// bank holidays and closures.
    ///
    /// * `written` – OpenStreetMap's notation, such as `Mo-Fr 09:00-17:00`, or words
    pub fn at(&self, written: &str, at: DateTime<Utc>) -> Attended {
        let Some(hours) = self.read(written) else {
            return Attended::Unstated;
        };
        let state = hours.state(self.local(at)).0;
        let until = self.changes(&hours, state, at);
        match state {
            RuleKind::Open => Attended::Open { until },
            RuleKind::Closed => Attended::Closed { until },
            RuleKind::Unknown => Attended::Unstated,
        }
    }

    /// The first instant after `at` with another state.
    fn changes(
        &self,
        hours: &OpeningHours,
        state: RuleKind,
        at: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let differs = |moment: &DateTime<Utc>| hours.state(self.local(*moment)).0 != state;
        let written = hours
            .next_change(self.local(at))
            .and_then(|local| self.instant(local, at))
            .filter(differs);
        self.repeats_at(at).filter(differs).or(written)
    }

    fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    /// The first instant after `after` at which local clocks show a time; where they skip it, the end of what they skip.
    fn instant(&self, local: NaiveDateTime, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.zone.from_local_datetime(&local) {
            LocalResult::Single(found) => Some(found.to_utc()),
            LocalResult::Ambiguous(first, second) => [first, second]
                .map(|found| found.to_utc())
                .into_iter()
                .find(|found| *found > after),
            LocalResult::None => self.instant(local + HOUR, after),
        }
    }

    /// When, within the hour, local clocks go back and show the same times once more.
    fn repeats_at(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let goes_back = self.local(at + HOUR) < self.local(at) + HOUR;
        let moments = (1..=60).map(|minute| at + TimeDelta::minutes(minute));
        goes_back.then(|| {
            moments
                .into_iter()
                .find(|moment| self.local(*moment) < self.local(at))
        })?
    }

    /// An instant in the authority's zone, for people.
    pub fn words(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        local.format("%A %-d %B %Y at %H:%M").to_string()
    }

    fn read(&self, written: &str) -> Option<OpeningHours> {
        let is_plain = !written.contains("PH") && written.trim() != "24/7";
        let text = if is_plain {
            format!("{}; PH off", written.trim().trim_end_matches(';'))
        } else {
            written.to_owned()
        };
        let hours: OpeningHours = text.parse().ok()?;
        let context = Context::default()
            .with_holidays(self.days_off.clone())
            .approx_bound_interval_size(FAR_AHEAD);
        Some(hours.with_context(context))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn hours() -> Hours {
        let days_off = ["2026-12-25", "2026-12-28", "2026-12-24", "2027-01-01"]
            .map(|day| day.parse().unwrap());
        Hours::new(chrono_tz::Europe::London, &days_off.into())
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(written: &str, when: &str, expected: Attended) {
        assert_eq!(
            hours().at(written, at(when)),
            expected,
            "{written} at {when}"
        );
    }

    fn open(until: &str) -> Attended {
        Attended::Open {
            until: Some(at(until)),
        }
    }

    fn closed(until: &str) -> Attended {
        Attended::Closed {
            until: Some(at(until)),
        }
    }

    #[test]
    fn a_desk_is_open_from_its_first_minute_until_just_before_its_last() {
        check(
            "Mo-Fr 09:00-17:00",
            "2026-11-26T08:59:00Z",
            closed("2026-11-26T09:00:00Z"),
        );
        check(
            "Mo-Fr 09:00-17:00",
            "2026-11-26T09:00:00Z",
            open("2026-11-26T17:00:00Z"),
        );
        check(
            "Mo-Fr 09:00-17:00",
            "2026-11-26T17:00:00Z",
            closed("2026-11-27T09:00:00Z"),
        );
    }

    #[test]
    fn over_christmas_a_desk_is_closed_on_bank_holidays_and_on_the_authoritys_own_closure() {
        // Wednesday the 23rd; the 24th is a closure, 25 and 28 bank holidays, 26 and 27 a weekend.
        check(
            "Mo-Fr 09:00-17:00",
            "2026-12-23T18:00:00Z",
            closed("2026-12-29T09:00:00Z"),
        );
        check(
            "Mo-Fr 09:00-17:00; PH 10:00-12:00",
            "2026-12-25T10:30:00Z",
            open("2026-12-25T12:00:00Z"),
        );
    }

    #[test]
    fn nine_stays_nine_when_the_clocks_change() {
        check(
            "Mo-Fr 09:00-17:00",
            "2027-03-26T18:00:00Z",
            closed("2027-03-29T08:00:00Z"),
        );
        // Half past one comes twice on 25 October: open from its first coming, closed at the second one o'clock.
        check(
            "01:30-05:00",
            "2026-10-25T00:45:00Z",
            open("2026-10-25T01:00:00Z"),
        );
        check(
            "01:30-05:00",
            "2026-10-25T01:00:00Z",
            closed("2026-10-25T01:30:00Z"),
        );
        let always = Attended::Open { until: None };
        check("Mo-Su 00:00-24:00; PH off", "2026-10-25T00:30:00Z", always);
    }

    #[test]
    fn a_line_round_the_clock_is_open_on_christmas_day() {
        check(
            "24/7",
            "2026-12-25T03:00:00Z",
            Attended::Open { until: None },
        );
    }

    #[test]
    fn an_out_of_hours_line_runs_over_midnight() {
        check(
            "Mo-Fr 17:00-09:00; Sa-Su 00:00-24:00; PH 00:00-24:00",
            "2026-11-26T23:00:00Z",
            open("2026-11-27T09:00:00Z"),
        );
    }

    #[test]
    fn what_never_opens_names_no_opening() {
        check(
            "off",
            "2026-11-26T10:00:00Z",
            Attended::Closed { until: None },
        );
    }

    #[test]
    fn words_say_nothing_that_can_be_reckoned_with() {
        for words in [
            "office hours",
            "Out of office hours, emergencies only",
            "Monday to Friday, nine to five",
            "ask Jo",
        ] {
            check(words, "2026-11-26T10:00:00Z", Attended::Unstated);
        }
    }
}
