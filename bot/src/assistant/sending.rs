//! Sending a transfer that was found right: the draft, the managers' discussion, the request.

use openapi::{Action, NewTransfer, RecordDiscussion, RequestTransfer, Transfer};

use super::conversation::{Asked, Opening};
use super::opening::Settled;
use super::{Advance, Assistant, Heard, is_refusal, messages};

impl Assistant {
    /// Opens the draft, records the discussion, asks the other team.
    pub(super) async fn send(&self, opening: Opening, settled: &Settled<'_>) -> Heard<Advance> {
        let new = NewTransfer {
            case: settled.ground.case.reference.clone(),
            pathway: settled.pathway.id.clone(),
            kind: settled.ground.kind,
            receiving_team_id: settled.team.id,
            planned_on: opening.planned_on.answer(),
            facts: (!opening.facts.is_empty()).then(|| opening.facts.clone()),
            note: None,
        };
        let draft = match self.api.keyed(opening.key).open_transfer(&new).await {
            Ok(draft) => draft,
            Err(refusal) if is_refusal(&refusal) => {
                return Ok(Advance::Done(vec![self.explain(&refusal).await]));
            }
            Err(failure) => return Err(failure),
        };
        if opening.discussion == Asked::LeftOpen {
            return Ok(Advance::Done(vec![messages::draft_kept(&draft, false)]));
        }
        Ok(Advance::Done(
            match self.ask_other_team(&opening, &draft).await {
                Ok(transfer) => vec![messages::opened(&transfer)],
                Err(failure) => vec![
                    self.explain(&failure).await,
                    messages::draft_kept(&draft, true),
                ],
            },
        ))
    }

    async fn ask_other_team(&self, opening: &Opening, draft: &Transfer) -> Heard<Transfer> {
        let reference = &draft.summary.reference;
        if let Some(discussion) = discussed(opening) {
            self.api
                .act(reference, &Action::RecordDiscussion(discussion))
                .await?;
        }
        self.api
            .act(reference, &Action::Request(RequestTransfer::default()))
            .await
    }
}

fn discussed(opening: &Opening) -> Option<RecordDiscussion> {
    let way = opening.discussion.answer()?;
    Some(RecordDiscussion {
        way,
        transferring_manager: opening.transferring_manager?,
        receiving_manager: opening.receiving_manager?,
        occurred_at: None,
        note: None,
    })
}
