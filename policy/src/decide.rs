//! The one door: whether an action may be taken, and what then becomes of the transfer. Pure.

mod effect;
mod permission;
mod standing;
mod telling;

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use crate::action::Action;
use crate::deadline::Owed;
use crate::refusal::{Blocker, Refusal};
use crate::role::Actor;
use crate::setting::Setting;
use crate::transfer::{ActionKind, Side, Transfer, allowed_in, transition};

pub use crate::owing::owed;
pub(crate) use effect::{Change, invalid, said};
pub use permission::{Capacity, capacity, parties, side_name};
pub use standing::{Standing, standing, standing_before};

/// What becomes of a transfer, to be recorded in one transaction.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The transfer as it is from now on.
    pub transfer: Transfer,
    /// What was done.
    pub action: ActionKind,
    /// When it happened, UTC.
    pub occurred_at: DateTime<Utc>,
    /// For which side it was done; none for a decision above both.
    pub side: Option<Side>,
    /// The events that it causes, as packs name them.
    pub events: Vec<String>,
    /// The rules that it rests on.
    pub rules: Vec<String>,
    /// What is owed from now on.
    pub owed: Vec<Owed>,
    /// Who is told.
    pub told: Vec<Told>,
    /// What was let pass with a warning.
    pub warnings: Vec<Blocker>,
    /// Whether case responsibility moves now, and to whom in the receiving team (nobody: the duty tray).
    pub moves: Option<Option<Uuid>>,
}

/// Somebody who is told of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Roles over the transferring team.
    pub transferring: Vec<String>,
    /// Roles over the receiving team.
    pub receiving: Vec<String>,
    /// People by name.
    pub people: Vec<Uuid>,
    /// What they are told; never a child's details.
    pub message: String,
    /// Distinguishes two messages of one event.
    pub key: String,
}

/// How far ahead of the server's clock `occurred_at` may lie: clocks differ, the future cannot be recorded.
const CLOCKS_DIFFER_BY: Duration = Duration::minutes(5);

/// Decide on an action.
///
/// * `occurred_at` – when it happened, UTC; not in the future and, where it changes the state or the rung, not before the present one began
///
/// # Errors
///
/// [`Refusal`], with the rule and what would make it possible; nothing has changed then.
pub fn decide(
    setting: &Setting,
    transfer: &Transfer,
    actor: &Actor,
    action: &Action,
    occurred_at: DateTime<Utc>,
    note: Option<String>,
) -> Result<Decision, Refusal> {
    let kind = action.kind();
    let (whose, next) =
        transition(transfer.state, kind).ok_or_else(|| wrong_state(transfer, kind))?;
    check_moment(setting, transfer, kind, occurred_at)?;
    let capacity = capacity(setting, transfer, actor, kind, whose)?;
    let change = effect::Change {
        setting,
        actor,
        capacity: &capacity,
        at: occurred_at,
        note,
    };
    let mut after = transfer.clone();
    change.record(&mut after, action)?;
    let standing = standing_before(setting, &after, action, occurred_at);
    if !standing.blockers.is_empty() {
        return Err(Refusal::Blocked(standing.blockers));
    }
    let events = change.advance(&mut after, action, next)?;
    Ok(Decision {
        owed: owed(setting, &after, occurred_at),
        told: telling::told(setting, transfer, &after, kind, &events),
        rules: rules(setting, &after, action),
        moves: match action {
            Action::Land { practitioner } => Some(*practitioner),
            _ => None,
        },
        action: kind,
        occurred_at,
        side: capacity.side,
        events,
        warnings: standing.warnings,
        transfer: after,
    })
}

fn wrong_state(transfer: &Transfer, action: ActionKind) -> Refusal {
    Refusal::WrongState {
        action,
        state: transfer.state,
        allowed: allowed_in(transfer.state),
    }
}

fn check_moment(
    setting: &Setting,
    transfer: &Transfer,
    kind: ActionKind,
    at: DateTime<Utc>,
) -> Result<(), Refusal> {
    check_future(setting, at)?;
    let Some(since) = begun(transfer, kind) else {
        return Ok(());
    };
    if at < since {
        return Err(invalid(
            "occurred_at",
            &format!(
                "the transfer has been {} only since {since}",
                transfer.state.name()
            ),
            &format!("at the earliest {since}"),
        ));
    }
    Ok(())
}

/// Nothing is recorded that has not happened yet.
pub(crate) fn check_future(setting: &Setting, at: DateTime<Utc>) -> Result<(), Refusal> {
    if at > setting.now + CLOCKS_DIFFER_BY {
        return Err(invalid(
            "occurred_at",
            "this lies in the future",
            &format!("at the latest {}", setting.now),
        ));
    }
    Ok(())
}

/// When what an action ends began, the state or the rung of the ladder; none for what only records.
fn begun(transfer: &Transfer, kind: ActionKind) -> Option<DateTime<Utc>> {
    let dispute = transfer.record.dispute.as_ref();
    match (kind, transition(transfer.state, kind)) {
        (ActionKind::Escalate, _) => dispute.map(|dispute| dispute.rung_since),
        (_, Some((_, crate::transfer::Next::Stay))) => None,
        _ => Some(transfer.state_since),
    }
}

/// The rules that an action rests on: the pathway's, the reason's, the item's or gate's.
fn rules(setting: &Setting, transfer: &Transfer, action: &Action) -> Vec<String> {
    let pack = setting.pack;
    let of_entry = |id: &str| {
        pack.item(id)
            .map(|item| item.rule.ids().to_vec())
            .or_else(|| pack.gate(id).map(|gate| gate.rule.ids().to_vec()))
            .unwrap_or_default()
    };
    match action {
        Action::Tick { item }
        | Action::Untick { item }
        | Action::ScheduleVisit { item, .. }
        | Action::RecordVisit { item } => of_entry(item),
        Action::Override { of, .. } => of_entry(of),
        Action::AgreeDate { deadline, .. } => pack
            .deadline(deadline)
            .map(|d| d.rule.ids().to_vec())
            .unwrap_or_default(),
        Action::Dispute { .. } | Action::DecideDispute { .. } | Action::Escalate => transfer
            .record
            .dispute
            .as_ref()
            .and_then(|dispute| pack.ladder(&dispute.ladder))
            .map(|ladder| ladder.rule.ids().to_vec())
            .unwrap_or_default(),
        _ => pack
            .pathway(&transfer.pathway)
            .map(|pathway| pathway.rule.ids().to_vec())
            .unwrap_or_default(),
    }
}
