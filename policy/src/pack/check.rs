//! Checking a pack: what is wrong between its entries, and what is suspicious.

mod blanks;
mod circles;
mod conditions;
mod entries;
mod ids;
mod kinds;
mod ladders;
mod matters;
mod mentions;
mod names;
mod numbers;
mod references;
mod routes;
mod samples;
mod signatures;
mod strengths;
mod suspicions;
mod trial;
mod unused;
mod work;

use std::collections::BTreeMap;

use serde_json::Value;

use super::finding::{Finding, Severity};
use super::format::PackFile;
use super::read::Borrowed;
use super::read::source::Source;
use crate::expression::Expressions;

pub(super) use ids::KINDS;

/// A pack as far as it could be read.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    /// Its files as they were written, mistakes included.
    pub(crate) sources: &'a [Source],
    /// Every entry that has the right shape.
    pub(crate) entries: PackFile,
    /// Every condition that compiles.
    pub(crate) expressions: Expressions,
    /// By kind, the file and the pointer of each of `entries`, in their order.
    pub(crate) origins: BTreeMap<String, Vec<(usize, String)>>,
}

/// Everything that is wrong or suspicious beyond the shape of single entries; compiles the conditions.
pub(crate) fn check(draft: &mut Draft<'_>, borrowed: &Borrowed) -> Vec<Finding> {
    let mut findings = ids::check(draft);
    findings.extend(references::check(draft));
    findings.extend(entries::check(draft, borrowed));
    findings.extend(circles::check(draft));
    findings.extend(blanks::check(draft));
    findings.extend(ladders::check(draft));
    findings.extend(matters::check(draft));
    findings.extend(routes::check(draft));
    findings.extend(numbers::check(draft));
    findings.extend(work::check(draft));
    let conditions = conditions::check(draft);
    let are_sound = !conditions.iter().chain(&findings).any(Finding::is_mistake);
    findings.extend(conditions);
    findings.extend(suspicions::check(draft, borrowed));
    if are_sound {
        // Trial needs entries that can be relied on; what is wrong with them has been said already.
        findings.extend(trial::check(draft));
    }
    findings
}

/// A place in a file: an entry, or a value in one.
#[derive(Debug, Clone)]
pub(crate) struct Spot<'a> {
    source: &'a Source,
    pointer: String,
    value: Option<&'a Value>,
}

impl<'a> Spot<'a> {
    /// Everything in a file.
    fn whole(source: &'a Source) -> Self {
        Self {
            source,
            pointer: String::new(),
            value: Some(&source.value),
        }
    }

    /// The key or index under which it stands.
    fn key(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }

    /// The value that stands there.
    fn value(&self) -> &'a Value {
        self.value.unwrap_or(&Value::Null)
    }

    fn text(&self) -> Option<&'a str> {
        self.value().as_str()
    }

    /// A key or an index of this place.
    fn below(&self, key: &str) -> Self {
        let value = match self.value() {
            Value::Array(list) => key.parse::<usize>().ok().and_then(|index| list.get(index)),
            other => other.get(key),
        };
        Self {
            source: self.source,
            pointer: format!("{}/{key}", self.pointer),
            value,
        }
    }

    /// The values at a path below, where `*` stands for every value of a list; a list at its end gives its values.
    fn each(&self, path: &str) -> Vec<Self> {
        let mut spots = vec![self.clone()];
        for key in path.split('/') {
            spots = spots
                .iter()
                .flat_map(|spot| {
                    if key == "*" {
                        spot.values()
                    } else {
                        vec![spot.below(key)]
                    }
                })
                .collect();
        }
        spots
            .iter()
            .flat_map(|spot| {
                if spot.value().is_array() {
                    spot.values()
                } else {
                    vec![spot.clone()]
                }
            })
            .filter(|spot| spot.value.is_some())
            .collect()
    }

    fn values(&self) -> Vec<Self> {
        let length = self.value().as_array().map_or(0, Vec::len);
        (0..length)
            .map(|index| self.below(&index.to_string()))
            .collect()
    }

    fn mistake(&self, message: impl Into<String>, expected: impl Into<String>) -> Finding {
        self.source.at(
            Severity::Mistake,
            &self.pointer,
            message.into(),
            Some(expected.into()),
        )
    }

    fn suspicion(&self, message: impl Into<String>, expected: impl Into<String>) -> Finding {
        self.source.at(
            Severity::Suspicion,
            &self.pointer,
            message.into(),
            Some(expected.into()),
        )
    }

    /// A mistake at a character of the text that stands here.
    fn mistake_inside(&self, offset: usize, message: String, expected: Option<String>) -> Finding {
        let within = (self.text().unwrap_or_default(), offset);
        self.source
            .inside(Severity::Mistake, &self.pointer, within, message, expected)
    }
}

impl<'a> Draft<'a> {
    /// Every entry of a kind as it was written, in the order of the files.
    fn raw(&self, kind: &str) -> Vec<Spot<'a>> {
        self.sources
            .iter()
            .filter_map(|source| {
                let value = source.value.get(kind)?;
                let pointer = format!("/{kind}");
                Some(Spot {
                    source,
                    pointer,
                    value: Some(value),
                })
            })
            .flat_map(|spot| {
                if spot.value().is_array() {
                    spot.values()
                } else {
                    vec![spot]
                }
            })
            .collect()
    }

    /// Every id that entries of a kind declare, also those that are wrong otherwise.
    fn declared(&self, kind: &str) -> Vec<&'a str> {
        self.raw(kind)
            .iter()
            .filter_map(|entry| entry.value().get("id")?.as_str())
            .collect()
    }

    /// Where the `index`th of the well-shaped entries of a kind stands.
    fn origin(&self, kind: &str, index: usize) -> Spot<'a> {
        let (number, pointer) = &self.origins[kind][index];
        let source = &self.sources[*number];
        let value = source.value.pointer(pointer);
        Spot {
            source,
            pointer: pointer.clone(),
            value,
        }
    }
}
