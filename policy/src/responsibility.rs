//! Responsibilities: work owned by one team while another holds the case.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::calendar::Calendar;
use crate::expression::{Knowledge, Verdict};
use crate::fact;
use crate::pack::Pack;
use crate::pack::format::PartySide;
use crate::place::Place;

/// A responsibility that applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its name in the pack.
    pub id: String,
    /// The work.
    pub label: String,
    /// Its rules.
    pub rules: Vec<String>,
    /// Who owns it.
    pub owned_by: PartySide,
    /// What it starts from; none where it is there from the start.
    pub starts_from: Option<String>,
    /// From when, UTC; none where that has not happened yet.
    pub from: Option<DateTime<Utc>>,
    /// Until when, UTC, where that is known.
    pub until: Option<DateTime<Utc>>,
    /// The end in words.
    pub until_words: Option<String>,
}

/// Every responsibility that applies in a place.
///
/// * `events` – when what happened, items as `item:ID`, UTC
pub fn readings<'p>(
    pack: &Pack,
    place: impl Into<Place<'p>>,
    knowledge: &Knowledge,
    events: &BTreeMap<String, DateTime<Utc>>,
    calendar: &Calendar,
) -> Vec<Reading> {
    let moment = |name: &str| match name.strip_prefix("fact:") {
        None => events.get(name).copied(),
        Some(id) => {
            let text = knowledge.facts().get(id)?.as_str()?;
            fact::instant(text).or_else(|| fact::date(text).map(|date| calendar.start_of_day(date)))
        }
    };
    let place = place.into();
    pack.entries
        .responsibility
        .iter()
        .filter(|entry| place.has(*entry))
        .filter(|entry| knowledge.holds(entry.when.as_deref()) == Verdict::Yes)
        .map(|entry| Reading {
            id: entry.id.clone(),
            label: entry.label.clone(),
            rules: entry.rule.ids().to_vec(),
            owned_by: entry.owned_by,
            starts_from: entry.starts_from.clone(),
            from: entry.starts_from.as_deref().and_then(moment),
            until: entry.until.as_deref().and_then(moment),
            until_words: entry.until_words.clone(),
        })
        .collect()
}
