//! What is due from the caller.

use openapi::{DeadlineEntry, DeadlineQuery, DeadlineState};

use super::reply::Reply;
use super::{Assistant, Heard, messages};
use messages::Names;

/// Most deadlines shown at once.
const AT_MOST: u32 = 50;

impl Assistant {
    /// What the caller owes: first what is late, then what still runs, each soonest first.
    pub(super) async fn due(&self) -> Heard<Reply> {
        let mine = DeadlineQuery {
            mine: Some(true),
            limit: Some(AT_MOST),
            ..DeadlineQuery::default()
        };
        let late = DeadlineQuery {
            overdue: Some(true),
            ..mine.clone()
        };
        let running = DeadlineQuery {
            state: Some(DeadlineState::Running),
            ..mine
        };
        let mut due = self.api.deadlines(&late).await?.items;
        add_new(&mut due, self.api.deadlines(&running).await?.items);
        let pack = self.own_pack().await?;
        Ok(messages::deadlines(&due, Names(Some(pack))))
    }
}

fn add_new(due: &mut Vec<DeadlineEntry>, more: Vec<DeadlineEntry>) {
    for entry in more {
        if due.iter().all(|known| known.id != entry.id) {
            due.push(entry);
        }
    }
}
