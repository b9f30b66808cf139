//! Ladders: as many rungs as there are events for, each with a clock that starts when it is reached.

use super::Draft;
use crate::pack::finding::Finding;
use crate::pack::format::{Ladder, OneOrMany, ReasonFor};
use crate::transfer::EVENTS;

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let ladders = draft.entries.ladder.iter().enumerate();
    let mut findings: Vec<_> = ladders
        .flat_map(|(index, ladder)| one(draft, index, ladder))
        .collect();
    findings.extend(climbing_reasons(draft));
    findings
}

/// A no that is a disagreement by itself needs somewhere to climb, on every pathway that it is for.
fn climbing_reasons(draft: &Draft<'_>) -> Vec<Finding> {
    let reasons = draft.entries.reason.iter().enumerate();
    reasons
        .filter(|(_, reason)| reason.climbs)
        .filter_map(|(index, reason)| {
            let mut pathways = draft.entries.pathway.iter();
            let without = pathways.find(|pathway| {
                reason.is_for(ReasonFor::Decline, &pathway.id) && pathway.ladder.is_none()
            });
            let spot = draft.origin("reason", index).below("climbs");
            if reason.refused.is_some() || !reason.on.contains(&ReasonFor::Decline) {
                let message = "only a reason that may be given for declining can climb";
                return Some(spot.mistake(message, "no `climbs`, or `on` with `decline`"));
            }
            let without = without?;
            let message = format!("`{}` has no ladder to climb", without.id);
            Some(spot.mistake(message, "a `ladder` on each of its pathways"))
        })
        .collect()
}

fn one(draft: &Draft<'_>, index: usize, ladder: &Ladder) -> Vec<Finding> {
    let spots = draft.origin("ladder", index).each("rungs");
    let mut findings = Vec::new();
    for (number, (rung, spot)) in ladder.rungs.iter().zip(spots).enumerate() {
        let reached = reached_by(number);
        if reached.is_empty() {
            let expected = format!("at most {} rungs", most_rungs());
            findings.push(spot.mistake("no ladder is so long", expected));
            continue;
        }
        let clocks = rung.deadline.iter().flat_map(OneOrMany::all);
        for id in clocks {
            let mut deadlines = draft.entries.deadline.iter();
            let clock = deadlines.find(|deadline| &deadline.id == id);
            let starts = clock.map(|clock| clock.starts_from.all());
            if starts.is_some_and(|from| !from.iter().any(|each| reached.contains(each))) {
                let message = format!("`{id}` does not start when this rung is reached");
                let names: Vec<_> = reached.iter().map(|event| format!("`{event}`")).collect();
                let expected = format!("a deadline that starts from {}", names.join(" or "));
                findings.push(spot.below("deadline").suspicion(message, expected));
            }
        }
    }
    findings
}

/// The events with which a rung is reached, numbered from 0; of a matter the first is reached when it opens.
fn reached_by(number: usize) -> Vec<String> {
    match number {
        0 => vec!["disputed".into(), "opened".into()],
        _ if number < most_rungs() => vec![format!("rung_{}", number + 1)],
        _ => Vec::new(),
    }
}

/// Rungs that have an event of their own, and the first.
fn most_rungs() -> usize {
    1 + EVENTS
        .iter()
        .filter(|(event, _)| event.starts_with("rung_"))
        .count()
}
