//! Claiming: whoever delivers takes what is due, under a lease.

use chrono::{DateTime, Duration, Utc};
use entity::notification::{self, NotificationKind};
use openapi::{ClaimFor, ClaimNotifications, Notification};
use policy::nudge;
use policy::role::Permission;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::reach::{MOST_FAILURES, Reach};
use super::shown::shown;
use crate::app::App;
use crate::auth::{Means, Practitioner};
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, deadlines, notifications};
use crate::service::checks::Checks;
use crate::service::once::Made;
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
        most_failures: MOST_FAILURES,
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

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
