//! Matters of their own as the contract shows them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{contact, deadline, matter as row};
use openapi::{
    Matter, MatterActionName, MatterDeadline, MatterDecision, MatterItem, MatterOutcome,
    MatterState, Reference,
};
use policy::matter::{Action, ActionKind, State, deciders, standing};
use policy::pack::format;
use policy::setting::Subject;

use super::kinds::{deadline_state, stage};
use super::refusals::blocker;
use super::transfers::is_overdue;
use crate::error::ApiError;
use crate::service::matters::Loaded;
use crate::service::names::Names;

/// A matter as it stands now.
///
/// # Errors
///
/// Where `names` lacks somebody who is named.
pub fn matter(
    loaded: &Loaded,
    contact: Option<&contact::Model>,
    deadlines: &[deadline::Model],
    names: &Names,
    now: DateTime<Utc>,
) -> Result<Matter, ApiError> {
    let (row, matter, pack) = (&loaded.row, &loaded.matter, &loaded.procedure.pack);
    let declared = pack
        .matter(&row.kind)
        .ok_or_else(|| ApiError::Broken(format!("the pack has lost the matter {}", row.kind)))?;
    let setting = loaded.setting(now);
    let next = next_step(declared, matter.state);
    let standing = next.map(|next| standing(&setting, matter, &next, now));
    let standing = standing.unwrap_or_default();
    let missing: BTreeSet<_> = standing
        .blockers
        .iter()
        .chain(&standing.warnings)
        .flat_map(|blocker| blocker.missing_facts.clone())
        .collect();
    let decides = !declared.decisions.is_empty();
    Ok(Matter {
        id: row.id,
        reference: row.reference.clone(),
        matter: row.kind.clone(),
        name: declared.name.clone(),
        purpose: declared.purpose.clone(),
        rules: declared.rule.ids().to_vec(),
        case: loaded.case.as_ref().map(|case| Reference {
            id: case.id,
            reference: case.reference.clone(),
        }),
        contact: contact.map(|contact| Reference {
            id: contact.id,
            reference: contact.reference.clone(),
        }),
        practitioner: row.practitioner_id.map(|id| names.person(id)).transpose()?,
        team: row.team_id.map(|id| names.team(id)).transpose()?,
        state: state(matter.state),
        opened_by: row.opened_by.map(|id| names.person(id)).transpose()?,
        opened_at: row.opened_at,
        state_since: row.state_since,
        decided_by: deciders(&setting, matter),
        decisions: declared.decisions.iter().map(outcome).collect(),
        decision: decision(loaded, declared, names)?,
        facts: matter
            .record
            .facts
            .iter()
            .map(|(id, fact)| (id.clone(), fact.value.clone()))
            .collect(),
        items: items(loaded, now),
        deadlines: deadlines.iter().map(|row| due(row, now)).collect(),
        blocked_by: standing
            .blockers
            .iter()
            .map(|one| blocker(one, false))
            .chain(standing.warnings.iter().map(|one| blocker(one, true)))
            .collect(),
        missing_facts: missing.into_iter().collect(),
        allowed: ActionKind::ALL
            .into_iter()
            .filter(|kind| kind.is_allowed(matter.state, decides))
            .map(action_name)
            .collect(),
        version: row.version,
    })
}

/// What the present state asks for. Before a decision the first that may be taken stands for all.
fn next_step(declared: &format::Matter, state: State) -> Option<Action> {
    match (state, declared.decisions.first()) {
        (State::Open, Some(first)) => Some(Action::Decide {
            decision: first.id.clone(),
        }),
        (State::Open | State::Decided, _) => Some(Action::Finish),
        (State::Finished | State::Withdrawn, _) => None,
    }
}

fn outcome(outcome: &format::Outcome) -> MatterOutcome {
    MatterOutcome {
        id: outcome.id.clone(),
        label: outcome.label.clone(),
    }
}

fn decision(
    loaded: &Loaded,
    declared: &format::Matter,
    names: &Names,
) -> Result<Option<MatterDecision>, ApiError> {
    let record = &loaded.matter.record;
    let (Some(id), Some(decided)) = (loaded.matter.decided(), &record.decision) else {
        return Ok(None);
    };
    let label = declared.decisions.iter().find(|known| known.id == id);
    Ok(Some(MatterDecision {
        id: id.to_owned(),
        label: label.map_or_else(|| id.to_owned(), |known| known.label.clone()),
        at: decided.at,
        by: names.person(decided.by)?,
        role: decided.role.clone(),
    }))
}

fn items(loaded: &Loaded, now: DateTime<Utc>) -> Vec<MatterItem> {
    let (matter, pack) = (&loaded.matter, &loaded.procedure.pack);
    let knowledge = loaded.setting(now).knowledge(matter, now, "", "");
    policy::checklist::readings(pack, matter.place(), false, &knowledge)
        .into_iter()
        .map(|reading| MatterItem {
            id: reading.item.id.clone(),
            label: reading.item.label.clone(),
            rule: reading.item.rule.first().to_owned(),
            blocking: reading.blocking,
            before: stage(reading.item.before),
            must_include: reading.item.must_include.clone(),
            to: reading.item.to.clone(),
            help: reading.item.help.clone(),
            done: matter.record.ticks.contains_key(&reading.item.id),
            let_pass: matter
                .record
                .overrides
                .get(&reading.item.id)
                .and_then(|passed| passed.last())
                .map(|passed| passed.reason.clone()),
        })
        .collect()
}

fn due(row: &deadline::Model, now: DateTime<Utc>) -> MatterDeadline {
    MatterDeadline {
        key: row.key.clone(),
        label: row.label.clone(),
        rule: row.rule.clone(),
        due_at: (!row.is_immediate).then_some(row.due_at),
        immediate: row.is_immediate,
        advisory: row.advisory,
        state: deadline_state(row.state),
        overdue: is_overdue(row, now),
    }
}

/// A matter by its reference.
pub fn reference(row: &row::Model) -> Reference {
    Reference {
        id: row.id,
        reference: row.reference.clone(),
    }
}

/// Where a matter stands.
pub fn state(state: State) -> MatterState {
    match state {
        State::Open => MatterState::Open,
        State::Decided => MatterState::Decided,
        State::Finished => MatterState::Finished,
        State::Withdrawn => MatterState::Withdrawn,
    }
}

/// An action.
pub fn action_name(kind: ActionKind) -> MatterActionName {
    match kind {
        ActionKind::Tick => MatterActionName::Tick,
        ActionKind::Untick => MatterActionName::Untick,
        ActionKind::RecordFact => MatterActionName::RecordFact,
        ActionKind::Override => MatterActionName::Override,
        ActionKind::AgreeDate => MatterActionName::AgreeDate,
        ActionKind::Escalate => MatterActionName::Escalate,
        ActionKind::Decide => MatterActionName::Decide,
        ActionKind::Finish => MatterActionName::Finish,
        ActionKind::Withdraw => MatterActionName::Withdraw,
    }
}
