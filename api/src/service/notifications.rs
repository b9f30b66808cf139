//! Notifications: claimed under a lease, acknowledged after delivery, put off but never past what is due.

mod claiming;
mod doing;
mod reach;
mod shown;

use chrono::{DateTime, Utc};
use entity::notification::{self, NotificationKind};
use openapi::{
    AcknowledgeNotification, FailedDelivery, Notification, Page, PageQuery, SnoozeNotification,
};
use policy::fact::utc;
use policy::role::Permission;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::once::Made;
use super::pages::Wanted;
use crate::app::App;
use crate::auth::{Means, Practitioner};
use crate::db::to_micros;
use crate::error::ApiError;
use crate::repository::{deadlines, notifications};
use shown::{one, shown};

pub use claiming::claim;
pub use doing::{done, hand_over};
pub(crate) use reach::in_channel;

/// A page of the caller's own messages that wait for acknowledgement.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming the parameter.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &PageQuery,
) -> Result<Page<Notification>, ApiError> {
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let rows = notifications::list_of_recipient(
        conn,
        authority,
        caller.row.id,
        true,
        page.after,
        page.rows(),
    )
    .await?;
    let (rows, next_cursor) = page.cut(rows, |row| row.id);
    Ok(Page {
        items: shown(conn, app, authority, &rows).await?,
        next_cursor,
    })
}

/// A message that nobody has seen yet, to be completed.
pub(crate) fn fresh(
    authority: Uuid,
    recipient: Uuid,
    kind: NotificationKind,
    message: String,
    now: DateTime<Utc>,
) -> notification::Model {
    notification::Model {
        id: Uuid::now_v7(),
        authority_id: authority,
        recipient_id: recipient,
        kind,
        transfer_id: None,
        matter_id: None,
        deadline_id: None,
        contact_id: None,
        message,
        dedupe_key: String::new(),
        created_at: now,
        deliver_after: now,
        claimed_by: None,
        lease_until: None,
        attempts: 0,
        acknowledged_at: None,
        snoozed_until: None,
        team_id: None,
        at_any_hour: false,
        withheld: false,
        failure: None,
        failures: 0,
        team_told_at: None,
        round: 0,
        shown: None,
        digest: None,
    }
}

/// Take note that a message was delivered, and where. Saying so twice changes nothing. Where only the team was told that
/// something waits, the message itself still does.
///
/// # Errors
///
/// [`ApiError::NotFound`] where it is not the caller's, nor the caller's to deliver.
pub async fn acknowledge(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
    asked: AcknowledgeNotification,
) -> Result<Made, ApiError> {
    let row = find(txn, app, caller, id).await?;
    let now = app.clock.now();
    let by_assistant = matches!(caller.means, Means::Service { .. });
    let shown = asked.shown.map(serde_json::to_value).transpose();
    let shown = shown.map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    let row = match (by_assistant && row.withheld, row.acknowledged_at) {
        (true, None) => notification::Model {
            withheld: false,
            team_told_at: row.team_told_at.or(Some(now)),
            lease_until: None,
            ..row
        },
        (false, None) => notification::Model {
            acknowledged_at: Some(now),
            lease_until: None,
            shown: shown.or(row.shown),
            ..row
        },
        (_, Some(_)) => return Made::changed(&one(txn, app, row).await?),
    };
    notifications::save(txn, row.clone()).await?;
    Made::changed(&one(txn, app, row).await?)
}

/// Take note that a message could not be shown, and why.
///
/// # Errors
///
/// [`ApiError::NotFound`] as in [`acknowledge`].
pub async fn fail(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
    asked: FailedDelivery,
) -> Result<Made, ApiError> {
    let row = find(txn, app, caller, id).await?;
    if row.acknowledged_at.is_none() {
        let now = app.clock.now();
        reach::failed(txn, &row, asked.reason, asked.after_seconds, now).await?;
    }
    let row = find(txn, app, caller, id).await?;
    Made::changed(&one(txn, app, row).await?)
}

/// Put a message off: it is delivered again then.
///
/// # Errors
///
/// [`ApiError::NotFound`] as in [`acknowledge`]; [`ApiError::Invalid`] where `until` has passed, or comes after the time at
/// which the thing is due.
pub async fn snooze(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
    asked: SnoozeNotification,
) -> Result<Made, ApiError> {
    let row = find(txn, app, caller, id).await?;
    let until = to_micros(asked.until);
    let due_at = match row.deadline_id {
        Some(id) => deadlines::find(txn, row.authority_id, id)
            .await?
            .map(|deadline| deadline.due_at),
        None => None,
    };
    check_snooze(until, app.clock.now(), due_at)?;
    notifications::snooze(txn, row.authority_id, row.id, until).await?;
    let row = find(txn, app, caller, id).await?;
    Made::changed(&one(txn, app, row).await?)
}

fn check_snooze(
    until: DateTime<Utc>,
    now: DateTime<Utc>,
    due_at: Option<DateTime<Utc>>,
) -> Result<(), ApiError> {
    let refused =
        |message: &str, expected: String| Err(ApiError::invalid("until", message, expected));
    match due_at {
        Some(due_at) if due_at <= now => refused(
            "it is due already and cannot be put off",
            "nothing: do it, or agree another date".into(),
        ),
        Some(due_at) if until > due_at => refused(
            "it would come after it is due",
            format!("after {} and not after {}", utc(now), utc(due_at)),
        ),
        _ if until <= now => refused("this has passed", format!("an instant after {}", utc(now))),
        _ => Ok(()),
    }
}

async fn find(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
) -> Result<notification::Model, ApiError> {
    let row = notifications::find(txn, caller.authority_id(), id)
        .await?
        .ok_or(ApiError::NotFound("notification"))?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let delivers = caller
        .must(&Permission::DeliverForAll, &procedure, "")
        .is_ok();
    if row.recipient_id == caller.row.id || delivers {
        return Ok(row);
    }
    Err(ApiError::NotFound("notification"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check_until(until: &str, due_at: Option<&str>, is_possible: bool) {
        let answer = check_snooze(at(until), at("2026-12-01T09:00:00Z"), due_at.map(at));
        assert_eq!(answer.is_ok(), is_possible, "{until}, due {due_at:?}");
    }

    #[test]
    fn a_reminder_is_put_off_until_it_is_due_at_the_latest() {
        check_until("2026-12-01T12:00:00Z", Some("2026-12-01T12:00:00Z"), true);
        check_until(
            "2026-12-01T12:00:00.000001Z",
            Some("2026-12-01T12:00:00Z"),
            false,
        );
        check_until("2026-12-01T09:30:00Z", Some("2026-12-01T08:00:00Z"), false);
    }

    #[test]
    fn a_message_without_a_deadline_is_put_off_into_the_future() {
        check_until("2027-12-01T12:00:00Z", None, true);
        check_until("2026-12-01T09:00:00Z", None, false);
    }
}
