//! Differences: what one version of a pack changes from another, entry by entry and field by field.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::Pack;
use super::check::KINDS;

/// What a new version does with one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The kind of entry, as files write it: `deadline`.
    pub kind: String,
    /// Its name; the pack's own for its header.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// The rules that it serves, in the newest version that has it.
    pub rules: Vec<String>,
    /// What becomes of it.
    #[serde(flatten)]
    pub what: What,
}

/// What becomes of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Gone,
    /// It says something else.
    Changed {
        /// The fields that differ.
        fields: Vec<Field>,
    },
}

/// A field that differs; `null` where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name, with dots for what lies within: `source.dated`.
    pub field: String,
    /// What it said.
    pub before: Value,
    /// What it says.
    pub after: Value,
}

/// Every difference, in the order of the kinds; within a kind what is gone, what is new and what changed, by name.
pub fn changes(old: &Pack, new: &Pack) -> Vec<Change> {
    let (old, new) = (entries(old), entries(new));
    std::iter::once(&("pack", "id"))
        .chain(KINDS)
        .flat_map(|(kind, key)| of_kind(kind, key, list(&old, kind), list(&new, kind)))
        .collect()
}

/// Everything that the files of a pack say, by kind.
fn entries(pack: &Pack) -> Value {
    // Entries were read from text, so they can be written as JSON.
    serde_json::to_value(&pack.entries).unwrap_or_default()
}

fn list<'a>(entries: &'a Value, kind: &str) -> Vec<&'a Map<String, Value>> {
    match &entries[kind] {
        Value::Array(all) => all.iter().filter_map(Value::as_object).collect(),
        Value::Object(one) => vec![one],
        _ => Vec::new(),
    }
}

type Entry<'a> = &'a Map<String, Value>;

fn of_kind(kind: &str, key: &str, old: Vec<Entry>, new: Vec<Entry>) -> Vec<Change> {
    let names: BTreeSet<&str> = old
        .iter()
        .chain(&new)
        .filter_map(|entry| named(entry, key))
        .collect();
    let find = |list: &[Entry<'_>], name: &str| -> Option<Map<String, Value>> {
        let found = list.iter().find(|entry| named(entry, key) == Some(name));
        found.map(|entry| (*entry).clone())
    };
    let mut changes: Vec<_> = names
        .into_iter()
        .filter_map(|name| {
            let (before, after) = (find(&old, name), find(&new, name));
            let latest = after.as_ref().or(before.as_ref())?;
            let what = match (&before, &after) {
                (None, _) => What::Added,
                (_, None) => What::Gone,
                (Some(before), Some(after)) => What::Changed {
                    fields: fields(before, after),
                },
            };
            Some(Change {
                kind: kind.to_owned(),
                id: name.to_owned(),
                label: label(latest),
                rules: rules(latest),
                what,
            })
        })
        .filter(|change| !matches!(&change.what, What::Changed { fields } if fields.is_empty()))
        .collect();
    changes.sort_by_key(|change| match change.what {
        What::Gone => 0,
        What::Added => 1,
        What::Changed { .. } => 2,
    });
    changes
}

fn named<'a>(entry: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    entry.get(key)?.as_str()
}

/// What people call an entry: the first of the texts that name or say it.
fn label(entry: &Map<String, Value>) -> String {
    [
        "name", "label", "title", "message", "then", "text", "question", "reading", "meaning",
    ]
    .iter()
    .find_map(|key| entry.get(*key)?.as_str())
    .unwrap_or_default()
    .to_owned()
}

fn rules(entry: &Map<String, Value>) -> Vec<String> {
    match entry.get("rule") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => all
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// The fields that differ, one level of tables taken apart.
fn fields(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Field> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut found = Vec::new();
    for name in names {
        let value = |of: &Map<String, Value>| of.get(name).cloned().unwrap_or_default();
        match (value(before), value(after)) {
            (one, other) if one == other => {}
            (Value::Object(one), Value::Object(other)) => {
                found.extend(fields(&one, &other).into_iter().map(|inner| Field {
                    field: format!("{name}.{}", inner.field),
                    ..inner
                }));
            }
            (before, after) => found.push(Field {
                field: name.clone(),
                before,
                after,
            }),
        }
    }
    found
}
