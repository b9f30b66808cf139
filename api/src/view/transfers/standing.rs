//! How a transfer stands: what is known, owed, disputed, and possible next.

use entity::deadline;
use openapi::{
    ChecklistItem, Dispute, FactSource, ItemState, NextStep, TransferDeadline, TransferFact,
    WaitingFor,
};
use policy::checklist;
use policy::decide::{owed, side_name};
use policy::expression::Knowledge;
use policy::ladder::{clocks, rung_roles};
use policy::pack::{Pack, format};
use policy::refusal::Refusal;
use policy::setting::Setting;
use policy::{steps, transfer as domain};

use super::super::kinds::{
    action_name, choices, deadline_state, fact_kind, item_kind, owed_side, side, stage,
};
use super::super::refusals::blocker;
use super::{Shown, person};

/// The facts that this pathway speaks of, or that somebody recorded.
pub(super) fn facts(pack: &Pack, shown: &Shown, knowledge: &Knowledge) -> Vec<TransferFact> {
    let transfer = &shown.loaded.transfer;
    let named = pack.facts_of(&transfer.pathway);
    let concerns = |fact: &&format::Fact| {
        named.contains(fact.id.as_str()) || transfer.record.facts.contains_key(&fact.id)
    };
    pack.entries
        .fact
        .iter()
        .filter(concerns)
        .map(|fact| {
            let recorded = transfer.record.facts.get(&fact.id);
            let value = knowledge.facts().get(&fact.id).cloned();
            TransferFact {
                id: fact.id.clone(),
                label: fact.label.clone(),
                kind: fact_kind(fact.kind),
                question: fact.question.clone(),
                choices: choices(fact),
                personal: fact.personal,
                recorded_at: recorded.map(|one| one.at),
                recorded_by: recorded.map(|one| person(shown.names, one.by)),
                source: match (
                    &value,
                    recorded,
                    shown.loaded.case_facts.contains_key(&fact.id),
                ) {
                    (None, _, _) => FactSource::Missing,
                    (_, Some(_), _) => FactSource::Recorded,
                    (_, None, true) => FactSource::Case,
                    (_, None, false) => FactSource::Derived,
                },
                value,
            }
        })
        .collect()
}

pub(super) fn items(pack: &Pack, shown: &Shown, knowledge: &Knowledge) -> Vec<ChecklistItem> {
    let transfer = &shown.loaded.transfer;
    checklist::readings(
        pack,
        Some(&transfer.pathway),
        transfer.is_supported(),
        knowledge,
    )
    .into_iter()
    .map(|reading| {
        let item = reading.item;
        let done = transfer.record.ticks.get(&item.id);
        let passed = transfer.record.lets_pass(&item.id, item.override_takes);
        let unsure = match reading.missing_facts.as_slice() {
            [] => None,
            facts => Some(format!(
                "only where it applies; not known yet: {}",
                facts.join(", ")
            )),
        };
        ChecklistItem {
            id: item.id.clone(),
            label: item.label.clone(),
            kind: item_kind(item.kind),
            rule: item.rule.first().to_owned(),
            clause: pack.clause(item.rule.first()).to_owned(),
            before: stage(item.before),
            blocking: reading.blocking,
            owed_by: side(item.owed_by),
            role: item.role.clone(),
            to: item.to.clone(),
            must_include: item.must_include.clone(),
            by: item.by.clone(),
            state: match (done, passed) {
                (Some(_), _) => ItemState::Done,
                (None, true) => ItemState::Overridden,
                (None, false) => ItemState::Open,
            },
            done_at: done.map(|one| one.at),
            done_by: done.map(|one| person(shown.names, one.by)),
            note: done.and_then(|one| one.note.clone()).or(unsure),
        }
    })
    .collect()
}

