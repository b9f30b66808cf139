//! Checklists: what must be handed over, done or sent, and what is missing.

use crate::expression::{Knowledge, Verdict};
use crate::gate::remedy;
use crate::pack::Pack;
use crate::pack::format::{Item, PartOf, Stage};
use crate::place::Place;
use crate::refusal::{Blocker, BlockerKind};

/// An item that applies, or may.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The item.
    pub item: &'a Item,
    /// Whether its action waits for it.
    pub blocking: bool,
    /// The facts without which nobody can tell whether it applies; empty means it does.
    pub missing_facts: Vec<String>,
}

/// Every item that applies, or may apply, in a place: to a move, or to the support agreed instead of one.
pub fn readings<'a, 'p>(
    pack: &'a Pack,
    place: impl Into<Place<'p>>,
    supported: bool,
    knowledge: &Knowledge,
) -> Vec<Reading<'a>> {
    let place = place.into();
    pack.entries
        .item
        .iter()
        .filter(|item| is_part(item, supported) && place.has(*item))
        .filter_map(|item| {
            let missing_facts = match knowledge.holds(item.when.as_deref()) {
                Verdict::Yes => Vec::new(),
                Verdict::No => return None,
                Verdict::Lacks(facts) => facts,
                Verdict::Wrong(why) => vec![why],
            };
            Some(Reading {
                item,
                blocking: pack.is_blocking(item),
                missing_facts,
            })
        })
        .collect()
}

fn is_part(item: &Item, supported: bool) -> bool {
    match item.part_of {
        PartOf::Either => true,
        PartOf::Support => supported,
        PartOf::Move => !supported,
    }
}

/// Whether an item must be done before a stage: its own, or a later one.
pub fn is_due_before(item: &Item, stage: Stage) -> bool {
    order(stage).is_some_and(|stage| order(item.before).is_some_and(|due| due <= stage))
}

/// The place of a stage among those that move a transfer on; none for what only stops or holds it.
pub(crate) fn order(stage: Stage) -> Option<u8> {
    match stage {
        Stage::Request => Some(0),
        Stage::Accept | Stage::Decide => Some(1),
        Stage::Land => Some(2),
        Stage::Close => Some(3),
        Stage::Decline
        | Stage::Support
        | Stage::Withdraw
        | Stage::Hold
        | Stage::Resume
        | Stage::Dispute
        | Stage::EndInvolvement => None,
    }
}

impl Reading<'_> {
    /// The open item as something that stands before the action, or is warned of.
    pub fn blocker(&self, pack: &Pack) -> Blocker {
        let rule = self.item.rule.first();
        let (kind, message) = if self.missing_facts.is_empty() {
            (
                BlockerKind::Item,
                format!("\"{}\" is still open", self.item.label),
            )
        } else {
            (
                BlockerKind::Fact,
                format!("it is not known whether \"{}\" is needed", self.item.label),
            )
        };
        Blocker {
            kind,
            id: self.item.id.clone(),
            rule: rule.to_owned(),
            clause: pack.clause(rule).to_owned(),
            message,
            remedy: remedy(pack, &self.remedy(), &self.missing_facts),
            overridable_by: self.item.overridable_by.clone(),
            override_takes: self.item.override_takes,
            missing_facts: self.missing_facts.clone(),
        }
    }

    fn remedy(&self) -> String {
        match &self.item.help {
            Some(help) => format!("Do it and tick `{}`. {help}", self.item.id),
            None => format!("Do it and tick `{}`.", self.item.id),
        }
    }
}
