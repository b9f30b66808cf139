//! What a pack may say: the shape of its TOML files, one type per kind of entry.
//!
//! Every `*.toml` in a pack's folder is read as a [`PackFile`]; any file may hold any kind of entry,
//! and unknown keys are mistakes. Every entry names the rules of the register that it serves.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One file of a pack.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PackFile {
    /// What the pack is, and from which document. Once in the folder, in `pack.toml`.
    pub pack: Option<Header>,
    /// The register: every rule of the procedure, restated.
    pub rule: Vec<Rule>,
    /// Kinds of team.
    pub service: Vec<Service>,
    /// What people may be in a team.
    pub role: Vec<Role>,
    /// Typed items of knowledge, with the question that asks for them.
    pub fact: Vec<Fact>,
    /// Permitted moves.
    pub pathway: Vec<Pathway>,
    /// Conditions on actions.
    pub gate: Vec<Gate>,
    /// Documents, tasks, visits, letters and notices owed before an action.
    pub item: Vec<Item>,
    /// What is due, when, by whom.
    pub deadline: Vec<Deadline>,
    /// When owners are reminded.
    pub nudge_plan: Vec<NudgePlan>,
    /// Meetings that consider transfers.
    pub forum: Vec<Forum>,
    /// How a disagreement climbs.
    pub ladder: Vec<Ladder>,
    /// Coded reasons.
    pub reason: Vec<Reason>,
    /// Whom the system tells of an event.
    pub notice: Vec<Notice>,
    /// Work owned by one team while another holds the case.
    pub responsibility: Vec<Responsibility>,
    /// Sentences shown at a stage of a transfer.
    pub advice: Vec<Advice>,
    /// Where a matter goes, from its facts.
    pub route: Vec<Route>,
    /// Answers to questions.
    pub guidance: Vec<Guidance>,
    /// Numbers and addresses, or the places for them where the source prints none.
    pub contact_point: Vec<ContactPoint>,
    /// Words and abbreviations.
    pub term: Vec<Term>,
}

/// One rule id (`"DUR-12"`) or several (`["DUR-12", "DUR-13"]`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum RuleIds {
    /// One rule.
    One(String),
    /// Several rules; the first is the one named in refusals.
    Many(Vec<String>),
}

impl RuleIds {
    /// The ids, first the one that refusals name.
    pub fn ids(&self) -> &[String] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Many(ids) => ids,
        }
    }

    /// The rule that refusals and answers name.
    pub fn first(&self) -> &str {
        self.ids().first().map_or("", String::as_str)
    }
}

/// What the pack is.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Short name, the same as the folder's: `a-z`, `0-9`, `_`.
    pub id: String,
    /// The procedure's title.
    pub title: String,
    /// Version of this pack, `major.minor.patch`.
    pub version: String,
    /// The document that the pack restates.
    pub source: Source,
    /// How dates are reckoned.
    #[serde(default)]
    pub conventions: Conventions,
    /// Landsafe's own prompt where the procedure gives no clock; never shown as a rule.
    #[serde(default)]
    pub follow_up: FollowUp,
    /// Rules about the document itself.
    #[serde(default = "no_rules")]
    pub rule: RuleIds,
    /// Guidance entry that answers any sign of immediate danger.
    pub urgent_guidance: Option<String>,
    /// What to say where danger shows and the procedure has no urgent route.
    pub urgent_silence: Option<String>,
    /// Whom to ask where the procedure is silent.
    pub ask_instead: String,
    /// Topics that the procedure does not cover, with words that show a question is about them.
    #[serde(default)]
    pub silent_on: Vec<Silence>,
}

fn no_rules() -> RuleIds {
    RuleIds::Many(Vec::new())
}

/// A topic that the procedure does not cover.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// The topic in plain words.
    pub topic: String,
    /// Words or phrases that show a question is about it.
    pub words: Vec<String>,
    /// Whom to ask or where to look, where that differs from `ask_instead`.
    pub ask: Option<String>,
}

/// The document that a pack restates.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its title.
    pub document: String,
    /// What it says of its own date or version, in words.
    pub dated: String,
    /// The day it was agreed, where it says so.
    pub agreed_on: Option<NaiveDate>,
    /// The day its review is due, where it says so.
    pub review_on: Option<NaiveDate>,
    /// Whether the source prints no review date: then every answer says that none is given.
    #[serde(default)]
    pub review_not_given: bool,
}

