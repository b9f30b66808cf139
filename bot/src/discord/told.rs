//! What somebody is told: a notification as a message, with its picture and its nonce, and why it could not be shown.

use chrono::TimeDelta;
use openapi::{DeliveryFailure, FailedDelivery, Notification};

use super::custom_id::short;
use super::page::{Page, pages};
use super::rest::Unsent;
use crate::assistant::messages;
use crate::assistant::turn::Turn;
use crate::chart::{self, Chart, Pending};

/// What is shown, with the picture of a digest.
pub(super) fn page(notification: &Notification) -> (Page, Option<Chart>) {
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
pub(super) fn nonce(notification: &Notification) -> String {
    let id = short(&notification.id.to_string());
    format!(
        "{}{}",
        id.trim_start_matches('~'),
        notification.round % 1000
    )
}

/// Why it could not be shown, in the API's own words.
pub(super) fn failed(notification: &Notification, unsent: &Unsent) -> FailedDelivery {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

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
