//! Delivering what people are to be told: claimed under a lease, shown once, then acknowledged with where it was shown.
//!
//! The API delivers at least once under the same id. The id is the message's nonce, so that a try whose answer was lost
//! shows nothing twice; what this process has shown is only acknowledged again. Every place gets its messages one after the
//! other, and no place waits for another: a channel that Discord holds back delays nobody's direct messages.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chrono::TimeDelta;
use openapi::{
    AcknowledgeNotification, ApiError, ClaimFor, ClaimNotifications, DeliveryFailure,
    FailedDelivery, Notification, ShownAs,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

use super::custom_id::short;
use super::face::Face;
use super::guard::Guard;
use super::page::{Page, pages};
use super::rest::{Call, File, Unsent};
use crate::assistant::messages;
use crate::assistant::turn::Turn;
use crate::chart::{self, Chart, Pending};

/// Most claimed at a time, and seconds for which a claim holds: long enough for all of them, even where Discord fails.
const AT_MOST: u32 = 20;
const LEASE_SECONDS: u32 = 120;

/// Longest pause between two looks while the API is away.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Name of the picture of a digest.
const PICTURE: &str = "pending.png";

/// The post: what is owed to people in every authority.
pub(super) struct Delivery {
    face: Arc<Face>,
    every: Duration,
    claimant: String,
    /// Shown, and not yet acknowledged to the API.
    shown: Mutex<HashMap<(Uuid, i32), ShownAs>>,
    /// Channels of direct messages, by account.
    direct: Mutex<HashMap<String, String>>,
}

impl Delivery {
    /// The post of a face, which looks so often.
    pub(super) fn new(face: Arc<Face>, every: Duration) -> Arc<Self> {
        Arc::new(Self {
            face,
            every,
            claimant: format!("discord-{}", Uuid::now_v7()),
            shown: Mutex::default(),
            direct: Mutex::default(),
        })
    }

    /// Delivers for as long as it runs; while the API is away it looks less and less often.
    pub(super) async fn run(self: Arc<Self>) {
        let mut pause = self.every;
        loop {
            pause = match self.round().await {
                Ok(()) => self.every,
                Err(failure) => {
                    tracing::warn!(%failure, "notifications cannot be fetched, will be tried again");
                    (pause * 2).min(LONGEST_PAUSE)
                }
            };
            sleep(pause).await;
        }
    }

    /// Delivers everything that is due now.
    async fn round(self: &Arc<Self>) -> Result<(), ApiError> {
        for (at, desk) in self.face.people.desks().iter().enumerate() {
            loop {
                let claimed = desk.client.claim_notifications(&self.claim()).await?;
                let last = claimed.len() < AT_MOST as usize;
                self.deliver_all(at, claimed).await?;
                if last {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Delivers to every place at once, and to each one after the other.
    async fn deliver_all(
        self: &Arc<Self>,
        desk: usize,
        claimed: Vec<Notification>,
    ) -> Result<(), ApiError> {
        let mut places: BTreeMap<Option<String>, Vec<Notification>> = BTreeMap::new();
        for notification in claimed {
            let to = notification.to.clone();
            let place = to.and_then(|to| to.channel_id.or(to.account_id));
            places.entry(place).or_default().push(notification);
        }
        let mut posts = JoinSet::new();
        for notifications in places.into_values() {
            let post = self.clone();
            posts.spawn(async move {
                for notification in &notifications {
                    post.deliver(desk, notification).await?;
                }
                Ok(())
            });
        }
        let mut done = Ok(());
        while let Some(ended) = posts.join_next().await {
            match ended {
                Ok(delivered) => done = done.and(delivered),
                Err(broken) => tracing::error!(%broken, "a notification broke its delivery"),
            }
        }
        done
    }

    fn claim(&self) -> ClaimNotifications {
        ClaimNotifications {
            claimant: self.claimant.clone(),
            limit: Some(AT_MOST),
            lease_seconds: Some(LEASE_SECONDS),
            whose: Some(ClaimFor::All),
        }
    }

    /// Shows one and says where, or says why it could not be shown; the API sees to it that it comes again.
    async fn deliver(&self, desk: usize, notification: &Notification) -> Result<(), ApiError> {
        let desk = &self.face.people.desks()[desk];
        let id = notification.id;
        let key = (id, notification.round);
        let known = locked(&self.shown).get(&key).cloned();
        let shown = match known {
            Some(shown) => Ok(shown),
            None => self.show(notification).await,
        };
        match shown {
            Ok(shown) => {
                locked(&self.shown).insert(key, shown.clone());
                let shown = AcknowledgeNotification { shown: Some(shown) };
                desk.client.notification_shown(id, &shown).await?;
                locked(&self.shown).remove(&key);
                Ok(())
            }
            Err(unsent) => {
                tracing::warn!(notification.id = %id, %unsent, "a notification could not be shown");
                desk.client
                    .notification_failed(id, &failed(notification, &unsent))
                    .await
                    .map(drop)
            }
        }
    }

    async fn show(&self, notification: &Notification) -> Result<ShownAs, Unsent> {
        let channel = self.channel(notification).await?;
        let (page, picture) = Self::page(notification);
        let mut body = page.body();
        body["nonce"] = json!(nonce(notification));
        body["enforce_nonce"] = json!(true);
        let file = picture.map(|picture| {
            body["attachments"] =
                json!([{ "id": "0", "filename": PICTURE, "description": picture.alt }]);
            File {
                name: PICTURE.into(),
                bytes: picture.png,
            }
        });
        let path = format!("/channels/{channel}/messages");
        let said = self
            .face
            .rest
            .send(Call::post(path, body).with(file), &Guard::default())
            .await?;
        Ok(ShownAs {
            channel_id: channel,
            message_id: text(&said["id"]),
        })
    }

    /// Where it goes: a team's channel, or the direct messages of an account, which are opened once.
    async fn channel(&self, notification: &Notification) -> Result<String, Unsent> {
        let unknown = Unsent::Refused {
            status: 404,
            code: 0,
        };
        let to = notification.to.as_ref().ok_or(unknown)?;
        match (&to.channel_id, &to.account_id) {
            (Some(channel), _) => Ok(channel.clone()),
            (None, Some(account)) => {
                if let Some(channel) = locked(&self.direct).get(account).cloned() {
                    return Ok(channel);
                }
                let body = json!({ "recipient_id": account });
                let opened = Call::post("/users/@me/channels", body).repeatable();
                let opened = self.face.rest.send(opened, &Guard::default()).await?;
                let channel = text(&opened["id"]);
                locked(&self.direct).insert(account.clone(), channel.clone());
                Ok(channel)
            }
            (None, None) => Err(Unsent::Refused {
                status: 404,
                code: 0,
            }),
        }
    }

    /// What is shown, with the picture of a digest.
    fn page(notification: &Notification) -> (Page, Option<Chart>) {
        let withheld = notification.to.as_ref().is_some_and(|to| to.withheld);
        let reply = match withheld {
            true => messages::something_waits(),
            false => messages::notified(notification),
        };
        let turn = Turn {
            said: vec![reply],
            asks: None,
        };
        let page = pages(&turn).into_iter().next().unwrap_or_default();
        let picture = (!withheld).then(|| picture(notification)).flatten();
        (page, picture)
    }
}

/// What a digest lists, drawn; `None` where nothing waits.
fn picture(notification: &Notification) -> Option<Chart> {
    let digest = notification.digest.as_ref()?;
    let now = notification.created_at;
    let drawn = digest.transfers.iter().map(|transfer| Pending {
        reference: transfer.reference.clone(),
        opened_at: now - TimeDelta::days(transfer.age_days),
        due_at: Some(transfer.due_at),
        overdue: transfer.overdue,
    });
    let whose = notification
        .team
        .as_ref()
        .map_or("You", |team| team.name.as_str());
    chart::pending(whose, drawn.collect(), now)
}

/// The nonce of a notification: the same for every try, another where it was put off in between.
fn nonce(notification: &Notification) -> String {
    let id = short(&notification.id.to_string());
    format!(
        "{}{}",
        id.trim_start_matches('~'),
        notification.round % 1000
    )
}

/// Why it could not be shown, in the API's own words.
fn failed(notification: &Notification, unsent: &Unsent) -> FailedDelivery {
    let direct = notification
        .to
        .as_ref()
        .is_some_and(|to| to.channel_id.is_none());
    let reason = match unsent {
        Unsent::Refused { status: 429, .. } => DeliveryFailure::RateLimited,
        Unsent::Refused { status: 403, .. } if direct => DeliveryFailure::DirectMessagesRefused,
        Unsent::Refused { status: 404, .. } if direct => DeliveryFailure::UnknownAccount,
        Unsent::Refused {
            status: 403 | 404, ..
        } => DeliveryFailure::ChannelMissing,
        Unsent::Refused { status: 500.., .. } => DeliveryFailure::ServerError,
        Unsent::Refused { .. } | Unsent::Withheld => DeliveryFailure::Refused,
        Unsent::Unreachable(_) => DeliveryFailure::Unreachable,
    };
    FailedDelivery {
        reason,
        after_seconds: None,
    }
}

fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn notification(round: i32) -> Notification {
        serde_json::from_value(json!({
            "id": "0199f000-0000-7000-8000-0000000000a1", "kind": "nudge", "message": "T-0031: answer by tomorrow",
            "recipient": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
            "created_at": "2026-11-03T09:00:00Z", "attempts": 1, "round": round,
            "to": {"platform": "discord", "account_id": "501", "withheld": false}
        }))
        .unwrap()
    }

    #[test]
    fn a_nonce_fits_and_differs_after_a_snooze_only() {
        let first = nonce(&notification(0));
        assert!(first.len() <= 25, "{first}");
        assert_eq!(first, nonce(&notification(0)));
        assert_ne!(first, nonce(&notification(1)));
    }

    #[test]
    fn whoever_takes_no_direct_messages_is_said_to_be_so() {
        let refused =
            |status, code| failed(&notification(0), &Unsent::Refused { status, code }).reason;
        assert_eq!(refused(403, 50_007), DeliveryFailure::DirectMessagesRefused);
        assert_eq!(refused(503, 0), DeliveryFailure::ServerError);
        assert_eq!(refused(400, 50_035), DeliveryFailure::Refused);
    }
}
