//! The daily look: what reads otherwise, begins or ends because days went by, told to both sides.

use chrono::{DateTime, Days, Utc};
use entity::{daily_look, event};
use policy::{rereading, work};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::work::save as save_work;
use crate::app::App;
use crate::error::ApiError;
use crate::repository::{daily_looks, events, transfers};
use crate::service::transfers::recording::{blank, tell};
use crate::service::transfers::{Cause, Loaded, load};

/// Read a transfer again, as of the last look and as of now, and tell both sides what differs.
///
/// # Errors
///
/// Whatever the database says; the transfer is then looked at again.
pub async fn look(
    txn: &DatabaseTransaction,
    app: &App,
    row: daily_look::Model,
) -> Result<(), ApiError> {
    let now = app.clock.now();
    let transfer = transfers::find(txn, row.authority_id, row.transfer_id)
        .await?
        .ok_or(ApiError::NotFound("transfer"))?;
    let loaded = load(txn, app, transfer).await?;
    let (setting, transfer) = (loaded.setting(&[], now), &loaded.transfer);
    let flips = rereading::flips(
        &rereading::readings(&setting, transfer, row.looked_at),
        &rereading::readings(&setting, transfer, now),
    );
    let is = work::work(&setting, transfer, now);
    let was = work::work(&setting, transfer, row.looked_at);
    let changes = work::changes((&was, row.looked_at), (&is, now));
    if !flips.is_empty() || !changes.is_empty() {
        let mut told: Vec<_> = rereading::told(&setting, transfer, &flips, "days went by")
            .into_iter()
            .collect();
        told.extend(changes.told(&setting, transfer));
        let keys =
            |work: &[work::Work]| -> Vec<_> { work.iter().map(|one| one.key.clone()).collect() };
        let detail =
            json!({ "flips": flips, "began": keys(&changes.began), "ended": keys(&changes.ended) });
        let mut rules: Vec<_> = flips.iter().map(|flip| flip.rule.clone()).collect();
        rules.extend(
            changes
                .began
                .iter()
                .chain(&changes.ended)
                .flat_map(|one| one.rules.clone()),
        );
        let event = event::Model {
            kind: "read_again".into(),
            rules: json!(rules),
            from_state: Some(loaded.row.state),
            to_state: Some(loaded.row.state),
            ..blank(&loaded, Cause::clockwork(detail), now, now)
        };
        let id = event.id;
        events::insert(txn, [event]).await?;
        tell(txn, &loaded, &told, id, None, now).await?;
    }
    save_work(txn, &loaded, &is, now).await?;
    plan(txn, &loaded, &is, now).await
}

/// Look again when the next local day begins, while anything can still change by days going by.
///
/// # Errors
///
/// Whatever the database says.
pub async fn plan(
    txn: &DatabaseTransaction,
    loaded: &Loaded,
    work: &[work::Work],
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let tomorrow = loaded.calendar.local_date(now) + Days::new(1);
    let goes_on = loaded.transfer.state.is_open() || work.iter().any(|one| one.changes_after(now));
    let row = daily_look::Model {
        transfer_id: loaded.row.id,
        authority_id: loaded.row.authority_id,
        looked_at: now,
        next_look_at: goes_on.then(|| loaded.calendar.start_of_day(tomorrow)),
    };
    Ok(daily_looks::save(txn, row).await?)
}
