//! A file of a pack as it was written: its values, and where each of them stands.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value};
use toml_edit::{Document, Item, TableLike, Value as TomlValue};

use crate::pack::finding::{Finding, Severity};

/// One parsed file.
///
/// Values are addressed by JSON pointer: `/gate/0/require`.
#[derive(Debug)]
pub(crate) struct Source {
    /// Name of the file.
    pub(crate) file: String,
    /// What the file says.
    pub(crate) value: Value,
    text: String,
    values: BTreeMap<String, Range<usize>>,
    keys: BTreeMap<String, Range<usize>>,
}

impl Source {
    /// Parse one file.
    ///
    /// # Errors
    ///
    /// The first place at which it is not TOML.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, Finding> {
        let document = Document::parse(text.to_owned()).map_err(|wrong| {
            let (line, column) = line_and_column(text, wrong.span().map_or(0, |span| span.start));
            let (message, expected) = split_expected(wrong.message());
            finding(
                Severity::Mistake,
                file,
                (line, column),
                format!("not TOML: {message}"),
                expected,
            )
        })?;
        let mut source = Self {
            file: file.to_owned(),
            value: Value::Null,
            text: text.to_owned(),
            values: BTreeMap::new(),
            keys: BTreeMap::new(),
        };
        source.value = source.table(document.as_table(), "");
        Ok(source)
    }

    /// A finding at a value; where it is absent, at what it is absent from.
    pub(crate) fn at(
        &self,
        severity: Severity,
        pointer: &str,
        message: String,
        expected: Option<String>,
    ) -> Finding {
        let place = line_and_column(&self.text, self.start(pointer));
        finding(severity, &self.file, place, message, expected)
    }

    /// A finding at a key.
    pub(crate) fn at_key(
        &self,
        pointer: &str,
        message: String,
        expected: Option<String>,
    ) -> Finding {
        let start = self
            .keys
            .get(pointer)
            .map_or_else(|| self.start(pointer), |span| span.start);
        finding(
            Severity::Mistake,
            &self.file,
            line_and_column(&self.text, start),
            message,
            expected,
        )
    }

    /// A finding inside a text: `offset` counts the characters of `within`, the text's value.
    pub(crate) fn inside(
        &self,
        severity: Severity,
        pointer: &str,
        (within, offset): (&str, usize),
        message: String,
        expected: Option<String>,
    ) -> Finding {
        let span = self.values.get(pointer).cloned().unwrap_or(0..0);
        let written = self.text.get(span.clone()).unwrap_or_default();
        let skipped: usize = within.chars().take(offset).map(char::len_utf8).sum();
        let start = written
            .find(within)
            .map_or(span.start, |found| span.start + found + skipped);
        finding(
            severity,
            &self.file,
            line_and_column(&self.text, start),
            message,
            expected,
        )
    }

    fn start(&self, pointer: &str) -> usize {
        let mut pointer = pointer;
        loop {
            if let Some(span) = self.values.get(pointer) {
                return span.start;
            }
            match pointer.rfind('/') {
                Some(end) => pointer = &pointer[..end],
                None => return 0,
            }
        }
    }

    fn table(&mut self, table: &dyn TableLike, pointer: &str) -> Value {
        let mut map = Map::new();
        for (name, item) in table.iter() {
            let below = format!("{pointer}/{}", escaped(name));
            if let Some(span) = table.key(name).and_then(toml_edit::Key::span) {
                self.keys.insert(below.clone(), span);
            }
            let value = self.item(item, &below);
            map.insert(name.to_owned(), value);
        }
        Value::Object(map)
    }

    fn item(&mut self, item: &Item, pointer: &str) -> Value {
        match item {
            Item::None => Value::Null,
            Item::Value(value) => self.value(value, pointer),
            Item::Table(table) => {
                self.note(pointer, table.span());
                self.table(table, pointer)
            }
            Item::ArrayOfTables(tables) => tables
                .iter()
                .enumerate()
                .map(|(index, table)| {
                    let below = format!("{pointer}/{index}");
                    self.note(&below, table.span());
                    self.table(table, &below)
                })
                .collect(),
        }
    }

    fn value(&mut self, value: &TomlValue, pointer: &str) -> Value {
        self.note(pointer, value.span());
        match value {
            TomlValue::String(text) => text.value().as_str().into(),
            TomlValue::Integer(number) => (*number.value()).into(),
            TomlValue::Float(number) => (*number.value()).into(),
            TomlValue::Boolean(yes) => (*yes.value()).into(),
            TomlValue::Datetime(at) => at.value().to_string().into(),
            TomlValue::Array(values) => values
                .iter()
                .enumerate()
                .map(|(index, value)| self.value(value, &format!("{pointer}/{index}")))
                .collect(),
            TomlValue::InlineTable(table) => self.table(table, pointer),
        }
    }

    fn note(&mut self, pointer: &str, span: Option<Range<usize>>) {
        if let Some(span) = span {
            self.values.insert(pointer.to_owned(), span);
        }
    }
}

/// The name of a key as JSON pointers write it.
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A finding at a line and column.
pub(crate) fn finding(
    severity: Severity,
    file: &str,
    (line, column): (usize, usize),
    message: String,
    expected: Option<String>,
) -> Finding {
    Finding {
        severity,
        file: file.to_owned(),
        line,
        column,
        message,
        expected,
    }
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// The parser joins what is wrong and what it expected with a comma.
fn split_expected(message: &str) -> (String, Option<String>) {
    match message.split_once(", expected ") {
        Some((wrong, expected)) => (wrong.to_owned(), Some(expected.to_owned())),
        None => (message.to_owned(), None),
    }
}
