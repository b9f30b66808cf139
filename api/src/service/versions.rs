//! Versions: what another version of a procedure would change for open transfers, and taking one to it.

use std::sync::Arc;

use entity::transfer;
use openapi::{ChangeVersion, VersionDifference};
use policy::role::Permission;
use policy::version;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;

use super::transfers::{self, Cause, Loaded, load};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{authorities, transfers as rows};
use crate::view;

/// What the current version would change for a transfer that the caller may see.
///
/// # Errors
///
/// [`ApiError::NotFound`] where there is no such transfer for them.
pub async fn show(
    app: &App,
    caller: &Practitioner,
    id: &str,
) -> Result<VersionDifference, ApiError> {
    let conn = app.db.read();
    let loaded = transfers::find(conn, app, caller, id).await?;
    let current = app.procedures.of_authority(&caller.authority)?;
    difference(conn, app, &loaded, &current).await
}

/// Take a transfer to the current version, with a reason.
///
/// # Errors
///
/// [`ApiError::Forbidden`] where the caller manages neither team, [`ApiError::Refused`] where the transfer cannot go on
/// there, [`ApiError::Invalid`] where another version is current or it is under this one already,
/// [`ApiError::OutdatedVersion`], [`ApiError::ChangedMeanwhile`], [`ApiError::NotFound`]. Nothing has changed then.
pub async fn change(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: &str,
    read: Option<i64>,
    asked: ChangeVersion,
) -> Result<Loaded, ApiError> {
    let loaded = transfers::find(txn, app, caller, id).await?;
    if read.is_some_and(|read| read != loaded.row.version) {
        return Err(ApiError::OutdatedVersion {
            current: loaded.row.version,
        });
    }
    let teams = [
        loaded.transfer.transferring.clone(),
        loaded.transfer.receiving.clone(),
    ];
    caller.must(
        &Permission::ChangeVersion(&teams),
        &loaded.procedure,
        "only whoever manages one of the two teams takes a transfer to another version of the procedure",
    )?;
    let current = app.procedures.of_authority(&caller.authority)?;
    let number = &current.pack.header.version;
    if asked.version != *number {
        let message = format!("version {} is not the current one", asked.version);
        return Err(ApiError::invalid("version", message, number.clone()));
    }
    if loaded.row.pack_digest == current.digest {
        let message = "the transfer is under this version already";
        return Err(ApiError::invalid("version", message, "a newer version"));
    }
    let next = under(txn, app, &loaded, &current).await?;
    let now = app.clock.now();
    let change = version::taken_over(
        &loaded.setting(&[], now),
        &next.setting(&[], now),
        &loaded.transfer,
        &asked.reason,
    )
    .map_err(|refusal| ApiError::refused(refusal, &loaded.procedure.pack))?;
    let detail = json!({ "from": loaded.row.pack_version, "to": number, "reason": asked.reason });
    let cause = Cause::said(caller, detail);
    transfers::recording::changed_version(txn, app, next, &change, cause).await
}

/// A transfer, and what would be different for it.
#[derive(Debug)]
pub struct Affected {
    /// Name of its authority.
    pub authority: String,
    /// What would be different.
    pub difference: VersionDifference,
}

/// Every open transfer, of whichever authority, that a version of a procedure would treat otherwise.
///
/// # Errors
///
/// Whatever the database says.
pub async fn affected(app: &App, new: &Arc<Procedure>) -> Result<Vec<Affected>, ApiError> {
    let conn = app.db.read();
    let all = u64::from(u16::MAX);
    let mut found = Vec::new();
    for authority in authorities::list(conn, None, all).await? {
        if authority.pack != new.pack.header.id {
            continue;
        }
        for row in rows::list_open(conn, authority.id).await? {
            let loaded = load(conn, app, row).await?;
            let difference = difference(conn, app, &loaded, new).await?;
            if !difference.same && !is_untouched(&difference) {
                found.push(Affected {
                    authority: authority.name.clone(),
                    difference,
                });
            }
        }
    }
    Ok(found)
}

fn is_untouched(found: &VersionDifference) -> bool {
    found.refused.is_none()
        && found.gates.is_empty()
        && found.items.is_empty()
        && found.deadlines.is_empty()
}

async fn difference<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    loaded: &Loaded,
    new: &Arc<Procedure>,
) -> Result<VersionDifference, ApiError> {
    let next = under(conn, app, loaded, new).await?;
    let now = app.clock.now();
    let found = version::difference(
        &loaded.setting(&[], now),
        &next.setting(&[], now),
        &loaded.transfer,
    );
    Ok(view::versions::difference(loaded, new, found))
}

/// A transfer as it would be under another version: its row says so, and what is known is what that version asks for.
async fn under<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    loaded: &Loaded,
    procedure: &Arc<Procedure>,
) -> Result<Loaded, ApiError> {
    let row = transfer::Model {
        pack_version: procedure.pack.header.version.clone(),
        pack_digest: procedure.digest.clone(),
        ..loaded.row.clone()
    };
    transfers::load_under(conn, app, row, Arc::clone(procedure)).await
}
