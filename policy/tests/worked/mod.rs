//! Worked cases: practitioners' examples as `policy/cases` writes them, one file a pack.
#![allow(dead_code, reason = "each test target uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use policy::fact::Facts;
use serde::Deserialize;
use serde_json::Value;
use toml_edit::{Document, Item, TableLike};

/// One example: what is given, and what the procedure makes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) rule: Vec<String>,
    pub(crate) pathway: Option<String>,
    #[serde(default = "a_monday_morning")]
    pub(crate) at: DateTime<Utc>,
    pub(crate) planned_on: Option<NaiveDate>,
    #[serde(default)]
    pub(crate) facts: Facts,
    #[serde(default)]
    pub(crate) recorded: BTreeMap<String, DateTime<Utc>>,
    #[serde(default)]
    pub(crate) siblings: Vec<Facts>,
    #[serde(default)]
    pub(crate) events: Vec<Event>,
    pub(crate) expect: Expect,
}

fn a_monday_morning() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().expect("an instant")
}

/// What has happened, and when; `item:ID` for an item done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event {
    pub(crate) event: String,
    pub(crate) at: DateTime<Utc>,
}

/// What must come out; what is not named may be anything.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Expect {
    /// By id an instant, `immediate` or `none`.
    pub(crate) deadlines: BTreeMap<String, String>,
    /// By id, or `id@action`: `passes`, `warns`, `blocks`, `lacks_fact` or `absent`.
    pub(crate) gates: BTreeMap<String, String>,
    /// By id: `blocking`, `advisory` or `absent`.
    pub(crate) items: BTreeMap<String, String>,
    /// Pathways that are recommended, perhaps among others.
    pub(crate) recommended: Vec<String>,
    /// By route or pathway: `urgent`, `goes`, `stays`, `held`, `discuss` or `absent`.
    pub(crate) routes: BTreeMap<String, String>,
    /// Clashes that need a discussion: these and no others. Where none is named, any may be.
    pub(crate) conflicts: Option<Vec<String>>,
    /// By id, `applies` or `absent`.
    pub(crate) responsibilities: BTreeMap<String, String>,
    /// The first questions, in their order.
    pub(crate) asks: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// Every worked case of the built-in packs, by the id of the pack that its file or its folder is named after.
pub(crate) fn cases() -> BTreeMap<String, Vec<Case>> {
    cases_in("cases")
}

fn cases_in(folder: &str) -> BTreeMap<String, Vec<Case>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut cases: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for path in files(&folder) {
        let name = path.strip_prefix(&folder).expect("a file of the folder");
        let pack = name.components().next().expect("a name").as_os_str();
        let pack = Path::new(pack).file_stem().and_then(|stem| stem.to_str());
        let text = fs::read_to_string(&path).expect("a text");
        let found = parse(&name.to_string_lossy(), text);
        let pack = pack.expect("a plain name").to_owned();
        cases.entry(pack).or_default().extend(found);
    }
    cases
}

/// Every TOML file of a folder and of those below it, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of cases is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort_by_key(|path| path.with_extension(""));
    let found = paths.into_iter().flat_map(|path| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    });
    found
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect()
}

fn parse(name: &str, text: String) -> Vec<Case> {
    let document = Document::parse(text).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
    let file: File = serde_json::from_value(table(document.as_table()))
        .unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
    file.case
}

fn table(table: &dyn TableLike) -> Value {
    table
        .iter()
        .map(|(key, item)| (key.to_owned(), value(item)))
        .collect()
}

fn value(item: &Item) -> Value {
    match item {
        Item::None => Value::Null,
        Item::Table(inner) => table(inner),
        Item::ArrayOfTables(tables) => tables.iter().map(|inner| table(inner)).collect(),
        Item::Value(found) => match found {
            toml_edit::Value::String(text) => text.value().as_str().into(),
            toml_edit::Value::Integer(number) => (*number.value()).into(),
            toml_edit::Value::Float(number) => (*number.value()).into(),
            toml_edit::Value::Boolean(yes) => (*yes.value()).into(),
            toml_edit::Value::Datetime(at) => at.value().to_string().into(),
            toml_edit::Value::Array(values) => values
                .iter()
                .map(|inner| value(&inner.clone().into()))
                .collect(),
            toml_edit::Value::InlineTable(inner) => table(inner),
        },
    }
}
