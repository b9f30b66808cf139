//! What is worked out, asked back, or left to the asker.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;
use crate::guidance::tests::{asked_in_november, pack, table};

/// A question, and what it comes to.
#[derive(Deserialize)]
struct Settling {
    pack: String,
    ask: String,
    #[serde(default)]
    dates: Vec<String>,
    missing: Option<String>,
    #[serde(default)]
    choice: bool,
    #[serde(default)]
    between: usize,
    #[serde(default)]
    urgent: bool,
    #[serde(default)]
    assumed: BTreeMap<String, Value>,
}

#[test]
fn dates_are_worked_out_what_is_missing_is_asked_and_a_close_call_is_left_to_the_asker() {
    let settled = include_str!("../../../tests/guidance/settled.toml");
    let questions: Vec<Settling> = table(settled, "asked");
    for expected in questions {
        let (pack, ask) = (pack(&expected.pack), &expected.ask);
        let answer = asked_in_november(&pack, ask);
        let days = answer.reckoned.iter().filter_map(|one| one.on);
        let dates: Vec<_> = days.map(|day| day.to_string()).collect();
        let missing = answer.missing.map(|missing| missing.fact.id.clone());
        assert_eq!(dates, expected.dates, "{ask}");
        let is_choice = answer.outcome == Outcome::Choice;
        assert_eq!(is_choice, expected.choice, "{ask}");
        assert!(answer.found.len() >= expected.between, "{ask}");
        assert_eq!(answer.urgent, expected.urgent, "{ask}");
        if !expected.choice || expected.missing.is_some() {
            assert_eq!(missing, expected.missing, "{ask}");
        }
        for (id, value) in expected.assumed {
            let mut assumed = answer.assumed.iter();
            let assumed = assumed.find(|assumed| assumed.id == id);
            assert_eq!(assumed.map(|one| &one.value), Some(&value), "{ask}");
        }
    }
}
