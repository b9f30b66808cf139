//! Reach: where on a chat platform a message can be shown, and what becomes of one that cannot.
//!
//! A linked practitioner gets a direct message. Where there is no link, or the platform refuses, the channel of their team
//! is told that something waits, without what: the message itself stays for the other faces.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::notification;
use openapi::{ChatAddress, DeliveryFailure};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use crate::error::ApiError;
use crate::repository::{chat_accounts, chat_places, notifications, practitioners};

/// Seconds to wait after the first failure; doubled with each further one.
const FIRST_WAIT: i64 = 5;
/// Longest wait, in seconds.
const LONGEST_WAIT: i64 = 15 * 60;
/// After so many failures, about a day of them, the platform is not tried any more; the message stays for the other faces.
pub(super) const MOST_FAILURES: i32 = 100;

/// Who and what can be reached on a platform.
#[derive(Debug, Default)]
pub(super) struct Reach {
    platform: String,
    /// Accounts, by practitioner.
    accounts: BTreeMap<Uuid, String>,
    /// Channels, by team.
    channels: BTreeMap<Uuid, String>,
    /// The channel of somebody's team, by practitioner.
    fallbacks: BTreeMap<Uuid, String>,
}

impl Reach {
    /// Everybody and everything that can be reached in an authority.
    pub(super) async fn on<C: ConnectionTrait>(
        conn: &C,
        authority: Uuid,
        platform: &str,
    ) -> Result<Self, ApiError> {
        let links = chat_accounts::list_links_on(conn, authority, platform).await?;
        let channels = chat_places::list_channels(conn, authority).await?;
        let channels: BTreeMap<_, _> = channels
            .into_iter()
            .filter(|channel| channel.platform == platform)
            .map(|channel| (channel.team_id, channel.channel_id))
            .collect();
        let teams = channels.keys().copied();
        let mut fallbacks = BTreeMap::new();
        for role in practitioners::list_roles_in(conn, authority, teams).await? {
            if let Some(channel) = role.team_id.and_then(|team| channels.get(&team)) {
                fallbacks
                    .entry(role.practitioner_id)
                    .or_insert_with(|| channel.clone());
            }
        }
        Ok(Self {
            platform: platform.to_owned(),
            accounts: links
                .into_iter()
                .map(|link| (link.practitioner_id, link.account_id))
                .collect(),
            channels,
            fallbacks,
        })
    }

    /// Those who get direct messages, and those whose team's channel can be told instead.
    pub(super) fn recipients(&self) -> (Vec<Uuid>, Vec<Uuid>) {
        let fallbacks = self.fallbacks.keys().copied();
        (self.accounts.keys().copied().collect(), fallbacks.collect())
    }

    /// The teams that have a channel.
    pub(super) fn teams(&self) -> Vec<Uuid> {
        self.channels.keys().copied().collect()
    }

    /// Where a message goes.
    pub(super) fn address(&self, row: &notification::Model) -> Option<ChatAddress> {
        let platform = self.platform.clone();
        if let Some(team) = row.team_id {
            return Some(ChatAddress {
                platform,
                account_id: None,
                channel_id: Some(self.channels.get(&team)?.clone()),
                withheld: false,
            });
        }
        let account = self.accounts.get(&row.recipient_id);
        match account.filter(|_| row.failure.is_none()) {
            Some(account) => Some(ChatAddress {
                platform,
                account_id: Some(account.clone()),
                channel_id: None,
                withheld: false,
            }),
            None => Some(ChatAddress {
                platform,
                account_id: None,
                channel_id: Some(self.fallbacks.get(&row.recipient_id)?.clone()),
                withheld: true,
            }),
        }
    }
}

/// A message for the channel of a team on every platform where it has one; the assistant there is its recipient.
///
/// * `like` – what it says
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn in_channel(
    txn: &DatabaseTransaction,
    team: Uuid,
    like: &notification::Model,
) -> Result<Vec<notification::Model>, ApiError> {
    let channels = chat_places::list_channels(txn, like.authority_id).await?;
    let platforms: BTreeSet<_> = channels
        .into_iter()
        .filter(|channel| channel.team_id == team)
        .map(|channel| channel.platform)
        .collect();
    let services = chat_accounts::list_services(txn, like.authority_id).await?;
    let mut rows = Vec::new();
    for platform in platforms {
        let service = services
            .iter()
            .rfind(|service| service.platform == platform && service.revoked_at.is_none());
        rows.extend(service.map(|service| notification::Model {
            id: Uuid::now_v7(),
            recipient_id: service.practitioner_id,
            team_id: Some(team),
            dedupe_key: format!("{}:{team}:{platform}", like.dedupe_key),
            ..like.clone()
        }));
    }
    Ok(rows)
}

/// Take note that a message could not be shown: it comes again later, or the team is told instead.
///
/// * `after_seconds` – how long the platform asks to wait
pub(super) async fn failed(
    txn: &DatabaseTransaction,
    row: &notification::Model,
    reason: DeliveryFailure,
    after_seconds: Option<u32>,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let is_final = row.team_id.is_none()
        && matches!(
            reason,
            DeliveryFailure::DirectMessagesRefused | DeliveryFailure::UnknownAccount
        );
    let wait = match is_final {
        true => 0,
        false => after_seconds.map_or_else(|| wait(row.failures), i64::from),
    };
    let failures = row.failures.saturating_add(1);
    if failures == MOST_FAILURES {
        tracing::warn!(notification.id = %row.id, reason = name(reason), "given up: the chat platform does not take it");
    }
    let row = notification::Model {
        failure: is_final
            .then(|| name(reason).to_owned())
            .or(row.failure.clone()),
        failures,
        deliver_after: now + chrono::Duration::seconds(wait),
        lease_until: None,
        ..row.clone()
    };
    Ok(notifications::save(txn, row).await?)
}

/// How long a message waits that has failed so often before, in seconds.
fn wait(failures: i32) -> i64 {
    let doublings = u32::try_from(failures).unwrap_or(0).min(16);
    (FIRST_WAIT << doublings).min(LONGEST_WAIT)
}

fn name(reason: DeliveryFailure) -> &'static str {
    match reason {
        DeliveryFailure::RateLimited => "rate_limited",
        DeliveryFailure::ServerError => "server_error",
        DeliveryFailure::Unreachable => "unreachable",
        DeliveryFailure::DirectMessagesRefused => "direct_messages_refused",
        DeliveryFailure::UnknownAccount => "unknown_account",
        DeliveryFailure::ChannelMissing => "channel_missing",
        DeliveryFailure::Refused => "refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_fails_again_waits_longer_up_to_a_quarter_of_an_hour() {
        let waits: Vec<_> = [0, 1, 2, 7, 8, 100].into_iter().map(wait).collect();
        assert_eq!(waits, [5, 10, 20, 640, 900, 900]);
    }
}
