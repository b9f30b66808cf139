//! Rotas: who is on them, and whose turn it is; strict, recorded turn by turn, safe when two ask at once.

use std::sync::Arc;

use entity::{rota, rota_turn, team};
use openapi::{KeepRota, Page, PageQuery, Rota as Shown, RotaTurn};
use policy::pack::format::Rota;
use policy::refusal::Refusal;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;
use uuid::Uuid;

use super::directory::see;
use super::matters::bringing::{Cause, Circumstance};
use super::names::Names;
use super::once::Made;
use super::pages::Wanted;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::{matters, rotas, teams};
use crate::view;

/// A rota, with whose turn is next.
///
/// # Errors
///
/// [`ApiError::NotFound`] where the procedure has no such rota, [`ApiError::Forbidden`] for someone without a role.
pub async fn show(app: &App, caller: &Practitioner, id: &str) -> Result<Shown, ApiError> {
    see(app, caller)?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let declared = declared(&procedure, id)?;
    shown(app.db.read(), caller.authority_id(), declared).await
}

fn declared<'a>(procedure: &'a Procedure, id: &str) -> Result<&'a Rota, ApiError> {
    procedure.pack.rota(id).ok_or(ApiError::NotFound("rota"))
}

async fn shown<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    declared: &Rota,
) -> Result<Shown, ApiError> {
    let row = rotas::find(conn, authority, &declared.id).await?;
    let order = row.as_ref().map(order).transpose()?.unwrap_or_default();
    let had = had(conn, authority, &declared.id).await?;
    let names = Names::default()
        .teams(conn, authority, order.iter().copied())
        .await?;
    let team = |id: Uuid| names.team(id);
    Ok(Shown {
        id: declared.id.clone(),
        name: declared.name.clone(),
        rules: declared.rule.ids().to_vec(),
        teams: order.iter().map(|id| team(*id)).collect::<Result<_, _>>()?,
        next: policy::rota::next(&order, &had).map(team).transpose()?,
        turns: row.as_ref().map_or(0, |row| row.turns),
        version: row.as_ref().map_or(0, |row| row.version),
    })
}

fn order(row: &rota::Model) -> Result<Vec<Uuid>, ApiError> {
    serde_json::from_value(row.teams.clone()).map_err(|wrong| ApiError::Broken(wrong.to_string()))
}

async fn had<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: &str,
) -> Result<Vec<Uuid>, ApiError> {
    let turns = rotas::turns(conn, authority, id).await?;
    Ok(turns.iter().map(|turn| turn.team_id).collect())
}

/// Put teams on a rota, in the order of their turns. Turns that were had stay had.
///
/// # Errors
///
/// [`ApiError::Refused`] for someone who does not keep it, [`ApiError::Invalid`] naming the team that is not of its
/// services, [`ApiError::OutdatedVersion`], [`ApiError::ChangedMeanwhile`].
pub async fn keep(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: &str,
    version: Option<i64>,
    asked: KeepRota,
) -> Result<Made, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let declared = declared(&procedure, id)?;
    must_keep(&procedure, declared, caller)?;
    check_teams(
        txn,
        &procedure,
        caller.authority_id(),
        declared,
        &asked.teams,
    )
    .await?;
    let authority = caller.authority_id();
    let kept = rotas::find(txn, authority, id).await?;
    let present = kept.as_ref().map_or(0, |row| row.version);
    if version.is_some_and(|version| version != present) {
        return Err(ApiError::OutdatedVersion { current: present });
    }
    let teams = json!(asked.teams);
    match kept {
        Some(row) => {
            let row = rota::Model { teams, ..row };
            if !rotas::save(txn, &row, present).await? {
                return Err(ApiError::ChangedMeanwhile);
            }
        }
        None => {
            let row = rota::Model {
                id: Uuid::now_v7(),
                authority_id: authority,
                rota: id.to_owned(),
                teams,
                turns: 0,
                version: 1,
            };
            rotas::insert(txn, row).await?;
        }
    }
    let shown = shown(txn, authority, declared).await?;
    Ok(Made::changed(&shown)?.version(shown.version))
}

fn must_keep(
    procedure: &Procedure,
    declared: &Rota,
    caller: &Practitioner,
) -> Result<(), ApiError> {
    let mut held = caller.actor.roles.iter();
    if held.any(|held| declared.kept_by.contains(&held.role)) {
        return Ok(());
    }
    let pack = &procedure.pack;
    let names: Vec<_> = declared
        .kept_by
        .iter()
        .map(|role| pack.role_name(role))
        .collect();
    let refusal = Refusal::NotYours {
        message: format!("to keep this rota takes a {}", names.join(" or ")),
        side: None,
        roles: declared.kept_by.clone(),
        rule: Some(declared.rule.first().to_owned()),
    };
    Err(ApiError::refused(refusal, pack))
}

