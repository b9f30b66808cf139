//! Counting compared with walking: every reckoning from 2018 to 2028 against a slow model that goes day by day.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its own dates should stop"
)]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use govuk_bank_holidays::{BankHolidayCalendar, Division};
use policy::calendar::{Calendar, Moment, easter};
use policy::nudge::{NudgeKind, climbs_at, next, nudges};
use policy::pack::format::{
    Conventions, LeapDayBirthday, NudgeHours, NudgeMoment, NudgePlan, Unit, Way,
};
use proptest::prelude::*;

const LAST_KNOWN_YEAR: i32 = 2028;
const HOURS: NudgeHours = NudgeHours { from: 9, to: 17 };

static BANK_HOLIDAYS: LazyLock<BTreeSet<NaiveDate>> = LazyLock::new(|| {
    let published = BankHolidayCalendar::<NaiveDate, _>::cached();
    published
        .holidays(Some(Division::EnglandAndWales))
        .into_iter()
        .map(|holiday| *holiday.date())
        .collect()
});

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| calendar(Conventions::default()));

fn calendar(conventions: Conventions) -> Calendar {
    Calendar::new(&conventions, BANK_HOLIDAYS.iter().copied(), []).unwrap()
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The model: what a person with a wall calendar would do.
mod walk {
    use super::*;

    pub(super) fn step(day: NaiveDate, way: Way) -> NaiveDate {
        match way {
            Way::After => day.succ_opt().unwrap(),
            Way::Before => day.pred_opt().unwrap(),
        }
    }

    pub(super) fn is_working_day(day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !BANK_HOLIDAYS.contains(&day)
    }

    pub(super) fn days(from: NaiveDate, way: Way, n: u32) -> NaiveDate {
        (0..n).fold(from, |day, _| step(day, way))
    }

    pub(super) fn working_days(from: NaiveDate, way: Way, n: u32) -> NaiveDate {
        let mut day = from;
        let mut left = n;
        while left > 0 {
            day = step(day, way);
            left -= u32::from(is_working_day(day));
        }
        day
    }

    /// Turns the pages one month at a time and looks for the day only at the end.
    pub(super) fn months(from: NaiveDate, way: Way, n: u32) -> NaiveDate {
        let (mut year, mut month) = (from.year(), from.month());
        for _ in 0..n {
            (year, month) = match (way, month) {
                (Way::After, 12) => (year + 1, 1),
                (Way::After, _) => (year, month + 1),
                (Way::Before, 1) => (year - 1, 12),
                (Way::Before, _) => (year, month - 1),
            };
        }
        (1..=from.day())
            .rev()
            .find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
            .unwrap()
    }

    /// Summer time as the law has it: from the last Sunday of March to the last Sunday of October, at 01:00 UTC.
    pub(super) fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
        let summer = last_sunday(day.year(), 3)..last_sunday(day.year(), 10);
        let ahead = TimeDelta::hours(i64::from(summer.contains(&day)));
        day.and_hms_opt(23, 59, 59).unwrap().and_utc() - ahead
    }

    fn last_sunday(year: i32, month: u32) -> NaiveDate {
        let mut day = date(year, month, 31);
        while day.weekday() != Weekday::Sun {
            day = day.pred_opt().unwrap();
        }
        day
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..4018).prop_map(|days| date(2018, 1, 1) + Days::new(days))
}

fn any_instant() -> impl Strategy<Value = DateTime<Utc>> {
    (any_day(), 0_u32..86_400).prop_map(|(day, second)| {
        day.and_time(NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap())
            .and_utc()
    })
}

fn any_way() -> impl Strategy<Value = Way> {
    prop_oneof![Just(Way::After), Just(Way::Before)]
}

fn signed(way: Way, n: u32) -> i64 {
    match way {
        Way::After => n.into(),
        Way::Before => -i64::from(n),
    }
}

fn any_plan() -> impl Strategy<Value = NudgePlan> {
    let moments = vec![
        NudgeMoment::Halfway,
        NudgeMoment::WorkingDayBefore,
        NudgeMoment::Due,
        NudgeMoment::EachWorkingDayAfter,
    ];
    (
        prop::sample::subsequence(moments, 0..=4),
        0_u32..12,
        0_u32..12,
    )
        .prop_map(|(at, climb_after, at_most)| NudgePlan {
            id: "any".into(),
            at,
            climb_after,
            at_most,
        })
}

