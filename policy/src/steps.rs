//! Next steps: what is possible for someone now, and what an open transfer waits for.

use chrono::{DateTime, Utc};

use crate::absence::SOMEBODY;
use crate::decide::{Standing, allowed, capacity, owed, standing, taking_part};
use crate::ladder::{ladder_of, rung_roles};
use crate::owing::{meeting, owner, step_of};
use crate::pack::format::{PartySide, Pathway, Stage};
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::setting::{Setting, Subject, decided_at};
use crate::task::Task;
use crate::transfer::{ActionKind, State, Transfer, transition};

/// One action, seen from someone.
#[derive(Debug, Clone)]
pub struct NextStep {
    /// The action.
    pub action: ActionKind,
    /// The route of the decision, where it is not the ordinary one.
    pub route: Option<String>,
    /// Why this person cannot take it, where that is so.
    pub not_yours: Option<Refusal>,
    /// What stands before it, and what is only warned of.
    pub standing: Standing,
}

impl NextStep {
    /// Whether it can be taken now.
    pub fn is_possible(&self) -> bool {
        self.not_yours.is_none() && self.standing.blockers.is_empty()
    }
}

/// Every action that the state allows, whoever may take it.
pub fn next_steps(
    setting: &Setting,
    transfer: &Transfer,
    actor: &Actor,
    at: DateTime<Utc>,
) -> Vec<NextStep> {
    allowed(setting, transfer)
        .into_iter()
        .filter(|action| makes_sense(setting, transfer, *action, at))
        .flat_map(|action| {
            let routes = routes(setting, transfer, action).into_iter();
            routes.filter_map(move |route| step(setting, transfer, actor, action, route, at))
        })
        .collect()
}

/// The ordinary route, and for agreeing the others that the pathway has.
fn routes(setting: &Setting, transfer: &Transfer, action: ActionKind) -> Vec<Option<String>> {
    let pathway = setting.pathway(transfer).ok();
    let others = pathway
        .filter(|_| action == ActionKind::Accept)
        .map(|pathway| pathway.decision_routes.as_slice())
        .unwrap_or_default();
    let named = others.iter().map(|route| Some(route.id.clone()));
    std::iter::once(None).chain(named).collect()
}

fn step(
    setting: &Setting,
    transfer: &Transfer,
    actor: &Actor,
    action: ActionKind,
    route: Option<String>,
    at: DateTime<Utc>,
) -> Option<NextStep> {
    let (whose, _) = transition(transfer.state, action)?;
    let mut on_route = transfer.clone();
    if action == ActionKind::Accept {
        on_route.record.route.clone_from(&route);
    }
    // Whoever takes the case is named in agreeing or in landing: both are looked at as if that were done, with somebody who is there.
    if matches!(action, ActionKind::Land | ActionKind::Accept) {
        on_route.record.receiving_worker.get_or_insert(SOMEBODY);
    }
    Some(NextStep {
        action,
        not_yours: capacity(setting, &on_route, actor, action, whose).err(),
        standing: standing_of(setting, &on_route, action, at),
        route,
    })
}

/// A dispute needs a ladder, an escalation a higher rung.
fn makes_sense(
    setting: &Setting,
    transfer: &Transfer,
    action: ActionKind,
    at: DateTime<Utc>,
) -> bool {
    let dispute = transfer.record.dispute.as_ref();
    match action {
        ActionKind::Dispute => {
            ladder_of(setting, transfer, at).is_some()
                && !dispute.is_some_and(|dispute| dispute.decided)
        }
        ActionKind::Escalate => dispute.is_some_and(|dispute| {
            setting
                .pack
                .ladder(&dispute.ladder)
                .is_some_and(|ladder| dispute.rung + 1 < ladder.rungs.len())
        }),
        ActionKind::CompleteTask | ActionKind::CancelTask => {
            transfer.record.tasks.iter().any(Task::is_open)
        }
        ActionKind::DisputeTask => transfer.record.tasks.iter().any(|task| {
            task.is_open()
                && task.disputed.is_none()
                && task
                    .list_of(setting.pack)
                    .is_some_and(|list| !list.climbs_to.is_empty())
        }),
        ActionKind::DecideTask => transfer.record.tasks.iter().any(Task::is_disputed),
        ActionKind::EndResponsibility => setting
            .pack
            .entries
            .responsibility
            .iter()
            .any(|work| work.until.is_none() && transfer.place().has(work)),
        ActionKind::Split => transfer.record.goes_with_family(),
        ActionKind::Consider => setting
            .pathway(transfer)
            .is_ok_and(|pathway| pathway.forum.is_some()),
        _ => true,
    }
}

