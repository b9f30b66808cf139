//! What was asked, as the contract shows it.

use entity::asked_question::{self, AskedOutcome};
use openapi::{AskOutcome, AskedQuestion};

/// A question that was asked.
pub fn question(row: asked_question::Model) -> AskedQuestion {
    AskedQuestion {
        id: row.id,
        pack: row.pack,
        question: row.question,
        outcome: match row.outcome {
            AskedOutcome::Answered => AskOutcome::Answered,
            AskedOutcome::Choice => AskOutcome::Choice,
            AskedOutcome::NotCovered => AskOutcome::NotCovered,
        },
        urgent: row.urgent,
        first_entry: row.first_entry,
        asked_at: row.asked_at,
        helpful: row.helpful,
        right_entry: row.right_entry,
        judged_at: row.judged_at,
        learnt_at: row.learnt_at,
    }
}

/// The outcome as it is kept.
pub fn row_outcome(outcome: AskOutcome) -> AskedOutcome {
    match outcome {
        AskOutcome::Answered => AskedOutcome::Answered,
        AskOutcome::Choice => AskedOutcome::Choice,
        AskOutcome::NotCovered => AskedOutcome::NotCovered,
    }
}
