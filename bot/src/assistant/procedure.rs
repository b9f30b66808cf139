//! The procedure about itself: its words, its meetings, its version.

use std::sync::Arc;

use openapi::{Meeting, Pack, TransferQuery, TransferState, TransferStates};

use super::reply::Reply;
use super::{Assistant, Heard, messages};

/// Most transfers looked through for an agenda.
const AT_MOST: u32 = 100;

impl Assistant {
    /// What can be said, by the roles of the one who asks; without the service what holds for everybody.
    pub(super) async fn help(&self) -> Reply {
        match (self.me().await, self.own_pack().await) {
            (Ok(me), Ok(pack)) => messages::help_for(me, pack),
            _ => messages::help(),
        }
    }

    /// The pack that answers.
    pub(super) async fn answering_pack(&self) -> Heard<Arc<Pack>> {
        let id = self.pack_id().await?;
        match self.own.get().filter(|own| own.id == id) {
            Some(own) => Ok(own.clone()),
            None => Ok(Arc::new(self.api.pack(&id).await?)),
        }
    }

    /// When meetings sit and what waits for them; of all, or of the one that is named.
    pub(super) async fn meetings(&self, wanted: Option<&str>) -> Heard<Reply> {
        let pack = self.own_pack().await?;
        let wanted = wanted.unwrap_or_default().to_lowercase();
        let is_meant = |meeting: &Meeting| {
            meeting.name.to_lowercase().contains(&wanted)
                || messages::spaced(&meeting.forum) == wanted
        };
        let mut meetings = self.api.meetings().await?;
        meetings.retain(is_meant);
        let waiting = TransferQuery {
            state: Some(TransferStates(vec![TransferState::Requested])),
            limit: Some(AT_MOST),
            ..TransferQuery::default()
        };
        let waiting = self.api.transfers(&waiting).await?.items;
        Ok(messages::agenda(pack, &meetings, &waiting))
    }
}
