//! Next steps: what is possible for someone now, what it waits for, and who is told of what happened.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::calendar::Moment;
use crate::deadline::{FOLLOW_UP, Owed};
use crate::decide::{Standing, Told, capacity, owed, standing};
use crate::expression::Verdict;
use crate::gate::belongs;
use crate::pack::format::{PartySide, Stage, Unit, Way};
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::setting::{Setting, decided_at};
use crate::transfer::{ALL_ACTIONS, ActionKind, Kind, Side, State, Transfer, transition};

/// One action, seen from someone.
#[derive(Debug, Clone)]
pub struct NextStep {
    /// The action.
    pub action: ActionKind,
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
    ALL_ACTIONS
        .iter()
        .filter_map(|action| Some((*action, transition(transfer.state, *action)?.0)))
        .filter(|(action, _)| makes_sense(setting, transfer, *action))
        .map(|(action, whose)| NextStep {
            action,
            not_yours: capacity(setting, transfer, actor, action, whose).err(),
            standing: standing_of(setting, transfer, action, at),
        })
        .collect()
}

/// A dispute needs a ladder, an escalation a higher rung.
fn makes_sense(setting: &Setting, transfer: &Transfer, action: ActionKind) -> bool {
    let dispute = transfer.record.dispute.as_ref();
    match action {
        ActionKind::Dispute => {
            setting
                .pathway(transfer)
                .is_ok_and(|pathway| pathway.ladder.is_some())
                && !dispute.is_some_and(|dispute| dispute.decided)
        }
        ActionKind::Escalate => dispute.is_some_and(|dispute| {
            setting
                .pack
                .ladder(&dispute.ladder)
                .is_some_and(|ladder| dispute.rung + 1 < ladder.rungs.len())
        }),
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
    decides
        .and_then(|pathway| pathway.forum.as_deref())
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

/// The next sitting of the meeting that a requested transfer waits for.
pub(crate) fn meeting(setting: &Setting, transfer: &Transfer) -> Option<(String, DateTime<Utc>)> {
    if !matches!(
        transfer.state,
        State::Requested | State::InformationRequired
    ) {
        return None;
    }
    let forum = setting.pathway(transfer).ok()?.forum.clone()?;
    let at = *setting.sittings.get(&forum)?;
    Some((forum, at))
}

/// Landsafe's own prompt: no rule of the procedure.
pub(crate) fn follow_up(setting: &Setting, transfer: &Transfer) -> Option<Owed> {
    let prompt = &setting.pack.header.follow_up;
    let counted = setting.calendar.reckon(
        Moment::At(transfer.state_since),
        Way::After,
        prompt.length,
        prompt.unit,
    );
    Some(Owed {
        key: FOLLOW_UP.into(),
        rule: String::new(),
        label: format!("Landsafe asks: {}", step_of(transfer.state)),
        started_at: transfer.state_since,
        due_at: counted.due_at,
        original_due_at: counted.due_at,
        immediate: counted.immediate,
        in_hours: prompt.unit == Unit::Hours,
        advisory: true,
        lapses: false,
        owed_by: owner(transfer),
        role: None,
        met_at: None,
        reckoned: format!(
            "no rule of the procedure: Landsafe asks after {}",
            counted.words
        ),
        beyond_known_holidays: counted.beyond_known_holidays,
    })
}

/// The step that a state asks for.
fn step_of(state: State) -> &'static str {
    match state {
        State::Draft => "complete the request and send it, or withdraw it",
        State::Requested => "decide on the request",
        State::InformationRequired => "give the information that was asked for",
        State::OnHold => "resume when the crisis is over, or withdraw",
        State::Accepted => "move the case",
        State::Supported => "carry out the support agreed, then close",
        State::Disputed => "decide the dispute",
        State::Landed => "finish what is owed after the move, then close",
        State::Declined | State::Withdrawn | State::Closed => "nothing",
    }
}

fn owner(transfer: &Transfer) -> PartySide {
    let side = match transfer.state {
        State::Draft | State::InformationRequired | State::OnHold => transfer.asking(),
        State::Requested => transfer.asking().other(),
        State::Supported | State::Disputed => return PartySide::Both,
        _ => Side::Receiving,
    };
    party_side(side)
}

fn party_side(side: Side) -> PartySide {
    match side {
        Side::Transferring => PartySide::Transferring,
        Side::Receiving => PartySide::Receiving,
    }
}

fn roles(setting: &Setting, transfer: &Transfer) -> Vec<String> {
    let Ok(pathway) = setting.pathway(transfer) else {
        return Vec::new();
    };
    match transfer.state {
        State::Requested if transfer.kind == Kind::Push => pathway
            .decided_by
            .iter()
            .flat_map(|party| party.roles.clone())
            .collect(),
        State::Requested => pathway.released_by.clone(),
        State::Disputed => rung_roles(setting, transfer),
        _ => Vec::new(),
    }
}

/// The roles that decide on the present rung of a dispute.
pub fn rung_roles(setting: &Setting, transfer: &Transfer) -> Vec<String> {
    let dispute = transfer.record.dispute.as_ref();
    dispute
        .and_then(|dispute| {
            setting
                .pack
                .ladder(&dispute.ladder)?
                .rungs
                .get(dispute.rung)
        })
        .map(|rung| rung.roles.clone())
        .unwrap_or_default()
}

/// The deadline that is the clock of the present rung of a dispute.
pub fn rung_deadline<'a>(setting: &Setting<'a>, transfer: &Transfer) -> Option<&'a str> {
    let dispute = transfer
        .record
        .dispute
        .as_ref()
        .filter(|_| transfer.state == State::Disputed)?;
    setting
        .pack
        .ladder(&dispute.ladder)?
        .rungs
        .get(dispute.rung)?
        .deadline
        .as_deref()
}

/// Who is told of an action: the deciders of both sides and whoever opened the transfer, whoever the pack names besides,
/// and on a dispute whoever decides it. The one who acted is left out by whoever delivers.
pub(crate) fn told(
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
            transferring: pathway.released_by.clone(),
            receiving: pathway
                .decided_by
                .iter()
                .flat_map(|party| party.roles.clone())
                .collect(),
            people: vec![after.opened_by],
            message: sentence(before, after, kind),
            key: kind.name().into(),
        });
    }
    if after.state == State::Disputed && matches!(kind, ActionKind::Dispute | ActionKind::Escalate)
    {
        let roles = rung_roles(setting, after);
        told.push(Told {
            transferring: roles.clone(),
            receiving: roles,
            people: Vec::new(),
            message: format!("{}: a dispute waits for your decision.", after.reference),
            key: "dispute-decision".into(),
        });
    }
    told.extend(by_pack(setting, after, events));
    told
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
        .filter(|notice| {
            happened.contains(notice.on.as_str())
                && belongs(&notice.pathways, Some(&transfer.pathway))
        })
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
