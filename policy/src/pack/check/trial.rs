//! Trial: conditions are asked in sample circumstances, to find what cannot be told from their text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::conditions::CONDITIONS;
use super::mentions::Mentions;
use super::names::decisions;
use super::samples::{Dimension, NOW, Sample, calls, dates, pick, values, workers};
use super::{Draft, Spot};
use crate::calendar::Calendar;
use crate::expression::{Circumstances, Knowledge, Verdict};
use crate::fact;
use crate::pack::finding::Finding;
use crate::pack::format::FactKind;
use crate::transfer::EVENTS;

/// Variables whose values no sample exhausts.
const OPEN: [&str; 9] = [
    "today",
    "now",
    "planned_on",
    "siblings",
    "contacts",
    "recorded",
    "done",
    "instants",
    "receiving_worker",
];

/// Most circumstances in which one condition is tried.
const MOST: u64 = 512;

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let Some(header) = &draft.entries.pack else {
        return Vec::new();
    };
    let Ok(calendar) = Calendar::new(&header.conventions, [], []) else {
        return Vec::new();
    };
    let ground = Ground::new(draft, Arc::new(calendar));
    let mut findings = Vec::new();
    for (kind, key) in CONDITIONS {
        for spot in draft.raw(kind).iter().flat_map(|entry| entry.each(key)) {
            findings.extend(
                spot.text()
                    .and_then(|text| ground.condition(&spot, key, text)),
            );
        }
    }
    for fact in draft.raw("fact") {
        findings.extend(ground.default(&fact));
    }
    findings
}

/// What trials need of a pack.
struct Ground<'d, 'a> {
    draft: &'d Draft<'a>,
    calendar: Arc<Calendar>,
    items: Vec<String>,
    defaults: BTreeMap<&'d str, &'d str>,
}

impl<'d, 'a> Ground<'d, 'a> {
    fn new(draft: &'d Draft<'a>, calendar: Arc<Calendar>) -> Self {
        let facts = draft.entries.fact.iter();
        Self {
            draft,
            calendar,
            items: draft
                .entries
                .item
                .iter()
                .map(|item| item.id.clone())
                .collect(),
            defaults: facts
                .filter_map(|fact| Some((fact.id.as_str(), fact.default.as_deref()?)))
                .collect(),
        }
    }

    fn condition(&self, spot: &Spot<'_>, key: &str, text: &str) -> Option<Finding> {
        let (dimensions, is_finite) = self.dimensions(text)?;
        let total = dimensions
            .iter()
            .try_fold(1_u64, |all, each| all.checked_mul(each.size()));
        let is_exhaustive = is_finite && total.is_some_and(|total| total <= MOST);
        let (mut held, mut failed) = (false, false);
        for number in 0..total.map_or(MOST, |total| total.min(MOST)) {
            let sample = pick(&dimensions, number, is_exhaustive);
            match self.knowledge(&sample).holds(Some(text)) {
                Verdict::Yes => held = true,
                Verdict::No => failed = true,
                Verdict::Lacks(_) => {}
                Verdict::Wrong(wrong) => {
                    let message = format!("cannot be told in every case: {wrong}");
                    return Some(spot.mistake(message, "true or false whatever the facts are"));
                }
            }
            if held && failed {
                return None;
            }
        }
        match (is_exhaustive, held, key) {
            (true, false, _) => {
                Some(spot.suspicion("this can never hold", "a condition that some facts fulfil"))
            }
            (true, true, "require") if !failed => Some(spot.suspicion(
                "this always holds, so the gate stops nobody",
                "a condition that can fail",
            )),
            _ => None,
        }
    }

    /// A default is tried on samples of what it rests on, and held against its fact's type.
    fn default(&self, entry: &Spot<'_>) -> Option<Finding> {
        let spot = entry.below("default");
        let (id, text) = (entry.below("id").text()?, spot.text()?);
        let fact = self.draft.entries.fact.iter().find(|fact| fact.id == id)?;
        let (mut dimensions, _) = self.dimensions(text)?;
        dimensions
            .retain(|dimension| !matches!(dimension, Dimension::Fact(name, _) if *name == id));
        (0..MOST / 8).find_map(|number| {
            let sample = pick(&dimensions, number, false);
            let knowledge = self.knowledge(&sample);
            let value = knowledge.facts().get(id)?;
            let problem = fact::read(fact, value).err()?;
            let message = format!("the default gives {value} in some cases: {problem}");
            Some(spot.mistake(message, fact::expected(fact)))
        })
    }

