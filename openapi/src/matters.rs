//! Matters of their own: what the procedure binds without moving a case between teams.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{Blocker, DeadlineState, PractitionerRef, Reference, Team};

/// A matter to be opened by hand.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"matter": "case_ends", "case": "C-0041", "facts": {"family_informed": true}}))]
pub struct NewMatter {
    /// Its kind, as the pack names it.
    #[schema(min_length = 1, max_length = 100)]
    pub matter: String,
    /// Reference or id of the case that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub case: Option<String>,
    /// The member of staff whom it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<Uuid>,
    /// The team whose it is; absent means the one that has to do with it, or the one whose turn it is on the rota.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    /// Facts recorded in the same step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<BTreeMap<String, Value>>,
    /// Teams whose turn on the rota is passed over, in order, each with the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub skip: Option<Vec<RotaSkip>>,
}

/// A team whose turn is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"team_id": "0199f000-0000-7000-8000-000000000002", "reason": "the request is about its own work"}))]
pub struct RotaSkip {
    /// The team.
    pub team_id: Uuid,
    /// Why.
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

/// What someone says with a step of a matter. Each action takes the members that belong to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"decision": "close", "note": "agreed in supervision"}))]
pub struct MatterStep {
    /// The item, with `tick` and `untick`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub item: Option<String>,
    /// Values by fact, with `record-fact`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<BTreeMap<String, Value>>,
    /// The gate or item that is let pass, with `override`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub of: Option<String>,
    /// Why it is let pass, with `override`; why another day is agreed, with `agree-date`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4000)]
    pub reason: Option<String>,
    /// What is due, as its key says, with `agree-date`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub deadline: Option<String>,
    /// The day agreed, with `agree-date`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Who else agreed to it, with `agree-date`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_with: Option<Uuid>,
    /// What is decided, with `decide`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub decision: Option<String>,
    /// Why it is taken back, with `withdraw`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4000)]
    pub text: Option<String>,
    /// When it happened, not in the future; absent means now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    /// Anything to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4000)]
    pub note: Option<String>,
}

/// What someone does with a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MatterActionName {
    /// An item is done.
    Tick,
    /// It is not, after all.
    Untick,
    /// Something is known.
    RecordFact,
    /// Let an action pass a block, with a reason.
    Override,
    /// Agree another day for what is due, where the procedure lets people.
    AgreeDate,
    /// Take it a rung higher.
    Escalate,
    /// Decide it.
    Decide,
    /// Finish it.
    Finish,
    /// Take it back.
    Withdraw,
}

impl MatterActionName {
    /// Every action.
    pub const ALL: [Self; 9] = [
        Self::Tick,
        Self::Untick,
        Self::RecordFact,
        Self::Override,
        Self::AgreeDate,
        Self::Escalate,
        Self::Decide,
        Self::Finish,
        Self::Withdraw,
    ];

    /// The action of a name, however its words are joined.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '_'], "-");
        Self::ALL.into_iter().find(|action| action.kebab() == name)
    }

    /// Its name in paths, in kebab-case.
    pub fn kebab(self) -> &'static str {
        match self {
            Self::Tick => "tick",
            Self::Untick => "untick",
            Self::RecordFact => "record-fact",
            Self::Override => "override",
            Self::AgreeDate => "agree-date",
            Self::Escalate => "escalate",
            Self::Decide => "decide",
            Self::Finish => "finish",
            Self::Withdraw => "withdraw",
        }
    }
}

/// Where a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatterState {
    /// Something is to be done or decided.
    Open,
    /// Decided; what the decision asks for is still to be done.
    Decided,
    /// Done.
    Finished,
    /// Taken back by whoever opened it.
    Withdrawn,
}

