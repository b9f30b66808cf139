//! Working days: what counts as one, and how far the known bank holidays reach.

use super::*;

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

#[test]
fn an_authority_may_work_every_day_of_the_week_and_on_bank_holidays() {
    let every_day = Conventions {
        working_week: DayOfWeek::ALL.into_iter().collect(),
        ..Conventions::default()
    };
    let without_holidays = Calendar::new(&every_day, BANK_HOLIDAYS.map(day), []).unwrap();
    // 23, 24, 26, 27 and 29 December: the 25th and the 28th are bank holidays.
    let reached = without_holidays.plus_working_days(day("2026-12-22"), 5);
    assert_eq!(reached, day("2026-12-29"));
    assert!(
        without_holidays.is_working_day(day("2026-12-26")),
        "a Saturday"
    );
    let and_holidays = Conventions {
        works_bank_holidays: true,
        ..every_day
    };
    let always = Calendar::new(&and_holidays, BANK_HOLIDAYS.map(day), [day("2026-12-24")]).unwrap();
    // 23, 25, 26, 27 and 28 December: only the authority's own closure is off.
    assert_eq!(
        always.plus_working_days(day("2026-12-22"), 5),
        day("2026-12-28")
    );
    assert_eq!(
        always.plus_working_days(day("2026-12-28"), -5),
        day("2026-12-22")
    );
    assert!(!always.is_beyond_known_holidays(day("2050-01-01")));
}

#[test]
fn a_week_that_begins_on_sunday_counts_its_own_days() {
    let days = [
        DayOfWeek::Sunday,
        DayOfWeek::Monday,
        DayOfWeek::Tuesday,
        DayOfWeek::Wednesday,
    ];
    let week = Conventions {
        working_week: days.into_iter().collect(),
        ..Conventions::default()
    };
    let calendar = Calendar::new(&week, [], []).unwrap();
    // From Wednesday 11 November 2026: Sunday 15, Monday 16, Tuesday 17, Wednesday 18, then Sunday 22.
    assert_eq!(
        calendar.plus_working_days(day("2026-11-11"), 4),
        day("2026-11-18")
    );
    assert_eq!(
        calendar.plus_working_days(day("2026-11-11"), 5),
        day("2026-11-22")
    );
    assert_eq!(
        calendar.plus_working_days(day("2026-11-22"), -5),
        day("2026-11-11")
    );
    assert_eq!(
        calendar.plus_working_days(day("2026-11-13"), -1),
        day("2026-11-11")
    );
}
