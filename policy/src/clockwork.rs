//! Clockwork: what happens to a deadline because time passed. Works the same after a week of silence.

use chrono::{DateTime, Utc};

use crate::calendar::Calendar;
use crate::nudge::{self, NudgeKind};
use crate::pack::Pack;
use crate::pack::format::{NudgeHours, NudgeMoment, NudgePlan};
use crate::task;

/// A deadline that runs, as it was last looked at.
#[derive(Debug, Clone, Copy)]
pub struct Running {
    /// From when it was counted, UTC.
    pub started_at: DateTime<Utc>,
    /// When it is due, UTC.
    pub due_at: DateTime<Utc>,
    /// Counted in hours, or due at once.
    pub in_hours: bool,
    /// Passing it ends a chance instead of breaching a duty.
    pub lapses: bool,
    /// It only advises: it is nudged, never breached.
    pub advisory: bool,
    /// That it was missed is on record.
    pub breached: bool,
    /// Those above have been told.
    pub climbed: bool,
    /// Everything before this instant has been dealt with, UTC.
    pub seen_until: DateTime<Utc>,
}

/// What is to be done about a deadline now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Remind its owners; several that fell due while nobody looked are one, the most pressing.
    Nudge(NudgeKind),
    /// Record that it was missed.
    Breach,
    /// Record that its chance has passed.
    Lapse,
    /// Tell those whom the pack names; never skipped.
    Climb,
}

