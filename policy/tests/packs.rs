//! The built-in packs are sound, whole, and covered as `COVERAGE.md` says.
#![allow(clippy::unwrap_used)]

mod worked;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs};

use policy::coverage::{self, How};
use policy::pack::format::Strength;
use policy::pack::read::{self, Borrowed};
use policy::pack::{Pack, builtin, words};

fn borrowed() -> Borrowed {
    Borrowed {
        rrule: |_| Ok(()),
        today: "2026-11-23".parse().unwrap(),
    }
}

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    builtin::files()
        .iter()
        .map(|(id, files)| {
            let (pack, findings) = read::read(files, &borrowed());
            let mistakes = findings.iter().filter(|finding| finding.is_mistake());
            let listed: Vec<_> = mistakes.map(|mistake| format!("{id}/{mistake}")).collect();
            pack.unwrap_or_else(|| panic!("{id} is not sound:\n{}", listed.join("\n")))
        })
        .collect()
});

/// Names of worked cases by rule, in the order of the files.
fn tests() -> BTreeMap<String, Vec<String>> {
    let mut tests: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for case in worked::cases().into_values().flatten() {
        for rule in case.rule {
            tests.entry(rule).or_default().push(case.name.clone());
        }
    }
    tests
}

#[test]
fn every_built_in_pack_is_sound() {
    for (id, files) in builtin::files() {
        let (_, findings) = read::read(&files, &borrowed());
        findings
            .iter()
            .for_each(|finding| println!("{id}/{finding}"));
    }
    let ids: Vec<_> = PACKS.iter().map(|pack| pack.header.id.clone()).collect();
    let folders: Vec<_> = builtin::files().into_keys().collect();
    assert_eq!(ids, folders, "a pack's id is its folder's name");
}

#[test]
fn every_rule_is_executed_or_shown() {
    for pack in PACKS.iter() {
        for row in coverage::rows(pack, &BTreeMap::new()) {
            assert!(!row.places.is_empty(), "nothing serves {}", row.rule);
        }
    }
}

#[test]
fn what_is_only_said_is_shown() {
    let durham = PACKS
        .iter()
        .find(|pack| pack.header.id == "durham")
        .unwrap();
    let rows = coverage::rows(durham, &tests());
    let row = |id: &str| rows.iter().find(|row| row.rule == id).unwrap();
    assert_eq!(row("DUR-1").how, How::Shown, "what the document is");
    assert_eq!(row("DUR-12").how, How::Executed, "five working days");
    assert!(
        row("DUR-12")
            .places
            .contains(&("deadline", "case_moves".into()))
    );
}

#[test]
fn every_pack_restates_every_rule_of_its_catalogue() {
    use Strength::{FirmShould, Info, May, Must, Should};
    let catalogue = [
        (
            "durham",
            [
                (Must, 57),
                (FirmShould, 25),
                (Should, 9),
                (May, 4),
                (Info, 10),
            ],
        ),
        (
            "stepping_across",
            [
                (Must, 12),
                (FirmShould, 1),
                (Should, 8),
                (May, 3),
                (Info, 7),
            ],
        ),
        (
            "suffolk",
            [
                (Must, 52),
                (FirmShould, 7),
                (Should, 17),
                (May, 7),
                (Info, 10),
            ],
        ),
        (
            "bradford",
            [
                (Must, 48),
                (FirmShould, 12),
                (Should, 36),
                (May, 4),
                (Info, 12),
            ],
        ),
        (
            "wpeh",
            [
                (Must, 19),
                (FirmShould, 4),
                (Should, 17),
                (May, 0),
                (Info, 5),
            ],
        ),
    ];
    assert_eq!(PACKS.len(), catalogue.len());
    for (id, strengths) in catalogue {
        let pack = PACKS.iter().find(|pack| pack.header.id == id).unwrap();
        for (strength, expected) in strengths {
            let rules = &pack.entries.rule;
            let actual = rules
                .iter()
                .filter(|rule| rule.strength == strength)
                .count();
            assert_eq!(
                actual,
                expected,
                "{} rules of {id}",
                coverage::strength_name(strength)
            );
        }
    }
}

#[test]
fn worked_cases_name_rules_that_there_are() {
    for (rule, cases) in tests() {
        assert!(
            PACKS.iter().any(|pack| pack.rule(&rule).is_some()),
            "{rule} of {cases:?}"
        );
    }
}

#[test]
fn the_coverage_table_is_up_to_date() {
    let table = coverage::table(&PACKS.iter().collect::<Vec<_>>(), &tests());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("COVERAGE.md");
    if env::var_os("UPDATE_COVERAGE").is_some() {
        fs::write(&path, &table).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == table,
        "COVERAGE.md is out of date: run this test with UPDATE_COVERAGE=1"
    );
}

#[test]
fn every_pack_can_be_said_in_plain_words() {
    for pack in PACKS.iter() {
        let text = words::show(pack);
        for rule in &pack.entries.rule {
            assert!(text.contains(&rule.id), "{} is not said", rule.id);
        }
    }
}