pub(super) fn deadlines_of(shown: &Shown, setting: &Setting) -> Vec<TransferDeadline> {
    let reckoned = owed(setting, &shown.loaded.transfer, shown.now);
    let words = |key: &str| {
        reckoned
            .iter()
            .find(|owed| owed.key == key)
            .map(|owed| owed.reckoned.clone())
    };
    shown
        .deadlines
        .iter()
        .map(|row| TransferDeadline {
            id: row.id,
            key: row.key.clone(),
            label: row.label.clone(),
            rule: row.rule.clone(),
            due_at: row.due_at,
            original_due_at: row.original_due_at,
            immediate: row.is_immediate,
            state: deadline_state(row.state),
            owed_by: owed_side(row.owed_side),
            role: row.role.clone(),
            advisory: row.advisory,
            reckoned: words(&row.key).unwrap_or_else(|| "no longer counted".into()),
        })
        .collect()
}

pub(super) fn awaited(pack: &Pack, waiting: steps::WaitingFor) -> WaitingFor {
    WaitingFor {
        what: waiting.what,
        owed_by: side(waiting.side),
        role: waiting.roles.first().cloned(),
        due_at: waiting.due_at,
        meeting: waiting.meeting.map(|id| {
            pack.forum(&id)
                .map_or(id.clone(), |forum| forum.name.clone())
        }),
    }
}

pub(super) fn dispute(
    setting: &Setting,
    transfer: &domain::Transfer,
    deadlines: &[deadline::Model],
) -> Option<Dispute> {
    let dispute = transfer.record.dispute.as_ref()?;
    let ladder = setting.pack.ladder(&dispute.ladder)?;
    let clocks = clocks(setting, transfer);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Some(Dispute {
        ladder: ladder.id.clone(),
        rung: number(dispute.rung + 1),
        rungs: number(ladder.rungs.len()),
        decided_by_roles: rung_roles(setting, transfer),
        raised_at: dispute.raised_at,
        due_at: deadlines
            .iter()
            .filter(|row| clocks.contains(&row.key.as_str()))
            .map(|row| row.due_at)
            .min(),
    })
}

pub(super) fn next_step(
    pack: &Pack,
    transfer: &domain::Transfer,
    step: steps::NextStep,
) -> NextStep {
    let mut blocked_by: Vec<_> = step
        .standing
        .blockers
        .iter()
        .map(|one| blocker(one, false))
        .collect();
    let possible = step.is_possible();
    let mut needs_role = Vec::new();
    if let Some(refusal) = &step.not_yours {
        if let Refusal::NotYours { roles, .. } = refusal {
            needs_role.clone_from(roles);
        }
        blocked_by.insert(0, not_yours(pack, refusal));
    }
    let mut missing_facts: Vec<_> = step
        .standing
        .blockers
        .iter()
        .flat_map(|one| one.missing_facts.clone())
        .collect();
    missing_facts.sort_unstable();
    missing_facts.dedup();
    NextStep {
        action: action_name(step.action),
        route: step.route.clone(),
        possible,
        path: format!(
            "/v1/transfers/{}/{}",
            transfer.reference,
            step.action.name()
        ),
        needs_role,
        blocked_by,
        warnings: step
            .standing
            .warnings
            .iter()
            .map(|one| blocker(one, true))
            .collect(),
        missing_facts,
    }
}

fn not_yours(pack: &Pack, refusal: &Refusal) -> openapi::Blocker {
    let (side, rule) = match refusal {
        Refusal::NotYours { side, rule, .. } => (*side, rule.clone()),
        _ => (None, None),
    };
    openapi::Blocker {
        kind: openapi::BlockerKind::Role,
        id: side.map_or("role", side_name).to_owned(),

        clause: rule
            .as_deref()
            .map_or_else(String::new, |rule| pack.clause(rule).to_owned()),
        rule: rule.unwrap_or_default(),
        message: refusal.to_string(),
        remedy: "Ask someone who may.".into(),
        overridable_by: Vec::new(),
        override_takes_both: false,
        missing_facts: Vec::new(),
        warning: false,
    }
}