/// What is due about a deadline by `now`, in order.
pub fn due(
    plan: &NudgePlan,
    running: &Running,
    hours: NudgeHours,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Vec<Due> {
    let mut found = Vec::new();
    let passed = now > running.due_at;
    let folded = nudges(plan, running, hours, calendar)
        .into_iter()
        .rfind(|nudge| nudge.at >= running.seen_until && nudge.at <= now);
    if let Some(nudge) = folded.filter(|_| !(passed && running.lapses)) {
        found.push(Due::Nudge(nudge.kind));
    }
    if passed && running.lapses {
        found.push(Due::Lapse);
        return found;
    }
    if running.advisory {
        return found;
    }
    if passed && !running.breached {
        found.push(Due::Breach);
    }
    if passed && !running.climbed && now >= climbs_at(plan, running, hours, calendar) {
        found.push(Due::Climb);
    }
    found
}

/// When to look at a deadline again after `now`, UTC; `None` means never.
pub fn next_look(
    plan: &NudgePlan,
    running: &Running,
    hours: NudgeHours,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let next_nudge = nudges(plan, running, hours, calendar)
        .into_iter()
        .map(|nudge| nudge.at)
        .find(|at| *at > now);
    let missed = (!running.breached && !running.advisory).then(|| just_after(running.due_at));
    let climb = (!running.climbed && !running.advisory && !running.lapses)
        .then(|| climbs_at(plan, running, hours, calendar).max(just_after(running.due_at)));
    [next_nudge, missed, climb]
        .into_iter()
        .flatten()
        .filter(|at| *at > now)
        .min()
}

/// A deadline is met until its instant; only then is it missed.
fn just_after(at: DateTime<Utc>) -> DateTime<Utc> {
    at + chrono::Duration::seconds(1)
}

/// When a deadline that begins has to be looked at first.
///
/// One that is late already is looked at now, and so is advice to do something at once, of which somebody is reminded as it
/// begins, at whatever hour.
pub fn first_look(
    plan: &NudgePlan,
    running: &Running,
    hours: NudgeHours,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if !running.advisory && now > running.due_at {
        return Some(now);
    }
    if running.advisory && running.in_hours && now >= running.due_at {
        return Some(running.due_at);
    }
    next_look(plan, running, hours, calendar, now)
}

fn nudges(
    plan: &NudgePlan,
    running: &Running,
    hours: NudgeHours,
    calendar: &Calendar,
) -> Vec<nudge::Nudge> {
    nudge::nudges(
        plan,
        running.started_at,
        running.due_at,
        running.in_hours,
        hours,
        calendar,
    )
}

fn climbs_at(
    plan: &NudgePlan,
    running: &Running,
    hours: NudgeHours,
    calendar: &Calendar,
) -> DateTime<Utc> {
    nudge::climbs_at(plan, running.due_at, running.in_hours, hours, calendar)
}

/// The reminder plan of a deadline: the one it names, else the pack's first, else Landsafe's own.
pub fn plan(pack: &Pack, key: &str) -> NudgePlan {
    let named = pack
        .deadline(task::declared(key))
        .and_then(|deadline| deadline.nudges.as_deref());
    named
        .and_then(|id| pack.nudge_plan(id))
        .or_else(|| pack.entries.nudge_plan.first())
        .cloned()
        .unwrap_or_else(|| NudgePlan {
            id: "landsafe".into(),
            at: vec![
                NudgeMoment::WorkingDayBefore,
                NudgeMoment::Due,
                NudgeMoment::EachWorkingDayAfter,
            ],
            climb_after: 1,
            at_most: 10,
        })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::pack::format::Conventions;

    fn calendar() -> Calendar {
        let christmas = ["2026-12-25", "2026-12-28", "2027-01-01"].map(|d| d.parse().unwrap());
        Calendar::new(&Conventions::default(), christmas, []).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn standard() -> NudgePlan {
        NudgePlan {
            id: "standard".into(),
            at: vec![
                NudgeMoment::Halfway,
                NudgeMoment::WorkingDayBefore,
                NudgeMoment::Due,
                NudgeMoment::EachWorkingDayAfter,
            ],
            climb_after: 1,
            at_most: 10,
        }
    }

    /// Five working days from Monday 16 November 2026: due at the end of Monday 23 November.
    fn running() -> Running {
        Running {
            started_at: at("2026-11-16T10:00:00Z"),
            due_at: at("2026-11-23T23:59:59Z"),
            in_hours: false,
            lapses: false,
            advisory: false,
            breached: false,
            climbed: false,
            seen_until: at("2026-11-16T10:00:00Z"),
        }
    }

    fn due_at(running: &Running, now: &str) -> Vec<Due> {
        due(
            &standard(),
            running,
            NudgeHours::default(),
            &calendar(),
            at(now),
        )
    }

    #[test]
    fn nothing_is_due_before_halfway() {
        assert_eq!(due_at(&running(), "2026-11-17T09:00:00Z"), []);
    }

    #[test]
    fn a_week_of_silence_is_one_nudge_and_the_breach_and_the_climb_are_not_skipped() {
        assert_eq!(
            due_at(&running(), "2026-11-30T12:00:00Z"),
            [Due::Nudge(NudgeKind::Overdue), Due::Breach, Due::Climb]
        );
    }

    #[test]
    fn a_deadline_is_met_until_its_last_second() {
        assert!(!due_at(&running(), "2026-11-23T23:59:59Z").contains(&Due::Breach));
        assert!(due_at(&running(), "2026-11-24T00:00:00Z").contains(&Due::Breach));
    }

    #[test]
    fn a_chance_that_passes_lapses_and_is_no_breach() {
        let chance = Running {
            lapses: true,
            ..running()
        };
        assert_eq!(due_at(&chance, "2026-11-30T12:00:00Z"), [Due::Lapse]);
    }

    #[test]
    fn advice_is_never_breached() {
        let advice = Running {
            advisory: true,
            ..running()
        };
        assert_eq!(
            due_at(&advice, "2026-11-30T12:00:00Z"),
            [Due::Nudge(NudgeKind::Overdue)]
        );
    }

    #[test]
    fn what_is_late_already_and_advice_to_act_at_once_are_looked_at_as_they_begin() {
        let first = |running: Running, now: &str| {
            let hours = NudgeHours::default();
            first_look(&standard(), &running, hours, &calendar(), at(now))
        };
        // Saturday night, and nobody's working hours.
        let saturday = "2026-11-21T23:00:00Z";
        let at_once = Running {
            started_at: at(saturday),
            due_at: at(saturday),
            in_hours: true,
            advisory: true,
            ..running()
        };
        assert_eq!(first(at_once, saturday), Some(at(saturday)));
        let tuesday = "2026-11-24T08:00:00Z";
        assert_eq!(first(running(), tuesday), Some(at(tuesday)));
        let advice = Running {
            advisory: true,
            ..running()
        };
        assert!(first(advice, tuesday).is_none_or(|look| look > at(tuesday)));
    }

    #[test]
    fn the_next_look_is_always_later_and_ends() {
        let plan = standard();
        let mut now = at("2026-11-16T10:00:00Z");
        let done = Running {
            breached: true,
            climbed: true,
            ..running()
        };
        let mut looks = 0;
        while let Some(next) = next_look(&plan, &done, NudgeHours::default(), &calendar(), now) {
            assert!(next > now);
            now = next;
            looks += 1;
        }
        assert_eq!(
            looks, 12,
            "halfway falls on the opening of the day before, so they are one; when due; ten after"
        );
    }
}
