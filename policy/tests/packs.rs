//! The built-in packs are sound, whole, and covered as `COVERAGE.md` says.
#![allow(clippy::unwrap_used)]

mod journeys;
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

/// Names of worked cases and journeys by rule, in the order of the files.
fn tests() -> BTreeMap<String, Vec<String>> {
    let mut tests: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for case in worked::cases().into_values().flatten() {
        for rule in case.rule {
            tests.entry(rule).or_default().push(case.name.clone());
        }
    }
    for (name, rules) in journeys::named() {
        for rule in rules {
            let journey = format!("journey: {name}");
            tests.entry(rule).or_default().push(journey);
        }
    }
    tests
}

/// By pack, kind and id the file in which an entry stands.
fn files() -> BTreeMap<(String, String, String), String> {
    let mut found = BTreeMap::new();
    for (pack, files) in builtin::files() {
        for (file, text) in files {
            let document: toml_edit::Document<String> = text.parse().unwrap();
            for (kind, item) in document.iter() {
                let tables = item.as_array_of_tables().into_iter().flatten();
                for entry in tables {
                    let name = ["id", "term"]
                        .iter()
                        .find_map(|key| entry.get(key)?.as_str());
                    let place = (
                        pack.clone(),
                        kind.to_owned(),
                        name.unwrap_or_default().to_owned(),
                    );
                    found.insert(place, file.clone());
                }
            }
        }
    }
    found
}

fn file_of(
    files: &BTreeMap<(String, String, String), String>,
    pack: &Pack,
    kind: &str,
    id: &str,
) -> String {
    // A discussion stands with its pathway, and the header in the file that is named after it.
    let kind = if kind == "discussion" {
        "pathway"
    } else {
        kind
    };
    let place = (pack.header.id.clone(), kind.to_owned(), id.to_owned());
    files
        .get(&place)
        .map_or("pack.toml", String::as_str)
        .to_owned()
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
fn every_binding_rule_that_is_executed_is_tried() {
    let tests = tests();
    let untried: Vec<_> = PACKS
        .iter()
        .flat_map(|pack| coverage::rows(pack, &tests))
        .filter(|row| matches!(row.strength, Strength::Must | Strength::FirmShould))
        .filter(|row| row.how == How::Executed && row.tested_by.is_empty())
        .map(|row| row.rule)
        .collect();
    assert!(
        untried.is_empty(),
        "no case and no journey tries {untried:?}"
    );
}

#[test]
fn worked_cases_and_journeys_name_rules_that_there_are() {
    for (rule, cases) in tests() {
        assert!(
            PACKS.iter().any(|pack| pack.rule(&rule).is_some()),
            "{rule} of {cases:?}"
        );
    }
}

#[test]
fn the_coverage_table_is_up_to_date() {
    let files = files();
    let packs: Vec<_> = PACKS.iter().collect();
    let table = coverage::table(&packs, &tests(), &|pack, kind, id| {
        file_of(&files, pack, kind, id)
    });
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
