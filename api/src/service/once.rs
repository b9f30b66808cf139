//! Once: a change under an `Idempotency-Key` happens once, and a repeat gets the first answer.

use entity::idempotency_key;
use sea_orm::DatabaseTransaction;
use serde::Serialize;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Practitioner;
use crate::body::Guards;
use crate::error::ApiError;
use crate::repository::idempotency;

/// What a change answers; kept as it was for a repeat.
#[derive(Debug, Clone)]
pub struct Made {
    /// HTTP status, 200 or 201.
    pub status: u16,
    /// Where the new thing is.
    pub location: Option<String>,
    /// Its version.
    pub etag: Option<String>,
    /// JSON.
    pub body: String,
}

impl Made {
    /// A thing that was changed.
    ///
    /// # Errors
    ///
    /// Where it cannot be written as JSON, which would be our own mistake.
    pub fn changed<T: Serialize>(body: &T) -> Result<Self, ApiError> {
        let body =
            serde_json::to_string(body).map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
        Ok(Self {
            status: 200,
            location: None,
            etag: None,
            body,
        })
    }

    /// A thing that was made, and where it is.
    ///
    /// # Errors
    ///
    /// As [`Made::changed`].
    pub fn created<T: Serialize>(body: &T, location: String) -> Result<Self, ApiError> {
        Ok(Self {
            status: 201,
            location: Some(location),
            ..Self::changed(body)?
        })
    }

    /// With its version.
    pub fn version(self, version: i64) -> Self {
        Self {
            etag: Some(format!("\"{version}\"")),
            ..self
        }
    }
}

/// Carry out a change in one transaction, with the answer kept beside it.
///
/// * `digest` – of the request's body: another body under the same key is refused
///
/// # Errors
///
/// Whatever the change says; [`ApiError::KeyReused`]. Nothing has changed then.
pub async fn once(
    app: &App,
    caller: &Practitioner,
    guards: &Guards,
    digest: &str,
    change: impl AsyncFnOnce(&DatabaseTransaction) -> Result<Made, ApiError>,
) -> Result<Made, ApiError> {
    let txn = app.db.begin().await?;
    let Some(key) = &guards.key else {
        let made = change(&txn).await?;
        txn.commit().await?;
        return Ok(made);
    };
    if let Some(kept) = idempotency::find(&txn, caller.authority_id(), caller.row.id, key).await? {
        return repeat(kept, guards, digest);
    }
    let beaten = match change(&txn).await {
        Ok(made) => {
            let row = keep(app, caller, guards, digest, key, &made);
            if idempotency::insert(&txn, row).await? {
                txn.commit().await?;
                return Ok(made);
            }
            ApiError::ChangedMeanwhile
        }
        Err(refused) => refused,
    };
    txn.rollback().await?;
    // The same request may have gone through beside this one, and be the very reason why this one could not.
    match idempotency::find(app.db.read(), caller.authority_id(), caller.row.id, key).await? {
        Some(kept) => repeat(kept, guards, digest),
        None => Err(beaten),
    }
}

fn repeat(kept: idempotency_key::Model, guards: &Guards, digest: &str) -> Result<Made, ApiError> {
    if kept.method_path != guards.method_path || kept.request_digest != digest {
        return Err(ApiError::KeyReused);
    }
    let header = |name: &str| {
        kept.headers
            .get(name)
            .and_then(|value| value.as_str())
            .map(str::to_owned)
    };
    Ok(Made {
        status: u16::try_from(kept.status).unwrap_or(200),
        location: header("location"),
        etag: header("etag"),
        body: kept.body,
    })
}

fn keep(
    app: &App,
    caller: &Practitioner,
    guards: &Guards,
    digest: &str,
    key: &str,
    made: &Made,
) -> idempotency_key::Model {
    idempotency_key::Model {
        id: Uuid::now_v7(),
        authority_id: caller.authority_id(),
        practitioner_id: caller.row.id,
        key: key.to_owned(),
        method_path: guards.method_path.clone(),
        request_digest: digest.to_owned(),
        status: made.status.into(),
        headers: serde_json::json!({ "location": made.location, "etag": made.etag }),
        body: made.body.clone(),
        created_at: app.clock.now(),
    }
}
