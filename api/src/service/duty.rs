//! Duty: who answers now, and the shifts of the rota.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{DateTime, Utc};
use entity::{duty_shift, team};
use openapi::{DutyQuery, DutyShift, DutyShiftQuery, NewDutyShift, OnDuty, Page};
use policy::role::Permission;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::checks::Checks;
use super::directory::see;
use super::names::Names;
use super::once::Made;
use super::pages::Wanted;
use super::standing_in::attending;
use super::transfers::team_value;
use crate::app::App;
use crate::auth::Practitioner;
use crate::db::to_micros;
use crate::error::ApiError;
use crate::repository::{duty, practitioners, teams};
use crate::view;

/// Who is on duty at a moment, in all teams or in one.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role.
pub async fn now(
    app: &App,
    caller: &Practitioner,
    query: &DutyQuery,
) -> Result<Vec<OnDuty>, ApiError> {
    see(app, caller)?;
    let at = query.at.unwrap_or_else(|| app.clock.now());
    on_duty(app.db.read(), app, caller.authority_id(), query.team, at).await
}

/// Who is on duty at a moment (UTC), or stands in for whoever is; who began first comes first.
///
/// # Errors
///
/// Whatever the database says.
pub async fn on_duty<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    authority: Uuid,
    team: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<Vec<OnDuty>, ApiError> {
    let attended = attending(conn, app, authority, team, at).await?;
    let names = Names::default()
        .teams(
            conn,
            authority,
            attended.iter().map(|one| one.shift.team_id),
        )
        .await?
        .people(
            conn,
            authority,
            attended
                .iter()
                .flat_map(|one| [one.shift.practitioner_id, one.who]),
        )
        .await?;
    let mut changes = HashMap::new();
    let mut found = Vec::new();
    for one in &attended {
        let shift = &one.shift;
        let next_change = match changes.entry(shift.team_id) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                *unknown.insert(duty::next_change(conn, authority, Some(shift.team_id), at).await?)
            }
        };
        found.push(view::duty::on_duty(one, next_change, &names)?);
    }
    Ok(found)
}

/// A page of the rota's shifts.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role, [`ApiError::Invalid`] naming the parameter.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &DutyShiftQuery,
) -> Result<Page<DutyShift>, ApiError> {
    see(app, caller)?;
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let wanted = duty::Wanted {
        team: query.team,
        from: query.from,
        until: query.until,
    };
    let rows = duty::list_page(
        app.db.read(),
        caller.authority_id(),
        &wanted,
        page.after,
        page.rows(),
    )
    .await?;
    Ok(page.page(rows, |row| row.id, view::duty::shift))
}

/// Put someone on the rota.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but the team's managers and administrators, [`ApiError::Invalid`] naming the members.
pub async fn add(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: NewDutyShift,
) -> Result<Made, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let team = teams::find(txn, caller.authority_id(), new.team_id)
        .await?
        .ok_or_else(no_team)?;
    let kept_by = "the rota of a team is kept by its managers and by administrators";
    caller.must(
        &Permission::KeepRota(&team_value(&team)),
        &procedure,
        kept_by,
    )?;
    let mut checks = Checks::default();
    check_person(txn, caller, new.practitioner_id, &mut checks).await?;
    if procedure.pack.role(&new.role).is_none() {
        checks.wrong(
            "role",
            format!("the procedure knows no role `{}`", new.role),
            "a role of the procedure, as the pack lists them",
        );
    }
    if new.ends_at <= new.starts_at {
        checks.wrong(
            "ends_at",
            "the shift ends before it begins",
            "an instant after `starts_at`",
        );
    }
    checks.done()?;
    let row = row(&team, new);
    duty::insert(txn, row.clone()).await?;
    let location = format!(
        "/v1/duty/shifts?team={}&from={}",
        row.team_id,
        instant(row.starts_at)
    );
    Made::created(&view::duty::shift(row), location)
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn no_team() -> ApiError {
    ApiError::invalid(
        "team_id",
        "there is no such team",
        "a team of your authority",
    )
}

async fn check_person(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    id: Uuid,
    checks: &mut Checks,
) -> Result<(), ApiError> {
    let found = practitioners::find(txn, caller.authority_id(), id).await?;
    if found.is_none_or(|row| row.suspended_at.is_some()) {
        checks.wrong(
            "practitioner_id",
            "there is no such practitioner, or they are suspended",
            "a practitioner of your authority",
        );
    }
    Ok(())
}

fn row(team: &team::Model, new: NewDutyShift) -> duty_shift::Model {
    duty_shift::Model {
        id: Uuid::now_v7(),
        authority_id: team.authority_id,
        team_id: team.id,
        practitioner_id: new.practitioner_id,
        role: new.role,
        starts_at: to_micros(new.starts_at),
        ends_at: to_micros(new.ends_at),
    }
}
