//! Matters of their own: what the procedure binds without moving a case between teams; and rotas of services.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::RuleIds;

/// A matter of its own: closing a case, a referral that waits for its decision, a duty that a call or an absence brings.
///
/// Its gates, items, deadlines, notices, responsibilities and advice name it in their `matters`.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// Its name: `case_closure`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// What it is about; one matter of a kind is open about the same thing at a time.
    pub about: About,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// What opens it by itself; absent means that it is opened by hand.
    pub opens_on: Option<OpensOn>,
    /// Expression that must hold for it to open. Where it lacks a fact, the matter opens and asks.
    pub opens_when: Option<String>,
    /// What finishes it by itself, as far as nothing stands before that; absent means that somebody does.
    pub ends_on: Option<EndsOn>,
    /// Roles that may open it by hand; empty means any practitioner, unless something opens it by itself.
    #[serde(default)]
    pub opened_by: Vec<String>,
    /// Whether it is for cases that somebody holds, or for closed ones; absent means either.
    pub case: Option<CaseIs>,
    /// Services whose team it is given to; empty means the team that has to do with what it is about.
    #[serde(default)]
    pub given_to: Vec<String>,
    /// Rota on which the team is found that it is given to.
    pub rota: Option<String>,
    /// Whether its team holds a closed case from the moment it opens, so that the case is never without a holder.
    #[serde(default)]
    pub holds_case: bool,
    /// Roles that decide; empty means that there is nothing to decide, only to do.
    #[serde(default)]
    pub decided_by: Vec<String>,
    /// What they may decide.
    #[serde(default)]
    pub decisions: Vec<Outcome>,
    /// Ladder that it climbs while it is open: the roles of the present rung decide as well.
    pub ladder: Option<String>,
    /// Whether its team is told at once when it opens, and when it ends by itself; absent means yes.
    #[serde(default = "super::people::yes")]
    pub tells_team: bool,
    /// Other names.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// What a matter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A child's case.
    Case,
    /// One call that was logged.
    Contact,
    /// A member of staff.
    Practitioner,
    /// A team.
    Team,
    /// The authority.
    Authority,
}

/// What opens a matter by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpensOn {
    /// A call was logged.
    Contact,
    /// An absence was recorded, or goes on; a matter about cases opens for each that the absent worker holds.
    Absence,
    /// A case of an absent worker was given to another.
    Reallocation,
}

/// What finishes a matter by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndsOn {
    /// The call that opened it was answered.
    Answer,
}

/// Whether somebody holds a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseIs {
    /// A team holds it.
    Open,
    /// It is closed.
    Closed,
}

/// One thing that may be decided.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its name; conditions read it as `decision`.
    pub id: String,
    /// Its label for people.
    pub label: String,
    /// What it does once the matter is finished.
    #[serde(default)]
    pub does: Does,
    /// Whether the decision finishes the matter at once.
    #[serde(default)]
    pub finishes: bool,
    /// What is known of the case from then on: values by fact.
    #[serde(default)]
    pub makes_known: BTreeMap<String, Value>,
    /// Fact, a date or an instant, that is the moment of the decision from then on.
    pub moment_as: Option<String>,
}

/// What the end of a matter does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// Nothing besides.
    #[default]
    Nothing,
    /// Ends the holding of the case.
    ClosesCase,
    /// Gives the case to the team that held it before it was closed.
    GivesCaseToLastTeam,
}

/// A rota on which teams take turns.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rota {
    /// Its name.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Services whose teams take turns.
    pub services: Vec<String>,
    /// Roles that keep it: who is on it, in which order.
    pub kept_by: Vec<String>,
}
