//! Facts: typed items of knowledge that a pack declares and asks for.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde_json::Value;
use thiserror::Error;

use crate::pack::format::{Fact, FactKind};

/// What is known, by fact id: booleans, whole numbers, and texts (dates as `2026-12-22`, instants as `2026-12-22T09:00:00Z`).
pub type Facts = BTreeMap<String, Value>;

/// Why a value cannot be taken for a fact.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FactProblem {
    /// The pack declares no such fact.
    #[error("the procedure knows no fact `{id}`")]
    Unknown {
        /// What was given.
        id: String,
    },
    /// The value is of another type, or no choice of the fact.
    #[error("this is not a value that `{id}` takes")]
    Expected {
        /// The fact.
        id: String,
        /// What it takes, in words.
        expected: String,
    },
}

/// The value as it is kept: instants in UTC to the second, everything else as given.
///
/// # Errors
///
/// [`FactProblem::Expected`] where the value is not of the fact's type.
pub fn read(fact: &Fact, value: &Value) -> Result<Value, FactProblem> {
    let read = match (fact.kind, value) {
        (FactKind::Bool, Value::Bool(_)) => Some(value.clone()),
        (FactKind::Integer, Value::Number(n)) if n.is_i64() => Some(value.clone()),
        (FactKind::Date, Value::String(text)) => date(text).map(|d| Value::from(d.to_string())),
        (FactKind::Instant, Value::String(text)) => instant(text).map(|at| Value::from(utc(at))),
        (FactKind::Choice, Value::String(text)) => fact
            .choices
            .iter()
            .any(|choice| &choice.id == text)
            .then(|| value.clone()),
        (FactKind::Text, Value::String(_)) => Some(value.clone()),
        _ => None,
    };
    read.ok_or_else(|| FactProblem::Expected {
        id: fact.id.clone(),
        expected: expected(fact),
    })
}

/// What a fact takes, in words: `a date such as "2026-12-22"`.
pub fn expected(fact: &Fact) -> String {
    match fact.kind {
        FactKind::Bool => "true or false".into(),
        FactKind::Integer => "a whole number".into(),
        FactKind::Date => "a date such as \"2026-12-22\"".into(),
        FactKind::Instant => "an instant such as \"2026-12-22T09:00:00Z\"".into(),
        FactKind::Text => "text".into(),
        FactKind::Choice => {
            let ids: Vec<_> = fact
                .choices
                .iter()
                .map(|c| format!("\"{}\"", c.id))
                .collect();
            format!("one of {}", ids.join(", "))
        }
    }
}

/// A civil date from its text, `2026-12-22`.
pub fn date(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// An instant from its RFC 3339 text.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|at| at.to_utc())
}

/// An instant as expressions see it: UTC to the second, so that texts compare in order.
pub fn utc(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
