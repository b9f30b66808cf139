//! Time: deadlines, reminders, meetings, ladders.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PartySide, RuleIds};

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
    /// Matters it belongs to, besides pathways or instead of them.
    #[serde(default)]
    pub matters: Vec<String>,
    /// Expression that says whether it applies.
    pub when: Option<String>,
    /// What starts it: an event (`accepted`), `item:ID`, `fact:ID` or `deadline:ID`; which one of a list, `pick` says.
    pub starts_from: OneOrMany,
    /// Which moment of a list in `starts_from` it is counted from.
    #[serde(default)]
    pub pick: Pick,
    /// Forward from the start or back from it.
    #[serde(default)]
    pub direction: Way,
    /// How many; 0 with `immediate` and `exact`.
    #[serde(default)]
    pub length: u32,
    /// Of what.
    pub unit: Unit,
    /// Local time of the last day by which it is due (`12:00`), where that is not the end of the day.
    pub by_time: Option<String>,
    /// Whether it must be met before the instant or day that the count gives, which itself is too late; with
    /// `direction = "before"` the length may then be 0: before the very moment it is counted from.
    #[serde(default)]
    pub strictly: bool,
    /// Deadline whose instant caps this one.
    pub no_later_than: Option<String>,
    /// What fulfils it: an event, `item:ID` or `fact:ID`; any of a list, or all of it where `met_by_all` says so.
    pub met_by: OneOrMany,
    /// Whether it takes all of `met_by`, the last of which meets it; items that do not apply are left out.
    #[serde(default)]
    pub met_by_all: bool,
    /// Who owes it; absent means both teams, or the one of a matter of its own.
    #[serde(default)]
    pub owed_by: PartySide,
    /// Role that owes it.
    pub role: Option<String>,
    /// Whether both sides may agree another date, with a reason.
    #[serde(default)]
    pub may_be_agreed: bool,
    /// Roles of which one on each side agrees another date; empty means anyone of the two teams.
    #[serde(default)]
    pub agreed_by: Vec<String>,
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

/// Which of several moments a deadline is counted from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// The first of the list that is known.
    #[default]
    First,
    /// The earliest of those known.
    Earliest,
    /// The latest of those known.
    Latest,
    /// The latest, once all of them are known: until then nothing runs.
    LatestOfAll,
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

pub(super) fn ten() -> u32 {
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
    /// Roles that chair it, in turn from one sitting to the next.
    #[serde(default)]
    pub chairs: Vec<String>,
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
    /// Clocks that run over the whole climb, whichever rung it is on.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// Whether anything is silent, such as a tie-break.
    pub silent: Option<String>,
}

/// One level of a ladder.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Roles that decide here.
    pub roles: Vec<String>,
    /// The deadline that is this rung's clock, or several; when one is missed the matter climbs to the next rung.
    /// Absent means the source gives no clock.
    pub deadline: Option<OneOrMany>,
}

/// A clock over a whole ladder.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// The deadline.
    pub deadline: String,
    /// Where the matter goes when it is missed.
    pub when_missed: Climb,
}

/// How far a matter climbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Climb {
    /// One rung up, and another at each reminder while it stays missed.
    NextRung,
    /// To the last rung at once: no time is left for those between.
    LastRung,
    /// Nowhere: those whom the deadline names are told.
    Stays,
}
