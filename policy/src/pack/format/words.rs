//! Words: reasons, notices, advice, answers, contact points, terms.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PartySide, RuleIds, Stage, no_rules};

/// A topic that the procedure does not cover.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// The topic in plain words.
    pub topic: String,
    /// Words or phrases that show a question is about it.
    pub words: Vec<String>,
    /// Questions about it as people ask them, from which it is learnt what no guidance entry answers.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Whom to ask or where to look, where that differs from `ask_instead`.
    pub ask: Option<String>,
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
    /// Pathways it is for; empty means all.
    #[serde(default)]
    pub pathways: Vec<String>,
    /// Rules served, where the procedure speaks of it.
    #[serde(default = "no_rules")]
    pub rule: RuleIds,
    /// Pathway that this reason suggests instead.
    pub suggests: Option<String>,
    /// Whether the procedure refuses this reason, and why.
    pub refused: Option<String>,
    /// Matter about the team that opens where somebody gives this reason and is refused.
    pub opens: Option<String>,
    /// Whether declining for this reason is a disagreement by itself, which is on the pathway's ladder at once; where
    /// something stands before a dispute, it stays declined until somebody raises it.
    #[serde(default)]
    pub climbs: bool,
}

impl Reason {
    /// Whether it may be given for an action on a pathway.
    pub fn is_for(&self, purpose: ReasonFor, pathway: &str) -> bool {
        let here = self.pathways.is_empty() || self.pathways.iter().any(|one| one == pathway);
        here && self.on.contains(&purpose)
    }
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
    /// Taking a child out of the family's request, or leaving one out of it.
    Split,
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
    /// Matters it belongs to, besides pathways or instead of them.
    #[serde(default)]
    pub matters: Vec<String>,
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
    /// Matters it belongs to, besides pathways or instead of them.
    #[serde(default)]
    pub matters: Vec<String>,
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
    /// Matters it belongs to, besides pathways or instead of them.
    #[serde(default)]
    pub matters: Vec<String>,
    /// Stages at which it shows; empty means all.
    #[serde(default)]
    pub at: Vec<Stage>,
    /// Expression that says whether it applies.
    pub when: Option<String>,
    /// The sentence.
    pub text: String,
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
    /// How it differs by what is known: the first that holds is answered, and the entry as it stands where none does.
    #[serde(default)]
    pub variant: Vec<Variant>,
    /// Facts on which the answer turns: what the question does not tell of them is asked back, one at a time.
    #[serde(default)]
    pub asks: Vec<String>,
    /// Dates that are worked out where the question tells from when.
    pub reckons: Option<Reckons>,
}

/// An entry as it reads under a condition.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Expression over facts; `transfer.from` is the asker's service.
    pub when: String,
    /// Its title, where that differs.
    pub title: Option<String>,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// Contact points to show, best first.
    #[serde(default)]
    pub contact_points: Vec<String>,
    /// What not to do.
    #[serde(default)]
    pub do_not: Vec<String>,
}

/// What is worked out from the dates in a question.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reckons {
    /// The pathway whose deadlines and gates are meant.
    pub pathway: Option<String>,
    /// The matter of its own whose deadlines and gates are meant, instead of a pathway's.
    pub matter: Option<String>,
    /// What the dates in the question may be, likeliest first.
    pub dates: Vec<DateAsked>,
    /// Deadlines that are worked out.
    #[serde(default)]
    pub deadlines: Vec<String>,
    /// Gates that are tried, on the planned day where one is told.
    #[serde(default)]
    pub gates: Vec<String>,
    /// Days that are worked out.
    #[serde(default)]
    pub days: Vec<Day>,
}

/// What a date in a question is the date of.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateAsked {
    /// An event, `item:ID`, `fact:ID`, or `planned` for the day on which the case is to move.
    pub is: String,
    /// Words that stand near it, in the notation of `docs/packs.md`.
    #[serde(default)]
    pub words: Vec<String>,
}

/// A day that an expression works out.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// What it is the day of.
    pub label: String,
    /// Expression that gives a date.
    pub is: String,
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