/// How dates are reckoned; the defaults are the safest readings.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Conventions {
    /// IANA name of the zone that rules are reckoned in.
    pub zone: String,
    /// Whether a minimum period of months ends on the corresponding day or the day after it.
    pub minimum_period: MinimumPeriod,
    /// The birthday, in a common year, of someone born on 29 February.
    pub leap_day_birthday: LeapDayBirthday,
    /// Months after which a contact point that nobody has verified again carries a warning.
    pub verify_after_months: u32,
    /// Local hours in which nudges are sent, except for what is counted in hours.
    pub nudge_hours: NudgeHours,
}

impl Default for Conventions {
    fn default() -> Self {
        Self {
            zone: "Europe/London".into(),
            minimum_period: MinimumPeriod::CorrespondingDay,
            leap_day_birthday: LeapDayBirthday::March1,
            verify_after_months: 6,
            nudge_hours: NudgeHours::default(),
        }
    }
}

/// When a minimum period of months has been served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MinimumPeriod {
    /// On the corresponding day.
    CorrespondingDay,
    /// On the day after it.
    DayAfter,
}

/// The birthday, in a common year, of someone born on 29 February.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum LeapDayBirthday {
    /// 1 March.
    #[serde(rename = "march_1")]
    March1,
    /// 28 February.
    #[serde(rename = "february_28")]
    February28,
}

/// Local hours of working days in which nudges are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NudgeHours {
    /// First hour, 0 to 23.
    pub from: u32,
    /// Hour at which they end, 1 to 24.
    pub to: u32,
}

impl Default for NudgeHours {
    fn default() -> Self {
        Self { from: 9, to: 17 }
    }
}

/// Landsafe's own prompt where the procedure gives no clock.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// How many.
    pub length: u32,
    /// Of what.
    pub unit: Unit,
}

impl Default for FollowUp {
    fn default() -> Self {
        Self {
            length: 5,
            unit: Unit::WorkingDays,
        }
    }
}

/// One rule of the procedure, restated.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id in the catalogue, `DUR-12`.
    pub id: String,
    /// The paragraph that someone can check.
    pub clause: String,
    /// How strongly it binds.
    pub strength: Strength,
    /// The rule in our own words.
    pub text: String,
    /// The reading taken where the source is ambiguous; shown with every answer that rests on it.
    pub reading: Option<String>,
    /// Why the rule is enforced otherwise than its strength says, where it is.
    pub enforced: Option<String>,
}

/// How strongly a rule binds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub enum Strength {
    /// No exception: blocks or binds.
    #[serde(rename = "must")]
    Must,
    /// Says "should", means a requirement: binds, with a recorded override.
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

/// A kind of team.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its name in expressions: `families_first`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Other names and abbreviations that people use.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Whether it can hold case responsibility.
    #[serde(default = "yes")]
    pub holds_cases: bool,
    /// Who it is for, in a sentence.
    pub about: Option<String>,
}

fn yes() -> bool {
    true
}

/// What a person may be in a team.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its name in expressions: `team_manager`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// What people in it may generally do with Landsafe.
    pub standing: Standing,
    /// Other names and abbreviations.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// What people in a role may generally do; single decisions are named by role on each pathway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Works with cases of the team.
    Practitioner,
    /// Decides for the team.
    Manager,
    /// Answers urgent calls.
    DutyOfficer,
    /// Decides above teams: disagreements, exceptions.
    SeniorManager,
    /// Supports: records, permissions; no decisions.
    Support,
    /// Takes part in meetings from outside, no access.
    Partner,
}

/// A typed item of knowledge.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its name in expressions.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactKind,
    /// Short label.
    pub label: String,
    /// The question to ask.
    pub question: String,
    /// Rules served.
    pub rule: RuleIds,
    /// The choices of a `choice`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Expression that gives the value where nobody has recorded one; a recorded value wins.
    pub default: Option<String>,
    /// Whether it says something about an identifiable person, so that it never reaches a chat platform.
    #[serde(default)]
    pub personal: bool,
}

/// The type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// `true` or `false`.
    Bool,
    /// A civil date, in expressions the text `2026-12-22`, which compares in order.
    Date,
    /// An instant, in expressions the text `2026-12-22T09:00:00Z`, which compares in order.
    Instant,
    /// A whole number.
    Integer,
    /// One of the declared choices, in expressions its id as text.
    Choice,
    /// Free text.
    Text,
}