/// What stops a decision for the move does not stop the decision of a dispute, which may go against it: it is warned of.
fn standing_of(
    setting: &Setting,
    transfer: &Transfer,
    action: ActionKind,
    at: DateTime<Utc>,
) -> Standing {
    let forum = forum_of(setting, transfer, action);
    let mut standing = standing(setting, transfer, stage_of(action), forum, "", at);
    if action == ActionKind::DecideDispute {
        let before_the_move = std::mem::take(&mut standing.blockers);
        standing.warnings.extend(before_the_move);
    }
    standing
}

/// A dispute may be decided for the move, and then what stands before agreeing stands before it.
fn stage_of(action: ActionKind) -> Option<Stage> {
    match action {
        ActionKind::DecideDispute => Some(Stage::Accept),
        other => other.stage(),
    }
}

/// A decision that a meeting takes is looked at as taken there: naming the meeting is part of recording it.
fn forum_of<'a>(setting: &'a Setting, transfer: &'a Transfer, action: ActionKind) -> &'a str {
    let decides = setting
        .pathway(transfer)
        .ok()
        .filter(|_| matches!(action, ActionKind::Accept | ActionKind::DecideDispute));
    let route = transfer.record.route.as_deref();
    decides
        .and_then(|pathway| match route.and_then(|id| pathway.route(id)) {
            Some(route) => route.forum.as_deref(),
            None => pathway.forum.as_deref(),
        })
        .unwrap_or_else(|| decided_at(transfer))
}

/// What an open transfer waits for.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingFor {
    /// What, in words.
    pub what: String,
    /// Which side owes it.
    pub side: PartySide,
    /// Which roles, where the procedure names them.
    pub roles: Vec<String>,
    /// When it is due, UTC; none where it is immediate or where only a meeting is waited for.
    pub due_at: Option<DateTime<Utc>>,
    /// The meeting waited for.
    pub meeting: Option<String>,
}

/// What an open transfer waits for: the step that its state asks for, then whatever is due.
pub fn waiting_for(setting: &Setting, transfer: &Transfer, at: DateTime<Utc>) -> Vec<WaitingFor> {
    if !transfer.state.is_open() {
        return Vec::new();
    }
    let meeting = meeting(setting, transfer);
    let mut found = vec![WaitingFor {
        what: step_of(transfer.state).to_owned(),
        side: owner(transfer),
        roles: roles(setting, transfer),
        due_at: meeting.as_ref().map(|(_, at)| *at),
        meeting: meeting.map(|(forum, _)| forum),
    }];
    let due = owed(setting, transfer, at);
    found.extend(
        due.iter()
            .filter(|owed| owed.met_at.is_none())
            .map(|owed| WaitingFor {
                what: owed.label.clone(),
                side: owed.owed_by,
                roles: owed.role.iter().cloned().collect(),
                due_at: (!owed.immediate).then_some(owed.due_at),
                meeting: None,
            }),
    );
    found
}

fn roles(setting: &Setting, transfer: &Transfer) -> Vec<String> {
    let Ok(pathway) = setting.pathway(transfer) else {
        return Vec::new();
    };
    match transfer.state {
        State::Requested => still_to_agree(setting, pathway, transfer),
        State::Disputed => rung_roles(setting, transfer),
        _ => Vec::new(),
    }
}

/// The roles of the parties that have not agreed yet on any route, each once, those of the side that answers first.
fn still_to_agree(setting: &Setting, pathway: &Pathway, transfer: &Transfer) -> Vec<String> {
    let others = pathway.decision_routes.iter().map(Some);
    let routes = std::iter::once(None).chain(others);
    let parties = routes.flat_map(|route| {
        let parties = taking_part(setting, transfer, pathway, route).into_iter();
        let id = route.map(|route| route.id.as_str());
        parties.map(move |(number, party)| (id, number, party))
    });
    let (agreed, mut open): (Vec<_>, Vec<_>) = parties.partition(|(route, number, _)| {
        let mut approvals = transfer.record.approvals.iter();
        approvals.any(|one| one.party == *number && one.route.as_deref() == *route)
    });
    // Where all have agreed by asking, one of them still records the decision.
    if open.is_empty() {
        open = agreed;
    }
    let answering = transfer.asking().other();
    open.sort_by_key(|(_, _, party)| !party.sides().contains(&answering));
    let mut roles: Vec<String> = Vec::new();
    for role in open.into_iter().flat_map(|(_, _, party)| party.roles) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles
}

/// The stage that a state leads to next, for the advice that is shown.
pub fn coming_stage(state: State) -> Option<Stage> {
    match state {
        State::Draft => Some(Stage::Request),
        State::Requested | State::InformationRequired | State::OnHold | State::Disputed => {
            Some(Stage::Accept)
        }
        State::Accepted => Some(Stage::Land),
        State::Landed | State::Supported => Some(Stage::Close),
        State::Declined | State::Withdrawn | State::Closed => None,
    }
}
