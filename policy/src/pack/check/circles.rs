//! Circles: what waits for something that in the end waits for it.

use std::collections::{BTreeMap, BTreeSet};

use super::Draft;
use crate::pack::finding::Finding;
use crate::pack::format::{ContactPoint, Deadline, GateOutcome, Item};

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let entries = &draft.entries;
    let deadlines = entries.deadline.iter();
    let deadlines: Vec<Waits<'_>> = deadlines.map(|one| (&*one.id, waits_for(one))).collect();
    let items = entries.item.iter();
    let items: Vec<Waits<'_>> = items.map(|one| (&*one.id, comes_after(one))).collect();
    let points = entries.contact_point.iter();
    let points: Vec<Waits<'_>> = points.map(|one| (&*one.id, falls_back_on(one))).collect();
    let words = "a chain that begins with an event, an item or a fact";
    let mut findings = circles(draft, "deadline", &deadlines, ("waits for itself", words));
    let words = "an order that begins somewhere";
    findings.extend(circles(
        draft,
        "item",
        &items,
        ("comes after itself", words),
    ));
    let words = "a chain of fallbacks that ends";
    let does = "falls back on itself";
    findings.extend(circles(draft, "contact_point", &points, (does, words)));
    findings
}

/// An entry and those that come before it.
type Waits<'a> = (&'a str, Vec<&'a str>);

/// The deadlines that must be reckoned before this one.
fn waits_for(deadline: &Deadline) -> Vec<&str> {
    let starts = deadline.starts_from.all().iter();
    starts
        .filter_map(|start| start.strip_prefix("deadline:"))
        .chain(deadline.no_later_than.as_deref())
        .collect()
}

/// The items that must be done before this one; what is only advised ties nobody's hands.
fn comes_after(item: &Item) -> Vec<&str> {
    let strict = item.after.iter();
    strict
        .filter(|order| order.outcome == GateOutcome::Block)
        .filter_map(|order| order.needs.strip_prefix("item:"))
        .collect()
}

fn falls_back_on(point: &ContactPoint) -> Vec<&str> {
    point.fallback.as_deref().into_iter().collect()
}

/// Every entry that reaches itself by what it waits for.
fn circles(
    draft: &Draft<'_>,
    kind: &str,
    waits: &[Waits<'_>],
    (does, expected): (&str, &str),
) -> Vec<Finding> {
    let by_id: BTreeMap<_, _> = waits.iter().map(|(id, on)| (*id, on)).collect();
    let mut findings = Vec::new();
    for (index, (id, on)) in waits.iter().enumerate() {
        let mut reached = BTreeSet::new();
        let mut next = on.clone();
        while let Some(id) = next.pop() {
            if reached.insert(id) {
                next.extend(by_id.get(id).copied().into_iter().flatten());
            }
        }
        if reached.contains(id) {
            let through: Vec<_> = reached.iter().map(|id| format!("`{id}`")).collect();
            let message = format!("`{id}` {does} through {}", through.join(", "));
            findings.push(
                draft
                    .origin(kind, index)
                    .below("id")
                    .mistake(message, expected),
            );
        }
    }
    findings
}
