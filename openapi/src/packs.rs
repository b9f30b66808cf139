//! Packs: an authority's transfer procedure as data.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Side;

/// A pack in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "exampleshire", "title": "Moving cases between teams", "version": "1.2.0",
    "document": "Case transfer procedure", "dated": "version 3, June 2024",
    "review_on": "2025-06-30", "review_overdue": true, "rules": 57
}))]
pub struct PackSummary {
    /// Its name in paths.
    pub id: String,
    /// The procedure's title.
    pub title: String,
    /// Version of the pack, `major.minor.patch`.
    pub version: String,
    /// Title of the document that it restates.
    pub document: String,
    /// What the document says of its own date or version.
    pub dated: String,
    /// The day on which the document's review is due, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<NaiveDate>,
    /// Whether that day has passed.
    pub review_overdue: bool,
    /// How many rules are in its register.
    pub rules: u32,
}

/// A pack: the whole procedure in readable form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "exampleshire", "title": "Moving cases between teams", "version": "1.2.0",
    "document": "Case transfer procedure", "dated": "version 3, June 2024", "review_overdue": false,
    "conventions": {"zone": "Europe/London", "minimum_period": "corresponding_day", "leap_day_birthday": "march_1",
                    "verify_after_months": 6, "warn_unverified": true, "nudge_hours": {"from": 9, "to": 17},
                    "working_week": ["monday", "tuesday", "wednesday", "thursday", "friday"], "works_bank_holidays": false},
    "services": [{"id": "family_help", "name": "Family Help", "synonyms": ["FH"], "rules": ["EXA-1"]}],
    "roles": [{"id": "team_manager", "name": "Team manager", "standing": "manager", "synonyms": ["TM"]}],
    "facts": [{"id": "family_informed", "type": "bool", "label": "Family told", "question": "Has the family been told?",
               "choices": [], "personal": false, "rules": ["EXA-12"]}],
    "pathways": [{"id": "up_to_assessment", "name": "Family Help to Assessment", "from": ["family_help"],
                  "to": ["assessment"], "direction": "step_up", "trigger": "Needs have grown.",
                  "transfer_point": "The day the request is accepted.", "requested_by": ["team_manager"],
                  "decided_by": [{"side": "receiving", "roles": ["team_manager"]}], "released_by": ["team_manager"],
                  "decision_routes": [], "within_team": false, "forum_decides": false, "discussion_needed": true, "reasons": [{"on": "decline", "reason": "not_the_threshold"}],
                  "outcome": "transfer", "rules": ["EXA-10"]}],
    "events": [{"event": "accepted", "label": "The receiving team agreed"}],
    "rules": [{"id": "EXA-12", "clause": "Section 4", "strength": "must", "text": "Tell the family first.",
               "shown_or_executed_in": ["gate family_informed"]}],
    "forums": [{"id": "transfer_meeting", "name": "Transfer meeting", "cadence": "every week",
                "attendees": ["team_manager"], "rules": ["EXA-20"]}],
    "terms": [{"term": "WFT", "expansion": "Whole family team", "rules": ["EXA-2"]}],
    "reasons": [{"id": "not_the_threshold", "label": "The threshold is not met", "on": ["decline"], "pathways": []}]
}))]
pub struct Pack {
    /// Its name in paths.
    pub id: String,
    /// The procedure's title.
    pub title: String,
    /// Version of the pack, `major.minor.patch`.
    pub version: String,
    /// Title of the document that it restates.
    pub document: String,
    /// What the document says of its own date or version.
    pub dated: String,
    /// The day on which the document's review is due, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<NaiveDate>,
    /// Whether that day has passed.
    pub review_overdue: bool,
    /// How dates are reckoned.
    pub conventions: Conventions,
    /// Kinds of team.
    pub services: Vec<PackService>,
    /// What people may be in a team.
    pub roles: Vec<PackRole>,
    /// Typed items of knowledge, with the question that asks for each.
    pub facts: Vec<PackFact>,
    /// Permitted moves.
    pub pathways: Vec<PackPathway>,
    /// Events whose instants an assessment may be given.
    pub events: Vec<PackEvent>,
    /// The register: every rule, restated.
    pub rules: Vec<PackRule>,
    /// Meetings that consider transfers.
    pub forums: Vec<PackForum>,
    /// Words and abbreviations.
    pub terms: Vec<PackTerm>,
    /// Coded reasons.
    pub reasons: Vec<PackReason>,
}

