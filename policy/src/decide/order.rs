//! Order between items: what comes before an item is done.

use chrono::{DateTime, Utc};

use super::standing::Standing;
use crate::expression::{Knowledge, Verdict};
use crate::gate::remedy;
use crate::pack::format::{GateOutcome, Item, Order};
use crate::refusal::{Blocker, BlockerKind};
use crate::setting::{Setting, Subject, decided_at};

/// What comes before an item and is not done yet.
pub(crate) fn before_item(
    setting: &Setting,
    subject: &impl Subject,
    item: &str,
    at: DateTime<Utc>,
) -> Standing {
    let mut standing = Standing::default();
    let Some(item) = setting
        .pack
        .item(item)
        .filter(|item| !item.after.is_empty())
    else {
        return standing;
    };
    let knowledge = setting.knowledge(subject, at, decided_at(subject), "");
    for order in &item.after {
        let missing_facts = match knowledge.holds(order.when.as_deref()) {
            Verdict::Yes => Vec::new(),
            Verdict::No => continue,
            Verdict::Lacks(facts) => facts,
            Verdict::Wrong(why) => vec![why],
        };
        if !is_done(setting, subject, &knowledge, &order.needs) {
            let blocker = blocker(setting, item, order, missing_facts);
            let stops = order.outcome == GateOutcome::Block;
            standing.add(subject.record(), blocker, stops);
        }
    }
    standing
}

fn is_done(setting: &Setting, subject: &impl Subject, knowledge: &Knowledge, needs: &str) -> bool {
    let record = subject.record();
    match needs.split_once(':') {
        Some(("item", id)) => setting.pack.item(id).is_none_or(|needed| {
            record.ticks.contains_key(id)
                || !subject.place().has(needed)
                || knowledge.holds(needed.when.as_deref()) == Verdict::No
        }),
        Some((_, id)) => knowledge.facts().contains_key(id),
        None => record.events.contains_key(needs),
    }
}

/// What has to come first stands in the way under its own name, so that whoever may let it pass lets the order pass too.
fn blocker(setting: &Setting, item: &Item, order: &Order, missing_facts: Vec<String>) -> Blocker {
    let pack = setting.pack;
    let rule = match order.rule.first() {
        "" => item.rule.first(),
        rule => rule,
    };
    let id = order
        .needs
        .split_once(':')
        .map_or(order.needs.as_str(), |(_, id)| id);
    let needed = order
        .needs
        .strip_prefix("item:")
        .and_then(|id| pack.item(id));
    let (first, how) = match needed {
        Some(needed) => (
            needed.label.clone(),
            format!("Do it first and tick `{id}`."),
        ),
        None => match pack.fact(id) {
            Some(fact) => (
                fact.label.clone(),
                format!("Answer first: {}", fact.question),
            ),
            None => (
                id.replace('_', " "),
                format!("Record first that it has {id}."),
            ),
        },
    };
    Blocker {
        kind: BlockerKind::Item,
        id: id.to_owned(),
        rule: rule.to_owned(),
        clause: pack.clause(rule).to_owned(),
        message: format!("\"{first}\" comes before \"{}\"", item.label),
        remedy: remedy(pack, &how, &missing_facts),
        overridable_by: needed
            .map(|item| item.overridable_by.clone())
            .unwrap_or_default(),
        override_takes: needed.map(|item| item.override_takes).unwrap_or_default(),
        missing_facts,
    }
}
