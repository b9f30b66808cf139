//! Who is on duty, and what is due.

use openapi::{DeadlineEntry, OnDuty};

use super::super::reply::Reply;
use super::{LIFE_AT_RISK, Names, moment};

/// Who is on duty now.
pub fn on_duty(duty: &[OnDuty], names: Names<'_>) -> Reply {
    match duty {
        [] => Reply::plain("Nobody is entered on the rota at this moment.")
            .line("Ask your manager who answers, and an administrator to enter it.")
            .line(LIFE_AT_RISK),
        duty => Reply::plain("On duty now").lines(duty.iter().map(|shift| on_shift(shift, names))),
    }
}

fn on_shift(shift: &OnDuty, names: Names<'_>) -> String {
    let change = shift.next_change.filter(|change| *change != shift.until);
    let change = change
        .map(|change| format!("; the duty next changes {}", moment(change)))
        .unwrap_or_default();
    let (team, role) = (&shift.team.name, names.role(&shift.role));
    format!(
        "{team}: {} ({role}), until {}{change}",
        shift.practitioner.name,
        moment(shift.until)
    )
}

/// What is due, soonest first.
pub fn deadlines(due: &[DeadlineEntry], names: Names<'_>) -> Reply {
    match due {
        [] => Reply::plain("Nothing is due from you."),
        due => Reply::plain("Due").lines(due.iter().map(|entry| deadline(entry, names))),
    }
}

fn deadline(entry: &DeadlineEntry, names: Names<'_>) -> String {
    let late = if entry.overdue {
        "OVERDUE, was due"
    } else {
        "by"
    };
    let role = entry
        .role
        .as_ref()
        .map(|role| format!(", {}", names.role(role)))
        .unwrap_or_default();
    let advice = if entry.advisory { ", advisory" } else { "" };
    let (reference, label) = (entry.reference(), &entry.label);
    let (due, team, rule) = (moment(entry.due_at), &entry.owed_team.name, &entry.rule);
    format!("{reference}: {label}, {late} {due} ({team}{role}; {rule}{advice})")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn team() -> serde_json::Value {
        json!({"id": "0199f000-0000-7000-8000-000000000001", "service": "a", "name": "Team North"})
    }

    #[test]
    fn duty_says_who_until_when_and_the_next_change() {
        let shift: OnDuty = serde_json::from_value(json!({
            "team": team(), "role": "duty_officer",
            "practitioner": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
            "from": "2026-11-02T09:00:00Z", "until": "2026-11-02T17:00:00Z", "next_change": "2026-11-02T13:00:00Z"
        }))
        .unwrap();
        assert_eq!(
            on_duty(&[shift], Names(None)).lines,
            [
                "Team North: A. Sample (duty officer), until Mon 2 November 2026, 17:00; \
              the duty next changes Mon 2 November 2026, 13:00"
            ]
        );
    }

    #[test]
    fn an_empty_rota_is_said_and_not_hidden() {
        let text = on_duty(&[], Names(None)).text();
        assert!(text.contains("Nobody is entered") && text.contains("999"));
    }

    #[test]
    fn what_is_late_stands_out() {
        let entry = |overdue: bool| -> DeadlineEntry {
            serde_json::from_value(json!({
                "id": "0199f000-0000-7000-8000-000000000091", "key": "answer", "label": "Answer the request",
                "transfer": {"id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031"},
                "rule": "EXA-16", "due_at": "2026-11-04T23:59:59Z", "state": "running", "owed_by": "receiving",
                "owed_team": team(), "role": "team_manager", "advisory": false, "overdue": overdue
            }))
            .unwrap()
        };
        assert_eq!(
            deadlines(&[entry(true), entry(false)], Names(None)).lines,
            [
                "T-0031: Answer the request, OVERDUE, was due Wed 4 November 2026, 23:59 (Team North, team manager; EXA-16)",
                "T-0031: Answer the request, by Wed 4 November 2026, 23:59 (Team North, team manager; EXA-16)",
            ]
        );
    }
}
