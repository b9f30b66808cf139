//! What a pack may say: the shape of its TOML files, one type per kind of entry.
//!
//! Every `*.toml` in a pack's folder is read as a [`PackFile`]; any file may hold any kind of entry,
//! and unknown keys are mistakes. Every entry names the rules of the register that it serves.

mod matters;
mod moves;
mod people;
mod routes;
mod time;
mod words;
mod work;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use matters::*;
pub use moves::*;
pub use people::*;
pub use routes::*;
pub use time::*;
pub use words::*;
pub use work::*;

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
    /// How word of an urgent call climbs; one at most.
    pub call_ladder: Vec<CallLadder>,
    /// Typed items of knowledge, with the question that asks for them.
    pub fact: Vec<Fact>,
    /// Permitted moves.
    pub pathway: Vec<Pathway>,
    /// Matters of their own, which move no case between teams.
    pub matter: Vec<Matter>,
    /// Rotas on which teams take turns.
    pub rota: Vec<Rota>,
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
    /// Tasks that are named or agreed during a move.
    pub task_list: Vec<TaskList>,
    /// How transfers are followed after landing.
    pub tracking: Vec<Tracking>,
    /// Brothers and sisters asked for together.
    pub family: Vec<Family>,
    /// Sentences shown at a stage of a transfer.
    pub advice: Vec<Advice>,
    /// Where a matter goes, from its facts.
    pub route: Vec<Route>,
    /// Rules that point to different doors, and who talks it over.
    pub conflict: Vec<Conflict>,
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
    /// Whether a contact point that nobody has ever verified carries a warning.
    pub warn_unverified: bool,
    /// Local hours in which nudges are sent, except for what is counted in hours.
    pub nudge_hours: NudgeHours,
    /// The days of the week on which the authority works: what is counted in working days counts these.
    pub working_week: BTreeSet<DayOfWeek>,
    /// Whether bank holidays are working days like any other.
    pub works_bank_holidays: bool,
}

/// A day of the week.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
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

impl DayOfWeek {
    /// The days, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Its English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

impl Default for Conventions {
    fn default() -> Self {
        Self {
            zone: "Europe/London".into(),
            minimum_period: MinimumPeriod::CorrespondingDay,
            leap_day_birthday: LeapDayBirthday::March1,
            verify_after_months: 6,
            warn_unverified: true,
            nudge_hours: NudgeHours::default(),
            working_week: DayOfWeek::ALL[..5].iter().copied().collect(),
            works_bank_holidays: false,
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