async fn check_teams(
    txn: &DatabaseTransaction,
    procedure: &Procedure,
    authority: Uuid,
    declared: &Rota,
    asked: &[Uuid],
) -> Result<(), ApiError> {
    let found = teams::find_many(txn, authority, asked.iter().copied()).await?;
    let pack = &procedure.pack;
    let services: Vec<_> = declared
        .services
        .iter()
        .map(|service| pack.service_name(service))
        .collect();
    let mut checks = super::checks::Checks::default();
    if asked.is_empty() {
        checks.wrong("teams", "nobody would be on it", "at least one team");
    }
    for (number, id) in asked.iter().enumerate() {
        let field = format!("teams.{number}");
        let team = found.iter().find(|team| team.id == *id);
        if team.is_none_or(|team| !declared.services.contains(&team.service)) {
            let expected = format!("a team of {}", services.join(" or "));
            checks.wrong(&field, "this team takes no turns here", expected);
        }
        if asked[..number].contains(id) {
            checks.wrong(&field, "this team is on it already", "each team once");
        }
    }
    checks.done()
}

/// The turns of a rota, taken or passed over, in order.
///
/// # Errors
///
/// As [`show`]; [`ApiError::Invalid`] naming the parameter.
pub async fn turns(
    app: &App,
    caller: &Practitioner,
    id: &str,
    query: &PageQuery,
) -> Result<Page<RotaTurn>, ApiError> {
    see(app, caller)?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    declared(&procedure, id)?;
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let rows = rotas::list_turns(conn, authority, id, page.after, page.rows()).await?;
    let (rows, next_cursor) = page.cut(rows, |row| row.id);
    let names = Names::default()
        .teams(conn, authority, rows.iter().map(|row| row.team_id))
        .await?
        .people(conn, authority, rows.iter().map(|row| row.practitioner_id))
        .await?;
    let ids = rows.iter().filter_map(|row| row.matter_id);
    let taken_for = matters::find_many(conn, authority, ids).await?;
    let items = rows
        .iter()
        .map(|row| {
            let matter = taken_for
                .iter()
                .find(|matter| Some(matter.id) == row.matter_id);
            Ok(RotaTurn {
                turn: row.turn,
                team: names.team(row.team_id)?,
                matter: matter.map(view::matters::reference),
                skipped: row.skipped.clone(),
                by: names.person(row.practitioner_id)?,
                taken_at: row.taken_at,
            })
        })
        .collect::<Result<_, ApiError>>()?;
    Ok(Page { items, next_cursor })
}

/// Take the turn for a matter: the team whose it is, those passed over recorded with the reason.
///
/// # Errors
///
/// [`ApiError::Refused`] where nobody is on the rota or somebody is passed over out of turn.
pub(crate) async fn take(
    txn: &DatabaseTransaction,
    app: &App,
    procedure: &Arc<Procedure>,
    authority: Uuid,
    id: &str,
    matter: Uuid,
    given: &Circumstance,
) -> Result<team::Model, ApiError> {
    let refuse = |refusal| ApiError::refused(refusal, &procedure.pack);
    let count = i32::try_from(given.skips.len() + 1).unwrap_or(i32::MAX);
    let row = rotas::lock(txn, authority, id, count).await?;
    let order = row.as_ref().map(order).transpose()?.unwrap_or_default();
    let had = had(txn, authority, id).await?;
    let turns = policy::rota::take(&order, &had, &given.skips).map_err(refuse)?;
    let by = match given.cause {
        Cause::Hand(who) | Cause::Event(who) => who,
        Cause::Time => return Err(ApiError::Broken("time takes no turns".into())),
    };
    let first = row.map_or(0, |row| row.turns) - count + 1;
    for (number, turn) in (first..).zip(&turns) {
        let row = rota_turn::Model {
            id: Uuid::now_v7(),
            authority_id: authority,
            rota: id.to_owned(),
            turn: number,
            team_id: turn.team,
            matter_id: turn.skipped.is_none().then_some(matter),
            skipped: turn.skipped.clone(),
            practitioner_id: by,
            taken_at: app.clock.now(),
        };
        rotas::insert_turn(txn, row).await?;
    }
    let team = turns.last().map(|turn| turn.team).unwrap_or_default();
    teams::find(txn, authority, team)
        .await?
        .ok_or(ApiError::NotFound("team"))
}
