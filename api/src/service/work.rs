//! Work around a move: kept in line with what the policy says, and listed for whoever owes it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::work::{self, WorkKind as Row};
use entity::{child_case, team, transfer};
use openapi::{Page, WorkEntry, WorkKind, WorkQuery};
use policy::transfer::Record;
use policy::work::{Work, WorkKind as Kind};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::names::Names;
use super::pages::Wanted as Paged;
use super::transfers::recording::row_owed_side;
use super::transfers::{Loaded, teams_of};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::work::Wanted;
use crate::repository::{cases, holdings, transfers, work as rows};
use crate::view;

/// Bring the rows of a transfer in line with the work that there is; what is no longer spoken of has ended.
///
/// # Errors
///
/// Whatever the database says.
pub async fn save(
    txn: &DatabaseTransaction,
    loaded: &Loaded,
    work: &[Work],
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let kept = rows::list_of_transfer(txn, loaded.row.authority_id, loaded.row.id).await?;
    for one in work {
        match kept.iter().find(|row| row.key == one.key) {
            None => rows::insert(txn, row(loaded, one, Uuid::now_v7())).await?,
            Some(known) => {
                let next = row(loaded, one, known.id);
                if next != *known {
                    rows::save(txn, next).await?;
                }
            }
        }
    }
    let gone = |row: &&work::Model| work.iter().all(|one| one.key != row.key);
    for row in kept.iter().filter(gone) {
        if row.ends_at.is_none_or(|end| end > now) {
            let ended = work::Model {
                ends_at: Some(now),
                ..row.clone()
            };
            rows::save(txn, ended).await?;
        }
    }
    Ok(())
}

fn row(loaded: &Loaded, one: &Work, id: Uuid) -> work::Model {
    work::Model {
        id,
        authority_id: loaded.row.authority_id,
        transfer_id: loaded.row.id,
        case_id: loaded.case.id,
        key: one.key.clone(),
        kind: match one.kind {
            Kind::Task => Row::Task,
            Kind::Responsibility => Row::Responsibility,
        },
        label: one.label.clone(),
        rule: one.rules.first().cloned().unwrap_or_default(),
        owed_side: row_owed_side(one.owned_by),
        role: one.role.clone(),
        practitioner_id: one.practitioner,
        starts_at: one.from,
        due_at: one.due_at,
        ends_at: one.until,
    }
}

/// A page of the work that the caller's teams owe.
///
/// # Errors
///
/// [`ApiError::NotFound`] for a team that is not theirs; [`ApiError::Invalid`] naming the parameter.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &WorkQuery,
) -> Result<Page<WorkEntry>, ApiError> {
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let page = Paged::new(query.limit, query.cursor.as_deref())?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let mine = teams_of(conn, caller, &procedure).await?;
    let wanted = wanted(caller, &mine, query, app.clock.now())?;
    let found = rows::list(conn, authority, &wanted, page.after, page.rows()).await?;
    let (found, next_cursor) = page.cut(found, |row| row.id);
    Ok(Page {
        items: entries(conn, authority, &found).await?,
        next_cursor,
    })
}

fn wanted(
    caller: &Practitioner,
    mine: &[team::Model],
    query: &WorkQuery,
    now: DateTime<Utc>,
) -> Result<Wanted, ApiError> {
    let owed_by: Vec<_> = mine
        .iter()
        .map(|team| team.id)
        .filter(|id| query.team.is_none_or(|team| team == *id))
        .collect();
    if query.team.is_some() && owed_by.is_empty() {
        return Err(ApiError::NotFound("team"));
    }
    Ok(Wanted {
        owed_by,
        holding: query.holding,
        kind: query.kind.map(|kind| match kind {
            WorkKind::Task => Row::Task,
            WorkKind::Responsibility => Row::Responsibility,
        }),
        given_to: query.mine.filter(|mine| *mine).map(|_| caller.row.id),
        ended: Some((query.ended.unwrap_or(false), now)),
    })
}

async fn entries<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    found: &[work::Model],
) -> Result<Vec<WorkEntry>, ApiError> {
    let transfers =
        transfers::find_many(conn, authority, found.iter().map(|row| row.transfer_id)).await?;
    let transfers: HashMap<_, _> = transfers.into_iter().map(|row| (row.id, row)).collect();
    let cases = cases::find_many(conn, authority, found.iter().map(|row| row.case_id)).await?;
    let cases: HashMap<_, _> = cases.into_iter().map(|row| (row.id, row)).collect();
    let held = holdings::find_current_of(conn, authority, cases.keys().copied()).await?;
    let held: HashMap<_, _> = held
        .into_iter()
        .map(|row| (row.case_id, row.team_id))
        .collect();
    let sides = transfers
        .values()
        .flat_map(|row| [row.transferring_team_id, row.receiving_team_id]);
    let names = Names::default()
        .teams(conn, authority, sides.chain(held.values().copied()))
        .await?
        .people(
            conn,
            authority,
            found.iter().filter_map(|row| row.practitioner_id),
        )
        .await?;
    let known = found.iter().filter_map(|row| {
        Some((
            row,
            transfers.get(&row.transfer_id)?,
            cases.get(&row.case_id)?,
        ))
    });
    known
        .map(|(row, transfer, case)| {
            entry(row, transfer, case, held.get(&case.id).copied(), &names)
        })
        .collect()
}

fn entry(
    row: &work::Model,
    transfer: &transfer::Model,
    case: &child_case::Model,
    holder: Option<Uuid>,
    names: &Names,
) -> Result<WorkEntry, ApiError> {
    let number = row
        .key
        .strip_prefix("task:")
        .and_then(|number| number.parse::<u32>().ok());
    let what = number.map(|number| {
        let record: Record = serde_json::from_value(transfer.record.clone())
            .map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
        let task = record.tasks.into_iter().find(|task| task.number == number);
        Ok::<_, ApiError>(task.map(|task| task.what))
    });
    view::work::entry(
        row,
        transfer,
        case,
        what.transpose()?.flatten(),
        holder,
        names,
    )
}