    fn knowledge(&self, sample: &Sample) -> Knowledge<'_> {
        let siblings = if sample.has_sibling {
            vec![sample.sibling.clone()]
        } else {
            Vec::new()
        };
        let told = sample.facts.keys().map(|id| (id.clone(), NOW)).collect();
        let circumstances = Circumstances {
            facts: &sample.facts,
            siblings: &siblings,
            contacts: &sample.contacts,
            events: &sample.events,
            recorded: &told,
            ticked: &sample.ticked,
            items: &self.items,
            transfer: sample.transfer.clone(),
            decision: &sample.decision,
            planned_on: sample.planned_on,
            worker: sample.worker.clone(),
            now: NOW,
        };
        let facts = self.draft.entries.fact.iter().map(|fact| fact.id.as_str());
        Knowledge::new(
            &self.draft.expressions,
            facts,
            self.defaults.clone(),
            &circumstances,
            &self.calendar,
        )
    }

    /// What an expression looks at, and whether the samples are all the values there are.
    fn dimensions(&self, text: &str) -> Option<(Vec<Dimension<'_>>, bool)> {
        let program = self.draft.expressions.get(text)?;
        let mentions = Mentions::of(program.expression());
        let mut dimensions = Vec::new();
        let mut is_finite = !mentions
            .names
            .iter()
            .any(|name| OPEN.contains(&name.as_str()));
        for fact in &self.draft.entries.fact {
            is_finite &= match fact.kind {
                FactKind::Bool | FactKind::Choice => true,
                FactKind::Integer if mentions.is_only_compared(&fact.id) => true,
                _ => !mentions.names.contains(&fact.id),
            };
            let mut values = values(&mentions, fact);
            if mentions.has_field("known", &fact.id) || mentions.has_field("recorded", &fact.id) {
                values.push(None);
                dimensions.push(Dimension::Fact(&fact.id, values));
            } else if mentions.names.contains(&fact.id) {
                dimensions.push(Dimension::Fact(&fact.id, values));
            } else if mentions.names.contains("siblings")
                && mentions.fields.iter().any(|(_, field)| *field == fact.id)
            {
                values.push(None);
                dimensions.push(Dimension::OfSibling(&fact.id, values));
            }
        }
        dimensions.extend(self.surroundings(&mentions));
        Some((dimensions, is_finite))
    }

    fn surroundings(&self, mentions: &Mentions) -> Vec<Dimension<'_>> {
        let mut dimensions = Vec::new();
        if mentions.names.contains("siblings") {
            dimensions.push(Dimension::Siblings);
        }
        if mentions.names.contains("planned_on") || mentions.has_field("known", "planned_on") {
            let dates = dates().map(Some);
            dimensions.push(Dimension::Planned(dates.chain([None]).collect()));
        }
        if mentions.names.contains("contacts") {
            dimensions.push(Dimension::Contacts(calls(&self.draft.entries.fact)));
        }
        if mentions.names.contains("decision") {
            dimensions.push(Dimension::Decision(decisions(self.draft)));
        }
        for field in crate::expression::TRANSFER_FIELDS {
            if mentions.has_field("transfer", field) {
                dimensions.push(Dimension::Transfer(field, self.transfer_values(field)));
            }
        }
        let happens = |event: &str| {
            ["happened", "dates", "instants"]
                .iter()
                .any(|of| mentions.has_field(of, event))
        };
        dimensions.extend(
            EVENTS
                .iter()
                .filter(|(event, _)| happens(event))
                .map(|(event, _)| Dimension::Happened(event)),
        );
        let ticked = self.items.iter().filter(|item| {
            ["ticked", "done"]
                .iter()
                .any(|of| mentions.has_field(of, item))
        });
        dimensions.extend(ticked.map(|item| Dimension::Ticked(item)));
        if mentions.names.contains("receiving_worker") {
            dimensions.push(Dimension::Worker(workers(mentions)));
        }
        dimensions
    }

    fn transfer_values(&self, field: &str) -> Vec<&'a str> {
        match field {
            "pathway" => self.draft.declared("pathway"),
            "kind" => vec!["push", "pull"],
            "forum" => [vec![""], self.draft.declared("forum")].concat(),
            "reason" => [vec![""], self.draft.declared("reason")].concat(),
            "route" => [vec![""], super::names::routes(self.draft)].concat(),
            _ => self.draft.declared("service"),
        }
    }
}
