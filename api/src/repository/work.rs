//! Work around a move, and who owes it.

use chrono::{DateTime, Utc};
use entity::deadline::OwedSide;
use entity::work::{self, Column, WorkKind};
use entity::{holding, transfer};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use super::{every_column, insert_row, page};

/// Which work is wanted; but for `owed_by`, absent values ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Owed by one of these teams; without any, none.
    pub owed_by: Vec<Uuid>,
    /// On cases that the team that owes it holds now (`true`), or does not.
    pub holding: Option<bool>,
    /// Of this kind.
    pub kind: Option<WorkKind>,
    /// Given to this practitioner by name.
    pub given_to: Option<Uuid>,
    /// Ended by this instant (`true`), or going on at it.
    pub ended: Option<(bool, DateTime<Utc>)>,
}

/// Writes a new piece of work.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: work::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// Writes every column of a piece of work.
pub async fn save<C: ConnectionTrait>(conn: &C, row: work::Model) -> Result<(), DbErr> {
    let (authority, id) = (row.authority_id, row.id);
    work::Entity::update_many()
        .set(every_column(row))
        .filter(work::COLUMN.authority_id.eq(authority))
        .filter(work::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(())
}

/// Everything on a transfer.
pub async fn list_of_transfer<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    transfer: Uuid,
) -> Result<Vec<work::Model>, DbErr> {
    work::Entity::find()
        .filter(work::COLUMN.authority_id.eq(authority))
        .filter(work::COLUMN.transfer_id.eq(transfer))
        .all(conn)
        .await
}

/// A page of the work that is wanted.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    wanted: &Wanted,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<work::Model>, DbErr> {
    let any = wanted.owed_by.iter().fold(Condition::any(), |any, team| {
        any.add(owed_by(authority, *team, wanted.holding))
    });
    let mut found = work::Entity::find()
        .filter(work::COLUMN.authority_id.eq(authority))
        .filter(any);
    if let Some(kind) = wanted.kind {
        found = found.filter(work::COLUMN.kind.eq(kind));
    }
    if let Some(practitioner) = wanted.given_to {
        found = found.filter(work::COLUMN.practitioner_id.eq(practitioner));
    }
    if let Some((ended, now)) = wanted.ended {
        found = found.filter(match ended {
            true => Condition::all().add(Column::EndsAt.lte(now)),
            false => Condition::any()
                .add(Column::EndsAt.is_null())
                .add(Column::EndsAt.gt(now)),
        });
    }
    page(conn, found, Column::Id, after, limit).await
}

/// What one team owes, on cases that it holds, that it does not hold, or on any.
fn owed_by(authority: Uuid, team: Uuid, holding: Option<bool>) -> Condition {
    let on = |side: OwedSide, column: transfer::Column| {
        Condition::all()
            .add(work::COLUMN.owed_side.is_in([side, OwedSide::Both]))
            .add(Column::TransferId.in_subquery(transfers_of(authority, column, team)))
    };
    let owed = Condition::any()
        .add(on(
            OwedSide::Transferring,
            transfer::Column::TransferringTeamId,
        ))
        .add(on(OwedSide::Receiving, transfer::Column::ReceivingTeamId));
    match holding {
        None => owed,
        Some(holds) => {
            let held = held_by(authority, team);
            Condition::all().add(owed).add(match holds {
                true => Column::CaseId.in_subquery(held),
                false => Column::CaseId.not_in_subquery(held),
            })
        }
    }
}

fn transfers_of(authority: Uuid, column: transfer::Column, team: Uuid) -> SelectStatement {
    transfer::Entity::find()
        .select_only()
        .column(transfer::Column::Id)
        .filter(transfer::COLUMN.authority_id.eq(authority))
        .filter(column.eq(team))
        .into_query()
}

fn held_by(authority: Uuid, team: Uuid) -> SelectStatement {
    holding::Entity::find()
        .select_only()
        .column(holding::Column::CaseId)
        .filter(holding::COLUMN.authority_id.eq(authority))
        .filter(holding::COLUMN.team_id.eq(team))
        .filter(holding::COLUMN.ends_at.is_null())
        .into_query()
}