/// One choice of a fact.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name in expressions.
    pub id: String,
    /// Its label for people.
    pub label: String,
}

/// A permitted move.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pathway {
    /// Its name: `ops_to_families_first`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
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
    /// Roles of the asking team that may ask; empty means any practitioner of that team.
    #[serde(default)]
    pub requested_by: Vec<String>,
    /// Who must agree; one party, or several for a joint decision.
    pub decided_by: Vec<Party>,
    /// Roles of the holding team that may let go of the case where the receiving team pulls it.
    pub released_by: Vec<String>,
    /// Meeting that considers such transfers.
    pub forum: Option<String>,
    /// Whether the decision is taken at that meeting and cannot be recorded without it.
    #[serde(default)]
    pub forum_decides: bool,
    /// Whether the managers' discussion must be recorded before the request.
    pub discussion: Option<Discussion>,
    /// Ladder for disagreements; without one the procedure is silent and a dispute is refused.
    pub ladder: Option<String>,
    /// Expression over facts that recommends this pathway in an assessment.
    pub recommend_when: Option<String>,
    /// Expression that must hold for the pathway to be open at all.
    pub open_when: Option<String>,
    /// Other names.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// `support` for a route on which the case stays where it is and help is agreed instead.
    #[serde(default)]
    pub outcome: PathwayOutcome,
}

/// Whether a pathway moves the case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PathwayOutcome {
    /// The case moves.
    #[default]
    Transfer,
    /// The case stays; advice or joint work is agreed.
    Support,
}

/// Which way the level of need goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Towards more help.
    StepUp,
    /// Towards less.
    StepDown,
    /// Neither.
    Across,
}

/// One party to a decision.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Whose people.
    pub side: PartySide,
    /// The roles that may decide for it.
    pub roles: Vec<String>,
}

/// Whose people decide or owe.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PartySide {
    /// The team that holds the case.
    Transferring,
    /// The team that would hold it.
    Receiving,
    /// Both teams.
    Both,
}

/// A discussion that comes before the request.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discussion {
    /// Rules served.
    pub rule: RuleIds,
    /// Roles that count on the transferring side.
    pub transferring: Vec<String>,
    /// Roles that count on the receiving side.
    pub receiving: Vec<String>,
    /// Ways of talking that count: `phone`, `video`, `in_person`.
    pub ways: Vec<String>,
    /// Why anything else is refused, in a sentence.
    pub message: String,
}

/// What someone does with a transfer, as packs name it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Asking.
    Request,
    /// Agreeing.
    Accept,
    /// Saying no.
    Decline,
    /// The holder changes.
    Land,
    /// The transfer is finished.
    Close,
}

/// A condition on actions.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Pathways it stands on; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Actions it stands before.
    pub on: Vec<Stage>,
    /// Expression that says whether it applies; absent means always.
    pub when: Option<String>,
    /// Expression that must hold.
    pub require: String,
    /// What happens where it does not hold.
    pub outcome: GateOutcome,
    /// Roles that may override it with a reason; empty means nobody.
    #[serde(default)]
    pub overridable_by: Vec<String>,
    /// What is wrong, for the person who is stopped.
    pub message: String,
    /// What would make it possible.
    pub remedy: String,
}

/// What a gate does where its condition does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GateOutcome {
    /// Stops the action.
    Block,
    /// Says so and lets it pass.
    Warn,
}

/// A document, task, visit, letter, notice, meeting or record owed.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Its label for people.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// Pathways it belongs to; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// The action it is due before.
    pub before: Stage,
    /// Whether the action waits for it; absent means as the first rule's strength says (`must`, `should*`: yes).
    pub blocking: Option<bool>,
    /// Who owes it.
    pub owed_by: PartySide,
    /// Role that owes it, where the source names one.
    pub role: Option<String>,
    /// Expression that says whether it applies; absent means always.
    pub when: Option<String>,
    /// Roles that may let the action pass without it, with a reason.
    #[serde(default)]
    pub overridable_by: Vec<String>,
    /// Who gets the letter or notice.
    #[serde(default)]
    pub to: Vec<String>,
    /// What it must contain.
    #[serde(default)]
    pub must_include: Vec<String>,
    /// How it goes: `writing`, `email`, `phone`.
    pub by: Option<String>,
    /// What helps to do it well.
    pub help: Option<String>,
    /// Whether it belongs to moves, to support agreed instead of a move, or to either.
    #[serde(default)]
    pub part_of: PartOf,
}