/// How dates are reckoned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Conventions {
    /// IANA name of the zone that rules are reckoned in.
    pub zone: String,
    /// When a minimum period of months has been served.
    pub minimum_period: MinimumPeriod,
    /// The birthday, in a common year, of someone born on 29 February.
    pub leap_day_birthday: LeapDayBirthday,
    /// Months after which an unverified contact point carries a warning.
    pub verify_after_months: u32,
    /// Whether a contact point that nobody has ever verified carries a warning.
    pub warn_unverified: bool,
    /// Local hours of working days in which nudges are sent.
    pub nudge_hours: NudgeHours,
    /// The days of the week that count as working days.
    pub working_week: Vec<DayOfWeek>,
    /// Whether bank holidays are working days like any other.
    pub works_bank_holidays: bool,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayOfWeek {
    /// The first.
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The seventh.
    Sunday,
}

/// When a minimum period of months has been served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MinimumPeriod {
    /// On the corresponding day.
    CorrespondingDay,
    /// On the day after it.
    DayAfter,
}

/// The birthday, in a common year, of someone born on 29 February.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum LeapDayBirthday {
    /// 1 March.
    #[serde(rename = "march_1")]
    March1,
    /// 28 February.
    #[serde(rename = "february_28")]
    February28,
}

/// Local hours of working days in which nudges are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NudgeHours {
    /// First hour.
    #[schema(minimum = 0, maximum = 23)]
    pub from: u32,
    /// Hour at which they end.
    #[schema(minimum = 1, maximum = 24)]
    pub to: u32,
}

/// A kind of team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackService {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Other names and abbreviations.
    pub synonyms: Vec<String>,
    /// Who it is for, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Rules that it comes from.
    pub rules: Vec<String>,
}

/// What a person may be in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackRole {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What people in it may generally do.
    pub standing: Standing,
    /// Other names and abbreviations.
    pub synonyms: Vec<String>,
}

/// What people in a role may generally do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Works with cases of the team.
    Practitioner,
    /// Decides for the team.
    Manager,
    /// Answers urgent calls.
    DutyOfficer,
    /// Decides above teams.
    SeniorManager,
    /// Supports; takes no decisions.
    Support,
    /// Takes part in meetings from outside; has no access.
    Partner,
}

/// A typed item of knowledge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackFact {
    /// Its id.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactKind,
    /// Short label.
    pub label: String,
    /// The question to ask.
    pub question: String,
    /// What may be chosen, for a `choice`; otherwise empty.
    pub choices: Vec<FactChoice>,
    /// Whether it says something about an identifiable person, so that it must never reach a chat platform.
    pub personal: bool,
    /// Rules that it serves.
    pub rules: Vec<String>,
}

/// The type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// `true` or `false`.
    Bool,
    /// A civil date, `"2026-12-22"`.
    Date,
    /// An instant, `"2026-12-22T09:00:00Z"`.
    Instant,
    /// A whole number.
    Integer,
    /// The id of one of the declared choices.
    Choice,
    /// Free text.
    Text,
}

/// One choice of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactChoice {
    /// Its id, which is the fact's value.
    pub id: String,
    /// Its label for people.
    pub label: String,
}

