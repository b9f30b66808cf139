//! Answers to questions: danger first, then the entries of the pack that speak of what was asked.
//!
//! Nothing is ever said here but the pack's own words and the few sentences of `language/`: the question is
//! read, never repeated. The same question to the same pack on the same day has the same answer.

mod alarm;
mod answer;
mod baseline;
mod concern;
mod courtesy;
mod danger;
mod fragments;
mod heard;
mod index;
mod language;
mod notices;
mod pattern;
mod reading;
mod reckoning;
mod score;
mod settle;
mod silence;
mod slips;
mod spelling;
mod terms;
mod times;
mod urgent;
mod voices;
mod words;

pub use answer::{Answer, Asked, Found, Outcome, TermFound, answer};
pub use baseline::Baseline;
pub use index::Index;
pub use notices::readings;
pub use reckoning::Reckoned;
pub use settle::{Assumed, Missing};

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::calendar::Calendar;
    use crate::fact::Facts;
    use crate::pack::Pack;
    use crate::pack::builtin;
    use crate::pack::read::{Borrowed, read};

    /// A built-in pack.
    pub(super) fn pack(id: &str) -> Pack {
        let borrowed = Borrowed {
            rrule: |_| Ok(()),
            today: "2026-11-23".parse().unwrap(),
        };
        read(&builtin::files()[id], &borrowed).0.unwrap()
    }

    /// The rows of one table of a file.
    pub(super) fn table<Row: serde::de::DeserializeOwned>(text: &str, name: &str) -> Vec<Row> {
        let mut file: BTreeMap<String, Vec<Row>> = toml_edit::de::from_str(text).unwrap();
        file.remove(name).unwrap()
    }

    /// What a pack answers on Monday 23 November 2026 at ten, with the bank holidays of that winter.
    pub(super) fn asked_in_november<'a>(pack: &'a Pack, question: &str) -> Answer<'a> {
        let holidays = ["2026-12-25", "2026-12-28", "2027-01-01", "2027-12-27"];
        let holidays = holidays.map(|day| day.parse().unwrap());
        let calendar = Calendar::new(&pack.header.conventions, holidays, []).unwrap();
        let asked = Asked {
            question,
            service: None,
            facts: Facts::new(),
            at: "2026-11-23T10:00:00Z".parse().unwrap(),
        };
        answer(pack, &Index::new(pack), &Arc::new(calendar), &asked)
    }
}
