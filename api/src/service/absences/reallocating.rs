//! Reallocating: the caseload of someone who is away, given to others of the team, one transaction and one result a case.

use std::collections::HashMap;

use entity::{absence, child_case, event, holding};
use openapi::{Reallocate, ReallocatedCase, Reallocation};
use policy::role::Actor;
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use super::{away_since, somebody};
use crate::app::App;
use crate::auth::{Practitioner, actor};
use crate::error::ApiError;
use crate::reference;
use crate::repository::{
    absences, authorities, cases, events, holdings, matters, practitioners, teams,
};
use crate::service::checks::Checks;
use crate::service::matters::causes::by_reallocation;
use crate::service::names::Names;
use crate::service::transfers::team_value;
use crate::view;

/// Give every case that someone holds to the colleagues named. What goes wrong with one case leaves the others alone.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Forbidden`], [`ApiError::Invalid`] naming the member; then nothing has changed.
pub async fn reallocate(
    app: &App,
    caller: &Practitioner,
    from: Uuid,
    asked: Reallocate,
) -> Result<Reallocation, ApiError> {
    let conn = app.db.read();
    somebody(conn, app, caller, from).await?;
    let authority = caller.authority_id();
    let held = holdings::list_of_practitioner(conn, authority, from).await?;
    let ids = held.iter().map(|holding| holding.case_id);
    let rows = cases::find_many(conn, authority, ids).await?;
    let takers = takers(&asked, &rows)?;
    let mut results = Vec::new();
    for case in &rows {
        let to = takers.get(&case.id).copied().or(asked.to);
        let txn = app.db.begin().await?;
        match one(&txn, app, caller, case, from, to, &asked.reason).await {
            Ok(result) => {
                txn.commit().await?;
                results.push(result);
            }
            Err(wrong @ (ApiError::Database(_) | ApiError::Broken(_))) => return Err(wrong),
            Err(refused) => {
                txn.rollback().await?;
                results.push(ReallocatedCase {
                    case: view::cases::reference(case),
                    moved: false,
                    to: None,
                    matters: Vec::new(),
                    why_not: Some(refused.to_string()),
                });
            }
        }
    }
    Ok(Reallocation { cases: results })
}

fn takers(asked: &Reallocate, held: &[child_case::Model]) -> Result<HashMap<Uuid, Uuid>, ApiError> {
    let mut checks = Checks::default();
    checks.text("reason", &asked.reason, 1000);
    let mut takers = HashMap::new();
    for (number, named) in asked.cases.iter().flatten().enumerate() {
        let found = held.iter().find(|case| {
            Ok(case.id) == named.case.parse()
                || Some(&case.reference) == reference::read(&named.case).as_ref()
        });
        match found {
            Some(case) => drop(takers.insert(case.id, named.to)),
            None => checks.wrong(
                &format!("cases.{number}.case"),
                "this practitioner does not hold such a case",
                "reference or id of a case of the caseload",
            ),
        }
    }
    checks.done()?;
    Ok(takers)
}

async fn one(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    case: &child_case::Model,
    from: Uuid,
    to: Option<Uuid>,
    reason: &str,
) -> Result<ReallocatedCase, ApiError> {
    let (authority, now) = (caller.authority_id(), app.clock.now());
    let row = authorities::find(txn, authority)
        .await?
        .ok_or(ApiError::NotFound("authority"))?;
    let procedure = app.procedures.of_authority(&row)?;
    cases::lock(txn, authority, case.id).await?;
    let current = holdings::find_current(txn, authority, case.id)
        .await?
        .filter(|holding| holding.practitioner_id == Some(from))
        .ok_or(ApiError::ChangedMeanwhile)?;
    let team = teams::find(txn, authority, current.team_id)
        .await?
        .ok_or(ApiError::NotFound("team"))?;
    let closures = authorities::list_closures(txn, authority).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let today = calendar.local_date(now);
    if let Some(to) = to {
        let taker = person(txn, authority, to).await?;
        if !taker.works_for(&team_value(&team), &procedure.pack) {
            return Err(ApiError::invalid(
                "to",
                "this practitioner does not work for the team that holds the case",
                "a practitioner of that team, or nobody for its duty tray",
            ));
        }
        if let Some(since) = away_since(txn, authority, to, today).await? {
            return Err(ApiError::invalid(
                "to",
                format!("this practitioner is away since {since}"),
                "somebody who is there",
            ));
        }
    }
    let next = holding::Model {
        id: Uuid::now_v7(),
        practitioner_id: to,
        starts_at: now,
        ends_at: None,
        transfer_id: None,
        ..current.clone()
    };
    if !holdings::move_holding(txn, &current, next).await? {
        return Err(ApiError::ChangedMeanwhile);
    }
    events::insert(txn, [moved(caller, case, &team, from, to, reason, now)]).await?;
    let away: Vec<absence::Model> = absences::on(txn, authority, [from], today).await?;
    let brought = by_reallocation(txn, app, &procedure, case, away.first(), caller.row.id).await?;
    let opened = matters::find_many(txn, authority, brought.iter().map(|one| one.id)).await?;
    let names = Names::default().people(txn, authority, to).await?;
    Ok(ReallocatedCase {
        case: view::cases::reference(case),
        moved: true,
        to: to.map(|id| names.person(id)).transpose()?,
        matters: opened.iter().map(view::matters::reference).collect(),
        why_not: None,
    })
}

async fn person(txn: &DatabaseTransaction, authority: Uuid, id: Uuid) -> Result<Actor, ApiError> {
    let row = practitioners::find(txn, authority, id)
        .await?
        .filter(|row| row.suspended_at.is_none())
        .ok_or_else(|| {
            let expected = "a practitioner of your authority who may sign in";
            ApiError::invalid("to", "there is no such practitioner", expected)
        })?;
    let roles = practitioners::list_roles(txn, authority, id).await?;
    Ok(actor(&row, &roles))
}

fn moved(
    caller: &Practitioner,
    case: &child_case::Model,
    team: &entity::team::Model,
    from: Uuid,
    to: Option<Uuid>,
    reason: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> event::Model {
    event::Model {
        id: Uuid::now_v7(),
        authority_id: case.authority_id,
        case_id: Some(case.id),
        transfer_id: None,
        matter_id: None,
        kind: "case_reallocated".into(),
        practitioner_id: Some(caller.row.id),
        side: None,
        occurred_at: now,
        recorded_at: now,
        from_state: None,
        to_state: None,
        rules: json!([]),
        pack: None,
        pack_version: None,
        detail: json!({ "team": team.id, "from": from, "to": to, "reason": reason }),
    }
}
