//! Direct messages: the channel in which somebody is told something directly.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use serde_json::json;

use super::call::Call;
use super::guard::Guard;
use super::rest::{Rest, Unsent};

/// The channels of direct messages that are known.
#[derive(Debug, Default)]
pub(super) struct Direct(Mutex<HashMap<String, String>>);

impl Direct {
    /// The channel of somebody's direct messages, by account; it is opened once.
    ///
    /// # Errors
    ///
    /// Where Discord refuses or cannot be reached.
    pub(super) async fn channel(&self, rest: &Rest, account: &str) -> Result<String, Unsent> {
        let known = self.known().get(account).cloned();
        if let Some(channel) = known {
            return Ok(channel);
        }
        let body = json!({ "recipient_id": account });
        let opened = Call::post("/users/@me/channels", body).repeatable();
        let opened = rest.send(opened, &Guard::default()).await?;
        let channel = opened["id"].as_str().unwrap_or_default().to_owned();
        self.known().insert(account.to_owned(), channel.clone());
        Ok(channel)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
