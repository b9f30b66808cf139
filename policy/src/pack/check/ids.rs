//! Names: one header, no id twice, and none that conditions could not use.

use std::collections::BTreeMap;

use super::{Draft, Spot};
use crate::expression::{FUNCTIONS, VARIABLES};
use crate::pack::finding::{Finding, Severity};

/// Every kind of entry with the key that names one.
pub(in crate::pack) const KINDS: &[(&str, &str)] = &[
    ("rule", "id"),
    ("service", "id"),
    ("role", "id"),
    ("fact", "id"),
    ("pathway", "id"),
    ("matter", "id"),
    ("rota", "id"),
    ("gate", "id"),
    ("item", "id"),
    ("deadline", "id"),
    ("call_ladder", "id"),
    ("nudge_plan", "id"),
    ("forum", "id"),
    ("ladder", "id"),
    ("reason", "id"),
    ("notice", "id"),
    ("responsibility", "id"),
    ("task_list", "id"),
    ("tracking", "id"),
    ("family", "id"),
    ("advice", "id"),
    ("route", "id"),
    ("conflict", "id"),
    ("guidance", "id"),
    ("contact_point", "id"),
    ("term", "term"),
];

/// Words that CEL keeps for itself, and its types.
const RESERVED: [&str; 29] = [
    "as",
    "bool",
    "break",
    "bytes",
    "const",
    "continue",
    "double",
    "else",
    "false",
    "for",
    "function",
    "if",
    "import",
    "in",
    "int",
    "let",
    "list",
    "loop",
    "map",
    "namespace",
    "null",
    "package",
    "return",
    "string",
    "true",
    "type",
    "uint",
    "var",
    "void",
];

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = headers(draft);
    for (kind, key) in KINDS {
        let names: Vec<_> = draft
            .raw(kind)
            .iter()
            .map(|entry| entry.below(key))
            .collect();
        findings.extend(twice(kind, &names));
        if !matches!(*kind, "rule" | "term") {
            findings.extend(names.iter().filter_map(form));
        }
    }
    let facts = draft.raw("fact");
    findings.extend(facts.iter().filter_map(|fact| taken(&fact.below("id"))));
    findings.extend(
        draft
            .raw("gate")
            .iter()
            .filter_map(|gate| own(&gate.below("id"))),
    );
    for fact in &facts {
        let choices: Vec<_> = fact.each("choices/*/id");
        findings.extend(twice("choice", &choices));
    }
    findings
}

fn headers(draft: &Draft<'_>) -> Vec<Finding> {
    let headers = draft.raw("pack");
    match headers.as_slice() {
        [] => vec![Finding {
            severity: Severity::Mistake,
            file: "pack.toml".into(),
            line: 1,
            column: 1,
            message: "the pack has no header".into(),
            expected: Some("a table `[pack]` in one of the files".into()),
        }],
        [_, more @ ..] => more
            .iter()
            .map(|header| {
                header.mistake(
                    "the pack has another header already",
                    "one table `[pack]` in all files",
                )
            })
            .collect(),
    }
}

fn twice(kind: &str, names: &[Spot<'_>]) -> Vec<Finding> {
    let mut seen = BTreeMap::new();
    let mut findings = Vec::new();
    for spot in names {
        let Some(name) = spot.text() else { continue };
        if let Some(file) = seen.insert(name, &spot.source.file) {
            let message = format!("another {kind} is named `{name}` already, in {file}");
            findings.push(spot.mistake(message, "a name of its own"));
        }
    }
    findings
}

fn form(spot: &Spot<'_>) -> Option<Finding> {
    let name = spot.text()?;
    let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    (!is_plain).then(|| {
        let expected = "small letters, digits and `_`, a letter first";
        spot.mistake(format!("`{name}` cannot be a name"), expected)
    })
}

fn taken(spot: &Spot<'_>) -> Option<Finding> {
    let name = spot.text()?;
    let is_taken =
        RESERVED.contains(&name) || VARIABLES.contains(&name) || FUNCTIONS.contains(&name);
    is_taken.then(|| {
        spot.mistake(
            format!("conditions know `{name}` as something else"),
            "another name for the fact",
        )
    })
}

/// Gates that every pathway has of its own.
const OWN_GATES: [&str; 3] = ["discussion", "meeting", "pathway"];

fn own(spot: &Spot<'_>) -> Option<Finding> {
    let name = spot.text()?;
    let message = format!("pathways have a gate `{name}` of their own");
    OWN_GATES
        .contains(&name)
        .then(|| spot.mistake(message, "another name for the gate"))
}
