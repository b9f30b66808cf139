//! Transfers and cases, by their references.

use openapi::{
    Case, ChecklistItem, DeadlineState, Dispute, ItemState, Stage, Transfer, TransferDeadline,
    TransferSummary,
};

use super::super::reply::Reply;
use super::steps::{offers, waiting_for};
use super::{Names, day, moment, side, spaced};

/// Most open items listed one by one where a transfer is shown.
const LISTED: usize = 5;

/// A list of transfers; `none` says that there is none.
pub fn transfers(title: &str, none: &str, list: &[TransferSummary], more: bool) -> Reply {
    if list.is_empty() {
        return Reply::plain(none);
    }
    let more = more.then(|| "There are more than these.".to_owned());
    Reply::plain(title)
        .lines(list.iter().map(in_one_line))
        .lines(more)
}

fn in_one_line(transfer: &TransferSummary) -> String {
    let due = transfer
        .next_due_at
        .map(|due| format!(", next due {}", moment(due)))
        .unwrap_or_default();
    let late = if transfer.overdue { ", OVERDUE" } else { "" };
    format!("{}{due}{late}", heading(transfer))
}

fn heading(transfer: &TransferSummary) -> String {
    let (from, to) = (
        &transfer.transferring_team.name,
        &transfer.receiving_team.name,
    );
    let (reference, state) = (&transfer.reference, spaced(transfer.state.name()));
    format!(
        "{reference}: {state}, case {}, {from} to {to} ({})",
        transfer.case.reference, transfer.pathway.name
    )
}

/// Everything about a transfer that someone working on it needs.
pub fn shown(transfer: &Transfer, names: Names<'_>) -> Reply {
    let planned = transfer
        .summary
        .planned_on
        .map(|date| format!("Planned for {}.", day(date)));
    let decision = transfer.decision.as_ref().map(|decision| {
        let role = names.role(&decision.role);
        format!(
            "Decided by {} ({role}), {}.",
            decision.by.name,
            moment(decision.at)
        )
    });
    Reply::plain(heading(&transfer.summary))
        .line(format!(
            "In this state since {}.",
            moment(transfer.summary.state_since)
        ))
        .lines(planned)
        .lines(decision)
        .lines(
            transfer
                .dispute
                .as_ref()
                .map(|dispute| disagreement(dispute, names)),
        )
        .lines(
            transfer
                .waiting_for
                .iter()
                .map(|waiting| waiting_for(waiting, names)),
        )
        .lines(open_items(transfer, LISTED))
        .lines(running(transfer))
        .lines(
            transfer
                .advice
                .iter()
                .map(|advice| format!("Note: {} ({})", advice.text, advice.rule)),
        )
        .line(format!(
            "Say `next {}` for what can be done.",
            transfer.summary.reference
        ))
        .offers(offers(transfer))
}

fn disagreement(dispute: &Dispute, names: Names<'_>) -> String {
    let roles = names.roles(&dispute.decided_by_roles);
    let due = dispute
        .due_at
        .map(|due| format!(", by {}", moment(due)))
        .unwrap_or_default();
    format!(
        "Disagreement on rung {} of {}: {roles} decides{due}.",
        dispute.rung, dispute.rungs
    )
}

/// The open items, each in a line; where they are many, how many for each stage.
fn open_items(transfer: &Transfer, most: usize) -> Vec<String> {
    let open: Vec<_> = transfer
        .checklist
        .iter()
        .filter(|item| item.state == ItemState::Open)
        .collect();
    if open.len() <= most {
        return open.into_iter().map(open_item).collect();
    }
    let mut stages: Vec<_> = open.iter().map(|item| item.before).collect();
    stages.dedup();
    let mut lines: Vec<String> = Vec::new();
    for stage in stages {
        let before: Vec<_> = open.iter().filter(|item| item.before == stage).collect();
        let needed = before.iter().filter(|item| item.blocking).count();
        let line = format!(
            "Open before {}: {needed} needed, {} wanted",
            in_words(stage),
            before.len() - needed
        );
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.push(format!(
        "Say `checklist {}` for each of them.",
        transfer.summary.reference
    ));
    lines
}

/// The checklist of a transfer, item by item.
pub fn checklist(transfer: &Transfer) -> Reply {
    let done = transfer
        .checklist
        .iter()
        .filter(|item| item.state == ItemState::Done)
        .count();
    let reference = &transfer.summary.reference;
    Reply::plain(format!(
        "{reference}: {done} of {} items are done",
        transfer.checklist.len()
    ))
    .lines(open_items(transfer, usize::MAX))
    .offer(format!("tick {reference}"), "Mark one as done")
    .offer(format!("show {reference}"), "Show the transfer")
}

fn open_item(item: &ChecklistItem) -> String {
    let strength = if item.blocking { "needed" } else { "wanted" };
    let stage = in_words(item.before);
    format!(
        "Open: {} [{}], {strength} before {stage}, from {} ({})",
        item.label,
        item.id,
        side(item.owed_by),
        item.rule
    )
}

fn in_words(stage: Stage) -> &'static str {
    match stage {
        Stage::Request => "asking",
        Stage::Accept => "accepting",
        Stage::Decline => "declining",
        Stage::Support => "agreeing on help instead",
        Stage::Withdraw => "withdrawing",
        Stage::Hold => "holding",
        Stage::Resume => "going on",
        Stage::Dispute => "a dispute",
        Stage::EndInvolvement => "the transferring team ends its part",
        Stage::Land => "the case moves",
        Stage::Close => "closing",
        Stage::Decide => "deciding",
    }
}

