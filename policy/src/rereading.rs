//! Reading again: which conditions on a transfer flipped, because its planned day moved, facts changed or days passed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::checklist;
use crate::decide::Told;
use crate::expression::Verdict;
use crate::gate::{self, Outcome};
use crate::pack::format::Stage;
use crate::setting::{Setting, decided_at};
use crate::steps::coming_stage;
use crate::transfer::{ActionKind, Transfer};

/// A condition that reads otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// The gate, item or pathway.
    pub id: String,
    /// Its rule.
    pub rule: String,
    /// What it is about.
    pub label: String,
    /// How it read before.
    pub was: String,
    /// How it reads now.
    pub is: String,
}

/// How every condition that still lies ahead reads, by kind and id.
pub type Readings = BTreeMap<(&'static str, String), Reading>;

/// How one condition reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    rule: String,
    label: String,
    says: Says,
}

/// What a condition says; what does not apply has no reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Passes,
    Warns,
    Stops,
    Needed,
    Unknown,
}

impl Says {
    fn in_words(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Warns => "warns",
            Self::Stops => "stops",
            Self::Needed => "is needed",
            Self::Unknown => "is not known",
        }
    }
}

/// Whether an action may change how conditions read that it does not itself speak of.
pub fn reads_again(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::PlanLanding | ActionKind::RecordFact | ActionKind::SupplyInformation
    )
}

/// How everything that still lies ahead of a transfer reads at an instant.
pub fn readings(setting: &Setting, transfer: &Transfer, at: DateTime<Utc>) -> Readings {
    let (Some(coming), Ok(pathway)) = (coming_stage(transfer.state), setting.pathway(transfer))
    else {
        return Readings::new();
    };
    let knowledge = setting.knowledge(transfer, at, decided_at(transfer), "");
    let lies_ahead = |stage: Stage| stage != Stage::Decline && stage >= coming;
    let mut found = Readings::new();
    let gates = gate::readings(setting.pack, Some(&pathway.id), &knowledge);
    for reading in gates.iter().filter(|reading| lies_ahead(reading.stage)) {
        let says = match reading.outcome {
            Outcome::Passes => Says::Passes,
            Outcome::Warns => Says::Warns,
            Outcome::Blocks => Says::Stops,
            Outcome::LacksFact(_) => Says::Unknown,
        };
        let gate = reading.gate;
        let label = gate.id.replace('_', " ");
        found.insert(
            ("gate", gate.id.clone()),
            one(gate.rule.first(), &label, says),
        );
    }
    let supported = transfer.is_supported();
    for reading in checklist::readings(setting.pack, Some(&pathway.id), supported, &knowledge) {
        let item = reading.item;
        let done = transfer.record.ticks.contains_key(&item.id);
        if item.when.is_some() && lies_ahead(item.before) && !done {
            let says = match reading.missing_facts.is_empty() {
                true => Says::Needed,
                false => Says::Unknown,
            };
            let key = ("item", item.id.clone());
            found.insert(key, one(item.rule.first(), &item.label, says));
        }
    }
    if pathway.open_when.is_some() && coming == Stage::Request {
        let says = match knowledge.holds(pathway.open_when.as_deref()) {
            Verdict::Yes => Says::Passes,
            Verdict::No => Says::Stops,
            Verdict::Lacks(_) | Verdict::Wrong(_) => Says::Unknown,
        };
        let key = ("pathway", pathway.id.clone());
        found.insert(key, one(pathway.rule.first(), &pathway.name, says));
    }
    found
}

fn one(rule: &str, label: &str, says: Says) -> Reading {
    Reading {
        rule: rule.to_owned(),
        label: label.to_owned(),
        says,
    }
}

/// What reads otherwise; what was not known before has not flipped, it was told.
pub fn flips(before: &Readings, after: &Readings) -> Vec<Flip> {
    let says = |readings: &Readings, key| readings.get(key).map(|reading| reading.says);
    let mut keys: Vec<_> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| {
            let (was, is) = (says(before, key), says(after, key));
            if was == is || was == Some(Says::Unknown) {
                return None;
            }
            let known = after.get(key).or_else(|| before.get(key))?;
            let words = |says: Option<Says>| says.map_or("does not apply", Says::in_words);
            Some(Flip {
                id: key.1.clone(),
                rule: known.rule.clone(),
                label: known.label.clone(),
                was: words(was).to_owned(),
                is: words(is).to_owned(),
            })
        })
        .collect()
}

/// What both sides are told of flips, in one message.
pub fn told(setting: &Setting, transfer: &Transfer, flips: &[Flip], why: &str) -> Option<Told> {
    if flips.is_empty() {
        return None;
    }
    let sentences: Vec<_> = flips
        .iter()
        .map(|flip| {
            format!(
                "\"{}\" ({}) {}, before: {}.",
                flip.label, flip.rule, flip.is, flip.was
            )
        })
        .collect();
    let message = format!("{}: {why}. {}", transfer.reference, sentences.join(" "));
    crate::decide::both_sides(setting, transfer, message, "flips")
}
