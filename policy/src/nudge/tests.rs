//! Nudges, worked out by hand.

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