/// What an item is part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartOf {
    /// Moving the case.
    #[default]
    Move,
    /// Support agreed while the case stays.
    Support,
    /// Either.
    Either,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Paper or file.
    Document,
    /// Something to do.
    Task,
    /// A visit to the family; ticked by recording the visit.
    Visit,
    /// A letter to the family.
    Letter,
    /// A notice to someone.
    Notice,
    /// A meeting of people about this case.
    Meeting,
    /// Something to be recorded.
    Record,
}

/// What is due.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// What is due, for people.
    pub label: String,
    /// Pathways it belongs to; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Expression that says whether it applies.
    pub when: Option<String>,
    /// What starts it: an event (`accepted`), `item:ID`, `fact:ID` or `deadline:ID`; the first known of a list.
    pub starts_from: OneOrMany,
    /// Forward from the start or back from it.
    #[serde(default)]
    pub direction: Way,
    /// How many; 0 with `immediate` and `exact`.
    #[serde(default)]
    pub length: u32,
    /// Of what.
    pub unit: Unit,
    /// Deadline whose instant caps this one.
    pub no_later_than: Option<String>,
    /// What fulfils it: an event, `item:ID` or `fact:ID`; any of a list.
    pub met_by: OneOrMany,
    /// Who owes it.
    pub owed_by: PartySide,
    /// Role that owes it.
    pub role: Option<String>,
    /// Whether both sides may agree another date, with a reason.
    #[serde(default)]
    pub may_be_agreed: bool,
    /// Plan of reminders; absent means the pack's first plan.
    pub nudges: Option<String>,
    /// What missing it does.
    #[serde(default)]
    pub on_breach: Breach,
    /// Whether it only advises.
    #[serde(default)]
    pub advisory: bool,
    /// Whether letting it pass ends a chance (such as raising a dispute) instead of breaching a duty.
    #[serde(default)]
    pub lapses: bool,
}

/// One text or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// All of them.
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// Which way a deadline is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Forward from the start.
    #[default]
    After,
    /// Back from it: the latest day, which still counts.
    Before,
}

/// What a length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Elapsed hours, through nights, weekends and clock changes.
    Hours,
    /// Calendar days; the start is day 0; due at the end of the local day.
    Days,
    /// Monday to Friday without bank holidays and closures; the start is day 0; due at the end of the local day.
    WorkingDays,
    /// Seven calendar days each.
    Weeks,
    /// Calendar months, to the corresponding day or the last of the month.
    Months,
    /// Calendar years.
    Years,
    /// Months of age from a date of birth: 15 and a half is 186; reached at 00:00 local.
    AgeMonths,
    /// At once: no number, no grace.
    Immediate,
    /// On that very date, neither before nor after.
    Exact,
}

/// What missing a deadline does.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Breach {
    /// Roles that are told, on the side that owes it and above it.
    pub tell: Vec<String>,
    /// What is to be done about it, in a sentence.
    pub then: Option<String>,
}

/// When owners are reminded.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NudgePlan {
    /// Its name.
    pub id: String,
    /// The moments.
    pub at: Vec<NudgeMoment>,
    /// Working days (or, for what is counted in hours, hours) after which the roles of `on_breach` are told.
    #[serde(default)]
    pub climb_after: u32,
    /// Most reminders after the due time.
    #[serde(default = "ten")]
    pub at_most: u32,
}

fn ten() -> u32 {
    10
}

/// A moment of a nudge plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NudgeMoment {
    /// Half of the time is gone.
    Halfway,
    /// The working day before it is due.
    WorkingDayBefore,
    /// When it is due.
    Due,
    /// Each working day after.
    EachWorkingDayAfter,
}