fn running(transfer: &Transfer) -> impl Iterator<Item = String> + '_ {
    let owed = |deadline: &&TransferDeadline| {
        matches!(
            deadline.state,
            DeadlineState::Running | DeadlineState::Breached
        )
    };
    transfer.deadlines.iter().filter(owed).map(deadline)
}

fn deadline(deadline: &TransferDeadline) -> String {
    let late = if deadline.state == DeadlineState::Breached {
        ", OVERDUE"
    } else {
        ""
    };
    let when = match deadline.immediate {
        true => "at once".to_owned(),
        false => format!("by {}", moment(deadline.due_at)),
    };
    let moved = match deadline.due_at == deadline.original_due_at {
        true => String::new(),
        false => format!(", agreed instead of {}", moment(deadline.original_due_at)),
    };
    format!(
        "Due: {} {when}{moved}{late}, from {} ({})",
        deadline.label,
        side(deadline.owed_by),
        deadline.rule
    )
}

/// A case: who holds it, and its transfers.
pub fn case_shown(case: &Case, list: &[TransferSummary]) -> Reply {
    let holder = case.holder.as_ref().map(|holder| {
        let with = match &holder.practitioner {
            Some(practitioner) => format!(", {}", practitioner.name),
            None => ", in the duty tray".to_owned(),
        };
        format!(
            "Held by {}{with}, since {}.",
            holder.team.name,
            moment(holder.since)
        )
    });
    let closed = case.closed_at.map(|at| format!("Closed {}.", moment(at)));
    Reply::plain(format!("Case {}", case.reference))
        .lines(holder)
        .lines(closed)
        .lines(list.iter().map(in_one_line))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;
    use crate::assistant::sample;

    #[test]
    fn a_transfer_says_what_it_waits_for_and_what_is_open() {
        let text = shown(&sample::transfer(), Names(None)).text();
        assert!(text.starts_with(
            "T-0031: requested, case C-0041, Help North to Assessment East (Help to Assessment)"
        ));
        assert!(text.contains("Waits for: Answer the request from the receiving team, team manager, by Wed 4 November 2026, 23:59"));
        assert!(text.contains("Open: Chronology [chronology], needed before the case moves, from the team that holds the case (EXA-14)"));
        assert!(text.contains("Due: Answer the request by Wed 4 November 2026, 23:59, from the receiving team (EXA-16)"));
    }

    #[test]
    fn a_case_is_shown_without_anything_personal() {
        let case: Case = serde_json::from_value(json!({
            "id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041", "initials": "QZ", "date_of_birth": "2019-02-03",
            "siblings": [], "facts": {"story": "secret"}, "opened_at": "2026-01-05T09:00:00Z", "version": 1,
            "holder": {"team": {"id": "0199f000-0000-7000-8000-000000000001", "service": "help", "name": "Help North"},
                       "since": "2026-01-05T09:00:00Z"}
        }))
        .unwrap();
        let text = case_shown(&case, &[sample::transfer().summary]).text();
        assert!(
            text.contains("Held by Help North, in the duty tray, since Mon 5 January 2026, 09:00.")
        );
        assert!(text.contains("T-0031: requested"));
        assert!(!text.contains("QZ") && !text.contains("2019") && !text.contains("secret"));
    }

    #[test]
    fn an_empty_list_is_said_in_its_own_words() {
        assert_eq!(
            transfers("Late", "Nothing is late.", &[], false).text(),
            "Nothing is late."
        );
        let list = [sample::transfer().summary];
        assert!(
            transfers("Late", "Nothing is late.", &list, true)
                .text()
                .ends_with("There are more than these.")
        );
    }
}
