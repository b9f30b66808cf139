//! Versions as the contract shows them.

use openapi::{DeadlineMove, GateFlip, GateOutcome, ItemTurn, VersionDifference};
use policy::gate::Outcome;
use policy::version::Difference;

use super::kinds::stage;
use crate::procedures::Procedure;
use crate::service::transfers::Loaded;

/// What would be different for a transfer under another version.
pub fn difference(loaded: &Loaded, current: &Procedure, found: Difference) -> VersionDifference {
    VersionDifference {
        reference: loaded.row.reference.clone(),
        version: loaded.row.pack_version.clone(),
        current_version: current.pack.header.version.clone(),
        same: loaded.row.pack_digest == current.digest,
        refused: found.refused.map(|refusal| refusal.to_string()),
        gates: found
            .gates
            .into_iter()
            .map(|flip| GateFlip {
                id: flip.id,
                action: stage(flip.stage),
                before: flip.before.as_ref().map(outcome),
                after: flip.after.as_ref().map(outcome),
            })
            .collect(),
        items: found
            .items
            .into_iter()
            .map(|turn| ItemTurn {
                id: turn.id,
                before: turn.before,
                after: turn.after,
            })
            .collect(),
        deadlines: found
            .deadlines
            .into_iter()
            .map(|moved| DeadlineMove {
                key: moved.key,
                before: moved.before,
                after: moved.after,
            })
            .collect(),
    }
}

fn outcome(outcome: &Outcome) -> GateOutcome {
    match outcome {
        Outcome::Passes => GateOutcome::Passes,
        Outcome::Warns => GateOutcome::Warns,
        Outcome::Blocks => GateOutcome::Blocks,
        Outcome::LacksFact(_) => GateOutcome::LacksFact,
    }
}