/// A matter of its own, with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-0000000000a1", "reference": "M-4F7K2",
    "matter": "case_ends", "name": "Ending a case", "purpose": "The case is no longer needed.", "rules": ["EXA-40"],
    "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"},
    "state": "open", "opened_at": "2026-11-02T09:00:00Z", "state_since": "2026-11-02T09:00:00Z",
    "decided_by": ["team_manager"], "decisions": [{"id": "close", "label": "Close the case"}],
    "facts": {}, "items": [], "deadlines": [], "blocked_by": [], "allowed": ["tick", "decide"], "version": 1
}))]
pub struct Matter {
    /// Its id.
    pub id: Uuid,
    /// Reference that people use.
    pub reference: String,
    /// Its kind, as the pack names it.
    pub matter: String,
    /// Its name for people.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Rules behind it.
    pub rules: Vec<String>,
    /// The case, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Reference>,
    /// The call, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Reference>,
    /// The member of staff, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerRef>,
    /// The team whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    /// Where it stands.
    pub state: MatterState,
    /// Who opened it by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<PractitionerRef>,
    /// When it opened: its clocks run from here.
    pub opened_at: DateTime<Utc>,
    /// Since when it stands where it stands.
    pub state_since: DateTime<Utc>,
    /// Roles that decide it now.
    pub decided_by: Vec<String>,
    /// What may be decided.
    pub decisions: Vec<MatterOutcome>,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<MatterDecision>,
    /// What is known of it. Personal.
    pub facts: BTreeMap<String, Value>,
    /// What is to be done.
    pub items: Vec<MatterItem>,
    /// What is due.
    pub deadlines: Vec<MatterDeadline>,
    /// What stands before its next step.
    pub blocked_by: Vec<Blocker>,
    /// Facts that something depends on and nobody has told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_facts: Vec<String>,
    /// What can be done in this state, by whoever may.
    pub allowed: Vec<MatterActionName>,
    /// Its version, as in `ETag`.
    pub version: i64,
}

/// One thing that may be decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "close", "label": "Close the case"}))]
pub struct MatterOutcome {
    /// Its name.
    pub id: String,
    /// Its label for people.
    pub label: String,
}

/// What was decided, by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "close", "label": "Close the case", "at": "2026-11-02T09:00:00Z",
    "by": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"}, "role": "team_manager"
}))]
pub struct MatterDecision {
    /// What.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: PractitionerRef,
    /// In which role.
    pub role: String,
}

/// Something to be done on a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "closure_letter", "label": "Letter to the family", "rule": "EXA-41", "blocking": true, "before": "close", "done": false
}))]
pub struct MatterItem {
    /// Its id in the pack.
    pub id: String,
    /// What it is.
    pub label: String,
    /// Rule behind it.
    pub rule: String,
    /// Whether the action waits for it.
    pub blocking: bool,
    /// The action that it is due before: `decide` or `close`.
    pub before: crate::Stage,
    /// What it must contain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub must_include: Vec<String>,
    /// Who gets it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// What helps to do it well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Whether it is done.
    pub done: bool,
    /// Who let it pass, and why, where somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub let_pass: Option<String>,
}

/// What is due on a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "key": "decision_due", "label": "Decide on the referral", "rule": "EXA-42",
    "due_at": "2026-11-03T09:00:00Z", "immediate": false, "advisory": false, "state": "running", "overdue": false
}))]
pub struct MatterDeadline {
    /// Its name in the pack, or `follow_up` for Landsafe's own prompt.
    pub key: String,
    /// What is due.
    pub label: String,
    /// Rule behind it; empty for Landsafe's own prompt.
    pub rule: String,
    /// Last instant at which it is met; absent where it is due at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// Due at once: no number is given.
    pub immediate: bool,
    /// Whether it only advises.
    pub advisory: bool,
    /// Where it stands.
    pub state: DeadlineState,
    /// Whether it is past due and not met.
    pub overdue: bool,
}

/// Which matters are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MatterQuery {
    /// Only those about this case, by reference or id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 100)]
    pub case: Option<String>,
    /// Only this team's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    /// Only of this kind, as the pack names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 100)]
    pub matter: Option<String>,
    /// Only those on which somebody still owes something (`true`), or not (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// Most entries on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(max_length = 500)]
    pub cursor: Option<String>,
}

/// A case to be closed where the procedure says nothing about closing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The family moved to another authority, which has taken the case over."}))]
pub struct CloseCase {
    /// Why. Personal.
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    /// When, not in the future; absent means now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
}

/// A rota, as the authority keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "requests", "name": "Rota for requests", "rules": ["EXA-50"],
    "teams": [{"id": "0199f000-0000-7000-8000-000000000002", "service": "assessment", "name": "Assessment East"}],
    "next": {"id": "0199f000-0000-7000-8000-000000000002", "service": "assessment", "name": "Assessment East"},
    "turns": 12, "version": 3
}))]
pub struct Rota {
    /// Its name in the pack.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules behind it.
    pub rules: Vec<String>,
    /// Its teams, in the order of their turns.
    pub teams: Vec<Team>,
    /// Whose turn is next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Team>,
    /// How many turns were taken or passed over.
    pub turns: i32,
    /// Its version, as in `ETag`.
    pub version: i64,
}

