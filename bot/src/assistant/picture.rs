//! The picture of what is pending for the caller's team.

use openapi::{Team, TransferQuery, TransferState, TransferStates, TransferSummary};

use super::{Assistant, Heard, messages};
use crate::chart::{self, Chart, Pending};
use chrono::{DateTime, Utc};

/// Most transfers looked at; the picture counts those that it does not show.
const AT_MOST: u32 = 100;

/// States in which somebody owes something.
const PENDING: [TransferState; 5] = [
    TransferState::Requested,
    TransferState::InformationRequired,
    TransferState::OnHold,
    TransferState::Accepted,
    TransferState::Disputed,
];

impl Assistant {
    /// The pending transfers of the caller's first team, drawn as they stand at a moment; `None` where there are none.
    ///
    /// # Errors
    ///
    /// Where the API refuses or cannot be reached.
    pub async fn picture(&self, now: DateTime<Utc>) -> Heard<Option<Chart>> {
        let Some(team) = self.me().await?.teams.first() else {
            return Ok(None);
        };
        let pending = self.pending_of(team).await?;
        Ok(chart::pending(
            &team.name,
            pending.iter().map(drawn).collect(),
            now,
        ))
    }

    async fn pending_of(&self, team: &Team) -> Heard<Vec<TransferSummary>> {
        let query = TransferQuery {
            state: Some(TransferStates(PENDING.to_vec())),
            team: Some(team.id),
            limit: Some(AT_MOST),
            ..TransferQuery::default()
        };
        Ok(self.api.transfers(&query).await?.items)
    }
}

fn drawn(transfer: &TransferSummary) -> Pending {
    Pending {
        reference: transfer.reference.clone(),
        state: messages::spaced(transfer.state.name()),
        opened_at: transfer.opened_at,
        due_at: transfer.next_due_at,
        overdue: transfer.overdue,
    }
}
