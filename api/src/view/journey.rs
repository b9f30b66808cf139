//! The journey of a case as the contract shows it: every event, with a sentence that carries no narrative.

use std::collections::{BTreeMap, HashMap};

use entity::event::{self, Side};
use entity::transfer::{self, TransferState};
use openapi::{JourneyEntry, Reference};
use serde_json::Value;
use uuid::Uuid;

use super::kinds;
use super::kinds::row_state_name;
use crate::error::ApiError;
use crate::service::names::Names;

/// One thing that happened.
///
/// # Errors
///
/// Where `names` lacks someone, or `transfers` the transfer, that it names.
pub fn entry(
    row: &event::Model,
    transfers: &HashMap<Uuid, transfer::Model>,
    names: &Names,
) -> Result<JourneyEntry, ApiError> {
    let transfer = row.transfer_id.and_then(|id| transfers.get(&id));
    let detail = detail(&row.detail);
    Ok(JourneyEntry {
        id: row.id,
        kind: row.kind.clone(),
        occurred_at: row.occurred_at,
        recorded_at: row.recorded_at,
        by: row.practitioner_id.map(|id| names.person(id)).transpose()?,
        side: row.side.map(kinds::row_side),
        team: team(row, transfer).map(|id| names.team(id)).transpose()?,
        transfer: transfer.map(|row| Reference {
            id: row.id,
            reference: row.reference.clone(),
        }),
        from_state: row.from_state.map(row_state_name),
        to_state: row.to_state.map(row_state_name),
        rules: serde_json::from_value(row.rules.clone()).unwrap_or_default(),
        text: sentence(row, &detail),
        detail,
    })
}

/// The team for which it was done: that of the side, or the one that the event names.
pub fn team(row: &event::Model, transfer: Option<&transfer::Model>) -> Option<Uuid> {
    match (row.side, transfer) {
        (Some(Side::Transferring), Some(transfer)) => Some(transfer.transferring_team_id),
        (Some(Side::Receiving), Some(transfer)) => Some(transfer.receiving_team_id),
        _ => row
            .detail
            .get("team")
            .and_then(Value::as_str)
            .and_then(|id| id.parse().ok()),
    }
}

