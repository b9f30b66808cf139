//! Days and instants, worked out by hand.

use super::*;
use crate::pack::format::{Unit, Way};

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
