//! Cases: who holds them, who held them, and everything that happened to them.

mod closing;
mod opening;

use std::collections::HashMap;

use entity::{child_case, team};
use openapi::{Case, CaseQuery, Holding, JourneyEntry, Page, PageQuery};
use policy::role::{Permission, may};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::checks::Checks;
use super::names::Names;
use super::pages::Wanted;
use super::transfers::{team_value, teams_of};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::reference;
use crate::repository::{cases, events, holdings, teams, transfers};
use crate::view;
use crate::view::cases::Around;

pub use closing::close;
pub use opening::open;

/// Longest reference or id of the case system, in characters.
const LONGEST_NAME: usize = 100;

/// A page of the cases in which the caller's teams are or were involved.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming the parameter.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &CaseQuery,
) -> Result<Page<Case>, ApiError> {
    let conn = app.db.read();
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    if let Some(name) = &query.reference {
        let mut checks = Checks::default();
        checks.line("reference", name, LONGEST_NAME);
        checks.done()?;
    }
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let own = teams_of(conn, caller, &procedure).await?;
    let wanted = cases::Wanted {
        involving: own.iter().map(|team| team.id).collect(),
        held_by: query.team,
        named: query
            .reference
            .as_deref()
            .map(|name| name.trim().to_owned()),
        open: query.open,
    };
    let rows = cases::list_wanted(
        conn,
        caller.authority_id(),
        &wanted,
        page.after,
        page.rows(),
    )
    .await?;
    let (rows, next_cursor) = page.cut(rows, |row| row.id);
    Ok(Page {
        items: whole(conn, caller.authority_id(), &rows).await?,
        next_cursor,
    })
}

/// A case that the caller may see, by id or reference.
///
/// # Errors
///
/// [`ApiError::NotFound`] where there is none, or none of the caller's teams is or was involved in it.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    id: &str,
) -> Result<child_case::Model, ApiError> {
    let found = find_any(conn, caller.authority_id(), id)
        .await?
        .ok_or(ApiError::NotFound("case"))?;
    match may_see(conn, app, caller, found.id).await? {
        true => Ok(found),
        false => Err(ApiError::NotFound("case")),
    }
}

/// A case of the authority, by id or reference, whoever may see it.
///
/// # Errors
///
/// Whatever the database says.
pub async fn find_any<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: &str,
) -> Result<Option<child_case::Model>, ApiError> {
    Ok(match (id.parse::<Uuid>(), reference::read(id)) {
        (Ok(id), _) => cases::find(conn, authority, id).await?,
        (_, Some(reference)) => cases::find_by_reference(conn, authority, &reference).await?,
        (_, None) => None,
    })
}

/// Whether one of the caller's teams is or was involved in a case.
///
/// # Errors
///
/// Whatever the database says.
pub async fn may_see<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    case: Uuid,
) -> Result<bool, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let ids = cases::list_teams(conn, caller.authority_id(), case).await?;
    let involved: Vec<team::Model> = teams::find_many(conn, caller.authority_id(), ids).await?;
    let involved: Vec<_> = involved.iter().map(team_value).collect();
    Ok(may(
        &caller.actor,
        &Permission::SeeCase(&involved),
        &procedure.pack,
    ))
}

/// One case, as it is shown.
///
/// # Errors
///
/// Whatever the database says.
pub async fn show<C: ConnectionTrait>(conn: &C, row: &child_case::Model) -> Result<Case, ApiError> {
    let shown = whole(conn, row.authority_id, std::slice::from_ref(row)).await?;
    shown.into_iter().next().ok_or(ApiError::NotFound("case"))
}

async fn whole<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    rows: &[child_case::Model],
) -> Result<Vec<Case>, ApiError> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let families: Vec<_> = rows.iter().filter_map(|row| row.family_id).collect();
    let holders = holdings::find_current_of(conn, authority, ids.iter().copied()).await?;
    let names = Names::default()
        .teams(conn, authority, holders.iter().map(|row| row.team_id))
        .await?
        .people(
            conn,
            authority,
            holders.iter().filter_map(|row| row.practitioner_id),
        )
        .await?;
    let around = Around {
        holders: holders.into_iter().map(|row| (row.case_id, row)).collect(),
        facts: cases::list_facts(conn, authority, ids).await?,
        families: cases::find_families(conn, authority, families.iter().copied())
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect(),
        children: cases::list_of_families(conn, authority, families).await?,
        names,
    };
    rows.iter()
        .map(|row| view::cases::case(row, &around))
        .collect()
}

/// Everything that happened to a case, in the order in which it was recorded.
///
/// # Errors
///
/// As [`find`]; [`ApiError::Invalid`] naming the parameter.
pub async fn journey(
    app: &App,
    caller: &Practitioner,
    id: &str,
    query: &PageQuery,
) -> Result<Page<JourneyEntry>, ApiError> {
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let case = find(conn, app, caller, id).await?;
    let rows = events::list_of_case(conn, authority, case.id, page.after, page.rows()).await?;
    let (rows, next_cursor) = page.cut(rows, |row| row.id);
    let found = transfers::find_many(
        conn,
        authority,
        rows.iter().filter_map(|row| row.transfer_id),
    )
    .await?;
    let transfers: HashMap<_, _> = found.into_iter().map(|row| (row.id, row)).collect();
    let of = |row: &entity::event::Model| row.transfer_id.and_then(|id| transfers.get(&id));
    let names = Names::default()
        .people(
            conn,
            authority,
            rows.iter().filter_map(|row| row.practitioner_id),
        )
        .await?
        .teams(
            conn,
            authority,
            rows.iter()
                .filter_map(|row| view::journey::team(row, of(row))),
        )
        .await?;
    let items = rows
        .iter()
        .map(|row| view::journey::entry(row, &transfers, &names))
        .collect::<Result<_, _>>()?;
    Ok(Page { items, next_cursor })
}

/// Who held a case when, earliest first.
///
/// # Errors
///
/// As [`find`].
pub async fn holdings(
    app: &App,
    caller: &Practitioner,
    id: &str,
) -> Result<Vec<Holding>, ApiError> {
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let case = find(conn, app, caller, id).await?;
    let rows = holdings::list_of_case(conn, authority, case.id).await?;
    let names = Names::default()
        .teams(conn, authority, rows.iter().map(|row| row.team_id))
        .await?
        .people(
            conn,
            authority,
            rows.iter().filter_map(|row| row.practitioner_id),
        )
        .await?
        .transfers(
            conn,
            authority,
            rows.iter().filter_map(|row| row.transfer_id),
        )
        .await?;
    rows.iter()
        .map(|row| view::cases::holding(row, &names))
        .collect()
}
