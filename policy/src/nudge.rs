//! When the owner of a deadline is reminded, and when those above are told.
//!
//! What the procedure leaves open is settled here as follows:
//!
//! * A reminder of what is counted in days falls into the nudge hours of a working day. Halfway, outside them, waits for
//!   the next opening, or goes to the last opening before where waiting would pass the due time.
//! * The reminder that it is due goes at the last opening up to the due time: in the morning of the day that ends it, or
//!   of the last working day before. Where the deadline began later than that opening, the reminder goes at once, if
//!   those are nudge hours; otherwise the news of the deadline has only just gone out and is reminder enough.
//! * Of what is counted in hours, halfway and due are sent on the dot, at night too. The working day before and the
//!   working days after are the same for both: at their opening.
//! * Nothing is sent before the deadline began. Reminders that fall together become one, the most pressing. After the
//!   reminder that it is due come only those that it was.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

use crate::calendar::Calendar;
use crate::pack::format::{NudgeHours, NudgeMoment, NudgePlan};

/// What a reminder says, in the order of how pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NudgeKind {
    /// Half of the time is gone.
    Halfway,
    /// It is due on the next working day.
    WorkingDayBefore,
    /// It is due.
    Due,
    /// It was due.
    Overdue,
}

/// A reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nudge {
    /// What it says.
    pub kind: NudgeKind,
    /// When it is sent.
    pub at: DateTime<Utc>,
}

/// Every reminder of a deadline, in order, no two at the same instant.
///
/// * `started_at` – when the clock began; may be after `due_at` where the deadline is counted back
/// * `in_hours` – whether the deadline is counted in hours or due at once
pub fn nudges(
    plan: &NudgePlan,
    started_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    in_hours: bool,
    hours: NudgeHours,
    calendar: &Calendar,
) -> Vec<Nudge> {
    in_order(plan, started_at, due_at, in_hours, hours, calendar).collect()
}

/// The first reminder of a deadline later than `after`.
///
/// The other parameters are those of [`nudges`].
pub fn next(
    plan: &NudgePlan,
    started_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    in_hours: bool,
    hours: NudgeHours,
    calendar: &Calendar,
    after: DateTime<Utc>,
) -> Option<Nudge> {
    in_order(plan, started_at, due_at, in_hours, hours, calendar).find(|nudge| nudge.at > after)
}

/// When the roles are told that a missed deadline names.
///
/// That is the plan's number of hours after the due time, or the opening of the nudge hours on that many working days
/// after the due day; with 0, the due time itself.
pub fn climbs_at(
    plan: &NudgePlan,
    due_at: DateTime<Utc>,
    in_hours: bool,
    hours: NudgeHours,
    calendar: &Calendar,
) -> DateTime<Utc> {
    match (plan.climb_after, in_hours) {
        (0, _) => due_at,
        (n, true) => due_at
            .checked_add_signed(TimeDelta::hours(n.into()))
            .unwrap_or(due_at),
        (n, false) => {
            let day = calendar.plus_working_days(calendar.local_date(due_at), n.into());
            Openings { hours, calendar }.on(day)
        }
    }
}

fn in_order<'a>(
    plan: &'a NudgePlan,
    started_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    in_hours: bool,
    hours: NudgeHours,
    calendar: &'a Calendar,
) -> impl Iterator<Item = Nudge> + 'a {
    let openings = Openings { hours, calendar };
    let until_due = until_due(plan, started_at, due_at, in_hours, openings);
    until_due
        .into_iter()
        .chain(overdue(plan, started_at.max(due_at), openings))
}

fn until_due(
    plan: &NudgePlan,
    started_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    in_hours: bool,
    openings: Openings<'_>,
) -> Vec<Nudge> {
    let mut nudges: Vec<_> = plan
        .at
        .iter()
        .filter_map(|moment| {
            let (kind, at) = match moment {
                NudgeMoment::Halfway => (
                    NudgeKind::Halfway,
                    halfway(started_at, due_at, in_hours, openings)?,
                ),
                NudgeMoment::WorkingDayBefore => (
                    NudgeKind::WorkingDayBefore,
                    openings.working_day_before(due_at),
                ),
                NudgeMoment::Due => (
                    NudgeKind::Due,
                    when_due(started_at, due_at, in_hours, openings)?,
                ),
                NudgeMoment::EachWorkingDayAfter => return None,
            };
            (at >= started_at).then_some(Nudge { kind, at })
        })
        .collect();
    nudges.sort_by_key(|nudge| (nudge.at, std::cmp::Reverse(nudge.kind)));
    nudges.dedup_by_key(|nudge| nudge.at);
    if let Some(due) = nudges.iter().position(|nudge| nudge.kind == NudgeKind::Due) {
        nudges.truncate(due + 1);
    }
    nudges
}

