//! No number is ever shown that is not among the authority's contact points.

use std::collections::BTreeSet;
use std::path::Path;

use policy::fact::Facts;
use policy::guidance::{Asked, Index, answer as find};
use policy::phone;
use serde_json::Value;

use super::*;
use crate::procedures::calendar_of;

/// Every pack in the binary.
fn packs() -> Vec<Pack> {
    let borrowed = Borrowed {
        rrule: |_| Ok(()),
        today: "2026-12-02".parse().unwrap(),
    };
    let all = builtin::files().into_values();
    all.map(|files| read(&files, &borrowed).0.unwrap())
        .collect()
}

/// Every text within a body.
fn texts(body: &Value) -> Vec<&str> {
    match body {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// The numbers that are shown somewhere in a body, as digits.
fn shown(body: &impl serde::Serialize) -> BTreeSet<String> {
    let body = serde_json::to_value(body).unwrap();
    let found = texts(&body).into_iter().flat_map(phone::numbers);
    found.map(phone::digits).collect()
}

fn configured(pack: &Pack, entered: &[Model]) -> BTreeSet<String> {
    let printed = pack.entries.contact_point.iter();
    let printed = printed.filter_map(|point| point.value.as_deref());
    let entered = entered.iter().filter_map(|row| row.value.as_deref());
    printed
        .chain(entered)
        .flat_map(phone::numbers)
        .map(phone::digits)
        .collect()
}

/// What people ask in one file of questions.
fn asked(file: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policy/questions");
    let text = std::fs::read_to_string(folder.join(format!("{file}.toml"))).unwrap();
    let asks: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("ask = "))
        .map(str::to_owned)
        .collect();
    assert!(asks.len() >= 60, "{file}: {}", asks.len());
    asks
}

#[test]
fn no_number_is_shown_that_is_not_among_the_contact_points() {
    for pack in packs() {
        let index = Index::new(&pack);
        let calendar = calendar_of(&pack).unwrap();
        let points = pack.entries.contact_point.iter();
        let desk = Desk {
            entered: points
                .map(|point| entered(&point.id, "01632 960555"))
                .collect(),
            ..desk(true)
        };
        let configured = configured(&pack, &desk.entered);
        let questions = asked(&pack.header.id)
            .into_iter()
            .chain(asked("adversarial"));
        let answers = questions.map(|question| {
            let question = Asked {
                question: &question,
                service: None,
                facts: Facts::new(),
                at: "2026-12-02T10:00:00Z".parse().unwrap(),
            };
            let found = find(&pack, &index, &calendar, &question);
            shown(&answer(&pack, &found, &desk))
        });
        let entries = pack.entries.guidance.iter();
        let entries = entries.map(|known| shown(&entry(&pack, known, 1.0, &desk)));
        for numbers in answers.chain(entries) {
            assert!(
                numbers.is_subset(&configured),
                "{}: {numbers:?}",
                pack.header.id
            );
        }
    }
}

#[test]
fn of_another_authority_no_number_is_shown_at_all() {
    for pack in packs() {
        for known in &pack.entries.guidance {
            let numbers = shown(&entry(&pack, known, 1.0, &desk(false)));
            assert!(numbers.is_empty(), "{}: {numbers:?}", known.id);
        }
    }
}