/// A meeting.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forum {
    /// Its name.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// How often, as an RFC 5545 RRULE without DTSTART (`FREQ=WEEKLY`).
    pub rrule: Option<String>,
    /// Most days between two sittings, where the source gives only that.
    pub max_gap_days: Option<u32>,
    /// Whether one is called for each case instead of regularly.
    #[serde(default)]
    pub per_case: bool,
    /// Who attends.
    #[serde(default)]
    pub attendees: Vec<String>,
    /// Who sees to it that it happens.
    pub responsible: Option<String>,
    /// What it reviews.
    #[serde(default)]
    pub reviews: Vec<String>,
    /// What to bring.
    #[serde(default)]
    pub bring: Vec<String>,
    /// Other names.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// The way a disagreement climbs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Its name.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Its rungs, lowest first.
    pub rungs: Vec<Rung>,
    /// Whether anything is silent, such as a tie-break.
    pub silent: Option<String>,
}

/// One level of a ladder.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Roles that decide here.
    pub roles: Vec<String>,
    /// The deadline that is this rung's clock; when it is missed the matter climbs to the next rung.
    /// Absent means the source gives no clock.
    pub deadline: Option<String>,
}

/// A coded reason.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its code.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// Actions it is for.
    pub on: Vec<ReasonFor>,
    /// Rules served, where the procedure speaks of it.
    #[serde(default = "no_rules")]
    pub rule: RuleIds,
    /// Pathway that this reason suggests instead.
    pub suggests: Option<String>,
    /// Whether the procedure refuses this reason, and why.
    pub refused: Option<String>,
}

/// What a reason is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
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
}

/// Whom the system tells of an event.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Event that causes it (`requested`, `accepted`, `disputed`, ...).
    pub on: String,
    /// Pathways; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Expression that says whether it applies.
    pub when: Option<String>,
    /// Roles that are told, of both sides and above them.
    pub tell: Vec<String>,
    /// What it says; never a child's details.
    pub message: String,
}

/// Work owned by one team while another holds the case.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// The work.
    pub label: String,
    /// Pathways; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Expression that says whether it applies.
    pub when: Option<String>,
    /// Who owns it.
    pub owned_by: PartySide,
    /// Event from which (`accepted`, `landed`, `fact:ID`, `item:ID`); absent means from the start.
    pub starts_from: Option<String>,
    /// Event until which, in the same notation; absent means without end.
    pub until: Option<String>,
    /// The end in words.
    pub until_words: Option<String>,
}

/// A sentence shown at a stage.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Pathways; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Stages at which it shows; empty means all.
    #[serde(default)]
    pub at: Vec<Stage>,
    /// Expression that says whether it applies.
    pub when: Option<String>,
    /// The sentence.
    pub text: String,
}

/// Where a matter goes.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Expression over facts.
    pub when: String,
    /// Where it goes and what to do, in a sentence.
    pub then: String,
    /// Service it goes to.
    pub service: Option<String>,
    /// Pathway it goes along.
    pub pathway: Option<String>,
    /// Whether it cannot wait.
    #[serde(default)]
    pub urgent: bool,
}

/// An answer.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Its title.
    pub title: String,
    /// Whether it answers an immediate concern.
    #[serde(default)]
    pub urgent: bool,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// Contact points to show, best first.
    #[serde(default)]
    pub contact_points: Vec<String>,
    /// What not to do.
    #[serde(default)]
    pub do_not: Vec<String>,
    /// Questions as people ask them.
    pub examples: Vec<String>,
    /// Words that belong to it and to no other.
    #[serde(default)]
    pub words: Vec<String>,
    /// Services that it is for, where it differs by the asker's service.
    #[serde(default)]
    pub services: Vec<String>,
}

/// A number or address.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactPoint {
    /// Its name.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// What it is.
    pub kind: ContactKind,
    /// The number or address where the source prints one; the authority's own value wins.
    pub value: Option<String>,
    /// Its hours in words or in OpenStreetMap's notation, where the source gives them.
    pub hours: Option<String>,
    /// Role or service that answers.
    pub answered_by: Option<String>,
    /// Contact point to use where nobody answers.
    pub fallback: Option<String>,
    /// What to do where no value is configured.
    pub unset: String,
    /// The day someone last checked it.
    pub last_verified_on: Option<NaiveDate>,
}

/// What a contact point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A postal or office address.
    Address,
}

/// A word or abbreviation.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word.
    pub term: String,
    /// Rules served.
    pub rule: RuleIds,
    /// What the letters stand for; absent where the source never says, and then nobody may.
    pub expansion: Option<String>,
    /// What it means, in a sentence.
    pub meaning: Option<String>,
    /// Other words for it.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// Every id of one kind, for look-ups.
pub type ById<T> = BTreeMap<String, T>;
