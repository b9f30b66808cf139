//! Worked cases: practitioners' examples as `policy/cases` writes them, one file a pack.
#![allow(dead_code, reason = "each test target uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use policy::fact::Facts;
use policy::transfer::State;
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
    /// The matter of its own that is meant, instead of a pathway.
    pub(crate) matter: Option<String>,
    /// What is decided in it.
    #[serde(default)]
    pub(crate) decision: String,
    /// Whether a team holds the case: `open` or `closed`.
    pub(crate) case: Option<Held>,
    /// The calls about the child, earliest first; the last is the one that was just logged.
    #[serde(default)]
    pub(crate) contacts: Vec<Call>,
    /// Somebody who is away.
    pub(crate) absence: Option<Away>,
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
    /// Where the transfer stands, for what is said of one that is open.
    #[serde(default = "requested")]
    pub(crate) state: State,
    /// The day to which its landing is moved.
    pub(crate) moved_to: Option<NaiveDate>,
    /// Tasks that one side named to the other, or both agreed.
    #[serde(default)]
    pub(crate) tasks: Vec<NamedTask>,
    /// Reviews after landing, earliest first.
    #[serde(default)]
    pub(crate) reviews: Vec<Reviewed>,
    pub(crate) expect: Expect,
}

fn requested() -> State {
    State::Requested
}

fn a_monday_morning() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().expect("an instant")
}

/// Whether a team holds the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Held {
    Open,
    Closed,
}

/// A call about the child, with what was recorded of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    pub(crate) at: DateTime<Utc>,
    #[serde(default)]
    pub(crate) urgent: bool,
    #[serde(default)]
    pub(crate) referral: bool,
    #[serde(default)]
    pub(crate) facts: Facts,
}

/// Somebody who is away, from the first day to the last, where that is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Away {
    pub(crate) from: NaiveDate,
    pub(crate) until: Option<NaiveDate>,
}

/// A task of a list, with the day that was named for it or agreed instead.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamedTask {
    pub(crate) list: String,
    pub(crate) raised_at: DateTime<Utc>,
    pub(crate) due_on: Option<NaiveDate>,
    pub(crate) agreed_on: Option<NaiveDate>,
    pub(crate) done_at: Option<DateTime<Utc>>,
}

/// A review after landing, and what it recorded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reviewed {
    pub(crate) at: DateTime<Utc>,
    pub(crate) outcome: String,
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
    /// Matters that the last call or the absence opens, perhaps among others.
    pub(crate) opens: Vec<String>,
    /// Matters that it does not open.
    pub(crate) does_not_open: Vec<String>,
    /// By route or pathway: `urgent`, `goes`, `stays`, `held`, `discuss` or `absent`.
    pub(crate) routes: BTreeMap<String, String>,
    /// Clashes that need a discussion: these and no others. Where none is named, any may be.
    pub(crate) conflicts: Option<Vec<String>>,
    /// By id, `applies` or `absent`.
    pub(crate) responsibilities: BTreeMap<String, String>,
    /// The first questions, in their order.
    pub(crate) asks: Vec<String>,
    /// Of each task in its order: the instant at which it is due, `met` or `none`.
    pub(crate) tasks: Vec<String>,
    /// What both sides are told when the planned day is moved, by gate or item: `passes, then warns`. These and no others.
    pub(crate) flips: BTreeMap<String, String>,
    /// After landing: the outcome that was recorded, the meeting that looks again, or `nobody`.
    pub(crate) followed: Option<String>,
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
