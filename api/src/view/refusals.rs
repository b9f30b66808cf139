//! Refusals as problems.

use openapi::{Blocker, BlockerKind, FieldError, Problem};
use policy::pack::format::OverrideTakes;
use policy::refusal::{self, Refusal};

use super::kinds::{action_name, state_name};

/// Put into a problem what a refusal says beyond its sentence.
pub fn extend(problem: &mut Problem, refusal: &Refusal) {
    match refusal {
        Refusal::WrongState { state, allowed, .. } => {
            problem.state = Some(state_name(*state));
            problem.allowed = allowed.iter().map(|action| action_name(*action)).collect();
        }
        Refusal::MatterState { .. } => {}
        Refusal::NotYours { roles, rule, .. } => {
            problem.roles_needed.clone_from(roles);
            problem.rule.clone_from(rule);
        }
        Refusal::Blocked(blockers) => {
            problem.blocked_by = blockers.iter().map(|one| blocker(one, false)).collect();
            problem.rule = blockers.first().map(|one| one.rule.clone());
            problem.clause = blockers.first().map(|one| one.clause.clone());
        }
        Refusal::Invalid {
            field,
            message,
            expected,
        } => {
            problem.errors = vec![FieldError {
                field: field.clone(),
                message: message.clone(),
                expected: Some(expected.clone()),
            }];
        }
        Refusal::Forbidden { rule, remedy, .. } => {
            problem.rule.clone_from(rule);
            problem.detail = format!("{}. {remedy}", problem.detail);
        }
    }
}

/// What stands before an action, or is only warned of.
pub fn blocker(blocker: &refusal::Blocker, warning: bool) -> Blocker {
    Blocker {
        kind: kind(blocker.kind),
        id: blocker.id.clone(),
        rule: blocker.rule.clone(),
        clause: blocker.clause.clone(),
        message: blocker.message.clone(),
        remedy: blocker.remedy.clone(),
        overridable_by: blocker.overridable_by.clone(),
        override_takes_both: blocker.override_takes == OverrideTakes::BothSides,
        missing_facts: blocker.missing_facts.clone(),
        warning,
    }
}

fn kind(kind: refusal::BlockerKind) -> BlockerKind {
    match kind {
        refusal::BlockerKind::Gate | refusal::BlockerKind::Pathway => BlockerKind::Gate,
        refusal::BlockerKind::Item => BlockerKind::Item,
        refusal::BlockerKind::Fact => BlockerKind::Fact,
        refusal::BlockerKind::Discussion => BlockerKind::Discussion,
        refusal::BlockerKind::Meeting => BlockerKind::Meeting,
    }
}
