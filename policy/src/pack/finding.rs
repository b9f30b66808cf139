//! Findings: what is wrong with a pack or suspicious about it, and where.

use std::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack cannot be used until it is put right.
    Mistake,
    /// The pack can be used; someone should look.
    Suspicion,
}

/// One thing that is wrong or suspicious.
///
/// Reads `gates.toml:12:1: mistake: unknown fact `ag`; expected `age``.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What was expected instead, where that can be said.
    pub expected: Option<String>,
}

impl Finding {
    /// Whether the pack cannot be used because of it.
    pub fn is_mistake(&self) -> bool {
        self.severity == Severity::Mistake
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.severity {
            Severity::Mistake => "mistake",
            Severity::Suspicion => "suspicion",
        };
        write!(
            f,
            "{}:{}:{}: {kind}: {}",
            self.file, self.line, self.column, self.message
        )?;
        match &self.expected {
            Some(expected) => write!(f, "; expected {expected}"),
            None => Ok(()),
        }
    }
}

/// The declared name most like a misspelt one, where one is close enough.
pub(crate) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len().max(name.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "`a`", "`a` or `b`", "one of `a`, `b`, `c`": at most twelve of them.
pub(crate) fn choices<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing, for none is declared".into(),
        [one] => one.clone(),
        [one, other] => format!("{one} or {other}"),
        many if many.len() > 12 => format!(
            "one of {} and {} more",
            many[..12].join(", "),
            many.len() - 12
        ),
        many => format!("one of {}", many.join(", ")),
    }
}
