//! Closing a case where the procedure says nothing about closing: plainly, by a manager, and said to be so.

use entity::{child_case, event};
use openapi::CloseCase;
use policy::refusal::Refusal;
use policy::role::{Permission, may};
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use super::{find, show};
use crate::app::App;
use crate::auth::Practitioner;
use crate::db::to_micros;
use crate::error::ApiError;
use crate::repository::{holdings, teams};
use crate::service::checks::Checks;
use crate::service::matters::{close_case, closing};
use crate::service::once::Made;
use crate::service::transfers::team_value;

/// Longest reason, in characters.
const LONGEST_TEXT: usize = 4000;

/// Close a case by a manager of the team that holds it. A procedure with a way of its own is followed instead.
///
/// # Errors
///
/// [`ApiError::Refused`] naming the procedure's own matter or the managers who may, [`ApiError::NotFound`],
/// [`ApiError::Invalid`] naming the member, [`ApiError::Exists`] where it is closed or on the move.
pub async fn close(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: &str,
    asked: CloseCase,
) -> Result<Made, ApiError> {
    let case = find(txn, app, caller, id).await?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let pack = &procedure.pack;
    if let Some(matter) = closing(&procedure) {
        let refusal = Refusal::Forbidden {
            message: format!("the procedure has a way of its own: \"{}\"", matter.name),
            rule: Some(matter.rule.first().to_owned()),
            remedy: format!("Open the matter `{}` about this case.", matter.id),
        };
        return Err(ApiError::refused(refusal, pack));
    }
    let mut checks = Checks::default();
    checks.text("text", &asked.text, LONGEST_TEXT);
    let now = app.clock.now();
    let at = to_micros(asked.occurred_at.unwrap_or(now));
    if at > now {
        checks.wrong(
            "occurred_at",
            "this lies in the future",
            "at the latest now",
        );
    }
    checks.done()?;
    let holding = holdings::find_current(txn, case.authority_id, case.id)
        .await?
        .ok_or_else(|| ApiError::Exists(format!("{} is closed already", case.reference)))?;
    let team = teams::find(txn, case.authority_id, holding.team_id)
        .await?
        .ok_or(ApiError::NotFound("team"))?;
    if !may(
        &caller.actor,
        &Permission::CloseCase(&team_value(&team)),
        pack,
    ) {
        let roles = pack.managers();
        let names: Vec<_> = roles.iter().map(|role| pack.role_name(role)).collect();
        let refusal = Refusal::NotYours {
            message: format!(
                "to close a case takes a manager of the team that holds it: {}",
                names.join(" or ")
            ),
            side: None,
            roles,
            rule: None,
        };
        return Err(ApiError::refused(refusal, pack));
    }
    let closed = closed(
        &case,
        caller,
        asked,
        (at, now),
        (&pack.header.id, &pack.header.version),
    );
    close_case(txn, app, &case, at, closed).await?;
    let shown = show(txn, &case).await?;
    Ok(Made::changed(&shown)?.version(shown.version))
}

fn closed(
    case: &child_case::Model,
    caller: &Practitioner,
    asked: CloseCase,
    (at, now): (chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>),
    (pack, version): (&str, &str),
) -> event::Model {
    event::Model {
        id: Uuid::now_v7(),
        authority_id: case.authority_id,
        case_id: Some(case.id),
        transfer_id: None,
        matter_id: None,
        kind: "case_closed".into(),
        practitioner_id: Some(caller.row.id),
        side: None,
        occurred_at: at,
        recorded_at: now,
        from_state: None,
        to_state: None,
        rules: json!([]),
        pack: Some(pack.to_owned()),
        pack_version: Some(version.to_owned()),
        detail: json!({ "text": asked.text, "covered": false }),
    }
}
