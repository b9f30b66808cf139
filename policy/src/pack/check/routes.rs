//! The front door: nothing that is urgent is held or talked over first, and a clash has two sides.

use super::{Draft, Spot};
use crate::pack::finding::Finding;

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let urgent: Vec<&str> = draft
        .entries
        .route
        .iter()
        .filter(|route| route.urgent)
        .map(|route| route.id.as_str())
        .collect();
    let mut findings = Vec::new();
    for (kind, list) in [("route", "holds"), ("conflict", "among")] {
        for door in draft.raw(kind).iter().flat_map(|entry| entry.each(list)) {
            findings.extend(waits(&door, &urgent));
        }
    }
    for route in draft.raw("route") {
        findings.extend(itself(&route));
    }
    for (index, conflict) in draft.entries.conflict.iter().enumerate() {
        let spot = draft.origin("conflict", index);
        if conflict.among.len() < 2 {
            let list = spot.below("among");
            findings.push(list.mistake("one door is no clash", "at least two routes or pathways"));
        }
        if conflict.between.len() < 2 {
            let list = spot.below("between");
            findings.push(list.mistake(
                "a discussion needs two sides",
                "at least two roles or services",
            ));
        }
    }
    findings
}

fn waits(door: &Spot<'_>, urgent: &[&str]) -> Option<Finding> {
    let id = door.text().filter(|id| urgent.contains(id))?;
    let message = format!("`{id}` is urgent, and what is urgent waits for nothing");
    Some(door.mistake(message, "a route that is not urgent, or a pathway"))
}

fn itself(route: &Spot<'_>) -> Option<Finding> {
    let id = route.below("id").text()?;
    let own = route.each("holds").into_iter();
    let spot = own.into_iter().find(|spot| spot.text() == Some(id))?;
    Some(spot.mistake("a route cannot hold itself", "another route, or a pathway"))
}
