//! What a question tells of the circumstances: facts in its words, and dates for what an entry reckons with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::Value;

use super::language::Language;
use super::pattern::{Classes, Patterns};
use super::spelling::Speller;
use super::times::{self, Told};
use super::words::{self, Word};
use crate::calendar::Calendar;
use crate::fact::{self, Facts};
use crate::pack::Pack;
use crate::pack::format::{FactKind, Guidance, Reckons};

/// Words between a date and a word that says what it is the date of.
const NEAR: usize = 7;

/// The words of the pack that tell facts and name dates.
#[derive(Debug)]
pub(super) struct Hearing {
    told: Vec<(String, Value, Patterns)>,
    /// For each entry, the words of each date that it reckons with.
    dates: Vec<Vec<Patterns>>,
}

/// What was heard.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard {
    pub(super) facts: Facts,
    pub(super) events: BTreeMap<String, DateTime<Utc>>,
    pub(super) planned_on: Option<NaiveDate>,
    /// Dates that were heard, as their entry names them; a time of day is told where the question gives one.
    pub(super) dates: Vec<(String, NaiveDate, Option<NaiveTime>)>,
    /// What has to be told to the minute and was told only to the day.
    pub(super) without_time: Vec<String>,
}

impl Hearing {
    pub(super) fn new(pack: &Pack, language: &Language) -> Self {
        let patterns = |texts: &[String]| Patterns::new(texts, &Classes::new(), language);
        let mut told = Vec::new();
        for fact in &pack.entries.fact {
            if fact.kind == FactKind::Bool {
                // "Is not available" holds the words of "is available": a no is looked for first.
                told.push((
                    fact.id.clone(),
                    Value::Bool(false),
                    patterns(&fact.words_no),
                ));
                told.push((fact.id.clone(), Value::Bool(true), patterns(&fact.words)));
            }
            for choice in &fact.choices {
                told.push((
                    fact.id.clone(),
                    Value::from(choice.id.as_str()),
                    patterns(&choice.words),
                ));
            }
        }
        let dates = pack.entries.guidance.iter().map(|entry| {
            let dates = entry.reckons.iter().flat_map(|reckons| &reckons.dates);
            dates.map(|date| patterns(&date.words)).collect()
        });
        Self {
            told,
            dates: dates.collect(),
        }
    }

    /// The facts that the words tell; of two choices of one fact that are both named, neither.
    pub(super) fn facts(&self, words: &[Word], language: &Language) -> Facts {
        let mut facts = Facts::new();
        let mut unclear = BTreeSet::new();
        for (id, value, patterns) in &self.told {
            if !patterns.is_in(words, &language.danger.fillers) {
                continue;
            }
            let is_no = facts.get(id) == Some(&Value::Bool(false));
            if let Some(other) = facts.insert(id.clone(), value.clone())
                && other != *value
            {
                if is_no {
                    facts.insert(id.clone(), Value::Bool(false));
                } else {
                    unclear.insert(id.clone());
                }
            }
        }
        facts.retain(|id, _| !unclear.contains(id));
        facts
    }

    /// The dates of a question, each given to what the entry reckons with: the nearest words first, then in order.
    pub(super) fn dates(
        &self,
        entry: usize,
        reckons: &Reckons,
        speller: &Speller,
        question: &str,
        at: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Vec<(String, Told)> {
        let language = Language::english();
        let tokens = times::read(question, speller, language);
        let mut told = times::told(&tokens, at, calendar, &language.tenses);
        // A birth is the date of nothing but of what its words speak of.
        let dates = told.len();
        told.extend(times::births::expected(&tokens, at, calendar));
        let words: Vec<Word> = tokens
            .into_iter()
            .map(|surface| Word {
                stem: words::stem(&surface, language),
                surface,
                is_known: true,
            })
            .collect();
        let mut near = Vec::new();
        for (slot, patterns) in self.dates[entry].iter().enumerate() {
            for place in patterns.find(&words, &language.danger.fillers) {
                for (which, date) in told.iter().enumerate() {
                    let distance = if place.end <= date.start {
                        date.start - place.end
                    } else {
                        place.start.saturating_sub(date.end)
                    };
                    if distance <= NEAR {
                        near.push((distance, slot, which));
                    }
                }
            }
        }
        near.sort_unstable();
        let mut given: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, slot, which) in near {
            if !given.contains_key(&slot) && !given.values().any(|other| *other == which) {
                given.insert(slot, which);
            }
        }
        for slot in 0..reckons.dates.len() {
            let free = (0..dates).find(|which| !given.values().any(|other| other == which));
            if let (false, Some(which)) = (given.contains_key(&slot), free) {
                given.insert(slot, which);
            }
        }
        let dates = given
            .into_iter()
            .map(|(slot, which)| (reckons.dates[slot].is.clone(), told[which]));
        dates.collect()
    }
}

impl Heard {
    /// What a question tells of an entry, together with the facts that the caller gives.
    ///
    /// * `given` – facts in the form in which they are kept; they win over what was heard
    pub(super) fn of(
        pack: &Pack,
        entry: &Guidance,
        told: &Facts,
        dates: &[(String, Told)],
        given: &Facts,
        calendar: &Arc<Calendar>,
    ) -> Self {
        let mut heard = Self {
            facts: told.clone(),
            ..Self::default()
        };
        for (name, date) in dates {
            heard.date(pack, entry, name, date, calendar);
        }
        heard
            .facts
            .extend(given.iter().map(|(id, value)| (id.clone(), value.clone())));
        heard
    }

    fn date(
        &mut self,
        pack: &Pack,
        entry: &Guidance,
        name: &str,
        date: &Told,
        calendar: &Calendar,
    ) {
        let instant = date.time.map(|time| calendar.at(date.on, time));
        self.dates.push((name.to_owned(), date.on, date.time));
        if name == "planned" {
            self.planned_on = Some(date.on);
        } else if let Some(id) = name.strip_prefix("fact:") {
            let value = match (pack.fact(id).map(|fact| fact.kind), instant) {
                (Some(FactKind::Instant), Some(at)) => Some(Value::from(fact::utc(at))),
                (Some(FactKind::Instant), None) => None,
                _ => Some(Value::from(date.on.to_string())),
            };
            match value {
                Some(value) => drop(self.facts.insert(id.to_owned(), value)),
                None => self.without_time.push(name.to_owned()),
            }
        } else if instant.is_none()
            && entry
                .reckons
                .iter()
                .any(|reckons| is_in_hours(pack, reckons, name))
        {
            self.without_time.push(name.to_owned());
        } else {
            let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
            let at = instant.unwrap_or_else(|| calendar.at(date.on, noon));
            self.events.insert(name.to_owned(), at);
        }
    }
}

/// Whether a deadline that an entry reckons runs in hours from this event.
fn is_in_hours(pack: &Pack, reckons: &Reckons, event: &str) -> bool {
    let deadlines = reckons.deadlines.iter().filter_map(|id| pack.deadline(id));
    let mut deadlines =
        deadlines.filter(|deadline| deadline.starts_from.all().iter().any(|from| from == event));
    deadlines.any(|deadline| deadline.unit == crate::pack::format::Unit::Hours)
}

#[cfg(test)]
mod tests;
