//! The procedure is data: nothing that only one authority's pack says stands in the code.
//!
//! What is looked for is read from the packs, so a new pack is covered at once. A name that two procedures share is a
//! word of the field (`team_manager`), and so is one that an invented procedure, the pack format or the map of this
//! project uses (`joint_visit`); any other is that authority's own. Abbreviations (`ABC`), ids of rules, ids of packs and
//! the digits of numbers are an authority's own however many share them. Names are looked for in quotation marks; a single
//! small word (`navigation`) only where it fills them: anywhere else it is English, as are words of two letters.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use policy::pack::builtin;
use policy::pack::read::{Borrowed, read};

/// Keys whose texts name something.
const NAMING: [&str; 4] = ["id", "name", "term", "expansion"];

/// Kinds of entry whose own words are names; those of others are sentences.
const NAMED: [&str; 12] = [
    "pack", "service", "role", "fact", "pathway", "matter", "gate", "item", "deadline", "forum",
    "ladder", "term",
];

/// Fewest digits of a telephone number.
const DIGITS: usize = 6;

/// What belongs to authorities, by what shows it.
#[derive(Default)]
struct Own {
    /// Names, in small letters, by their first word.
    names: BTreeMap<String, Vec<Vec<String>>>,
    /// Single small words, for whole texts in quotation marks.
    words: BTreeSet<String>,
    abbreviations: BTreeSet<String>,
    prefixes: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

fn own() -> Own {
    let mut own = Own::default();
    let mut packs_with: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, files) in builtin::files() {
        let borrowed = Borrowed {
            rrule: |_| Ok(()),
            today: "2026-11-23".parse().unwrap(),
        };
        let pack = read(&files, &borrowed).0.unwrap();
        own.words.insert(id.clone());
        own.names.entry(id.clone()).or_default().push(words(&id));
        for rule in &pack.entries.rule {
            let (prefix, _) = rule.id.split_once('-').unwrap();
            own.prefixes.insert(prefix.to_owned());
        }
        let entries = serde_json::to_value(&pack.entries).unwrap();
        for kind in NAMED {
            let mut found = Vec::new();
            names(&entries[kind], &mut found);
            for name in found {
                packs_with.entry(name).or_default().insert(id.clone());
            }
        }
        for point in &pack.entries.contact_point {
            own.numbers.extend(point.value.as_deref().and_then(number));
        }
    }
    let field = words_of_the_field();
    for (name, packs) in packs_with {
        own.abbreviations.extend(abbreviations(&name));
        let parts = words(&name);
        match parts.as_slice() {
            _ if packs.len() > 1 || field.contains(&plain(&name)) => {}
            [] => {}
            [only] if !only.contains('_') => {
                if only.len() >= 3 {
                    own.words.insert(only.clone());
                }
            }
            [first, ..] => own
                .names
                .entry(first.clone())
                .or_default()
                .push(parts.clone()),
        }
    }
    own
}

/// Everything that an invented procedure, the pack format and the map say, as one line of words.
fn words_of_the_field() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut text = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    for folder in ["tests/fixtures/packs/quayside", "api/src/cli/packs/first"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            text.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
        }
    }
    written(&policy::pack::read::schema(), &mut text);
    let events = policy::transfer::EVENTS.iter().map(|(event, _)| *event);
    text.extend(events.flat_map(|event| [" ", event]));
    plain(&text)
}

/// Keys and choices of the format; not what its descriptions give as examples.
fn written(schema: &serde_json::Value, text: &mut String) {
    match schema {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                text.push(' ');
                text.push_str(key);
                let choices = match key.as_str() {
                    "const" => vec![value],
                    "enum" => value.as_array().into_iter().flatten().collect(),
                    _ => Vec::new(),
                };
                text.extend(
                    choices
                        .iter()
                        .filter_map(|one| one.as_str())
                        .flat_map(|one| [" ", one]),
                );
                written(value, text);
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|one| written(one, text)),
        _ => {}
    }
}

/// Words with one space around each, `_` being one.
fn plain(text: &str) -> String {
    format!(" {} ", words(&text.replace('_', " ")).join(" "))
}

