//! Invented values for tests.

#![allow(clippy::unwrap_used)]

use openapi::{Case, Matter, Me, Pack, Team, Transfer};
use serde_json::{Value, json};

pub(crate) const NORTH: &str = "0199f000-0000-7000-8000-000000000001";
pub(crate) const EAST: &str = "0199f000-0000-7000-8000-000000000002";
pub(crate) const ME: &str = "0199f000-0000-7000-8000-000000000011";
pub(crate) const OTHER: &str = "0199f000-0000-7000-8000-000000000012";

pub(crate) fn team(name: &str, service: &str) -> Team {
    serde_json::from_value(json!({"id": EAST, "service": service, "name": name})).unwrap()
}

fn north() -> Value {
    json!({"id": NORTH, "service": "help", "name": "Help North"})
}

fn east() -> Value {
    json!({"id": EAST, "service": "assessment", "name": "Assessment East"})
}

pub(crate) fn teams() -> Value {
    json!({"items": [north(), east()]})
}

pub(crate) fn people() -> Value {
    let person = |id: &str, name: &str, team: Value| {
        json!({"id": id, "reference": name, "name": name, "is_administrator": false, "suspended": false,
               "roles": [{"role": "team_manager", "team": team}]})
    };
    json!({"items": [person(ME, "A. Sample", north()), person(OTHER, "B. Sample", east())]})
}

pub(crate) fn me() -> Me {
    serde_json::from_value(json!({
        "id": ME, "reference": "P-0011", "name": "A. Sample", "is_administrator": false, "suspended": false,
        "roles": [{"role": "team_manager", "team": north()}], "teams": [north()], "pack": "exampleshire"
    }))
    .unwrap()
}

pub(crate) fn case() -> Case {
    serde_json::from_value(json!({
        "id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041", "initials": "QZ", "siblings": [],
        "facts": {}, "opened_at": "2026-01-05T09:00:00Z", "version": 1,
        "holder": {"team": north(), "since": "2026-01-05T09:00:00Z"}
    }))
    .unwrap()
}

pub(crate) fn pack() -> Pack {
    let pathway = |id: &str, name: &str, to: &str| {
        json!({"id": id, "name": name, "from": ["help"], "to": [to], "direction": "step_up", "trigger": "Needs have grown.",
               "transfer_point": "The day of acceptance.", "requested_by": [], "decided_by": [], "released_by": [],
               "reasons": [{"on": "decline", "reason": "not_the_threshold"}], "forum_decides": false, "discussion_needed": true, "outcome": "transfer", "rules": ["EXA-10"]})
    };
    let fact = |id: &str, label: &str, personal: bool| {
        json!({"id": id, "type": "bool", "label": label, "question": format!("{label}?"), "choices": [],
               "personal": personal, "rules": ["EXA-12"]})
    };
    serde_json::from_value(json!({
        "id": "exampleshire", "title": "Moving cases", "version": "1.2.0", "document": "The procedure", "dated": "2024",
        "review_overdue": false, "services": [], "events": [], "rules": [], "forums": [], "terms": [],
        "conventions": {"zone": "Europe/London", "minimum_period": "corresponding_day", "leap_day_birthday": "march_1",
                        "verify_after_months": 6, "warn_unverified": true, "nudge_hours": {"from": 9, "to": 17},
                        "working_week": ["monday", "tuesday", "wednesday", "thursday", "friday"], "works_bank_holidays": false},
        "roles": [{"id": "team_manager", "name": "Team manager", "standing": "manager", "synonyms": []}],
        "facts": [fact("family_informed", "Family told", false), fact("harm", "Harm seen", true)],
        "pathways": [pathway("up", "Help to Assessment", "assessment"), pathway("across", "Help to Youth", "youth")],
        "reasons": [{"id": "not_the_threshold", "label": "Threshold not met", "on": ["decline"]}]
    }))
    .unwrap()
}

pub(crate) fn transfer() -> Transfer {
    let mut transfer = json!({
        "id": "0199f000-0000-7000-8000-000000000031", "reference": "T-0031", "state": "requested", "kind": "push",
        "pathway": {"id": "up", "name": "Help to Assessment", "direction": "step_up"},
        "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"},
        "transferring_team": north(), "receiving_team": east(),
        "opened_at": "2026-11-02T09:00:00Z", "state_since": "2026-11-02T09:10:00Z",
        "next_due_at": "2026-11-04T23:59:59Z", "overdue": false, "version": 2,
        "pack": {"id": "exampleshire", "version": "1.2.0"}, "opened_by": {"id": ME, "name": "A. Sample"},
        "waiting_for": [{"what": "Answer the request", "owed_by": "receiving", "role": "team_manager",
                         "due_at": "2026-11-04T23:59:59Z"}],
        "facts": [{"id": "family_informed", "label": "Family told", "type": "bool",
                   "question": "Has the family been told?", "choices": [], "personal": false, "source": "missing"}],
        "discussions": [], "approvals": [], "reasons": [], "overrides": [], "visits": [], "responsibilities": [], "advice": [],
        "reviews": [], "tasks": [], "task_lists": [], "considered": [], "review_outcomes": []
    });
    transfer["checklist"] = json!([
        {"id": "chronology", "label": "Chronology", "kind": "document", "rule": "EXA-14", "clause": "Section 4",
         "before": "land", "blocking": true, "owed_by": "transferring", "to": [], "must_include": [], "state": "open"}]);
    transfer["deadlines"] = json!([
        {"id": "0199f000-0000-7000-8000-000000000091", "key": "answer", "label": "Answer the request", "rule": "EXA-16",
         "due_at": "2026-11-04T23:59:59Z", "original_due_at": "2026-11-04T23:59:59Z", "immediate": false,
         "state": "running", "owed_by": "receiving", "advisory": false, "reckoned": "2 working days"}]);
    transfer["next_steps"] = json!([
        {"action": "accept", "possible": true, "path": "/v1/transfers/T-0031/accept", "needs_role": ["team_manager"],
         "blocked_by": [], "warnings": [], "missing_facts": []},
        {"action": "land", "possible": false, "path": "/v1/transfers/T-0031/land", "needs_role": [],
         "blocked_by": [{"kind": "decision", "id": "decision", "rule": "EXA-18", "clause": "Section 5",
                         "message": "no decision has been recorded", "remedy": "record the decision",
                         "overridable_by": [], "missing_facts": [], "warning": false}],
         "warnings": [], "missing_facts": ["family_informed"]}]);
    serde_json::from_value(transfer).unwrap()
}

pub(crate) fn matter() -> Matter {
    serde_json::from_value(json!({
        "id": "0199f000-0000-7000-8000-0000000000a1", "reference": "M-4F7K2", "matter": "case_ends", "name": "Ending a case",
        "purpose": "The case is no longer needed.", "rules": ["EXA-40"], "team": north(), "state": "open",
        "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"},
        "opened_at": "2026-11-02T09:00:00Z", "state_since": "2026-11-02T09:00:00Z", "decided_by": ["team_manager"],
        "decisions": [{"id": "close", "label": "Close the case"}, {"id": "keep", "label": "Keep it open"}],
        "facts": {}, "blocked_by": [], "missing_facts": ["harm", "family_informed"], "version": 1,
        "items": [{"id": "letter", "label": "Letter to the family", "rule": "EXA-41", "blocking": true, "before": "close", "done": false}],
        "deadlines": [], "allowed": ["tick", "record-fact", "decide", "withdraw"]
    }))
    .unwrap()
}