fn halfway(
    started_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    in_hours: bool,
    openings: Openings<'_>,
) -> Option<DateTime<Utc>> {
    if started_at >= due_at {
        return None;
    }
    let half = started_at + (due_at - started_at) / 2;
    if in_hours || openings.are_open(half) {
        return Some(half);
    }
    let next = openings.first_after(half);
    Some(if next <= due_at {
        next
    } else {
        openings.last_until(half)
    })
}

fn when_due(
    started_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    in_hours: bool,
    openings: Openings<'_>,
) -> Option<DateTime<Utc>> {
    if in_hours {
        return Some(due_at);
    }
    let opening = openings.last_until(due_at);
    match opening >= started_at {
        true => Some(opening),
        false => (started_at <= due_at && openings.are_open(started_at)).then_some(started_at),
    }
}

fn overdue<'a>(
    plan: &NudgePlan,
    since: DateTime<Utc>,
    openings: Openings<'a>,
) -> impl Iterator<Item = Nudge> + 'a {
    let at_most = match plan.at.contains(&NudgeMoment::EachWorkingDayAfter) {
        true => plan.at_most as usize,
        false => 0,
    };
    let following =
        move |at: &DateTime<Utc>| Some(openings.first_after(*at)).filter(|next| next > at);
    std::iter::successors(following(&since), following)
        .take(at_most)
        .map(|at| Nudge {
            kind: NudgeKind::Overdue,
            at,
        })
}

/// The nudge hours of working days.
#[derive(Clone, Copy)]
struct Openings<'a> {
    hours: NudgeHours,
    calendar: &'a Calendar,
}

impl Openings<'_> {
    fn on(&self, day: NaiveDate) -> DateTime<Utc> {
        let from = NaiveTime::from_hms_opt(self.hours.from, 0, 0).unwrap_or_default();
        self.calendar.at(day, from)
    }

    fn are_open(&self, at: DateTime<Utc>) -> bool {
        let local = self.calendar.local(at);
        self.calendar.is_working_day(local.date_naive())
            && (self.hours.from..self.hours.to).contains(&local.hour())
    }

    /// The first opening later than `at`.
    fn first_after(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let day = self.calendar.local_date(at);
        match self.calendar.is_working_day(day) && self.on(day) > at {
            true => self.on(day),
            false => self.on(self.calendar.next_working_day(day)),
        }
    }

    /// The last opening no later than `at`.
    fn last_until(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let day = self.calendar.local_date(at);
        match self.calendar.is_working_day(day) && self.on(day) <= at {
            true => self.on(day),
            false => self.on(self.calendar.previous_working_day(day)),
        }
    }

    /// The opening on the last working day before the day of `at`.
    fn working_day_before(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let day = self.calendar.local_date(at);
        self.on(self.calendar.previous_working_day(day))
    }
}

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its own dates should stop"
)]
mod tests {
    use NudgeKind::{Due, Halfway, Overdue, WorkingDayBefore};

    use super::*;
    use crate::pack::format::Conventions;

