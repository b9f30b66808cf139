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

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its own dates should stop"
)]
mod tests;

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

/// Whether what keeps office hours may be sent at an instant.
pub fn are_open(hours: NudgeHours, calendar: &Calendar, at: DateTime<Utc>) -> bool {
    Openings { hours, calendar }.are_open(at)
}

/// The first opening of the nudge hours later than an instant.
pub fn next_opening(hours: NudgeHours, calendar: &Calendar, after: DateTime<Utc>) -> DateTime<Utc> {
    Openings { hours, calendar }.first_after(after)
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
