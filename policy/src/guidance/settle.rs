//! Settling an answer by what is known: which variant holds, what is worked out, what has to be asked back.

use std::sync::Arc;

use serde_json::Value;

use super::answer::{Answer, Asked, Outcome};
use super::heard::Heard;
use super::index::{Index, Query};
use super::language::Language;
use super::reckoning::{self, asked_by};
use crate::calendar::Calendar;
use crate::expression::Verdict;
use crate::fact::Facts;
use crate::pack::Pack;
use crate::pack::format::{Fact, Guidance};

/// Something that was heard in the question, and the answer rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumed<'a> {
    /// The fact's id, an event, or `planned`.
    pub id: String,
    /// The fact's label; none for an event or the planned day.
    pub label: Option<&'a str>,
    /// Its value, in the form in which facts are kept; of an event its date or instant.
    pub value: Value,
}

/// A fact that is asked back.
#[derive(Debug, Clone, Copy)]
pub struct Missing<'a> {
    /// The fact, with its question and its choices.
    pub fact: &'a Fact,
}

/// Put the first answer into the form that holds under what is known.
///
/// Danger is never asked back: an urgent answer takes a variant that is known to hold, or stands as it is.
pub(super) fn settle<'a>(
    answer: &mut Answer<'a>,
    pack: &'a Pack,
    index: &Index,
    query: &Query,
    calendar: &Arc<Calendar>,
    asked: &Asked<'_>,
    is_calm: bool,
) {
    let language = Language::english();
    let told = index.hearing.facts(&query.words, language);
    let Some(first) = answer.found.first() else {
        return;
    };
    let entry = first.entry;
    let place = pack
        .entries
        .guidance
        .iter()
        .position(|other| other.id == entry.id);
    let dates = match (&entry.reckons, place) {
        (Some(reckons), Some(at)) => index.hearing.dates(
            at,
            reckons,
            &index.speller,
            asked.question,
            asked.at,
            calendar,
        ),
        _ => Vec::new(),
    };
    let heard = Heard::of(pack, entry, &told, &dates, &asked.facts, calendar);
    let mut rests_on: Vec<String> = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    // What is known is bound only where something turns on it.
    let turns = answer
        .found
        .iter()
        .any(|found| !found.entry.variant.is_empty());
    let knowledge = turns.then(|| asked_by(pack, &heard, asked.service, asked.at, calendar));
    if let Some(knowledge) = &knowledge {
        for found in &mut answer.found {
            let mut variants = found.entry.variant.iter();
            found.variant = variants
                .find(|variant| knowledge.holds(Some(variant.when.as_str())) == Verdict::Yes);
        }
    }
    for variant in &entry.variant {
        rests_on.extend(named(pack, &variant.when, &heard.facts));
    }
    let is_asking = !answer.urgent && !is_calm && answer.outcome != Outcome::NotCovered;
    // "What is it?" asks for the rule as it stands.
    if is_asking
        && !language
            .defines
            .is_in(&query.words, &language.danger.fillers)
    {
        let is_open = |id: &&String| !heard.facts.contains_key(*id);
        missing.extend(entry.asks.iter().filter(is_open).cloned());
    }
    if let Some(reckons) = entry
        .reckons
        .as_ref()
        .filter(|_| !answer.urgent && (!heard.dates.is_empty() || !asked.facts.is_empty()))
    {
        let outcome =
            reckoning::reckon(pack, entry.rule.ids(), reckons, &heard, asked.at, calendar);
        if outcome.reckoned.is_empty() {
            missing.extend(outcome.missing);
        }
        answer.reckoned = outcome.reckoned;
    }
    let offered = entry
        .reckons
        .as_ref()
        .filter(|_| is_asking && heard.dates.is_empty() && answer.reckoned.is_empty());
    let offered = offered.and_then(|reckons| reckons.dates.first()?.is.strip_prefix("fact:"));
    answer.assumed = assumed(pack, entry, &heard, &asked.facts, &rests_on);
    if let Some(fact) = missing.first().and_then(|id| pack.fact(id)) {
        answer.missing = Some(Missing { fact });
        answer.outcome = Outcome::Choice;
    } else if let Some(fact) = offered.and_then(|id| pack.fact(id)) {
        // The rule is answered as it stands; with this date it could be worked out.
        answer.missing = Some(Missing { fact });
    } else if !answer.reckoned.is_empty()
        || answer
            .found
            .first()
            .is_some_and(|first| first.variant.is_some())
    {
        // What was worked out settles a close call.
        answer.outcome = Outcome::Answered;
    }
}

/// The facts among these that a condition names.
fn named(pack: &Pack, when: &str, facts: &Facts) -> Vec<String> {
    let Some(program) = pack.expressions.get(when) else {
        return Vec::new();
    };
    let references = program.references();
    let mut names: Vec<String> = references
        .variables()
        .into_iter()
        .map(str::to_owned)
        .collect();
    names.retain(|name| facts.contains_key(name));
    names
}

fn assumed<'a>(
    pack: &'a Pack,
    entry: &Guidance,
    heard: &Heard,
    given: &Facts,
    rests_on: &[String],
) -> Vec<Assumed<'a>> {
    let label = |id: &str| pack.fact(id).map(|fact| fact.label.as_str());
    let facts = heard.facts.iter().filter(|(id, _)| {
        rests_on.contains(id) || entry.asks.contains(id) || given.contains_key(*id)
    });
    let facts = facts.map(|(id, value)| Assumed {
        id: id.clone(),
        label: label(id),
        value: value.clone(),
    });
    let dates = heard.dates.iter().map(|(name, on, time)| {
        let id = name.trim_start_matches("fact:");
        let value = match time {
            Some(time) => format!("{on} {}", time.format("%H:%M")),
            None => on.to_string(),
        };
        Assumed {
            id: id.to_owned(),
            label: label(id),
            value: Value::from(value),
        }
    });
    let mut assumed: Vec<Assumed<'_>> = dates.chain(facts).collect();
    assumed.dedup_by(|one, other| one.id == other.id);
    assumed
}

#[cfg(test)]
mod tests;
