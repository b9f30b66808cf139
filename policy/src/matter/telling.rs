//! Telling: who hears of what happens to a matter.

use super::owing::deciders;
use super::{ActionKind, Matter};
use crate::decide::Told;
use crate::expression::Verdict;
use crate::ladder::rung_roles;
use crate::setting::{Setting, Subject};

/// Who is told that a matter opened: its team's deciders or managers, and whoever the pack names.
pub fn told_of_opening(setting: &Setting, matter: &Matter) -> Vec<Told> {
    let Some(declared) = setting.pack.matter(&matter.kind) else {
        return Vec::new();
    };
    let mut told = by_pack(setting, matter, &["opened".to_owned()]);
    if declared.tells_team {
        told.push(Told {
            transferring: owners(setting, matter),
            receiving: Vec::new(),
            others: Vec::new(),
            people: Vec::new(),
            message: format!(
                "{}: {} ({}).",
                matter.reference,
                declared.name,
                declared.rule.first()
            ),
            key: "opened".into(),
        });
    }
    told
}

/// Whoever decides it, or where nobody does the managers of the team.
fn owners(setting: &Setting, matter: &Matter) -> Vec<String> {
    let named = match matter.climbing() {
        Some(_) => rung_roles(setting, matter),
        None => deciders(setting, matter),
    };
    match named.is_empty() {
        false => named,
        true => setting.pack.managers(),
    }
}

/// Who is told of an action, and of the events that it left.
pub(super) fn told(
    setting: &Setting,
    matter: &Matter,
    kind: ActionKind,
    events: &[String],
) -> Vec<Told> {
    let mut told = by_pack(setting, matter, events);
    let declared = setting.pack.matter(&matter.kind);
    if declared.is_some_and(|declared| declared.ends_on.is_some() && !declared.tells_team) {
        return told;
    }
    let message = match kind {
        ActionKind::Escalate => format!("{}: this waits for you now.", matter.reference),
        ActionKind::Decide | ActionKind::Finish | ActionKind::Withdraw => {
            format!("{} is now {}.", matter.reference, matter.state.name())
        }
        ActionKind::AgreeDate => format!("{}: another day is agreed.", matter.reference),
        _ => return told,
    };
    told.push(Told {
        transferring: owners(setting, matter),
        receiving: Vec::new(),
        others: Vec::new(),
        people: matter.opened_by.into_iter().collect(),
        message,
        key: kind.name().into(),
    });
    told
}

fn by_pack(setting: &Setting, matter: &Matter, events: &[String]) -> Vec<Told> {
    let knowledge = setting.knowledge(matter, matter.state_since, "", "");
    let notices = setting.pack.entries.notice.iter();
    notices
        .filter(|notice| events.contains(&notice.on) && matter.place().has(*notice))
        .filter(|notice| knowledge.holds(notice.when.as_deref()) == Verdict::Yes)
        .map(|notice| Told {
            transferring: notice.tell.clone(),
            receiving: Vec::new(),
            others: Vec::new(),
            people: Vec::new(),
            message: format!(
                "{}: {} ({})",
                matter.reference,
                notice.message,
                notice.rule.first()
            ),
            key: notice.id.clone(),
        })
        .collect()
}
