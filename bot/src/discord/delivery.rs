//! Delivering what people are to be told: claimed under a lease, shown once, then acknowledged with where it was shown.
//!
//! The API delivers at least once under the same id. The id is the message's nonce, so that a try whose answer was lost
//! shows nothing twice; what this process has shown is only acknowledged again. Every place gets its messages one after the
//! other, and no place waits for another: a channel that Discord holds back delays nobody's direct messages.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use openapi::{
    AcknowledgeNotification, ApiError, ClaimFor, ClaimNotifications, Notification, ShownAs,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

use super::call::{Call, File};
use super::face::Face;
use super::guard::Guard;
use super::rest::Unsent;
use super::told::{failed, nonce, page};

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
}

impl Delivery {
    /// The post of a face, which looks so often.
    pub(super) fn new(face: Arc<Face>, every: Duration) -> Arc<Self> {
        Arc::new(Self {
            face,
            every,
            claimant: format!("discord-{}", Uuid::now_v7()),
            shown: Mutex::default(),
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
        let (page, picture) = page(notification);
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
            (None, Some(account)) => self.face.direct.channel(&self.face.rest, account).await,
            (None, None) => Err(Unsent::Refused {
                status: 404,
                code: 0,
            }),
        }
    }
}

fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
