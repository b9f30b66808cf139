//! Suspicions: what a pack may say, and someone should look at.

use std::collections::BTreeMap;

use super::{Draft, Spot, strengths, unused};
use crate::pack::finding::Finding;
use crate::pack::format::{Header, PathwayOutcome, Standing};
use crate::pack::read::Borrowed;

/// Sentences that nobody means to write twice.
const SENTENCES: [(&str, &str); 8] = [
    ("rule", "text"),
    ("rule", "reading"),
    ("item", "label"),
    ("deadline", "label"),
    ("advice", "text"),
    ("notice", "message"),
    ("guidance", "title"),
    ("guidance", "examples"),
];

pub(super) fn check(draft: &Draft<'_>, borrowed: &Borrowed) -> Vec<Finding> {
    let mut findings = header(draft, borrowed);
    findings.extend(pathways(draft));
    findings.extend(strengths::check(draft));
    findings.extend(deadlines(draft));
    findings.extend(unused::check(draft));
    findings.extend(contact_points(draft));
    findings.extend(guidance(draft));
    findings.extend(answered_after_all(draft));
    findings.extend(copies(draft));
    findings
}

fn header(draft: &Draft<'_>, borrowed: &Borrowed) -> Vec<Finding> {
    let Some(header) = &draft.entries.pack else {
        return Vec::new();
    };
    let spot = draft.origin("pack", 0);
    let mut findings = Vec::new();
    if header.urgent_guidance.is_none() && header.urgent_silence.is_none() {
        let message = "the pack does not say what to answer where danger shows";
        findings.push(spot.suspicion(
            message,
            "`urgent_guidance`, or `urgent_silence` where the source has no urgent route",
        ));
    }
    findings.extend(review(&spot.below("source"), header, borrowed));
    findings
}

fn review(spot: &Spot<'_>, header: &Header, borrowed: &Borrowed) -> Option<Finding> {
    match header.source.review_on {
        Some(due) if due < borrowed.today => {
            let message = format!("the document's review was due on {due}");
            Some(
                spot.below("review_on")
                    .suspicion(message, "a look at whether the document still holds"),
            )
        }
        Some(_) => None,
        None if header.source.review_not_given => None,
        None => Some(spot.suspicion(
            "the document's review date is missing",
            "`review_on`, or `review_not_given = true`",
        )),
    }
}

fn pathways(draft: &Draft<'_>) -> Vec<Finding> {
    let holds = |id: &String| {
        draft
            .entries
            .service
            .iter()
            .any(|service| &service.id == id && service.holds_cases)
    };
    let mut findings = Vec::new();
    for (index, pathway) in draft.entries.pathway.iter().enumerate() {
        let spot = draft.origin("pathway", index);
        if !pathway.from.iter().any(holds) {
            let message = format!(
                "nobody can reach `{}`: no service that it starts from holds cases",
                pathway.id
            );
            findings.push(
                spot.below("from")
                    .suspicion(message, "a service with `holds_cases`"),
            );
        }
        if pathway.outcome == PathwayOutcome::Transfer && !pathway.to.iter().any(holds) {
            let message = format!(
                "`{}` cannot land: no service that it goes to holds cases",
                pathway.id
            );
            findings.push(spot.below("to").suspicion(
                message,
                "a service with `holds_cases`, or `outcome = \"support\"`",
            ));
        }
    }
    findings
}

/// Deadlines owed by people who have no access.
fn deadlines(draft: &Draft<'_>) -> Vec<Finding> {
    let roles = &draft.entries.role;
    let is_outside = |id: &str| {
        roles
            .iter()
            .any(|role| role.id == id && role.standing == Standing::Partner)
    };
    let deadlines = draft.entries.deadline.iter().enumerate();
    deadlines
        .filter_map(|(index, deadline)| {
            let role = deadline.role.as_deref().filter(|role| is_outside(role))?;
            let message = format!(
                "nobody can owe `{}`: `{role}` takes part from outside",
                deadline.id
            );
            Some(
                draft
                    .origin("deadline", index)
                    .below("role")
                    .suspicion(message, "a role that has access"),
            )
        })
        .collect()
}

fn contact_points(draft: &Draft<'_>) -> Vec<Finding> {
    let points = draft.entries.contact_point.iter().enumerate();
    points
        .filter_map(|(index, point)| {
            let spot = draft.origin("contact_point", index);
            match (&point.value, point.last_verified_on) {
                (None, _) => {
                    let message = format!("`{}` has no value", point.id);
                    Some(spot.suspicion(message, "a value that the authority enters"))
                }
                (Some(_), None) => {
                    let message = format!("nobody has verified `{}`", point.id);
                    Some(spot.suspicion(message, "`last_verified_on`, once someone has checked it"))
                }
                _ => None,
            }
        })
        .collect()
}

fn guidance(draft: &Draft<'_>) -> Vec<Finding> {
    let entries = draft.entries.guidance.iter().enumerate();
    entries
        .filter(|(_, entry)| entry.examples.is_empty())
        .map(|(index, entry)| {
            let message = format!("no question is known that `{}` answers", entry.id);
            draft
                .origin("guidance", index)
                .below("examples")
                .suspicion(message, "questions as people ask them")
        })
        .collect()
}

/// A question that stands for a silence and for an entry teaches both, and so neither.
fn answered_after_all(draft: &Draft<'_>) -> Vec<Finding> {
    let Some(header) = &draft.entries.pack else {
        return Vec::new();
    };
    let plain = |text: &String| text.trim().to_lowercase();
    let entries = draft.entries.guidance.iter();
    let asked =
        entries.flat_map(|entry| entry.examples.iter().map(|text| (plain(text), &entry.id)));
    let asked: BTreeMap<_, _> = asked.collect();
    let spot = draft.origin("pack", 0).below("silent_on");
    let silences = header.silent_on.iter();
    silences
        .flat_map(|silence| &silence.examples)
        .filter_map(|text| Some((text, asked.get(&plain(text))?)))
        .map(|(text, entry)| {
            let message = format!("`{entry}` answers \"{text}\"");
            spot.suspicion(message, "an example of the one or of the other")
        })
        .collect()
}

fn copies(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (kind, key) in SENTENCES {
        let mut seen = BTreeMap::new();
        for entry in draft.raw(kind) {
            let name = entry.below("id").text().unwrap_or_default();
            for spot in entry.each(key) {
                let words = spot.text().unwrap_or_default().trim().to_lowercase();
                if let Some(first) = seen.insert(words, name) {
                    let message = format!("`{first}` says the same in `{key}`");
                    findings.push(spot.suspicion(message, "words of its own"));
                }
            }
        }
    }
    findings
}
