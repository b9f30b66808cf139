//! Lists of transfers, and one transfer as it stands for whoever looks at it.

use std::collections::HashMap;

use entity::{child_case, deadline, team, transfer};
use openapi::{Page, SideFilter, Transfer, TransferQuery, TransferSummary};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{Loaded, find_case, teams_of};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::{cases, deadlines, practitioners, teams, transfers};
use crate::service::pages::Wanted;
use crate::view::kinds;
use crate::view::transfers::{self as view, Shown};

/// A transfer as it stands for whoever looks at it.
///
/// # Errors
///
/// Whatever the database says.
pub async fn whole<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    loaded: &Loaded,
) -> Result<Transfer, ApiError> {
    let authority = loaded.row.authority_id;
    let deadlines = deadlines::list_of_transfer(conn, authority, loaded.row.id).await?;
    let people = practitioners::find_many(conn, authority, view::people(&loaded.transfer)).await?;
    Ok(view::transfer(&Shown {
        loaded,
        deadlines: &deadlines,
        names: &view::names(&people),
        actor: &caller.actor,
        now: app.clock.now(),
    }))
}

/// A page of the transfers that the caller's teams are part of.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming the parameter; [`ApiError::NotFound`] for a team or case that is not theirs.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: TransferQuery,
) -> Result<Page<TransferSummary>, ApiError> {
    let conn = app.db.read();
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let mine = teams_of(conn, caller, &procedure).await?;
    let Some(wanted) = wanted(conn, caller, &mine, &query).await? else {
        return Ok(Page {
            items: Vec::new(),
            next_cursor: None,
        });
    };
    let rows = transfers::list(
        conn,
        caller.authority_id(),
        &wanted,
        page.after,
        page.rows(),
    )
    .await?;
    let (rows, next_cursor) = page.cut(rows, |row| row.id);
    Ok(Page {
        items: summaries(app, caller.authority_id(), &rows).await?,
        next_cursor,
    })
}

/// What a query asks for; nothing where the caller works for no team.
async fn wanted<C: ConnectionTrait>(
    conn: &C,
    caller: &Practitioner,
    mine: &[team::Model],
    query: &TransferQuery,
) -> Result<Option<transfers::Wanted>, ApiError> {
    let of: Vec<Uuid> = match query.team {
        Some(team) => mine
            .iter()
            .filter(|row| row.id == team)
            .map(|row| row.id)
            .collect(),
        None => mine.iter().map(|row| row.id).collect(),
    };
    if of.is_empty() {
        return match query.team {
            Some(_) => Err(ApiError::NotFound("team")),
            None => Ok(None),
        };
    }
    let side = query.side.unwrap_or(SideFilter::Either);
    let case = match &query.case {
        Some(case) => Some(find_case(conn, caller.authority_id(), case).await?.id),
        None => None,
    };
    let roles = caller
        .actor
        .roles
        .iter()
        .map(|held| held.role.clone())
        .collect();
    Ok(Some(transfers::Wanted {
        states: query
            .state
            .iter()
            .flat_map(|states| &states.0)
            .map(|state| kinds::row_state(*state))
            .collect(),
        transferring: if side == SideFilter::Receiving {
            Vec::new()
        } else {
            of.clone()
        },
        receiving: if side == SideFilter::Transferring {
            Vec::new()
        } else {
            of.clone()
        },
        case,
        overdue: query.overdue,
        owed_by: query.owed_by_me.filter(|mine| *mine).map(|_| (of, roles)),
    }))
}

/// Transfers in a list, with their teams, cases and next deadlines looked up in one go each.
///
/// # Errors
///
/// Whatever the database says.
pub async fn summaries(
    app: &App,
    authority: Uuid,
    rows: &[transfer::Model],
) -> Result<Vec<TransferSummary>, ApiError> {
    let conn = app.db.read();
    let team_ids = rows
        .iter()
        .flat_map(|row| [row.transferring_team_id, row.receiving_team_id]);
    let teams = by_id(
        teams::find_many(conn, authority, team_ids).await?,
        |row: &team::Model| row.id,
    );
    let cases = by_id(
        cases::find_many(conn, authority, rows.iter().map(|row| row.case_id)).await?,
        |row: &child_case::Model| row.id,
    );
    let owed = deadlines::list_owed(conn, authority, rows.iter().map(|row| row.id)).await?;
    let now = app.clock.now();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let procedure = app.procedures.kept(conn, &row.pack_digest, now).await?;
        let of_it: Vec<deadline::Model> = owed
            .iter()
            .filter(|owed| owed.transfer_id == Some(row.id))
            .cloned()
            .collect();
        let sides = teams
            .get(&row.transferring_team_id)
            .zip(teams.get(&row.receiving_team_id));
        if let (Some(case), Some(sides)) = (cases.get(&row.case_id), sides) {
            found.push(view::summary(
                row,
                case,
                sides,
                &procedure.pack,
                &of_it,
                now,
            ));
        }
    }
    Ok(found)
}

fn by_id<T>(rows: Vec<T>, id: impl Fn(&T) -> Uuid) -> HashMap<Uuid, T> {
    rows.into_iter().map(|row| (id(&row), row)).collect()
}
