//! Absences: recorded, ended, looked at day by day; and the caseload of someone who is away, given to others in one job.

mod reallocating;

use chrono::{Days, NaiveDate};
use entity::{absence, practitioner, team};
use openapi::{Absence as Shown, AbsenceKind, EndAbsence, NewAbsence};
use policy::pack::format::Standing;
use policy::role::Scope;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::checks::Checks;
use super::matters::bringing::Cause;
use super::matters::causes::by_absence;
use super::names::Names;
use super::once::Made;
use super::transfers::team_value;
use crate::app::App;
use crate::auth::{Practitioner, actor};
use crate::error::ApiError;
use crate::repository::{absences, authorities, matters, practitioners, teams};
use crate::view;

pub use reallocating::reallocate;

/// Longest absence that can be recorded at once, in days.
const LONGEST: i64 = 3660;

/// Somebody who may be away, and the teams in which they hold a role.
struct Somebody {
    row: practitioner::Model,
    teams: Vec<team::Model>,
}

/// Record that someone is, was or will be away. What the procedure asks for is opened at once, as far as it can be told.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Forbidden`] for someone who is neither them, nor their manager, nor an
/// administrator, [`ApiError::Invalid`] naming the day, [`ApiError::Exists`] where it overlaps another.
pub async fn record(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    of: Uuid,
    new: NewAbsence,
) -> Result<Made, ApiError> {
    let somebody = somebody(txn, app, caller, of).await?;
    check_days(new.from_on, new.until_on)?;
    let authority = caller.authority_id();
    check_cover(txn, authority, of, new.covered_by).await?;
    let others = absences::list_of(txn, authority, of).await?;
    if let Some(other) = others.iter().find(|other| overlaps(other, &new)) {
        return Err(ApiError::Exists(format!(
            "an absence from {} is recorded already: change its end, or record another span",
            other.from_on
        )));
    }
    let id = Uuid::now_v7();
    let row = absence::Model {
        id,
        authority_id: authority,
        practitioner_id: of,
        kind: row_kind(new.kind),
        from_on: new.from_on,
        until_on: new.until_on,
        covered_by: new.covered_by,
        recorded_by: caller.row.id,
        recorded_at: app.clock.now(),
        version: 1,
        next_look_at: None,
    };
    absences::insert(txn, row.clone()).await?;
    look_at(txn, app, row, &somebody, Cause::Event(caller.row.id)).await?;
    let row = absences::find(txn, authority, id).await?;
    let shown = shown(txn, &row.ok_or(ApiError::NotFound("absence"))?).await?;
    let location = format!("/v1/practitioners/{of}/absences/{}", shown.id);
    Ok(Made::created(&shown, location)?.version(shown.version))
}

fn check_days(from: NaiveDate, until: Option<NaiveDate>) -> Result<(), ApiError> {
    let mut checks = Checks::default();
    if until.is_some_and(|until| until < from) {
        checks.wrong(
            "until_on",
            "this is before the first day",
            "the first day or later",
        );
    }
    if until.is_some_and(|until| (until - from).num_days() > LONGEST) {
        checks.wrong(
            "until_on",
            "this is too far away",
            "at most ten years after the first day",
        );
    }
    checks.done()
}

/// Whoever stands in is somebody else, of the same authority, and not suspended.
async fn check_cover(
    txn: &DatabaseTransaction,
    authority: Uuid,
    of: Uuid,
    covered_by: Option<Uuid>,
) -> Result<(), ApiError> {
    let Some(id) = covered_by else {
        return Ok(());
    };
    let found = practitioners::find(txn, authority, id).await?;
    let may_stand_in = found.is_some_and(|row| row.suspended_at.is_none() && row.id != of);
    match may_stand_in {
        true => Ok(()),
        false => Err(ApiError::invalid(
            "covered_by",
            "this is nobody who can stand in",
            "another practitioner of your authority who is not suspended",
        )),
    }
}

fn overlaps(other: &absence::Model, new: &NewAbsence) -> bool {
    let begins_before_its_end = other.until_on.is_none_or(|until| new.from_on <= until);
    let ends_after_its_start = new.until_on.is_none_or(|until| until >= other.from_on);
    begins_before_its_end && ends_after_its_start
}

/// Say when an absence ends or has ended.
///
/// # Errors
///
/// As [`record`]; [`ApiError::OutdatedVersion`], [`ApiError::ChangedMeanwhile`].
pub async fn end(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    (of, id): (Uuid, Uuid),
    version: Option<i64>,
    asked: EndAbsence,
) -> Result<Made, ApiError> {
    let somebody = somebody(txn, app, caller, of).await?;
    let row = absences::find(txn, caller.authority_id(), id)
        .await?
        .filter(|row| row.practitioner_id == of)
        .ok_or(ApiError::NotFound("absence"))?;
    if version.is_some_and(|version| version != row.version) {
        return Err(ApiError::OutdatedVersion {
            current: row.version,
        });
    }
    check_days(row.from_on, asked.until_on)?;
    let row = absence::Model {
        until_on: asked.until_on,
        ..row
    };
    look_at(
        txn,
        app,
        row.clone(),
        &somebody,
        Cause::Event(caller.row.id),
    )
    .await?;
    let row = absences::find(txn, row.authority_id, row.id)
        .await?
        .ok_or(ApiError::NotFound("absence"))?;
    let shown = shown(txn, &row).await?;
    Ok(Made::changed(&shown)?.version(shown.version))
}

