//! What every refusal owes to whoever is refused: the rule or that there is none, and what would help.

use policy::refusal::{Blocker, Refusal};
use policy::transfer::{ALL_ACTIONS, ActionKind, RECORDING, State, TRANSITIONS};

use super::ground::Ground;

/// What is wrong with a refusal.
pub(crate) fn faults(
    ground: &Ground,
    state: State,
    kind: ActionKind,
    refusal: &Refusal,
) -> Vec<String> {
    let is_listed = has(ground, state, kind);
    match refusal {
        Refusal::WrongState {
            action,
            state: named,
            allowed,
        } => {
            let expected: Vec<_> = ALL_ACTIONS
                .into_iter()
                .filter(|kind| has(ground, state, *kind))
                .collect();
            fault(
                is_listed,
                "the table allows it, and it is refused as being in the wrong state",
            )
            .chain(fault(
                *action != kind || *named != state,
                "another action or state is named",
            ))
            .chain(fault(
                *allowed != expected,
                "what is allowed is not what the table allows",
            ))
            .collect()
        }
        _ if !is_listed => vec![
            "the table does not have it, and it is not refused as being in the wrong state".into(),
        ],
        Refusal::MatterState { .. } => vec!["a transfer is no matter of its own".into()],
        Refusal::NotYours {
            message,
            side,
            roles,
            rule,
        } => {
            let unknown_role = roles.iter().any(|role| ground.pack.role(role).is_none());
            let says = ["team", "time passing"]
                .iter()
                .any(|words| message.contains(words));
            fault(message.trim().is_empty(), "it does not say whose it is")
                .chain(fault(
                    unknown_role,
                    "it names a role that the pack does not declare",
                ))
                .chain(fault(
                    side.is_none() && roles.is_empty() && !says,
                    "nobody is named instead",
                ))
                .chain(rule_faults(ground, rule.as_deref()))
                .collect()
        }
        Refusal::Blocked(blockers) => {
            let found = blockers
                .iter()
                .flat_map(|blocker| blocker_faults(ground, blocker));
            fault(blockers.is_empty(), "nothing stands in the way")
                .chain(found)
                .collect()
        }
        Refusal::Invalid {
            field,
            message,
            expected,
        } => {
            let empty = [field, message, expected]
                .iter()
                .any(|text| text.trim().is_empty());
            fault(empty, "it does not say what was expected where").collect()
        }
        Refusal::Forbidden {
            message,
            rule,
            remedy,
        } => {
            let is_silent = rule.is_none() && !message.contains("procedure");
            fault(
                is_silent,
                "it names no rule and does not say that the procedure is silent",
            )
            .chain(fault(remedy.trim().is_empty(), "it has no remedy"))
            .chain(rule_faults(ground, rule.as_deref()))
            .collect()
        }
    }
}

fn blocker_faults(ground: &Ground, blocker: &Blocker) -> Vec<String> {
    let unsaid = [
        &blocker.id,
        &blocker.message,
        &blocker.remedy,
        &blocker.clause,
    ]
    .iter()
    .any(|text| text.trim().is_empty());
    let unknown_role = blocker
        .overridable_by
        .iter()
        .any(|role| ground.pack.role(role).is_none());
    let name = format!("blocker `{}`", blocker.id);
    fault(unsaid, "message, remedy or clause is missing")
        .chain(fault(unknown_role, "a role is unknown"))
        .chain(rule_faults(ground, Some(&blocker.rule)))
        .map(|fault| format!("{name}: {fault}"))
        .collect()
}

fn rule_faults(ground: &Ground, rule: Option<&str>) -> impl Iterator<Item = String> {
    let unknown = rule.is_some_and(|rule| ground.pack.rule(rule).is_none());
    fault(unknown, "its rule is none of the pack's")
}

fn fault(is_one: bool, words: &str) -> impl Iterator<Item = String> {
    is_one.then(|| words.to_owned()).into_iter()
}

/// States in which a date may be agreed, besides those that the table of transitions names.
const DATES_AGREED_IN: [State; 4] = [
    State::Requested,
    State::InformationRequired,
    State::Accepted,
    State::OnHold,
];

/// Whether the tables have an action in a state, and the pathway with them.
fn has(ground: &Ground, state: State, kind: ActionKind) -> bool {
    let agreed = (state, kind) == (State::Accepted, ActionKind::Decline);
    in_table(state, kind) && (!agreed || ground.pathway.decline_after_accept.is_some())
}

/// Whether the tables have an action in a state.
pub(crate) fn in_table(state: State, kind: ActionKind) -> bool {
    let moves = TRANSITIONS
        .iter()
        .any(|(from, _, action, _)| (*from, *action) == (state, kind));
    let records = state.is_open() && RECORDING.contains(&kind);
    moves || records || (kind == ActionKind::AgreeDate && DATES_AGREED_IN.contains(&state))
}
