//! Leases: one process at a time speaks for an application of a chat platform.

use chrono::Duration;
use entity::chat_lease;
use openapi::{ChatLease, TakeChatLease};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::account;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::chat_accounts;
use crate::service::checks::Checks;
use crate::service::once::Made;

/// Seconds of a lease where nobody says how many, and at most.
const DEFAULT_LEASE: u32 = 60;
const LONGEST_LEASE: u32 = 3600;
/// Longest name of a process, and longest id of an application.
const LONGEST_PROCESS: usize = 100;
const LONGEST_APPLICATION: usize = 64;
/// Highest number of a shard.
const LAST_SHARD: i32 = 10_000;

/// Take, renew or give back the lease of a process.
///
/// # Errors
///
/// [`ApiError::Exists`] where another process has it, with its name; [`ApiError::Invalid`] naming the members;
/// [`ApiError::Forbidden`] for anyone but the assistant.
pub async fn take(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    asked: TakeChatLease,
) -> Result<Made, ApiError> {
    let (_, platform) = account(caller)?;
    check(&asked)?;
    let now = app.clock.now();
    let seconds = asked.lease_seconds.unwrap_or(DEFAULT_LEASE);
    let row = chat_lease::Model {
        id: Uuid::now_v7(),
        authority_id: caller.authority_id(),
        platform: platform.to_owned(),
        application_id: asked.application_id,
        shard: asked.shard.unwrap_or(0),
        process: asked.process,
        lease_until: now + Duration::seconds(seconds.into()),
    };
    let process = row.process.clone();
    let held = chat_accounts::take_lease(txn, row, now)
        .await?
        .ok_or(ApiError::ChangedMeanwhile)?;
    match held.process == process {
        true => Made::changed(&shown(held)),
        false => Err(ApiError::Exists(format!(
            "`{}` speaks for this application until {}: stop it, or wait",
            held.process,
            policy::fact::utc(held.lease_until)
        ))),
    }
}

fn check(asked: &TakeChatLease) -> Result<(), ApiError> {
    let mut checks = Checks::default();
    checks.line("process", &asked.process, LONGEST_PROCESS);
    checks.line("application_id", &asked.application_id, LONGEST_APPLICATION);
    if asked
        .shard
        .is_some_and(|shard| !(0..=LAST_SHARD).contains(&shard))
    {
        let expected = format!("0 to {LAST_SHARD}");
        checks.wrong("shard", "there is no such shard", expected);
    }
    if asked
        .lease_seconds
        .is_some_and(|seconds| seconds > LONGEST_LEASE)
    {
        let expected = format!("0 to {LONGEST_LEASE}");
        checks.wrong("lease_seconds", "this is too long", expected);
    }
    checks.done()
}

fn shown(row: chat_lease::Model) -> ChatLease {
    ChatLease {
        process: row.process,
        application_id: row.application_id,
        shard: row.shard,
        lease_until: row.lease_until,
    }
}