/// The absences of someone, latest first.
///
/// # Errors
///
/// As [`record`].
pub async fn list(app: &App, caller: &Practitioner, of: Uuid) -> Result<Vec<Shown>, ApiError> {
    let conn = app.db.read();
    somebody(conn, app, caller, of).await?;
    let rows = absences::list_of(conn, caller.authority_id(), of).await?;
    let mut found = Vec::new();
    for row in &rows {
        found.push(shown(conn, row).await?);
    }
    Ok(found)
}

/// Somebody about whose absence the caller may record: themselves, someone of a team that they manage, or anybody for an
/// administrator.
async fn somebody<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
) -> Result<Somebody, ApiError> {
    let authority = caller.authority_id();
    let row = practitioners::find(conn, authority, id)
        .await?
        .ok_or(ApiError::NotFound("practitioner"))?;
    let teams = own_teams(conn, &row).await?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let manages = teams.iter().any(|team| {
        caller.actor.roles_over(&team_value(team)).any(|role| {
            procedure.pack.role(role).is_some_and(|role| {
                matches!(
                    role.standing,
                    Standing::Manager | Standing::SeniorManager | Standing::DutyOfficer
                )
            })
        })
    });
    if id == caller.row.id || caller.row.is_administrator || manages {
        return Ok(Somebody { row, teams });
    }
    Err(ApiError::Forbidden(
        "an absence is recorded by whoever is away, a manager or duty officer of their team, or an administrator".into(),
    ))
}

async fn own_teams<C: ConnectionTrait>(
    conn: &C,
    row: &practitioner::Model,
) -> Result<Vec<team::Model>, ApiError> {
    let roles = practitioners::list_roles(conn, row.authority_id, row.id).await?;
    let held = actor(row, &roles).roles.into_iter();
    let ids = held.filter_map(|held| match held.scope {
        Scope::Team(id) => Some(id),
        Scope::Service(_) | Scope::Authority => None,
    });
    Ok(teams::find_many(conn, row.authority_id, ids.collect::<Vec<_>>()).await?)
}

async fn shown<C: ConnectionTrait>(conn: &C, row: &absence::Model) -> Result<Shown, ApiError> {
    let names = Names::default()
        .people(
            conn,
            row.authority_id,
            row.covered_by.into_iter().chain([row.practitioner_id]),
        )
        .await?;
    let opened = matters::list_of_absence(conn, row.authority_id, row.id).await?;
    Ok(Shown {
        id: row.id,
        practitioner: names.person(row.practitioner_id)?,
        from_on: row.from_on,
        until_on: row.until_on,
        kind: match row.kind {
            absence::AbsenceKind::Sick => AbsenceKind::Sick,
            absence::AbsenceKind::Leave => AbsenceKind::Leave,
            absence::AbsenceKind::Other => AbsenceKind::Other,
        },
        covered_by: row.covered_by.map(|id| names.person(id)).transpose()?,
        matters: opened.iter().map(view::matters::reference).collect(),
        version: row.version,
    })
}

fn row_kind(kind: AbsenceKind) -> absence::AbsenceKind {
    match kind {
        AbsenceKind::Sick => absence::AbsenceKind::Sick,
        AbsenceKind::Leave => absence::AbsenceKind::Leave,
        AbsenceKind::Other => absence::AbsenceKind::Other,
    }
}

/// A day went by: open what the absence asks for by now.
///
/// # Errors
///
/// Whatever the database says; the absence is then looked at again.
pub(crate) async fn look(
    txn: &DatabaseTransaction,
    app: &App,
    row: absence::Model,
) -> Result<(), ApiError> {
    let somebody = practitioners::find(txn, row.authority_id, row.practitioner_id)
        .await?
        .ok_or(ApiError::NotFound("practitioner"))?;
    let teams = own_teams(txn, &somebody).await?;
    let somebody = Somebody {
        row: somebody,
        teams,
    };
    look_at(txn, app, row, &somebody, Cause::Time).await
}

async fn look_at(
    txn: &DatabaseTransaction,
    app: &App,
    row: absence::Model,
    somebody: &Somebody,
    cause: Cause,
) -> Result<(), ApiError> {
    let authority = authorities::find(txn, row.authority_id)
        .await?
        .ok_or(ApiError::NotFound("authority"))?;
    let procedure = app.procedures.of_authority(&authority)?;
    let closures = authorities::list_closures(txn, row.authority_id).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let today = calendar.local_date(app.clock.now());
    let version = row.version;
    let over = row.until_on.is_some_and(|until| until < today);
    if !over && somebody.row.suspended_at.is_none() {
        by_absence(txn, app, &procedure, &row, somebody.teams.first(), cause).await?;
    }
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let row = absence::Model {
        next_look_at: (!over).then(|| calendar.start_of_day(tomorrow.max(row.from_on))),
        ..row
    };
    match absences::save(txn, &row, version).await? {
        true => Ok(()),
        false => Err(ApiError::ChangedMeanwhile),
    }
}

/// Whether someone is away on a day, and since when: the first day of the absence that covers it.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn away_since<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioner: Uuid,
    day: NaiveDate,
) -> Result<Option<NaiveDate>, ApiError> {
    let found = absences::on(conn, authority, [practitioner], day).await?;
    Ok(found.first().map(|absence| absence.from_on))
}
