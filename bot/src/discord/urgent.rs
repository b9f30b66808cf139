//! The urgent route: asked afresh every time, and kept for when it cannot be.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, Utc};

use crate::assistant::turn::Turn;
use crate::assistant::{Assistant, Reply, messages};

/// What was last known, by server.
#[derive(Debug, Default)]
pub(super) struct Urgent(Mutex<HashMap<Option<u64>, Known>>);

/// A route, and when it was asked.
type Known = (Vec<Reply>, DateTime<Utc>);

impl Urgent {
    /// The urgent route as it stands; where it cannot be had, as it stood.
    pub(super) async fn ask(&self, assistant: &Assistant, guild: Option<u64>) -> Turn {
        match assistant.urgent_route().await {
            Ok(said) => {
                let mut known = self
                    .0
                    .lock()
                    .unwrap_or_else(|poisoned| poisoned.into_inner());
                known.insert(guild, (said.clone(), Utc::now()));
                Turn { said, asks: None }
            }
            Err(_) => self.last(guild),
        }
    }

    /// The urgent route as it was last known, with its date; without one, what holds everywhere.
    pub(super) fn last(&self, guild: Option<u64>) -> Turn {
        let known = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let said = match known.get(&guild) {
            Some((said, at)) => std::iter::once(messages::as_known_on(*at))
                .chain(said.clone())
                .collect(),
            None => vec![messages::urgent_without_route()],
        };
        Turn { said, asks: None }
    }
}
