//! Refusals: why not, by which rule, and what would make it possible.

use thiserror::Error;

use crate::matter;
use crate::pack::Pack;
use crate::pack::format::{Fact, OverrideTakes};
use crate::transfer::{ActionKind, Side, State};

/// What stands before an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockerKind {
    /// A gate that is shut.
    Gate,
    /// An item that is open.
    Item,
    /// A fact that nobody knows.
    Fact,
    /// A discussion that is not recorded.
    Discussion,
    /// A meeting that has not decided.
    Meeting,
    /// A pathway, or a route of its decision, that is not open.
    Pathway,
}

/// One thing that stands before an action, or that is warned of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What it is.
    pub kind: BlockerKind,
    /// The gate, item, fact or meeting.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// Its place in the source.
    pub clause: String,
    /// What is wrong.
    pub message: String,
    /// What would make it possible.
    pub remedy: String,
    /// Who may let it pass with a reason.
    pub overridable_by: Vec<String>,
    /// Whether one of them is enough, or one of each side is needed.
    pub override_takes: OverrideTakes,
    /// What has to be told first.
    pub missing_facts: Vec<String>,
}

/// Why an action was refused; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The transfer stands where this action cannot be taken.
    #[error("`{}` cannot be done while the transfer is {}", .action.name(), .state.name())]
    WrongState {
        /// What was tried.
        action: ActionKind,
        /// Where the transfer stands.
        state: State,
        /// What can be done there.
        allowed: Vec<ActionKind>,
    },
    /// The matter stands where this action cannot be taken.
    #[error("`{}` cannot be done while the matter is {}: {}", .action.name(), .state.name(), names(.allowed))]
    MatterState {
        /// What was tried.
        action: matter::ActionKind,
        /// Where the matter stands.
        state: matter::State,
        /// What can be done there.
        allowed: Vec<matter::ActionKind>,
    },
    /// Someone else has to do it.
    #[error("{message}")]
    NotYours {
        /// Who, in words.
        message: String,
        /// The side whose it is, where it is one side's.
        side: Option<Side>,
        /// The roles that may.
        roles: Vec<String>,
        /// The rule that names them.
        rule: Option<String>,
    },
    /// Something stands before it.
    #[error("{}", summary(.0))]
    Blocked(Vec<Blocker>),
    /// What was sent is not right.
    #[error("{message}")]
    Invalid {
        /// The field.
        field: String,
        /// What is wrong.
        message: String,
        /// What was expected.
        expected: String,
    },
    /// The procedure itself refuses it, whoever asks.
    #[error("{message}")]
    Forbidden {
        /// Why.
        message: String,
        /// By which rule; none where the procedure is silent.
        rule: Option<String>,
        /// What to do instead.
        remedy: String,
    },
}

impl Refusal {
    /// A fact that only named roles may record.
    pub fn not_theirs(pack: &Pack, fact: &Fact) -> Self {
        let names: Vec<_> = fact
            .recorded_by
            .iter()
            .map(|role| pack.role_name(role))
            .collect();
        Self::NotYours {
            message: format!(
                "to record \"{}\" takes a {} of one of the teams, or over it",
                fact.label,
                names.join(" or ")
            ),
            side: None,
            roles: fact.recorded_by.clone(),
            rule: Some(fact.rule.first().to_owned()),
        }
    }
}

fn names(allowed: &[matter::ActionKind]) -> String {
    let names: Vec<_> = allowed.iter().map(|action| action.name()).collect();
    match names.is_empty() {
        true => "nothing is left to do".into(),
        false => format!("what can be done is {}", names.join(", ")),
    }
}

fn summary(blockers: &[Blocker]) -> String {
    match blockers {
        [] => "nothing stands in the way".into(),
        [one] => format!("{} ({})", one.message, one.rule),
        [first, rest @ ..] => format!(
            "{} ({}), and {} more",
            first.message,
            first.rule,
            rest.len()
        ),
    }
}