proptest! {
    #[test]
    fn working_days_are_those_that_walking_meets(day in any_day(), way in any_way(), n in 0_u32..400) {
        let reached = CALENDAR.plus_working_days(day, signed(way, n));
        prop_assert_eq!(reached, walk::working_days(day, way, n));
        prop_assert_eq!(CALENDAR.is_working_day(reached), walk::is_working_day(reached));
    }

    #[test]
    fn from_a_working_day_counting_there_and_back_returns(day in any_day(), n in -400_i64..400) {
        prop_assume!(walk::is_working_day(day));
        prop_assert_eq!(CALENDAR.plus_working_days(CALENDAR.plus_working_days(day, n), -n), day);
    }

    #[test]
    fn a_later_start_is_never_due_earlier(day in any_day(), later in 0_u64..30, n in 0_i64..60) {
        let first = CALENDAR.plus_working_days(day, n);
        prop_assert!(first <= CALENDAR.plus_working_days(day + Days::new(later), n));
    }

    #[test]
    fn closures_count_as_bank_holidays_do(
        day in any_day(),
        closed in prop::collection::btree_set(0_u64..40, 0..10),
        n in 0_i64..20,
    ) {
        let closed: Vec<_> = closed.into_iter().map(|days| day + Days::new(days)).collect();
        let holidays = BANK_HOLIDAYS.iter().copied();
        let conventions = Conventions::default();
        let closing = Calendar::new(&conventions, holidays.clone(), closed.clone()).unwrap();
        let on_holiday = Calendar::new(&conventions, holidays.chain(closed), []).unwrap();
        prop_assert_eq!(closing.plus_working_days(day, n), on_holiday.plus_working_days(day, n));
    }

    #[test]
    fn a_deadline_is_due_at_the_end_of_the_day_that_walking_reaches(
        day in any_day(), way in any_way(), n in 0_u32..120,
    ) {
        for (unit, due_on) in [
            (Unit::Days, walk::days(day, way, n)),
            (Unit::Weeks, walk::days(day, way, 7 * n)),
            (Unit::WorkingDays, walk::working_days(day, way, n)),
            (Unit::Months, walk::months(day, way, n)),
            (Unit::Years, walk::months(day, way, 12 * (n % 20))),
            (Unit::Exact, day),
        ] {
            let length = if unit == Unit::Years { n % 20 } else { n };
            let reckoned = CALENDAR.reckon(Moment::On(day), way, length, unit);
            prop_assert_eq!(reckoned.due_on, due_on, "{:?}", unit);
            prop_assert_eq!(reckoned.due_at, walk::end_of_day(due_on), "{:?}", unit);
            prop_assert!(reckoned.words.contains(&due_on.format("%A %-d %B %Y").to_string()));
        }
    }

    #[test]
    fn an_instant_counts_as_its_local_day(at in any_instant(), way in any_way(), n in 0_u32..60) {
        let day = CALENDAR.local_date(at);
        prop_assert!(walk::end_of_day(day) >= at && walk::end_of_day(day.pred_opt().unwrap()) < at);
        for unit in [Unit::Days, Unit::WorkingDays, Unit::Weeks, Unit::Months, Unit::Years, Unit::Exact] {
            let from_instant = CALENDAR.reckon(Moment::At(at), way, n, unit);
            prop_assert_eq!(from_instant, CALENDAR.reckon(Moment::On(day), way, n, unit));
        }
    }

    #[test]
    fn hours_are_elapsed_whatever_the_clocks_do(at in any_instant(), way in any_way(), n in 0_u32..10_000) {
        let reckoned = CALENDAR.reckon(Moment::At(at), way, n, Unit::Hours);
        prop_assert_eq!((reckoned.due_at - at).num_seconds(), 3600 * signed(way, n));
        prop_assert_eq!(reckoned.due_on, CALENDAR.local_date(reckoned.due_at));
    }

    #[test]
    fn the_warning_comes_with_each_working_day_of_an_unknown_year(day in any_day(), way in any_way(), n in 0_u32..400) {
        let (first, last) = (walk::step(day, way), walk::working_days(day, way, n));
        let unknown = n > 0 && first.max(last).year() > LAST_KNOWN_YEAR;
        let reckoned = CALENDAR.reckon(Moment::On(day), way, n, Unit::WorkingDays);
        prop_assert_eq!(reckoned.beyond_known_holidays, unknown);
        prop_assert_eq!(reckoned.words.contains("not yet known"), unknown);
    }

    #[test]
    fn someone_is_of_an_age_from_its_date_and_not_the_day_before(
        birth in any_day(), years in 0_u32..25, in_february in any::<bool>(),
    ) {
        let leap_day_birthday = match in_february {
            true => LeapDayBirthday::February28,
            false => LeapDayBirthday::March1,
        };
        let calendar = calendar(Conventions { leap_day_birthday, ..Conventions::default() });
        let reached = calendar.age_date(birth, 12 * years);
        prop_assert_eq!(calendar.age_on(birth, reached), years as i32);
        prop_assert_eq!(calendar.age_on(birth, reached.pred_opt().unwrap()), years as i32 - 1);
    }

    #[test]
    fn reminders_come_in_order_within_hours_and_on_their_side_of_the_due_time(
        plan in any_plan(), started_at in any_instant(), length in 0_i64..3_000_000, in_hours in any::<bool>(),
    ) {
        let due_at = started_at + TimeDelta::seconds(length);
        let all = nudges(&plan, started_at, due_at, in_hours, HOURS, &CALENDAR);
        prop_assert!(all.is_sorted_by(|a, b| a.at < b.at));
        for nudge in &all {
            let local = CALENDAR.local(nudge.at);
            let open = walk::is_working_day(local.date_naive()) && (9..17).contains(&local.hour());
            prop_assert!(open || in_hours, "{:?}", nudge);
            prop_assert!(nudge.at >= started_at);
            prop_assert_eq!(nudge.at > due_at, nudge.kind == NudgeKind::Overdue, "{:?}", nudge);
        }
        let overdue = all.iter().filter(|nudge| nudge.kind == NudgeKind::Overdue).count();
        let asked = plan.at.contains(&NudgeMoment::EachWorkingDayAfter);
        prop_assert_eq!(overdue, if asked { plan.at_most as usize } else { 0 });
    }

    #[test]
    fn asking_for_the_next_reminder_again_and_again_gives_them_all(
        plan in any_plan(), started_at in any_instant(), length in 0_i64..3_000_000, in_hours in any::<bool>(),
    ) {
        let due_at = started_at + TimeDelta::seconds(length);
        let following = |after| next(&plan, started_at, due_at, in_hours, HOURS, &CALENDAR, after);
        let first = following(started_at - TimeDelta::seconds(1));
        let walked: Vec<_> = std::iter::successors(first, |nudge| following(nudge.at)).collect();
        prop_assert_eq!(walked, nudges(&plan, started_at, due_at, in_hours, HOURS, &CALENDAR));
    }

    #[test]
    fn a_breach_never_climbs_before_the_due_time(plan in any_plan(), due_at in any_instant(), in_hours in any::<bool>()) {
        let climbs = climbs_at(&plan, due_at, in_hours, HOURS, &CALENDAR);
        prop_assert_eq!(climbs > due_at, plan.climb_after > 0);
        prop_assert!(climbs >= due_at);
    }
}

