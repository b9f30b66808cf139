//! The front door: where a matter goes from its facts, what keeps it where it is, and where rules clash.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RuleIds;

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
    /// Matter of its own that it is.
    pub matter: Option<String>,
    /// Whether it cannot wait.
    #[serde(default)]
    pub urgent: bool,
    /// Routes and pathways that wait as long as this one applies: they are shown after it, as held.
    #[serde(default)]
    pub holds: Vec<String>,
    /// Service that has the case meanwhile, where the procedure says so.
    pub holder: Option<String>,
    /// A document beside the procedure that decides, by its name.
    pub document: Option<String>,
    /// Whom to ask where the procedure leaves it open.
    pub ask_instead: Option<String>,
}

/// Rules that point to different doors, between which only people can choose.
///
/// It stands where two or more of `among` apply: each is then shown as needing a discussion.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Its name.
    pub id: String,
    /// Rules served.
    pub rule: RuleIds,
    /// Routes and pathways of which two may not be followed before people have talked.
    pub among: Vec<String>,
    /// Roles and services that talk it over.
    pub between: Vec<String>,
    /// How the clash is read until they have, in a sentence.
    pub reading: String,
    /// What happens meanwhile, in a sentence.
    pub meanwhile: String,
    /// Service that has the case meanwhile.
    pub holder: Option<String>,
    /// Expression that says that the discussion has been had.
    pub settled_when: Option<String>,
}