fn detail(detail: &Value) -> BTreeMap<String, Value> {
    let members = detail.as_object().into_iter().flatten();
    members
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn sentence(row: &event::Model, detail: &BTreeMap<String, Value>) -> String {
    let named = |member: &str| {
        detail
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or("it")
            .to_owned()
    };
    let number = || {
        let number = detail.get("task").and_then(Value::as_u64);
        number.map_or_else(|| "it".to_owned(), |number| format!("task {number}"))
    };
    match row.kind.as_str() {
        "contact_logged" => format!("A call was logged: {}.", named("reference")),
        "contact_told" => format!("Word of an urgent call went out: {}.", named("reference")),
        "contact_acknowledged" => {
            format!("An urgent call was acknowledged: {}.", named("reference"))
        }
        "contact_unanswered" => format!(
            "Nobody acknowledged an urgent call, and nobody was left to tell: {}.",
            named("reference")
        ),
        "matter_opened" if detail.contains_key("reopened") => format!(
            "Opened again, with a holder from the receipt on: {} ({}).",
            named("name"),
            named("matter")
        ),
        "matter_opened" => format!("Opened: {} ({}).", named("name"), named("matter")),
        "matter_noted" => format!("It happened again: {}.", named("matter")),
        "matter_decide" => format!(
            "Decided: {} ({}): {}.",
            named("name"),
            named("matter"),
            named("decision")
        ),
        "matter_finish" => format!("Finished: {} ({}).", named("name"), named("matter")),
        "matter_withdraw" => format!("Taken back: {} ({}).", named("name"), named("matter")),
        "matter_tick" => format!("Done: {} ({}).", named("item"), named("matter")),
        "matter_untick" => format!("Open again: {} ({}).", named("item"), named("matter")),
        "matter_override" => format!(
            "A block was let pass, with a reason: {} ({}).",
            named("of"),
            named("matter")
        ),
        "matter_record_fact" => format!("Facts were recorded ({}).", named("matter")),
        "matter_escalate" => format!("Taken a rung higher: {}.", named("matter")),
        "case_closed" if detail.get("covered") == Some(&Value::Bool(false)) => {
            "The case was closed by a manager; the procedure does not cover closing.".into()
        }
        "contact_answered" => format!("A logged call was answered: {}.", named("reference")),
        "accept" if row.to_state == Some(TransferState::Requested) => {
            "One party agreed; the decision is a joint one.".into()
        }
        "tick" => format!("Done: {}.", named("item")),
        "untick" => format!("Open again: {}.", named("item")),
        "override" => format!("A block was let pass, with a reason: {}.", named("of")),
        "agree_date" => format!("Both sides agreed another date: {}.", named("deadline")),
        "schedule_visit" => format!("A visit was planned: {}.", named("item")),
        "record_visit" => format!("A visit was made: {}.", named("item")),
        "complete_task" => format!("A task was done: {}.", number()),
        "cancel_task" => format!("A task was cancelled, with a reason: {}.", number()),
        "dispute_task" => format!("A task was disputed: {}.", number()),
        "decide_task" => format!("The dispute about a task was decided: {}.", number()),
        "end_responsibility" => format!(
            "Work that was kept is finished: {}.",
            named("responsibility")
        ),
        "consider" => format!(
            "A meeting considered it without deciding: {}.",
            named("forum")
        ),
        "deadline_breached" => format!("Missed: {}.", named("label")),
        "deadline_handed_over" => format!("Handed over to a colleague: {}.", named("label")),
        "deadline_lapsed" => format!("A chance passed unused: {}.", named("label")),
        "deadline_escalated" => format!(
            "Those above were told that it was missed: {}.",
            named("label")
        ),
        kind => plain(kind).map_or_else(|| format!("{}.", kind.replace('_', " ")), str::to_owned),
    }
}

/// The sentence of what needs nothing named.
fn plain(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "case_opened" => "The case was opened.",
        "case_closed" => "The case was closed.",
        "case_given_back" => "The case went back to the team that held it before it was closed.",
        "case_reallocated" => "The case was given to another worker of the team.",
        "opened" => "A transfer was opened as a draft.",
        "record_discussion" => "The managers' discussion was recorded.",
        "request" => "The other team was asked.",
        "ask_information" => "Information was asked for.",
        "supply_information" => "The information was given.",
        "accept" => "The transfer was agreed.",
        "decline" => "The transfer was declined.",
        "support_instead" => "Support was agreed instead of a move.",
        "withdraw" => "The request was taken back.",
        "hold" => "The transfer was put on hold.",
        "resume" => "The transfer went on.",
        "record_fact" => "Facts were recorded.",
        "dispute" => "A disagreement was raised.",
        "decide_dispute" => "The disagreement was decided.",
        "escalate" => "The disagreement was taken a rung higher.",
        "land" => "The case moved: the receiving team holds it.",
        "record_review" => "The transfer was reviewed after landing.",
        "raise_tasks" => "Tasks were named.",
        "plan_landing" => "The day of landing was planned.",
        "split" => "The child was taken out of the family's request.",
        "read_again" => "Days went by, and something reads otherwise now.",
        "close" => "The transfer was finished.",
        "change_version" => "The transfer goes on under another version of the procedure.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use openapi::ActionName;
    use serde_json::json;

    use super::*;

    fn event(kind: &str, detail: Value) -> event::Model {
        let at = chrono::DateTime::UNIX_EPOCH;
        event::Model {
            id: Uuid::nil(),
            authority_id: Uuid::nil(),
            case_id: None,
            transfer_id: None,
            matter_id: None,
            kind: kind.into(),
            practitioner_id: None,
            side: None,
            occurred_at: at,
            recorded_at: at,
            from_state: None,
            to_state: None,
            rules: json!([]),
            pack: None,
            pack_version: None,
            detail,
        }
    }

    #[test]
    fn every_action_has_its_sentence() {
        for action in ActionName::ALL {
            let row = event(action.snake(), json!({}));
            let bare = format!("{}.", action.snake().replace('_', " "));
            assert_ne!(sentence(&row, &detail(&row.detail)), bare);
        }
    }

    #[test]
    fn a_sentence_carries_no_narrative() {
        let row = event(
            "decline",
            json!({ "reason": "threshold", "text": "what someone said", "note": null }),
        );
        let detail = detail(&row.detail);
        assert_eq!(sentence(&row, &detail), "The transfer was declined.");
        assert_eq!(detail.len(), 2);
    }
}