#[test]
fn every_day_from_2018_to_2028_is_a_working_day_or_not_as_the_almanac_says() {
    let days = date(2018, 1, 1)
        .iter_days()
        .take_while(|day| day.year() <= LAST_KNOWN_YEAR);
    for day in days {
        assert_eq!(
            CALENDAR.is_working_day(day),
            walk::is_working_day(day),
            "{day}"
        );
    }
}

#[test]
fn good_friday_and_easter_monday_are_bank_holidays_every_year() {
    for year in 2012..=LAST_KNOWN_YEAR {
        let sunday = easter(year);
        assert_eq!(sunday.weekday(), Weekday::Sun);
        assert!(BANK_HOLIDAYS.contains(&(sunday - Days::new(2))), "{year}");
        assert!(BANK_HOLIDAYS.contains(&(sunday + Days::new(1))), "{year}");
    }
}

#[test]
fn the_published_bank_holidays_are_those_written_out_by_hand() {
    let by_hand = [
        (
            2025,
            vec![
                (1, 1),
                (4, 18),
                (4, 21),
                (5, 5),
                (5, 26),
                (8, 25),
                (12, 25),
                (12, 26),
            ],
        ),
        (
            2026,
            vec![
                (1, 1),
                (4, 3),
                (4, 6),
                (5, 4),
                (5, 25),
                (8, 31),
                (12, 25),
                (12, 28),
            ],
        ),
        (
            2027,
            vec![
                (1, 1),
                (3, 26),
                (3, 29),
                (5, 3),
                (5, 31),
                (8, 30),
                (12, 27),
                (12, 28),
            ],
        ),
    ];
    for (year, days) in by_hand {
        let expected: Vec<_> = days
            .into_iter()
            .map(|(month, day)| date(year, month, day))
            .collect();
        let published: Vec<_> = BANK_HOLIDAYS
            .iter()
            .copied()
            .filter(|day| day.year() == year)
            .collect();
        assert_eq!(published, expected);
    }
}

#[test]
fn the_last_year_of_the_published_list_is_the_last_known() {
    assert!(!CALENDAR.is_beyond_known_holidays(date(LAST_KNOWN_YEAR, 12, 31)));
    assert!(CALENDAR.is_beyond_known_holidays(date(LAST_KNOWN_YEAR + 1, 1, 1)));
}
