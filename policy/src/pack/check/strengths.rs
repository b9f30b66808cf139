//! Strengths: what blocks, warns and can be overridden is as strong as the rule that it serves, or says why not.

use std::collections::BTreeSet;

use super::{Draft, Spot};
use crate::pack::finding::Finding;
use crate::pack::format::{GateOutcome, Item, Rule, RuleIds, Strength};

/// How one entry holds people to its rules.
struct Hold<'a> {
    id: &'a str,
    rule: &'a RuleIds,
    blocks: bool,
    overridable_by: &'a [String],
    /// The key that says whether it blocks.
    key: &'static str,
}

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let enforced = enforced(draft);
    let mut findings = Vec::new();
    for (index, gate) in draft.entries.gate.iter().enumerate() {
        let hold = Hold {
            id: &gate.id,
            rule: &gate.rule,
            blocks: gate.outcome == GateOutcome::Block,
            overridable_by: &gate.overridable_by,
            key: "outcome",
        };
        findings.extend(compare(
            draft,
            &draft.origin("gate", index),
            &hold,
            &enforced,
        ));
    }
    for (index, item) in draft.entries.item.iter().enumerate() {
        let hold = Hold {
            id: &item.id,
            rule: &item.rule,
            blocks: blocks(draft, item),
            overridable_by: &item.overridable_by,
            key: "blocking",
        };
        findings.extend(compare(
            draft,
            &draft.origin("item", index),
            &hold,
            &enforced,
        ));
    }
    findings
}

fn compare(
    draft: &Draft<'_>,
    spot: &Spot<'_>,
    hold: &Hold<'_>,
    enforced: &BTreeSet<&str>,
) -> Option<Finding> {
    let rules = served(draft, hold.rule);
    let (id, first) = (hold.id, hold.rule.first());
    let say_why = "`enforced` on the rule, saying why, or the strength that the rule has";
    if hold.blocks && binds_too_much(&rules) {
        let message = format!("`{id}` blocks, and {first} does not bind");
        return Some(spot.below(hold.key).suspicion(message, say_why));
    }
    if !hold.blocks && binds_too_little(&rules, enforced) {
        let message = format!("`{id}` does not block, and {first} binds");
        return Some(spot.below(hold.key).suspicion(message, say_why));
    }
    if hold.blocks && hold.overridable_by.is_empty() && may_be_overridden(&rules) {
        let message = format!("nobody can override `{id}`, and {first} is `should*`");
        return Some(spot.suspicion(message, "`overridable_by`, or `enforced` on the rule"));
    }
    None
}

/// The rules of the register that an entry serves, first the one that refusals name.
fn served<'d>(draft: &'d Draft<'_>, ids: &RuleIds) -> Vec<&'d Rule> {
    ids.ids()
        .iter()
        .filter_map(|id| draft.entries.rule.iter().find(|rule| &rule.id == id))
        .collect()
}

fn is_binding(rule: &Rule) -> bool {
    matches!(rule.strength, Strength::Must | Strength::FirmShould)
}

/// Whether something blocks although none of its rules binds and none says why.
fn binds_too_much(rules: &[&Rule]) -> bool {
    !rules.is_empty()
        && !rules
            .iter()
            .any(|rule| is_binding(rule) || rule.enforced.is_some())
}

/// Whether something only warns although its first rule binds, does not say why, and nothing else enforces it.
fn binds_too_little(rules: &[&Rule], enforced: &BTreeSet<&str>) -> bool {
    let first = rules
        .first()
        .filter(|rule| is_binding(rule) && !enforced.contains(rule.id.as_str()));
    first.is_some() && rules.iter().all(|rule| rule.enforced.is_none())
}

/// Rules that a discussion, a gate, an item, a deadline or a ladder holds people to.
fn enforced<'d>(draft: &'d Draft<'_>) -> BTreeSet<&'d str> {
    let entries = &draft.entries;
    let discussions = entries
        .pathway
        .iter()
        .filter_map(|pathway| Some(&pathway.discussion.as_ref()?.rule));
    let gates = entries
        .gate
        .iter()
        .filter(|gate| gate.outcome == GateOutcome::Block)
        .map(|gate| &gate.rule);
    let items = entries
        .item
        .iter()
        .filter(|item| blocks(draft, item))
        .map(|item| &item.rule);
    let deadlines = entries
        .deadline
        .iter()
        .filter(|deadline| !deadline.advisory)
        .map(|deadline| &deadline.rule);
    let ladders = entries.ladder.iter().map(|ladder| &ladder.rule);
    let all = discussions
        .chain(gates)
        .chain(items)
        .chain(deadlines)
        .chain(ladders);
    all.flat_map(RuleIds::ids).map(String::as_str).collect()
}

fn blocks(draft: &Draft<'_>, item: &Item) -> bool {
    let binds = || {
        served(draft, &item.rule)
            .first()
            .is_some_and(|rule| is_binding(rule))
    };
    item.blocking.unwrap_or_else(binds)
}

/// Whether its first rule is one that named roles may override.
fn may_be_overridden(rules: &[&Rule]) -> bool {
    rules
        .first()
        .is_some_and(|rule| rule.strength == Strength::FirmShould && rule.enforced.is_none())
}