/// A permitted move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackPathway {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Services that may hold the case before.
    pub from: Vec<String>,
    /// Services that may hold it afterwards.
    pub to: Vec<String>,
    /// Which way the level of need goes.
    pub direction: Direction,
    /// What sets it off, in a sentence.
    pub trigger: String,
    /// The moment at which responsibility moves, in a sentence.
    pub transfer_point: String,
    /// Roles of the asking team that may ask; empty means any practitioner of it.
    pub requested_by: Vec<String>,
    /// Who must agree: one party, or several for a joint decision.
    pub decided_by: Vec<DecidingParty>,
    /// Further routes on which the decision may be taken, each asked for by name when agreeing.
    #[serde(default)]
    pub decision_routes: Vec<DecisionRoute>,
    /// Whether the case stays in its team and gets another worker.
    #[serde(default)]
    pub within_team: bool,
    /// Roles of the holding team that may let go where the receiving team pulls.
    pub released_by: Vec<String>,
    /// Meeting that considers such transfers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forum: Option<String>,
    /// Whether the decision is that meeting's.
    pub forum_decides: bool,
    /// Whether the managers' discussion must be recorded before the request.
    pub discussion_needed: bool,
    /// Ladder for disagreements; absent where the procedure is silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ladder: Option<String>,
    /// Reasons that may be given on it, for what, in the order of the pack.
    #[serde(default)]
    pub reasons: Vec<PathwayReason>,
    /// Whether the case moves or stays with support.
    pub outcome: PathwayOutcome,
    /// Rules that it comes from.
    pub rules: Vec<String>,
}

/// Which way the level of need goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Towards more help.
    StepUp,
    /// Towards less.
    StepDown,
    /// Neither.
    Across,
}

/// Whether a pathway moves the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PathwayOutcome {
    /// The case moves.
    Transfer,
    /// The case stays; advice or joint work is agreed.
    Support,
}

/// Another route on which a decision may be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionRoute {
    /// Its name, to be sent as `route`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Who must agree on it.
    pub decided_by: Vec<DecidingParty>,
    /// Meeting that takes the decision on it; absent where it is taken without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forum: Option<String>,
    /// Whether it has to be said why it is taken.
    pub reason_needed: bool,
    /// Rules that it comes from.
    pub rules: Vec<String>,
}

/// One party to a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecidingParty {
    /// Whose people; absent for a third service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Third service that decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Roles that may decide for it.
    pub roles: Vec<String>,
    /// Condition under which it takes part; absent means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// An event of a transfer's life, as assessments and deadlines name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackEvent {
    /// Its name.
    pub event: String,
    /// Its label for people.
    pub label: String,
}

/// One rule of the procedure, restated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackRule {
    /// Its id.
    pub id: String,
    /// The paragraph that someone can check.
    pub clause: String,
    /// How strongly it binds.
    pub strength: Strength,
    /// The rule in plain words.
    pub text: String,
    /// The reading taken where the source is ambiguous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// Entries of the pack that execute or show it.
    pub shown_or_executed_in: Vec<String>,
}

/// How strongly a rule binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Strength {
    /// No exception.
    #[serde(rename = "must")]
    Must,
    /// Says "should" and means it: binds, with a recorded override.
    #[serde(rename = "should*")]
    FirmShould,
    /// Advice: warns.
    #[serde(rename = "should")]
    Should,
    /// Permission: offered.
    #[serde(rename = "may")]
    May,
    /// No duty: shown.
    #[serde(rename = "info")]
    Info,
}

/// A meeting that considers transfers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackForum {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// How often it sits, in words.
    pub cadence: String,
    /// Who attends.
    pub attendees: Vec<String>,
    /// Rules that it comes from.
    pub rules: Vec<String>,
}

/// A word or abbreviation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackTerm {
    /// The word.
    pub term: String,
    /// What the letters stand for; absent where the source never says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expansion: Option<String>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// Rules that it comes from.
    pub rules: Vec<String>,
}

/// A coded reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PackReason {
    /// Its code.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// What it may be given for.
    pub on: Vec<ReasonFor>,
    /// Pathways that it is for; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Why the procedure refuses it, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// A reason that may be given on a pathway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"on": "decline", "reason": "not_the_threshold"}))]
pub struct PathwayReason {
    /// What for.
    pub on: ReasonFor,
    /// Its code.
    pub reason: String,
}

/// What a reason is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReasonFor {
    /// Declining.
    Decline,
    /// Withdrawing.
    Withdraw,
    /// Holding.
    Hold,
    /// Supporting instead of moving.
    Support,
    /// Taking a child out of the family's request, or leaving one out of it.
    Split,
}
