//! The worker: what happens because time passed. It finds what is due by index, in batches.

use std::time::Duration;

use actix_web::web;
use chrono::TimeDelta;
use tracing::warn;
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::repository::{
    absences, asked, chat_accounts, chat_places, contacts, daily_looks, deadlines, idempotency,
};
use crate::service;
use crate::service::{clockwork, daily};

/// How many deadlines are found at a time.
const BATCH: u64 = 100;

/// How long the worker sleeps between two looks.
const PAUSE: Duration = Duration::from_secs(5);

/// How many such looks make an hour.
const LOOKS_AN_HOUR: u64 = 60 * 60 / PAUSE.as_secs();

/// How long the answer to a request is kept for a repeat.
const ANSWERS_KEPT_FOR: TimeDelta = TimeDelta::days(1);

/// How long a question that was asked is kept, without whatever could name somebody.
const QUESTIONS_KEPT_FOR: TimeDelta = TimeDelta::days(365);

/// How long one that could not be dealt with waits, so that it does not hold up the others.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(5);

/// Deal with everything that is due by now, each in a transaction of its own.
///
/// # Errors
///
/// Whatever the database says; what was not dealt with is found again.
pub async fn tick(app: &App) -> Result<(), ApiError> {
    loop {
        let waiting = deadlines::list_waiting(app.db.read(), app.clock.now(), BATCH).await?;
        for id in waiting.iter().map(|row| row.id) {
            if let Err(wrong) = look(app, id).await {
                warn!(deadline.id = %id, %wrong, "a deadline could not be dealt with");
                postpone(app, id).await?;
            }
        }
        if (waiting.len() as u64) < BATCH {
            break;
        }
    }
    read_again(app).await?;
    climb(app).await?;
    look_at_absences(app).await?;
    digest(app).await
}

/// Read every transfer again whose day has begun, each in a transaction of its own.
async fn read_again(app: &App) -> Result<(), ApiError> {
    loop {
        let waiting = daily_looks::list_waiting(app.db.read(), app.clock.now(), BATCH).await?;
        for transfer in waiting.iter().map(|row| row.transfer_id) {
            if let Err(wrong) = look_again(app, transfer).await {
                warn!(transfer.id = %transfer, %wrong, "a transfer could not be read again");
                put_off(app, transfer).await?;
            }
        }
        if (waiting.len() as u64) < BATCH {
            return Ok(());
        }
    }
}

/// Whether nothing is due by now.
///
/// # Errors
///
/// Whatever the database says.
pub async fn is_idle(app: &App) -> Result<bool, ApiError> {
    let (conn, now) = (app.db.read(), app.clock.now());
    Ok(deadlines::list_waiting(conn, now, 1).await?.is_empty()
        && contacts::list_climbing(conn, now, 1).await?.is_empty()
        && daily_looks::list_waiting(conn, now, 1).await?.is_empty()
        && absences::list_waiting(conn, now, 1).await?.is_empty()
        && chat_places::list_waiting(conn, now).await?.is_empty())
}

/// Have urgent calls climb that nobody acknowledged in time.
async fn climb(app: &App) -> Result<(), ApiError> {
    for row in contacts::list_climbing(app.db.read(), app.clock.now(), BATCH).await? {
        if let Err(wrong) = climb_one(app, row.id).await {
            warn!(contact.id = %row.id, %wrong, "a call could not climb");
        }
    }
    Ok(())
}

async fn climb_one(app: &App, id: Uuid) -> Result<(), ApiError> {
    let txn = app.db.begin().await?;
    if let Some(row) = contacts::take(&txn, id, app.clock.now()).await? {
        service::contacts::look(&txn, app, row).await?;
    }
    Ok(txn.commit().await?)
}

async fn look_again(app: &App, transfer: Uuid) -> Result<(), ApiError> {
    let txn = app.db.begin().await?;
    if let Some(row) = daily_looks::take(&txn, transfer, app.clock.now()).await? {
        daily::look(&txn, app, row).await?;
    }
    Ok(txn.commit().await?)
}

