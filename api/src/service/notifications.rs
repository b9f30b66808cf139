//! Notifications: claimed under a lease, acknowledged after delivery, put off but never past what is due.

mod doing;
mod reach;

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use entity::notification::{self, NotificationKind};
use openapi::{
    AcknowledgeNotification, ClaimFor, ClaimNotifications, FailedDelivery, Notification, Page,
    PageQuery, SnoozeNotification,
};
use policy::fact::utc;
use policy::nudge;
use policy::pack::Pack;
use policy::role::Permission;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::checks::Checks;
use super::names::Names;
use super::once::Made;
use super::pages::Wanted;
use crate::app::App;
use crate::auth::{Means, Practitioner};
use crate::db::to_micros;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, contacts, deadlines, matters, notifications, transfers};
use crate::view;
use crate::view::notifications::About;
use reach::Reach;

pub use doing::{done, hand_over};
pub(crate) use reach::in_channel;

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

/// Claim what is due, for delivery: nobody else gets it until the lease ends. The assistant gets what can be shown on its
/// platform, with where; outside the nudge hours only what is told at any hour.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming the members, [`ApiError::Forbidden`] for everyone's messages but by an administrator or the
/// assistant.
pub async fn claim(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    asked: ClaimNotifications,
) -> Result<Made, ApiError> {
    let (limit, lease_seconds) = check(&asked)?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let recipient = match asked.whose.unwrap_or_default() {
        ClaimFor::Me => Some(caller.row.id),
        ClaimFor::All => {
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
    let authority = caller.authority_id();
    let claimed = match &caller.means {
        Means::Service { platform, .. } => {
            claim_on(txn, app, &procedure, authority, (platform, claim)).await?
        }
        Means::Session | Means::Chat { .. } => {
            let rows = notifications::claim(txn, authority, claim).await?;
            let rows = still_due(txn, rows, now).await?;
            shown(txn, app, authority, &rows).await?
        }
    };
    Made::changed(&claimed)
}

/// What can be shown on a platform now, each with where.
async fn claim_on(
    txn: &DatabaseTransaction,
    app: &App,
    procedure: &Procedure,
    authority: Uuid,
    (platform, claim): (&str, notifications::Claim<'_>),
) -> Result<Vec<Notification>, ApiError> {
    let closures = authorities::list_closures(txn, authority).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let hours = procedure.pack.header.conventions.nudge_hours;
    let reach = Reach::on(txn, authority, platform).await?;
    let (direct, fallback) = reach.recipients();
    let reachable = notifications::Reachable {
        direct,
        fallback,
        teams: reach.teams(),
        only_at_any_hour: !nudge::are_open(hours, &calendar, claim.now),
        most_failures: reach::MOST_FAILURES,
    };
    let rows = notifications::claim_reachable(txn, authority, claim, &reachable).await?;
    let rows = still_due(txn, rows, claim.now).await?;
    let mut claimed = shown(txn, app, authority, &rows).await?;
    for (shown, row) in claimed.iter_mut().zip(rows) {
        shown.to = reach.address(&row);
        if shown.to.as_ref().is_some_and(|to| to.withheld) {
            withhold(shown);
            let row = notification::Model {
                withheld: true,
                ..row
            };
            notifications::save(txn, row).await?;
        }
    }
    Ok(claimed)
}

/// A channel is told that something waits for a colleague, and no more.
fn withhold(shown: &mut Notification) {
    let about = [&shown.contact, &shown.transfer, &shown.matter];
    let about = about.into_iter().flatten().next();
    let about = about.map_or(String::new(), |about| format!(" about {}", about.reference));
    shown.message = format!(
        "Something{about} waits for a colleague in this team whom I cannot reach here: look in Landsafe."
    );
    shown.due = None;
    shown.buttons.clear();
}

/// Reminders of what has been done meanwhile are nobody's business any more.
async fn still_due(
    txn: &DatabaseTransaction,
    rows: Vec<notification::Model>,
    now: DateTime<Utc>,
) -> Result<Vec<notification::Model>, ApiError> {
    let Some(authority) = rows.first().map(|row| row.authority_id) else {
        return Ok(rows);
    };
    let of = rows.iter().filter_map(|row| row.deadline_id);
    let deadlines = deadlines::find_many(txn, authority, of).await?;
    let is_past = |row: &notification::Model| {
        row.kind == NotificationKind::Nudge
            && deadlines.iter().any(|deadline| {
                Some(deadline.id) == row.deadline_id && !view::notifications::is_owed(deadline)
            })
    };
    let (past, due): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_past);
    for row in past {
        notifications::acknowledge(txn, authority, row.id, now).await?;
    }
    Ok(due)
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

async fn one<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    row: notification::Model,
) -> Result<Notification, ApiError> {
    let shown = shown(conn, app, row.authority_id, std::slice::from_ref(&row)).await?;
    shown
        .into_iter()
        .next()
        .ok_or(ApiError::NotFound("notification"))
}

async fn shown<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    authority: Uuid,
    rows: &[notification::Model],
) -> Result<Vec<Notification>, ApiError> {
    let of = |id: fn(&notification::Model) -> Option<Uuid>| rows.iter().filter_map(id);
    let transfers = transfers::find_many(conn, authority, of(|row| row.transfer_id)).await?;
    let matters = matters::find_many(conn, authority, of(|row| row.matter_id)).await?;
    let deadlines = deadlines::find_many(conn, authority, of(|row| row.deadline_id)).await?;
    let contacts = contacts::find_many(conn, authority, of(|row| row.contact_id)).await?;
    let transfers: HashMap<_, _> = transfers.iter().map(|row| (row.id, row)).collect();
    let matters: HashMap<_, _> = matters.iter().map(|row| (row.id, row)).collect();
    let deadlines: HashMap<_, _> = deadlines.iter().map(|row| (row.id, row)).collect();
    let contacts: HashMap<_, _> = contacts.iter().map(|row| (row.id, row)).collect();
    let names = Names::default()
        .people(conn, authority, rows.iter().map(|row| row.recipient_id))
        .await?
        .teams(conn, authority, of(|row| row.team_id))
        .await?
        .transfers(conn, authority, of(|row| row.transfer_id))
        .await?;
    let now = app.clock.now();
    let mut all = Vec::new();
    for row in rows {
        let transfer = row.transfer_id.and_then(|id| transfers.get(&id).copied());
        let matter = row.matter_id.and_then(|id| matters.get(&id).copied());
        let deadline = row.deadline_id.and_then(|id| deadlines.get(&id).copied());
        let version = transfer
            .map(|row| &row.pack_digest)
            .or(matter.map(|row| &row.pack_digest));
        let item = match (version, deadline) {
            (Some(version), Some(deadline)) => {
                let procedure = app.procedures.kept(conn, version, now).await?;
                item_of(&procedure.pack, &deadline.key)
            }
            _ => None,
        };
        let about = About {
            transfer,
            matter,
            deadline,
            contact: row.contact_id.and_then(|id| contacts.get(&id).copied()),
            item: item.as_deref(),
        };
        all.push(view::notifications::notification(row, about, &names, now)?);
    }
    Ok(all)
}

/// The checklist item that meets a deadline, where one does.
fn item_of(pack: &Pack, key: &str) -> Option<String> {
    let met_by = pack.deadline(key)?.met_by.all().iter();
    let item = met_by.filter_map(|moment| moment.strip_prefix("item:"));
    item.map(str::to_owned).next()
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
