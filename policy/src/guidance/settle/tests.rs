//! What is worked out, asked back, or left to the asker.

use super::*;
use crate::guidance::tests::{asked_in_november, pack};

/// What a question asked on 23 November 2026 comes to: the dates worked out, and the fact asked back.
#[track_caller]
fn check(id: &str, question: &str, dates: &[&str], missing: Option<&str>) {
    let pack = pack(id);
    let answer = asked_in_november(&pack, question);
    let worked: Vec<String> = answer
        .reckoned
        .iter()
        .filter_map(|reckoned| Some(reckoned.on?.to_string()))
        .collect();
    assert_eq!(worked, dates, "{question}");
    assert_eq!(
        answer.missing.map(|missing| missing.fact.id.as_str()),
        missing,
        "{question}"
    );
}

#[test]
fn a_date_that_is_told_is_worked_with() {
    check(
        "bradford",
        "baby due 3 March 2027, what's the last day it can transfer",
        &["2027-01-19"],
        None,
    );
    check(
        "durham",
        "agreed friday 20 november 2026, last day for the transfer",
        &["2026-11-27"],
        None,
    );
    check(
        "wpeh",
        "worker poorly from friday 20 november 2026, when is that longer than a week",
        &["2026-11-27"],
        None,
    );
}

#[test]
fn a_date_that_is_not_told_is_asked_for() {
    check(
        "wpeh",
        "worker has been off a while, when must we tell the carers",
        &[],
        Some("worker_absent_from"),
    );
}

#[test]
fn a_close_call_is_left_to_the_asker_with_what_it_is_between() {
    let pack = pack("wpeh");
    let asked = "case is being handed over, does it need the meeting";
    assert_eq!(asked_in_november(&pack, asked).outcome, Outcome::Choice);
    let open = asked_in_november(&pack, "meeting or manager");
    assert_eq!(open.outcome, Outcome::Choice);
    assert!(open.found.len() > 1);
}

#[test]
fn danger_is_answered_without_asking_back() {
    let pack = pack("stepping_across");
    let answer = asked_in_november(&pack, "she's been hit and no manager is available");
    assert!(answer.urgent && answer.missing.is_none());
    let heard = |id: &str| answer.assumed.iter().find(|assumed| assumed.id == id);
    let manager = heard("safeguarding_manager_available").map(|assumed| assumed.value.clone());
    assert_eq!(manager, Some(Value::from(false)));
}
