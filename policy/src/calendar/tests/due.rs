//! When something is due, and how that is said.

use super::*;

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
fn a_time_of_the_last_day_is_local_and_says_so() {
    for (start, expected, words) in [
        (
            "2026-12-24T16:00:00Z",
            "2026-12-29T12:00:00Z",
            "1 working day after Thursday 24 December 2026, not counting 25 and 28 December: Tuesday 29 December 2026, by 12:00",
        ),
        (
            "2026-03-27T16:00:00Z",
            "2026-03-30T11:00:00Z",
            "1 working day after Friday 27 March 2026: Monday 30 March 2026, by 12:00",
        ),
    ] {
        let noon = NaiveTime::from_hms_opt(12, 0, 0);
        let start = Moment::At(instant(start));
        let by_noon = calendar().reckon_by(start, Way::After, 1, Unit::WorkingDays, noon);
        assert_eq!(
            (by_noon.due_at, by_noon.words.as_str()),
            (instant(expected), words)
        );
    }
}