fn names(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(all) => all.iter().for_each(|one| names(one, found)),
        serde_json::Value::Object(entry) => {
            for key in NAMING {
                match entry.get(key) {
                    Some(serde_json::Value::String(text)) => found.push(text.clone()),
                    Some(serde_json::Value::Array(all)) => {
                        found.extend(all.iter().filter_map(|one| Some(one.as_str()?.to_owned())));
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Words of a text, in small letters; `_` belongs to a word.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Words of at least three capitals; shorter ones are too often something else.
fn abbreviations(text: &str) -> impl Iterator<Item = String> {
    let all = text.split(|c: char| !c.is_alphanumeric());
    all.filter(|word| word.len() >= 3 && word.chars().all(|c| c.is_ascii_uppercase()))
        .map(str::to_owned)
}

fn number(value: &str) -> Option<String> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= DIGITS).then_some(digits)
}

/// The code of a file: without its comments, and without the tests at its end.
fn code(text: &str) -> String {
    let lines = text.lines().take_while(|line| *line != "#[cfg(test)]");
    let code = lines.map(without_comment).collect::<Vec<_>>().join("\n");
    code.replace("'\"'", "").replace("\\\"", "")
}

/// A line up to its comment; the slashes of an address begin none.
fn without_comment(line: &str) -> &str {
    let mut starts = line.match_indices("//");
    let comment = starts.find(|(at, _)| !line[..*at].ends_with(':'));
    comment.map_or(line, |(at, _)| &line[..at])
}

/// The texts in quotation marks; the marks themselves, as a character or within a text, have been left out of the code.
fn quoted(code: &str) -> impl Iterator<Item = &str> {
    code.split('"').skip(1).step_by(2)
}

fn found_in(code: &str, own: &Own) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in quoted(code).map(words) {
        for (at, word) in text.iter().enumerate() {
            let candidates = own.names.get(word).into_iter().flatten();
            let here = candidates.filter(|name| text[at..].starts_with(name));
            found.extend(here.map(|name| name.join(" ")));
        }
    }
    for word in code.split(|c: char| !c.is_alphanumeric()) {
        if own.abbreviations.contains(word) {
            found.insert(word.to_owned());
        }
    }
    for quoted in quoted(code) {
        if own.words.contains(&quoted.to_lowercase()) {
            found.insert(format!("\"{quoted}\""));
        }
        let number: String = quoted.chars().filter(char::is_ascii_digit).collect();
        if own.numbers.contains(&number) {
            found.insert(number);
        }
    }
    for prefix in &own.prefixes {
        let begins = format!("{prefix}-");
        let ids = code.match_indices(&begins).filter(|(at, _)| {
            code[at + prefix.len() + 1..].starts_with(|c: char| c.is_ascii_digit())
        });
        found.extend(ids.map(|(at, _)| code[at..at + prefix.len() + 2].to_owned()));
    }
    found
}

/// Every Rust file that is no test.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_test = name == "tests"
            || name == "benches"
            || name.starts_with("tests.")
            || name == "target"
            || name.starts_with('.');
        if is_test {
            continue;
        }
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_line_of_code_knows_an_authority() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    sources(root, &mut files);
    assert!(
        files.len() > 200,
        "the code is there: {} files",
        files.len()
    );
    let own = own();
    let mut hits = Vec::new();
    for path in files {
        let found = found_in(&code(&fs::read_to_string(&path).unwrap()), &own);
        if !found.is_empty() {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            hits.push(format!(
                "{name}: {}",
                found.into_iter().collect::<Vec<_>>().join(", ")
            ));
        }
    }
    assert!(
        hits.is_empty(),
        "the code names what belongs to packs:\n{}",
        hits.join("\n")
    );
}

#[test]
fn what_belongs_to_a_pack_is_found_wherever_it_hides() {
    let own = own();
    for line in [
        "let team = \"families_first\";",
        "if service == \"Customer First\" { }",
        "const WHO: &str = \"ask the MASH\";",
        "match rule { \"DUR-12\" => 5 }",
        "let phone = \"01473 263200\";",
        "load(\"durham\")",
    ] {
        assert!(!found_in(line, &own).is_empty(), "{line}");
    }
    for line in [
        "let service = team.service;",
        "// DUR-12",
        "\"team_manager\"",
        "let navigation = 1;",
    ] {
        assert_eq!(found_in(&code(line), &own), BTreeSet::new(), "{line}");
    }
}
