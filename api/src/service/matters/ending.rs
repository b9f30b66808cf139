//! Ending: what a call's answer finishes by itself.

use chrono::{DateTime, Utc};
use entity::contact;
use policy::matter::{Action, decide};
use policy::pack::format::EndsOn;
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use super::loaded::load;
use super::recording::record;
use crate::app::App;
use crate::error::ApiError;
use crate::repository::matters;
use crate::service::clockwork::clockwork;
use crate::service::transfers::Cause;

/// Finish whatever ends when a call is answered; where something still stands before that, it stays open.
///
/// # Errors
///
/// Whatever the database says, or [`ApiError::ChangedMeanwhile`] where somebody else was first.
pub(crate) async fn by_answer(
    txn: &DatabaseTransaction,
    app: &App,
    call: &contact::Model,
    by: Uuid,
    at: DateTime<Utc>,
) -> Result<(), ApiError> {
    for row in matters::list_of_contacts(txn, call.authority_id, [call.id]).await? {
        let loaded = load(txn, app, row).await?;
        let declared = loaded.procedure.pack.matter(&loaded.row.kind);
        let ends = declared.is_some_and(|matter| matter.ends_on == Some(EndsOn::Answer));
        if !ends || !loaded.matter.state.is_open() {
            continue;
        }
        let setting = loaded.setting(app.clock.now());
        let finish = Action::Finish;
        let Ok(decision) = decide(&setting, &loaded.matter, &clockwork(), &finish, at, None) else {
            continue;
        };
        let cause = Cause {
            practitioner: Some(by),
            detail: json!({ "contact": call.reference }),
        };
        record(txn, app, loaded, decision, cause).await?;
    }
    Ok(())
}