    const HOURS: NudgeHours = NudgeHours { from: 9, to: 17 };

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        let holidays = [
            "2026-12-25",
            "2026-12-28",
            "2027-01-01",
            "2027-03-26",
            "2027-03-29",
        ];
        Calendar::new(
            &Conventions::default(),
            holidays.map(|day| day.parse().unwrap()),
            [],
        )
        .unwrap()
    }

    /// Every moment, two reminders after the due time.
    fn plan(climb_after: u32) -> NudgePlan {
        NudgePlan {
            id: "usual".into(),
            at: vec![
                NudgeMoment::Halfway,
                NudgeMoment::WorkingDayBefore,
                NudgeMoment::Due,
                NudgeMoment::EachWorkingDayAfter,
            ],
            climb_after,
            at_most: 2,
        }
    }

    #[track_caller]
    fn check(started_at: &str, due_at: &str, in_hours: bool, expected: &[(NudgeKind, &str)]) {
        let (started_at, due_at) = (instant(started_at), instant(due_at));
        let actual = nudges(&plan(1), started_at, due_at, in_hours, HOURS, &calendar());
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, at)| Nudge {
                kind: *kind,
                at: instant(at),
            })
            .collect();
        assert_eq!(actual, expected);
    }

    #[test]
    fn five_working_days_over_christmas_are_nudged_on_working_days_only() {
        check(
            "2026-12-22T10:00:00Z",
            "2026-12-31T23:59:59Z",
            false,
            &[
                (Halfway, "2026-12-29T09:00:00Z"),
                (WorkingDayBefore, "2026-12-30T09:00:00Z"),
                (Due, "2026-12-31T09:00:00Z"),
                (Overdue, "2027-01-04T09:00:00Z"),
                (Overdue, "2027-01-05T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn halfway_inside_the_nudge_hours_stays_where_it_is() {
        check(
            "2026-11-02T02:00:01Z",
            "2026-11-06T23:59:59Z",
            false,
            &[
                (Halfway, "2026-11-04T13:00:00Z"),
                (WorkingDayBefore, "2026-11-05T09:00:00Z"),
                (Due, "2026-11-06T09:00:00Z"),
                (Overdue, "2026-11-09T09:00:00Z"),
                (Overdue, "2026-11-10T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn what_is_due_at_the_opening_is_nudged_at_that_very_moment() {
        check(
            "2026-11-02T09:00:00Z",
            "2026-11-06T09:00:00Z",
            false,
            &[
                (Halfway, "2026-11-04T09:00:00Z"),
                (WorkingDayBefore, "2026-11-05T09:00:00Z"),
                (Due, "2026-11-06T09:00:00Z"),
                (Overdue, "2026-11-09T09:00:00Z"),
                (Overdue, "2026-11-10T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn what_is_due_on_a_holiday_is_nudged_on_the_working_day_before() {
        // The 25th is Christmas, so the later two are both Thursday's and become one; halfway would be Thursday noon.
        check(
            "2026-12-23T00:00:01Z",
            "2026-12-25T23:59:59Z",
            false,
            &[
                (Due, "2026-12-24T09:00:00Z"),
                (Overdue, "2026-12-29T09:00:00Z"),
                (Overdue, "2026-12-30T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn halfway_on_a_weekend_goes_back_where_waiting_would_pass_the_due_time() {
        // Halfway is Saturday morning, and Monday's opening is after Sunday night.
        check(
            "2026-11-05T08:00:01Z",
            "2026-11-08T23:59:59Z",
            false,
            &[
                (Due, "2026-11-06T09:00:00Z"),
                (Overdue, "2026-11-09T09:00:00Z"),
                (Overdue, "2026-11-10T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn nothing_is_sent_before_the_deadline_began() {
        // Begun on Friday afternoon, due on Sunday: Friday's opening is past, but the nudge hours still run.
        check(
            "2026-11-06T16:00:00Z",
            "2026-11-08T23:59:59Z",
            false,
            &[
                (Due, "2026-11-06T16:00:00Z"),
                (Overdue, "2026-11-09T09:00:00Z"),
                (Overdue, "2026-11-10T09:00:00Z"),
            ],
        );
        // Begun on Friday evening: nobody is reminded at night of what they were told that minute.
        check(
            "2026-11-06T19:00:00Z",
            "2026-11-08T23:59:59Z",
            false,
            &[
                (Overdue, "2026-11-09T09:00:00Z"),
                (Overdue, "2026-11-10T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn hours_are_nudged_on_the_dot_at_night_and_at_weekends() {
        check(
            "2026-11-07T02:00:00Z",
            "2026-11-08T02:00:00Z",
            true,
            &[
                (Halfway, "2026-11-07T14:00:00Z"),
                (Due, "2026-11-08T02:00:00Z"),
                (Overdue, "2026-11-09T09:00:00Z"),
                (Overdue, "2026-11-10T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn forty_eight_hours_in_the_week_have_a_working_day_before() {
        check(
            "2026-11-03T14:00:00Z",
            "2026-11-05T14:00:00Z",
            true,
            &[
                (WorkingDayBefore, "2026-11-04T09:00:00Z"),
                (Halfway, "2026-11-04T14:00:00Z"),
                (Due, "2026-11-05T14:00:00Z"),
                (Overdue, "2026-11-06T09:00:00Z"),
                (Overdue, "2026-11-09T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn what_is_due_at_once_is_due_when_it_begins() {
        check(
            "2026-11-07T02:00:00Z",
            "2026-11-07T02:00:00Z",
            true,
            &[
                (Due, "2026-11-07T02:00:00Z"),
                (Overdue, "2026-11-09T09:00:00Z"),
                (Overdue, "2026-11-10T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn an_age_reached_at_midnight_is_nudged_the_working_day_before() {
        // 15 July 2027 is a Thursday; clocks show summer time.
        check(
            "2027-07-14T07:59:59Z",
            "2027-07-14T23:00:00Z",
            false,
            &[
                (Due, "2027-07-14T08:00:00Z"),
                (Overdue, "2027-07-15T08:00:00Z"),
                (Overdue, "2027-07-16T08:00:00Z"),
            ],
        );
    }

    #[test]
    fn opening_keeps_to_local_clocks_when_they_change() {
        // Clocks go back on Sunday 25 October 2026.
        check(
            "2026-10-22T22:59:59Z",
            "2026-10-26T23:59:59Z",
            false,
            &[
                (WorkingDayBefore, "2026-10-23T08:00:00Z"),
                (Due, "2026-10-26T09:00:00Z"),
                (Overdue, "2026-10-27T09:00:00Z"),
                (Overdue, "2026-10-28T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn a_deadline_already_missed_when_it_is_known_is_overdue_from_then() {
        check(
            "2026-11-12T10:00:00Z",
            "2026-11-02T23:59:59Z",
            false,
            &[
                (Overdue, "2026-11-13T09:00:00Z"),
                (Overdue, "2026-11-16T09:00:00Z"),
            ],
        );
    }

    #[test]
    fn a_plan_without_moments_reminds_nobody() {
        let silent = NudgePlan {
            at: vec![],
            ..plan(1)
        };
        let (start, due) = (
            instant("2026-11-02T10:00:00Z"),
            instant("2026-11-06T23:59:59Z"),
        );
        assert_eq!(nudges(&silent, start, due, false, HOURS, &calendar()), []);
    }

    #[test]
    fn the_next_reminder_is_later_than_the_last() {
        let (start, due) = (
            instant("2026-12-22T10:00:00Z"),
            instant("2026-12-31T23:59:59Z"),
        );
        let after = |text| {
            next(
                &plan(1),
                start,
                due,
                false,
                HOURS,
                &calendar(),
                instant(text),
            )
        };
        let due_nudge = Nudge {
            kind: Due,
            at: instant("2026-12-31T09:00:00Z"),
        };
        assert_eq!(after("2026-12-30T09:00:00Z"), Some(due_nudge));
        assert_eq!(after("2026-12-31T08:59:59Z"), Some(due_nudge));
        assert_eq!(after("2027-01-05T09:00:00Z"), None);
    }

    #[test]
    fn a_missed_deadline_climbs_after_working_days() {
        let climbs = |n| {
            climbs_at(
                &plan(n),
                instant("2026-12-31T23:59:59Z"),
                false,
                HOURS,
                &calendar(),
            )
        };
        assert_eq!(climbs(0), instant("2026-12-31T23:59:59Z"));
        assert_eq!(climbs(1), instant("2027-01-04T09:00:00Z"));
        assert_eq!(climbs(3), instant("2027-01-06T09:00:00Z"));
    }

    #[test]
    fn what_is_counted_in_hours_climbs_after_hours() {
        let climbs = |n| {
            climbs_at(
                &plan(n),
                instant("2026-12-25T02:00:00Z"),
                true,
                HOURS,
                &calendar(),
            )
        };
        assert_eq!(climbs(0), instant("2026-12-25T02:00:00Z"));
        assert_eq!(climbs(4), instant("2026-12-25T06:00:00Z"));
    }
}
