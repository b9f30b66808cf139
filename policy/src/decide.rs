//! The one door: whether an action may be taken, and what then becomes of the transfer. Pure.

mod effect;
mod order;
mod permission;
mod standing;
mod telling;

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use crate::action::Action;
use crate::deadline::Owed;
use crate::refusal::{Blocker, Refusal};
use crate::rereading::{self, Flip};
use crate::role::Actor;
use crate::setting::Setting;
use crate::task;
use crate::transfer::{ActionKind, Side, State, Transfer, allowed_in, transition};
use crate::work::{self, Changes};

pub use crate::owing::owed;
pub use crate::party::{parties, parties_on, taking_part};
pub(crate) use effect::{Change, invalid, said};
pub(crate) use order::before_item;
pub use permission::{Capacity, capacity, side_name};
pub use standing::{Standing, standing, standing_before};
pub use telling::both_sides;

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
    /// Conditions that read otherwise now.
    pub flips: Vec<Flip>,
    /// Work that began or ended.
    pub work: Changes,
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
    /// Roles in third services, by service.
    pub others: Vec<(String, Vec<String>)>,
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
    let wrong_state = || Refusal::WrongState {
        action: kind,
        state: transfer.state,
        allowed: allowed(setting, transfer),
    };
    let (whose, next) = transition(transfer.state, kind)
        .filter(|_| has(setting, transfer, transfer.state, kind))
        .ok_or_else(wrong_state)?;
    check_moment(setting, transfer, kind, occurred_at)?;
    let mut after = transfer.clone();
    if kind == ActionKind::Accept {
        after.record.route = action.route().map(str::to_owned);
    }
    let capacity = capacity(setting, &after, actor, kind, whose)?;
    let change = effect::Change {
        setting,
        actor,
        capacity: &capacity,
        at: occurred_at,
        note,
    };
    change.record(&mut after, action)?;
    let standing = standing_before(setting, &after, action, occurred_at);
    if !standing.blockers.is_empty() {
        return Err(Refusal::Blocked(standing.blockers));
    }
    let events = change.advance(&mut after, action, next)?;
    let flips = flips(setting, transfer, &after, kind, occurred_at);
    let work = work::changes(
        (&work::work(setting, transfer, occurred_at), occurred_at),
        (&work::work(setting, &after, occurred_at), occurred_at),
    );
    let mut told = telling::told(setting, transfer, &after, kind, &events);
    told.extend(rereading::told(
        setting,
        &after,
        &flips,
        "conditions were read again",
    ));
    told.extend(work.told(setting, &after));
    Ok(Decision {
        owed: owed(setting, &after, occurred_at),
        told,
        flips,
        work,
        rules: rules(setting, &after, action),
        moves: match action {
            Action::Land { .. } => Some(after.record.receiving_worker),
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

/// Every action that the table allows where the transfer stands, and its pathway with it.
pub fn allowed(setting: &Setting, transfer: &Transfer) -> Vec<ActionKind> {
    let mut allowed = allowed_in(transfer.state);
    allowed.retain(|action| has(setting, transfer, transfer.state, *action));
    allowed
}

/// Whether the pathway has the action in a state at all: what was agreed can be declined only where the procedure says so.
pub(crate) fn has(
    setting: &Setting,
    transfer: &Transfer,
    state: State,
    action: ActionKind,
) -> bool {
    let agreed = state == State::Accepted && action == ActionKind::Decline;
    !agreed
        || setting
            .pathway(transfer)
            .is_ok_and(|pathway| pathway.decline_after_accept.is_some())
}

/// What reads otherwise once the action is on the record, for those actions that conditions elsewhere rest on.
fn flips(
    setting: &Setting,
    before: &Transfer,
    after: &Transfer,
    kind: ActionKind,
    at: DateTime<Utc>,
) -> Vec<Flip> {
    if !rereading::reads_again(kind) {
        return Vec::new();
    }
    // Both are read as of where the transfer stands now, so that a step by itself flips nothing.
    let before = Transfer {
        state: after.state,
        ..before.clone()
    };
    rereading::flips(
        &rereading::readings(setting, &before, at),
        &rereading::readings(setting, after, at),
    )
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
            .deadline(task::declared(deadline))
            .map(|d| d.rule.ids().to_vec())
            .unwrap_or_default(),
        Action::Dispute { .. } | Action::DecideDispute { .. } | Action::Escalate => transfer
            .record
            .dispute
            .as_ref()
            .and_then(|dispute| pack.ladder(&dispute.ladder))
            .map(|ladder| ladder.rule.ids().to_vec())
            .unwrap_or_default(),
        Action::RaiseTasks { list, .. } => list
            .as_deref()
            .and_then(|id| pack.task_list(id))
            .map(|list| list.rule.ids().to_vec())
            .unwrap_or_default(),
        Action::CompleteTask { task }
        | Action::CancelTask { task, .. }
        | Action::DisputeTask { task, .. }
        | Action::DecideTask { task, .. } => {
            let mut tasks = transfer.record.tasks.iter();
            tasks
                .find(|one| one.number == *task)
                .and_then(|task| task.list_of(pack))
                .map(|list| list.rule.ids().to_vec())
                .unwrap_or_default()
        }
        Action::EndResponsibility { responsibility } => pack
            .responsibility(responsibility)
            .map(|work| work.rule.ids().to_vec())
            .unwrap_or_default(),
        _ => {
            let Some(pathway) = pack.pathway(&transfer.pathway) else {
                return Vec::new();
            };
            let route = action.route().and_then(|id| pathway.route(id));
            let of_route = route.map(|route| route.rule.ids()).unwrap_or_default();
            let reason = action.reason().and_then(|id| pack.reason(id));
            let of_reason = reason.map(|reason| reason.rule.ids()).unwrap_or_default();
            [of_reason, pathway.rule.ids(), of_route].concat()
        }
    }
}
