//! What questions tell of facts.

use super::*;
use crate::guidance::tests::pack;

/// What a question tells of one fact of a pack.
#[track_caller]
fn check(id: &str, question: &str, fact: &str, expected: Option<Value>) {
    let language = Language::english();
    let hearing = Hearing::new(&pack(id), language);
    let told = hearing.facts(&words::known(question, language), language);
    assert_eq!(told.get(fact), expected.as_ref(), "{question}");
}

#[test]
fn a_yes_and_a_no_are_heard_and_a_question_tells_neither() {
    for (question, expected) in [
        ("my manager is here with me", Some(true)),
        ("I got hold of the manager", Some(true)),
        ("manager is not answering", Some(false)),
        ("I can't get hold of my team manager", Some(false)),
        ("no manager about", Some(false)),
        ("the manager isn't available", Some(false)),
        ("who are the managers that must talk", None),
    ] {
        let expected = expected.map(Value::from);
        check(
            "stepping_across",
            question,
            "safeguarding_manager_available",
            expected,
        );
    }
}

#[test]
fn what_happened_is_told_apart_from_what_is_feared() {
    for (question, expected) in [
        ("there has been an incident at home", Some(true)),
        ("something has already happened to her", Some(true)),
        ("nothing has happened, I'm only worried", Some(false)),
        ("I'm worried it might happen", Some(false)),
        ("how do I move a case", None),
    ] {
        let expected = expected.map(Value::from);
        check(
            "stepping_across",
            question,
            "incident_has_happened",
            expected,
        );
    }
}

#[test]
fn one_choice_is_heard_and_of_two_neither() {
    for (question, expected) in [
        ("it's a one point case", Some("ops")),
        (
            "we are Families First, who takes it",
            Some("families_first"),
        ),
        ("it is not open to anyone", Some("nobody")),
        ("one point has it and LAC holds the brother", None),
    ] {
        check(
            "durham",
            question,
            "case_held_by",
            expected.map(Value::from),
        );
    }
    check(
        "suffolk",
        "it's not urgent",
        "urgency",
        Some(Value::from("none")),
    );
    check(
        "suffolk",
        "this is an emergency",
        "urgency",
        Some(Value::from("emergency")),
    );
}