async fn put_off(app: &App, transfer: Uuid) -> Result<(), ApiError> {
    let txn = app.db.begin().await?;
    let now = app.clock.now();
    if let Some(row) = daily_looks::take(&txn, transfer, now).await? {
        let later = entity::daily_look::Model {
            next_look_at: Some(now + AGAIN_AFTER),
            ..row
        };
        daily_looks::save(&txn, later).await?;
    }
    Ok(txn.commit().await?)
}

/// Open what absences ask for by now, each in a transaction of its own; one that fails is found again.
async fn look_at_absences(app: &App) -> Result<(), ApiError> {
    let now = app.clock.now();
    for row in absences::list_waiting(app.db.read(), now, BATCH).await? {
        let txn = app.db.begin().await?;
        let Some(taken) = absences::take(&txn, row.id, now).await? else {
            continue;
        };
        match service::absences::look(&txn, app, taken).await {
            Ok(()) => txn.commit().await?,
            Err(wrong) => {
                txn.rollback().await?;
                warn!(absence.id = %row.id, %wrong, "an absence could not be looked at");
            }
        }
    }
    Ok(())
}

/// A replica that finds the row taken leaves it to the one that has it.
async fn look(app: &App, id: Uuid) -> Result<(), ApiError> {
    let txn = app.db.begin().await?;
    if let Some(row) = deadlines::take(&txn, id, app.clock.now()).await? {
        clockwork::look(&txn, app, row).await?;
    }
    Ok(txn.commit().await?)
}

async fn postpone(app: &App, id: Uuid) -> Result<(), ApiError> {
    let txn = app.db.begin().await?;
    let now = app.clock.now();
    if let Some(row) = deadlines::take(&txn, id, now).await? {
        let later = entity::deadline::Model {
            next_action_at: Some(now + AGAIN_AFTER),
            ..row
        };
        deadlines::save(&txn, later).await?;
    }
    Ok(txn.commit().await?)
}

/// Write the digests of authorities whose morning has come.
async fn digest(app: &App) -> Result<(), ApiError> {
    for row in chat_places::list_waiting(app.db.read(), app.clock.now()).await? {
        let authority = row.authority_id;
        if let Err(wrong) = digest_one(app, authority).await {
            warn!(authority.id = %authority, %wrong, "the digests could not be written");
            let txn = app.db.begin().await?;
            let later = app.clock.now() + AGAIN_AFTER;
            chat_places::save_next_digest(&txn, authority, later).await?;
            txn.commit().await?;
        }
    }
    Ok(())
}

async fn digest_one(app: &App, authority: Uuid) -> Result<(), ApiError> {
    let txn = app.db.begin().await?;
    if let Some(row) = chat_places::take(&txn, authority, app.clock.now()).await? {
        service::digests::look(&txn, app, row).await?;
    }
    Ok(txn.commit().await?)
}

/// Forget the answers to requests that nobody repeats any more, the codes and tries of accounts to be linked, and the
/// questions of more than a year ago.
///
/// # Errors
///
/// Whatever the database says.
pub async fn forget_answers(app: &App) -> Result<(), ApiError> {
    let txn = app.db.begin().await?;
    let before = app.clock.now() - ANSWERS_KEPT_FOR;
    idempotency::delete_before(&txn, before).await?;
    chat_accounts::forget_before(&txn, before).await?;
    asked::delete_before(&txn, app.clock.now() - QUESTIONS_KEPT_FOR).await?;
    Ok(txn.commit().await?)
}

/// Look again and again, until the server stops.
pub async fn run(app: web::Data<App>) {
    for look in 0_u64.. {
        if let Err(wrong) = tick(&app).await {
            warn!(%wrong, "the clockwork will look again");
        }
        if look.is_multiple_of(LOOKS_AN_HOUR)
            && let Err(wrong) = forget_answers(&app).await
        {
            warn!(%wrong, "kept answers will be forgotten later");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
