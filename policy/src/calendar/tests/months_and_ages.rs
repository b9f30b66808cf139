//! Months, birthdays, the school year and Easter.

use super::*;

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
