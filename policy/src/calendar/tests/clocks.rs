//! Local days and the two changes of the clocks.

use super::*;

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
