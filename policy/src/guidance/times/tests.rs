//! Worked dates, all asked on one Monday.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::super::language::Language;
use super::*;
use crate::pack::format::Conventions;

/// Asked on Monday 23 November 2026 at ten in the morning; `expected` has a time of day where one stands with the date.
#[track_caller]
fn check(question: &str, expected: &[&str]) {
    let calendar = Calendar::new(&Conventions::default(), [], []).unwrap();
    let at = "2026-11-23T10:00:00Z".parse().unwrap();
    let language = Language::english();
    let speller = Speller::new(std::iter::empty(), language);
    let tokens = read(question, &speller, language);
    let told = told(&tokens, at, &calendar, &language.tenses);
    let found: Vec<String> = told
        .iter()
        .map(|told| match told.time {
            Some(time) => format!("{} {}", told.on, time.format("%H:%M")),
            None => told.on.to_string(),
        })
        .collect();
    assert_eq!(found, expected, "{question}");
}

#[test]
fn a_day_and_a_month_lie_where_the_words_around_them_say() {
    check("baby due 3 March", &["2027-03-03"]);
    check(
        "CP plan ended 10 January, when can early help take it?",
        &["2026-01-10"],
    );
    check("the plan ended on the 1st of April", &["2026-04-01"]);
    check("meeting is booked for March 3rd", &["2027-03-03"]);
    check("on Monday 30 November", &["2026-11-30"]);
}

#[test]
fn a_written_year_is_taken_as_it_stands() {
    check("born 5/1/2012", &["2012-01-05"]);
    check("dob 05.01.12", &["2012-01-05"]);
    check("transferred 23 December 2026", &["2026-12-23"]);
    check("decision 2027-04-14", &["2027-04-14"]);
}

#[test]
fn a_weekday_or_a_day_of_the_month_is_the_one_before_or_after() {
    check("dispute raised Friday 4pm", &["2026-11-20 16:00"]);
    check("the meeting is next Friday", &["2026-11-27"]);
    check("it went last Friday", &["2026-11-20"]);
    check("agreed on the 20th", &["2026-11-20"]);
    check("can we move the case on the 20th", &["2026-12-20"]);
}

#[test]
fn a_day_may_be_told_from_today() {
    check("moved yesterday", &["2026-11-22"]);
    check("it came in three days ago", &["2026-11-20"]);
    check("accepted a fortnight ago", &["2026-11-09"]);
    check("closed two months ago", &["2026-09-23"]);
    check("moving in two weeks", &["2026-12-07"]);
    check("he went off last night", &["2026-11-22"]);
    check("logged this morning", &["2026-11-23"]);
}

#[test]
fn feasts_are_days_and_times_stand_beside_them() {
    check("got it 15:30 on Christmas Eve 2026", &["2026-12-24 15:30"]);
    check("due on Easter Monday", &["2027-03-29"]);
    check(
        "it landed at 4.30 pm on 27 November 2026",
        &["2026-11-27 16:30"],
    );
}

#[test]
fn several_dates_come_in_order() {
    check(
        "baby due 3 March, can we move the case on the 20th?",
        &["2027-03-03", "2026-12-20"],
    );
}

#[test]
fn weeks_of_pregnancy_tell_when_a_child_is_expected() {
    let expected = |question: &str| -> Vec<String> {
        let calendar = Calendar::new(&Conventions::default(), [], []).unwrap();
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        let births = births::expected(&tokens(question), at, &calendar);
        births.iter().map(|birth| birth.on.to_string()).collect()
    };
    assert_eq!(expected("she is 32 weeks pregnant"), ["2027-01-18"]);
    assert_eq!(expected("mum is 38/40"), ["2026-12-07"]);
    assert!(expected("it takes 3 weeks and 60 weeks pregnant is nobody").is_empty());
}

#[test]
fn a_month_beside_a_day_may_be_misspelt_further() {
    check("due 3 Mach 2027", &["2027-03-03"]);
    check("decision on 14 Aprik 2027", &["2027-04-14"]);
    check("on 10 uJn 2027", &["2027-06-10"]);
    check("moved 23 Decmeeber 2026", &["2026-12-23"]);
    check("off from christams eve 2026", &["2026-12-24"]);
    check("it came tommorow", &["2026-11-24"]);
    check("2 more visits and 6 days, 3 decisions", &[]);
}

#[test]
fn a_misspelt_month_or_weekday_is_still_one() {
    check("agreed 20 novmber 2026", &["2026-11-20"]);
    check("raised on fryday", &["2026-11-20"]);
    check("raised on wedensday", &["2026-11-18"]);
    check("it ended on 12 septmeber 2026", &["2026-09-12"]);
}

#[test]
fn other_numbers_are_no_dates() {
    for question in [
        "he is on a section 20",
        "she is 36 weeks pregnant",
        "what happens after 14 days",
        "it is 9pm",
        "when may the case move",
        "last week",
    ] {
        check(question, &[]);
    }
}
