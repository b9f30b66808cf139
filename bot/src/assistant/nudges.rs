//! Nudges: claimed for the caller, shown once, then acknowledged.

use std::collections::HashSet;

use openapi::{ApiError, ClaimFor, ClaimNotifications, Client, Notification};
use uuid::Uuid;

/// Seconds for which a claim holds: long enough to show it, short enough for another face to take over.
const LEASE_SECONDS: u32 = 30;

/// Most notifications shown at a time.
const AT_MOST: u32 = 20;

/// The notifications of one person as one process delivers them.
///
/// The API delivers at least once under the same id. What was shown already is not shown again, only acknowledged again.
#[derive(Debug)]
pub struct Nudges {
    api: Client,
    claimant: String,
    shown: HashSet<Uuid>,
}

impl Nudges {
    /// The notifications of the one whose client this is.
    pub fn new(api: Client) -> Self {
        Self {
            api,
            claimant: format!("console-{}", Uuid::now_v7()),
            shown: HashSet::new(),
        }
    }

    /// What is to be shown now.
    ///
    /// # Errors
    ///
    /// Where the API refuses or cannot be reached.
    pub async fn claim(&mut self) -> Result<Vec<Notification>, ApiError> {
        let claim = ClaimNotifications {
            claimant: self.claimant.clone(),
            limit: Some(AT_MOST),
            lease_seconds: Some(LEASE_SECONDS),
            whose: Some(ClaimFor::Me),
        };
        let claimed = self.api.claim_notifications(&claim).await?;
        let (known, new): (Vec<_>, Vec<_>) = claimed
            .into_iter()
            .partition(|notification| self.shown.contains(&notification.id));
        for notification in known {
            self.acknowledge(notification.id).await?;
        }
        Ok(new)
    }

    /// Says that a notification was shown. Where that does not get through, it is claimed again and not shown again.
    ///
    /// # Errors
    ///
    /// Where the API refuses or cannot be reached.
    pub async fn acknowledge(&mut self, id: Uuid) -> Result<(), ApiError> {
        self.shown.insert(id);
        self.api.acknowledge_notification(id).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::super::stub::Stub;
    use super::*;

    #[tokio::test]
    async fn a_nudge_is_shown_once_even_if_its_acknowledgement_was_lost() {
        let id = "0199f000-0000-7000-8000-0000000000a1";
        let nudge = json!({"id": id, "kind": "nudge", "recipient": {"id": id, "name": "A. Sample"},
                           "message": "T-0031: answer by tomorrow", "created_at": "2026-11-03T09:00:00Z", "attempts": 1});
        let stub = Stub::start()
            .on("POST /v1/notifications/claim", 200, json!([nudge]))
            .on(
                &format!("POST /v1/notifications/{id}/acknowledge"),
                503,
                json!("busy"),
            );
        let mut nudges = Nudges::new(stub.client());
        assert_eq!(nudges.claim().await.unwrap().len(), 1);
        assert!(nudges.acknowledge(id.parse().unwrap()).await.is_err());
        let stub = stub.on(
            &format!("POST /v1/notifications/{id}/acknowledge"),
            200,
            nudge,
        );
        assert!(nudges.claim().await.unwrap().is_empty());
        assert_eq!(stub.calls("acknowledge"), 2);
    }
}
