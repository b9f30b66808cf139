//! Notifications: claimed under a lease, acknowledged after delivery, put off but never past what is due.

use chrono::{DateTime, Duration, Utc};
use entity::notification;
use openapi::{ClaimFor, ClaimNotifications, Notification, Page, PageQuery, SnoozeNotification};
use policy::fact::utc;
use policy::role::Permission;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::checks::Checks;
use super::names::Names;
use super::once::Made;
use super::pages::Wanted;
use crate::app::App;
use crate::auth::Practitioner;
use crate::db::to_micros;
use crate::error::ApiError;
use crate::repository::{deadlines, notifications};
use crate::view;

/// Longest name of a deliverer, in characters.
const LONGEST_CLAIMANT: usize = 100;
/// Messages of one claim where nobody says how many, and at most.
const DEFAULT_CLAIM: u32 = 20;
const MOST_CLAIMED: u32 = 500;
/// Seconds of a lease where nobody says how many, at least and at most.
const DEFAULT_LEASE: u32 = 60;
const SHORTEST_LEASE: u32 = 5;
const LONGEST_LEASE: u32 = 3600;

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
        items: shown(conn, authority, &rows).await?,
        next_cursor,
    })
}

/// Claim what is due, for delivery: nobody else gets it until the lease ends.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming the members, [`ApiError::Forbidden`] for everyone's messages but by an administrator.
pub async fn claim(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    asked: ClaimNotifications,
) -> Result<Made, ApiError> {
    let (limit, lease_seconds) = check(&asked)?;
    let recipient = match asked.whose.unwrap_or_default() {
        ClaimFor::Me => Some(caller.row.id),
        ClaimFor::All => {
            let procedure = app.procedures.of_authority(&caller.authority)?;
            caller.must(
                &Permission::DeliverForAll,
                &procedure,
                "only an administrator delivers everyone's notifications",
            )?;
            None
        }
    };
    let now = app.clock.now();
    let claim = notifications::Claim {
        recipient,
        claimed_by: &asked.claimant,
        now,
        lease_until: now + Duration::seconds(lease_seconds.into()),
        limit,
    };
    let rows = notifications::claim(txn, caller.authority_id(), claim).await?;
    Made::changed(&shown(txn, caller.authority_id(), &rows).await?)
}

/// How many and for how many seconds, where nothing is wrong.
fn check(asked: &ClaimNotifications) -> Result<(u32, u32), ApiError> {
    let limit = asked.limit.unwrap_or(DEFAULT_CLAIM);
    let lease = asked.lease_seconds.unwrap_or(DEFAULT_LEASE);
    let mut checks = Checks::default();
    checks.line("claimant", &asked.claimant, LONGEST_CLAIMANT);
    if !(1..=MOST_CLAIMED).contains(&limit) {
        checks.wrong(
            "limit",
            format!("{limit} is out of range"),
            format!("1 to {MOST_CLAIMED}"),
        );
    }
    if !(SHORTEST_LEASE..=LONGEST_LEASE).contains(&lease) {
        checks.wrong(
            "lease_seconds",
            format!("{lease} is out of range"),
            format!("{SHORTEST_LEASE} to {LONGEST_LEASE}"),
        );
    }
    checks.done()?;
    Ok((limit, lease))
}

/// Take note that a message was delivered. Saying so twice changes nothing.
///
/// # Errors
///
/// [`ApiError::NotFound`] where it is not the caller's, nor the caller's to deliver.
pub async fn acknowledge(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
) -> Result<Made, ApiError> {
    let row = find(txn, app, caller, id).await?;
    notifications::acknowledge(txn, row.authority_id, row.id, app.clock.now()).await?;
    Made::changed(
        &one(
            txn,
            notification::Model {
                lease_until: None,
                ..row
            },
        )
        .await?,
    )
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
    Made::changed(
        &one(
            txn,
            notification::Model {
                lease_until: None,
                ..row
            },
        )
        .await?,
    )
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

async fn one<C: ConnectionTrait>(
    conn: &C,
    row: notification::Model,
) -> Result<Notification, ApiError> {
    let shown = shown(conn, row.authority_id, std::slice::from_ref(&row)).await?;
    shown
        .into_iter()
        .next()
        .ok_or(ApiError::NotFound("notification"))
}

async fn shown<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    rows: &[notification::Model],
) -> Result<Vec<Notification>, ApiError> {
    let names = Names::default()
        .people(conn, authority, rows.iter().map(|row| row.recipient_id))
        .await?
        .transfers(
            conn,
            authority,
            rows.iter().filter_map(|row| row.transfer_id),
        )
        .await?;
    rows.iter()
        .map(|row| view::notifications::notification(row, &names))
        .collect()
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

    #[test]
    fn a_claim_has_its_bounds() {
        let claim = ClaimNotifications {
            claimant: "console-1".into(),
            ..Default::default()
        };
        assert_eq!(check(&claim).unwrap(), (20, 60));
        assert!(
            check(&ClaimNotifications {
                limit: Some(0),
                ..claim.clone()
            })
            .is_err()
        );
        assert!(
            check(&ClaimNotifications {
                lease_seconds: Some(4),
                ..claim.clone()
            })
            .is_err()
        );
        assert!(
            check(&ClaimNotifications {
                claimant: String::new(),
                ..claim
            })
            .is_err()
        );
    }
}
