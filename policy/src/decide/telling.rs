//! Who is told of what happened, and what they are told.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::Told;
use crate::expression::Verdict;
use crate::ladder::rung_roles;
use crate::owing::step_of;
use crate::pack::format::{Party, Pathway};
use crate::setting::{Setting, Subject, decided_at};
use crate::transfer::{ActionKind, Side, State, Transfer};

/// Who is told of an action: the deciders of both sides and whoever opened the transfer, whoever the pack names besides,
/// and on a dispute whoever decides it. The one who acted is left out by whoever delivers.
pub(super) fn told(
    setting: &Setting,
    before: &Transfer,
    after: &Transfer,
    kind: ActionKind,
    events: &[String],
) -> Vec<Told> {
    let Ok(pathway) = setting.pathway(after) else {
        return Vec::new();
    };
    let mut told = Vec::new();
    if is_told(kind) {
        told.push(Told {
            people: named(before, after),
            ..to_both(pathway, after, sentence(before, after, kind), kind.name())
        });
    }
    told.extend(task_climbs(setting, after, kind));
    if after.state == State::Disputed && matches!(kind, ActionKind::Dispute | ActionKind::Escalate)
    {
        let roles = rung_roles(setting, after);
        told.push(Told {
            transferring: roles.clone(),
            receiving: roles,
            others: Vec::new(),
            people: Vec::new(),
            message: format!("{}: a dispute waits for your decision.", after.reference),
            key: "dispute-decision".into(),
        });
    }
    told.extend(by_pack(setting, after, events));
    told
}

/// A message to the deciders of both sides and whoever opened the transfer.
pub fn both_sides(
    setting: &Setting,
    transfer: &Transfer,
    message: String,
    key: &str,
) -> Option<Told> {
    let pathway = setting.pathway(transfer).ok()?;
    Some(to_both(pathway, transfer, message, key))
}

fn to_both(pathway: &Pathway, transfer: &Transfer, message: String, key: &str) -> Told {
    Told {
        transferring: over_transferring(pathway),
        receiving: roles(pathway.all_parties()),
        others: third_parties(pathway),
        people: vec![transfer.opened_by],
        message,
        key: key.into(),
    }
}

/// Whoever opened the transfer, and those to whom tasks were newly given.
fn named(before: &Transfer, after: &Transfer) -> Vec<Uuid> {
    let new = after.record.tasks.iter().skip(before.record.tasks.len());
    let given = new.filter_map(|task| task.practitioner);
    given.chain([after.opened_by]).collect()
}

/// A disputed task waits for those to whom its list climbs.
fn task_climbs(setting: &Setting, after: &Transfer, kind: ActionKind) -> Vec<Told> {
    if kind != ActionKind::DisputeTask {
        return Vec::new();
    }
    let disputed = after.record.tasks.iter().filter(|task| task.is_disputed());
    disputed
        .filter_map(|task| {
            let list = task.list_of(setting.pack)?;
            Some(Told {
                transferring: list.climbs_to.clone(),
                receiving: list.climbs_to.clone(),
                others: Vec::new(),
                people: Vec::new(),
                message: format!(
                    "{}: a disputed task waits for your decision. {} ({}).",
                    after.reference,
                    task.name(setting.pack),
                    list.rule.first()
                ),
                key: format!("task-{}", task.number),
            })
        })
        .collect()
}

/// Whoever may let the case go, and every party of the transferring team to the decision.
fn over_transferring(pathway: &Pathway) -> Vec<String> {
    let theirs = pathway
        .all_parties()
        .filter(|party| party.sides().contains(&Side::Transferring));
    let mut over = pathway.released_by.clone();
    for role in roles(theirs) {
        if !over.contains(&role) {
            over.push(role);
        }
    }
    over
}

/// Every party of a third service, whatever the route.
fn third_parties(pathway: &Pathway) -> Vec<(String, Vec<String>)> {
    let parties = pathway.all_parties();
    parties
        .filter_map(|party| Some((party.service.clone()?, party.roles.clone())))
        .collect()
}

fn roles<'a>(parties: impl Iterator<Item = &'a Party>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for role in parties.flat_map(|party| &party.roles) {
        if !found.contains(role) {
            found.push(role.clone());
        }
    }
    found
}

fn is_told(kind: ActionKind) -> bool {
    !matches!(
        kind,
        ActionKind::Tick
            | ActionKind::Untick
            | ActionKind::RecordFact
            | ActionKind::RecordDiscussion
            | ActionKind::RecordVisit
            | ActionKind::ScheduleVisit
            | ActionKind::RecordReview
            | ActionKind::EndResponsibility
    )
}

fn sentence(before: &Transfer, after: &Transfer, kind: ActionKind) -> String {
    let state = after.state.name().replace('_', " ");
    if before.state == after.state {
        let did = kind.name().replace('-', " ");
        return format!(
            "{}: {did} was recorded; the transfer is {state}.",
            after.reference
        );
    }
    match after.state.is_open() {
        true => format!(
            "{} is now {state}. Next: {}.",
            after.reference,
            step_of(after.state)
        ),
        false => format!("{} is now {state}.", after.reference),
    }
}

fn by_pack(setting: &Setting, transfer: &Transfer, events: &[String]) -> Vec<Told> {
    let happened: BTreeSet<_> = events.iter().map(String::as_str).collect();
    let notices: Vec<_> = setting
        .pack
        .entries
        .notice
        .iter()
        .filter(|notice| happened.contains(notice.on.as_str()) && transfer.place().has(*notice))
        .collect();
    if notices.is_empty() {
        return Vec::new();
    }
    let knowledge = setting.knowledge(transfer, transfer.state_since, decided_at(transfer), "");
    notices
        .into_iter()
        .filter(|notice| knowledge.holds(notice.when.as_deref()) == Verdict::Yes)
        .map(|notice| Told {
            transferring: notice.tell.clone(),
            receiving: notice.tell.clone(),
            others: setting
                .others
                .iter()
                .map(|team| (team.service.clone(), notice.tell.clone()))
                .collect(),
            people: Vec::new(),
            message: format!(
                "{}: {} ({})",
                transfer.reference,
                notice.message,
                notice.rule.first()
            ),
            key: notice.id.clone(),
        })
        .collect()
}
