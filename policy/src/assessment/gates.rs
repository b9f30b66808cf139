//! What stands before which action: the pack's gates, and what a pathway itself asks for.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::GateReading;
use crate::expression::{Knowledge, Verdict};
use crate::gate::{self, Outcome};
use crate::pack::Pack;
use crate::pack::format::{Pathway, Stage};
use crate::place::Place;

pub(super) fn gates(
    pack: &Pack,
    place: Place<'_>,
    knowledge: &Knowledge,
    events: &BTreeMap<String, DateTime<Utc>>,
) -> Vec<GateReading> {
    let pathway = match place {
        Place::Pathway(id) => pack.pathway(id),
        Place::Matter(_) | Place::Anywhere => None,
    };
    let mut found: Vec<_> = pathway
        .map(|pathway| own_gates(pack, pathway, knowledge, events))
        .unwrap_or_default();
    for reading in gate::readings(pack, place, knowledge) {
        let blocker = reading.blocker(pack);
        found.push(GateReading {
            id: blocker.id,
            rules: reading.gate.rule.ids().to_vec(),
            action: reading.stage,
            outcome: reading.outcome,
            message: blocker.message,
            remedy: blocker.remedy,
            overridable_by: blocker.overridable_by,
        });
    }
    found
}

/// What a pathway itself asks for: the managers' discussion, the meeting that decides, that it is open at all.
fn own_gates(
    pack: &Pack,
    pathway: &Pathway,
    knowledge: &Knowledge,
    events: &BTreeMap<String, DateTime<Utc>>,
) -> Vec<GateReading> {
    let passes = |yes: bool| {
        if yes {
            Outcome::Passes
        } else {
            Outcome::Blocks
        }
    };
    let mut found = Vec::new();
    if let Some(discussion) = &pathway.discussion {
        found.push(GateReading {
            id: "discussion".into(),
            rules: discussion.rule.ids().to_vec(),
            action: Stage::Request,
            outcome: passes(events.contains_key("discussed")),
            message: discussion.message.clone(),
            remedy: format!(
                "Record the managers' discussion ({}).",
                discussion.ways.join(", ").replace('_', " ")
            ),
            overridable_by: Vec::new(),
        });
    }
    if let Some(open_when) = &pathway.open_when {
        found.push(GateReading {
            id: "pathway".into(),
            rules: pathway.rule.ids().to_vec(),
            action: Stage::Request,
            outcome: match knowledge.holds(Some(open_when)) {
                Verdict::Yes => Outcome::Passes,
                Verdict::Lacks(facts) => Outcome::LacksFact(facts),
                Verdict::No | Verdict::Wrong(_) => Outcome::Blocks,
            },
            message: format!(
                "\"{}\" is not open for this case: {}",
                pathway.name, pathway.trigger
            ),
            remedy: "Choose another pathway, or wait until this one opens.".into(),
            overridable_by: Vec::new(),
        });
    }
    let forum = pathway
        .forum
        .as_deref()
        .filter(|_| pathway.forum_decides)
        .and_then(|id| pack.forum(id));
    if let Some(forum) = forum {
        found.push(GateReading {
            id: "meeting".into(),
            rules: forum.rule.ids().to_vec(),
            action: Stage::Accept,
            outcome: passes(events.contains_key("accepted")),
            message: format!("this is decided at the {}", forum.name),
            remedy: format!("Record the decision with the meeting `{}`.", forum.id),
            overridable_by: Vec::new(),
        });
    }
    found
}
