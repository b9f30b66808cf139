//! Steps: what is done with a transfer, or with a matter of its own. One way of saying them, of asking what is missing and
//! of sending them.

use openapi::{ActionName, MatterActionName};
use serde::{Deserialize, Serialize};

use super::messages::spaced;

/// How the reference of a matter begins; it tells a matter's step from a transfer's of the same name.
const MATTER: &str = "M-";

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// With a transfer.
    Transfer(ActionName),
    /// With a matter of its own.
    Matter(MatterActionName),
}

impl Step {
    /// The step of a name, where what it is done with is not known yet.
    pub fn parse(name: &str) -> Option<Self> {
        let of_transfers = ActionName::parse(name).map(Self::Transfer);
        of_transfers.or_else(|| MatterActionName::parse(name).map(Self::Matter))
    }

    /// The same for what a reference names.
    pub fn of(self, reference: &str) -> Self {
        let is_matter = reference.to_uppercase().starts_with(MATTER);
        let same = is_matter.then(|| MatterActionName::parse(&self.name()));
        same.flatten().map_or(self, Self::Matter)
    }

    /// Its name as it is said: `record fact`.
    pub fn name(self) -> String {
        match self {
            Self::Transfer(action) => spaced(action.snake()),
            Self::Matter(action) => action.kebab().replace('-', " "),
        }
    }

    /// Whether it records what is known.
    pub(super) fn records_facts(self) -> bool {
        matches!(
            self,
            Self::Transfer(ActionName::RecordFact) | Self::Matter(MatterActionName::RecordFact)
        )
    }

    /// Whether it names practitioners.
    pub(super) fn names_people(self) -> bool {
        matches!(
            self,
            Self::Transfer(ActionName::RecordDiscussion | ActionName::AgreeDate | ActionName::Land)
                | Self::Matter(MatterActionName::AgreeDate)
        )
    }

    /// Whether words said with it are the reason for it, rather than a note.
    pub(super) fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Transfer(
                ActionName::Decline
                    | ActionName::SupportInstead
                    | ActionName::Withdraw
                    | ActionName::Hold
                    | ActionName::Escalate
                    | ActionName::RecordReview
                    | ActionName::Close
            )
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_both_is_the_matters_where_the_reference_is_one() {
        let tick = Step::parse("tick");
        assert_eq!(tick, Some(Step::Transfer(ActionName::Tick)));
        let of = |reference| tick.map(|tick| tick.of(reference));
        assert_eq!(of("t-4F7K2"), Some(Step::Transfer(ActionName::Tick)));
        assert_eq!(of("m-4F7K2"), Some(Step::Matter(MatterActionName::Tick)));
        let accept = Step::Transfer(ActionName::Accept);
        assert_eq!(accept.of("M-4F7K2"), accept, "no matter is accepted");
    }
}
