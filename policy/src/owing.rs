//! What an open transfer owes: its deadlines, the meeting it waits for, and Landsafe's own prompt where there is neither.

use chrono::{DateTime, Utc};

use crate::calendar::Moment;
use crate::deadline::{FOLLOW_UP, Owed};
use crate::pack::format::{PartySide, Unit, Way};
use crate::setting::Setting;
use crate::tracking;
use crate::transfer::{Side, State, Transfer};

/// What is owed on a transfer: its deadlines while it is open, and after a refusal what can still be done about it. What was
/// met stays on the record, also where the very action that met it ended the transfer.
///
/// Where the procedure gives an open transfer no clock and no meeting, Landsafe's own prompt stands in.
pub fn owed(setting: &Setting, transfer: &Transfer, at: DateTime<Utc>) -> Vec<Owed> {
    let mut owed = setting.reckon(transfer, at).owed;
    match transfer.state {
        State::Declined => {
            owed.retain(|owed| owed.met_at.is_some() || (owed.lapses && !is_decided(transfer)))
        }
        State::Withdrawn | State::Closed => owed.retain(|owed| owed.met_at.is_some()),
        _ => {}
    }
    let waits = owed
        .iter()
        .any(|owed| owed.met_at.is_none() && !owed.advisory);
    if transfer.state.is_open() && !waits && meeting(setting, transfer).is_none() {
        owed.extend(follow_up(setting, transfer));
    }
    owed
}

fn is_decided(transfer: &Transfer) -> bool {
    transfer
        .record
        .dispute
        .as_ref()
        .is_some_and(|dispute| dispute.decided)
}

/// The next sitting of the meeting that a transfer waits for: to decide, or after landing to review it.
pub(crate) fn meeting(setting: &Setting, transfer: &Transfer) -> Option<(String, DateTime<Utc>)> {
    let forum = match transfer.state {
        State::Requested | State::InformationRequired => {
            setting.pathway(transfer).ok()?.forum.clone()?
        }
        _ => tracking::awaited_forum(setting, transfer)?,
    };
    let at = *setting.sittings.get(&forum)?;
    Some((forum, at))
}

/// Landsafe's own prompt: no rule of the procedure.
pub(crate) fn follow_up(setting: &Setting, transfer: &Transfer) -> Option<Owed> {
    let step = step_of(transfer.state);
    Some(prompt(setting, transfer.state_since, step, owner(transfer)))
}

/// The prompt for a step that somebody has owed since an instant, UTC.
pub(crate) fn prompt(
    setting: &Setting,
    since: DateTime<Utc>,
    step: &str,
    owed_by: PartySide,
) -> Owed {
    let prompt = &setting.pack.header.follow_up;
    let counted =
        setting
            .calendar
            .reckon(Moment::At(since), Way::After, prompt.length, prompt.unit);
    Owed {
        key: FOLLOW_UP.into(),
        rule: String::new(),
        label: format!("Landsafe asks: {step}"),
        started_at: since,
        due_at: counted.due_at,
        original_due_at: counted.due_at,
        immediate: counted.immediate,
        in_hours: prompt.unit == Unit::Hours,
        advisory: true,
        lapses: false,
        owed_by,
        role: None,
        met_at: None,
        reckoned: format!(
            "no rule of the procedure: Landsafe asks after {}",
            counted.words
        ),
        beyond_known_holidays: counted.beyond_known_holidays,
    }
}

/// The step that a state asks for.
pub(crate) fn step_of(state: State) -> &'static str {
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

/// Whose the step is that a state asks for.
pub(crate) fn owner(transfer: &Transfer) -> PartySide {
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
