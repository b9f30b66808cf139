//! Facts that nothing looks at, and facts that conditions need and nobody can be asked for.

use std::collections::BTreeSet;

use super::Draft;
use super::conditions::CONDITIONS;
use super::mentions::Mentions;
use crate::pack::finding::Finding;

/// Where `fact:ID` may stand.
const MOMENTS: [(&str, &str); 4] = [
    ("deadline", "starts_from"),
    ("deadline", "met_by"),
    ("responsibility", "starts_from"),
    ("responsibility", "until"),
];

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let used = used(draft);
    let mut findings = Vec::new();
    for (index, fact) in draft.entries.fact.iter().enumerate() {
        let spot = draft.origin("fact", index);
        if !used.contains(&fact.id) {
            let message = format!(
                "nothing looks at `{}`: no condition, deadline or responsibility",
                fact.id
            );
            findings.push(
                spot.below("id")
                    .suspicion(message, "a use for it, or no such fact"),
            );
        } else if fact.question.trim().is_empty() && fact.default.is_none() {
            let message = format!(
                "conditions need `{}`, and nobody can be asked for it",
                fact.id
            );
            findings.push(spot.below("question").suspicion(message, "a question"));
        }
    }
    findings
}

/// Names that conditions, deadlines and responsibilities look at.
fn used(draft: &Draft<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (kind, key) in CONDITIONS.iter().chain(&[("fact", "default")]) {
        for spot in draft.raw(kind).iter().flat_map(|entry| entry.each(key)) {
            if let Some(program) = spot.text().and_then(|text| draft.expressions.get(text)) {
                let mentions = Mentions::of(program.expression());
                names.extend(mentions.names);
                names.extend(mentions.fields.into_iter().map(|(_, field)| field));
            }
        }
    }
    for (kind, key) in MOMENTS {
        let moments = draft
            .raw(kind)
            .into_iter()
            .flat_map(|entry| entry.each(key));
        names.extend(
            moments.filter_map(|spot| Some(spot.text()?.strip_prefix("fact:")?.to_owned())),
        );
    }
    names
}