/// Who is on a rota, in the order of their turns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"teams": ["0199f000-0000-7000-8000-000000000002"]}))]
pub struct KeepRota {
    /// The teams.
    #[schema(min_items = 1, max_items = 100)]
    pub teams: Vec<Uuid>,
}

/// A turn on a rota, taken or passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "turn": 12, "team": {"id": "0199f000-0000-7000-8000-000000000002", "service": "assessment", "name": "Assessment East"},
    "matter": {"id": "0199f000-0000-7000-8000-0000000000a1", "reference": "M-4F7K2"},
    "by": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"}, "taken_at": "2026-11-02T09:00:00Z"
}))]
pub struct RotaTurn {
    /// Counts from 1.
    pub turn: i32,
    /// Whose it was.
    pub team: Team,
    /// What it was taken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Reference>,
    /// Why it was passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
    /// Who recorded it.
    pub by: PractitionerRef,
    /// When.
    pub taken_at: DateTime<Utc>,
}

/// Why someone is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceKind {
    /// Off sick.
    Sick,
    /// On leave.
    Leave,
    /// Anything else.
    Other,
}

/// An absence to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "from_on": "2026-06-01", "until_on": "2026-06-05", "kind": "sick",
    "covered_by": "0199f000-0000-7000-8000-000000000012"
}))]
pub struct NewAbsence {
    /// First day.
    pub from_on: NaiveDate,
    /// Last day, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// Why, in one word.
    pub kind: AbsenceKind,
    /// Who stands in meanwhile: named on duty in their place, and told what they would be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered_by: Option<Uuid>,
}

/// When an absence ends, or has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until_on": "2026-06-03"}))]
pub struct EndAbsence {
    /// Last day; absent means that nobody knows any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
}

/// An absence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "0199f000-0000-7000-8000-0000000000b1",
    "practitioner": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
    "from_on": "2026-06-01", "until_on": "2026-06-05", "kind": "sick", "matters": [], "version": 1
}))]
pub struct Absence {
    /// Its id.
    pub id: Uuid,
    /// Who.
    pub practitioner: PractitionerRef,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// Why, in one word.
    pub kind: AbsenceKind,
    /// Who stands in meanwhile, where somebody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered_by: Option<PractitionerRef>,
    /// What it has opened.
    pub matters: Vec<Reference>,
    /// Its version, as in `ETag`.
    pub version: i64,
}

/// A caseload to be given to others, in one job.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "0199f000-0000-7000-8000-000000000012", "reason": "away for months"}))]
pub struct Reallocate {
    /// Who takes every case for which nobody else is named; absent leaves those in the duty tray of their team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Uuid>,
    /// Who takes which case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 500)]
    pub cases: Option<Vec<ReallocatedTo>>,
    /// Why.
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

/// Who takes a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"case": "C-0041", "to": "0199f000-0000-7000-8000-000000000012"}))]
pub struct ReallocatedTo {
    /// Reference or id of the case.
    #[schema(min_length = 1, max_length = 100)]
    pub case: String,
    /// Who takes it.
    pub to: Uuid,
}

/// What became of each case of a caseload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"cases": [{
    "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"}, "moved": true,
    "to": {"id": "0199f000-0000-7000-8000-000000000012", "name": "B. Sample"},
    "matters": [{"id": "0199f000-0000-7000-8000-0000000000a1", "reference": "M-4F7K2"}]
}]}))]
pub struct Reallocation {
    /// One result a case.
    pub cases: Vec<ReallocatedCase>,
}

/// What became of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "case": {"id": "0199f000-0000-7000-8000-000000000041", "reference": "C-0041"}, "moved": false,
    "matters": [], "why_not": "this practitioner does not work for the team that holds the case"
}))]
pub struct ReallocatedCase {
    /// The case.
    pub case: Reference,
    /// Whether it has another worker now.
    pub moved: bool,
    /// Who has it; absent for the duty tray.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PractitionerRef>,
    /// What is owed now: letters, notices, a visit.
    pub matters: Vec<Reference>,
    /// Why it was not moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
}
