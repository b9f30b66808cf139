//! Deadlines of transfers, and which of them the clockwork must look at.

use chrono::{DateTime, Utc};
use entity::deadline::{self, Column, DeadlineState, OwedSide};
use entity::{matter, transfer};
use sea_orm::sea_query::{LockBehavior, LockType, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::{every_column, insert_row};

/// Which deadlines are wanted; but for `seen_by`, empty lists and absent values ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In one of these states.
    pub states: Vec<DeadlineState>,
    /// Of transfers in which one of these teams takes part, and of their matters; without any, none.
    pub seen_by: Vec<Uuid>,
    /// Owed by any of these; together with another list, by any of those too.
    pub owed_by: Vec<Vec<Owner>>,
    /// Past due at this instant and still owed (or not).
    pub overdue: Option<(bool, DateTime<Utc>)>,
}

/// Teams that owe, in any role or in one of some.
#[derive(Debug, Clone, Default)]
pub struct Owner {
    /// The teams.
    pub teams: Vec<Uuid>,
    /// What is owed in one of these roles, or in none in particular; absent means in any.
    pub roles: Option<Vec<String>>,
}

/// Writes a new deadline.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: deadline::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// Writes every column of a deadline.
pub async fn save<C: ConnectionTrait>(conn: &C, row: deadline::Model) -> Result<(), DbErr> {
    let (authority, id) = (row.authority_id, row.id);
    deadline::Entity::update_many()
        .set(every_column(row))
        .filter(deadline::COLUMN.authority_id.eq(authority))
        .filter(deadline::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(())
}

/// The deadline with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<deadline::Model>, DbErr> {
    of(authority)
        .filter(deadline::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// The deadlines with any of these ids, in no order.
pub async fn find_many<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<deadline::Model>, DbErr> {
    of(authority)
        .filter(deadline::COLUMN.id.is_in(ids))
        .all(conn)
        .await
}

/// Every deadline of a transfer, soonest first.
pub async fn list_of_transfer<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    transfer: Uuid,
) -> Result<Vec<deadline::Model>, DbErr> {
    of(authority)
        .filter(deadline::COLUMN.transfer_id.eq(transfer))
        .order_by_asc(deadline::COLUMN.due_at)
        .order_by_asc(deadline::COLUMN.id)
        .all(conn)
        .await
}

/// Every deadline of a matter, soonest first.
pub async fn list_of_matter<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    matter: Uuid,
) -> Result<Vec<deadline::Model>, DbErr> {
    of(authority)
        .filter(deadline::COLUMN.matter_id.eq(matter))
        .order_by_asc(deadline::COLUMN.due_at)
        .order_by_asc(deadline::COLUMN.id)
        .all(conn)
        .await
}

/// Every deadline of these transfers that is still owed, soonest first.
pub async fn list_owed<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    transfers: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<deadline::Model>, DbErr> {
    of(authority)
        .filter(deadline::COLUMN.transfer_id.is_in(transfers))
        .filter(
            deadline::COLUMN
                .state
                .is_in([DeadlineState::Open, DeadlineState::Breached]),
        )
        .order_by_asc(deadline::COLUMN.due_at)
        .all(conn)
        .await
}

/// Every deadline of an authority that is still owed, soonest first.
pub async fn list_all_owed<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<deadline::Model>, DbErr> {
    of(authority)
        .filter(
            deadline::COLUMN
                .state
                .is_in([DeadlineState::Open, DeadlineState::Breached]),
        )
        .order_by_asc(deadline::COLUMN.due_at)
        .order_by_asc(deadline::COLUMN.id)
        .all(conn)
        .await
}

/// A page of the deadlines that are wanted, soonest first.
///
/// * `after` – due time and id of the last one of the page before
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    wanted: &Wanted,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: u64,
) -> Result<Vec<deadline::Model>, DbErr> {
    let seen = Condition::any()
        .add(Column::TransferId.in_subquery(transfers_of(authority, &Side::BOTH, &wanted.seen_by)))
        .add(Column::MatterId.in_subquery(matters_of(authority, &wanted.seen_by)));
    let mut found = of(authority).filter(seen);
    if !wanted.states.is_empty() {
        found = found.filter(deadline::COLUMN.state.is_in(wanted.states.iter().copied()));
    }
    for owners in &wanted.owed_by {
        let any = owners.iter().fold(Condition::any(), |any, owner| {
            any.add(owed_by(authority, owner))
        });
        found = found.filter(any);
    }
    if let Some((overdue, now)) = wanted.overdue {
        found = found.filter(match overdue {
            true => is_overdue(now),
            false => is_overdue(now).not(),
        });
    }
    if let Some((due_at, id)) = after {
        let same_instant = Condition::all()
            .add(Column::DueAt.eq(due_at))
            .add(Column::Id.gt(id));
        found = found.filter(
            Condition::any()
                .add(Column::DueAt.gt(due_at))
                .add(same_instant),
        );
    }
    found
        .order_by_asc(deadline::COLUMN.due_at)
        .order_by_asc(deadline::COLUMN.id)
        .limit(limit)
        .all(conn)
        .await
}

/// The deadlines, of any authority, that the clockwork must look at by now, longest waiting first.
pub async fn list_waiting<C: ConnectionTrait>(
    conn: &C,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<deadline::Model>, DbErr> {
    deadline::Entity::find()
        .filter(deadline::COLUMN.next_action_at.lte(now))
        .order_by_asc(deadline::COLUMN.next_action_at)
        .order_by_asc(deadline::COLUMN.id)
        .limit(limit)
        .all(conn)
        .await
}

/// The deadline with an id, taken for this transaction, where the clockwork must look at it by now.
///
/// `None` where that has been done, or another replica is about it.
pub async fn take(
    txn: &DatabaseTransaction,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<deadline::Model>, DbErr> {
    deadline::Entity::find_by_id(id)
        .filter(deadline::COLUMN.next_action_at.lte(now))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(txn)
        .await
}

/// A side of a transfer, by the column that names its team and by what its people owe.
#[derive(Clone, Copy)]
enum Side {
    Transferring,
    Receiving,
}

impl Side {
    const BOTH: [Self; 2] = [Self::Transferring, Self::Receiving];

    fn column(self) -> transfer::Column {
        match self {
            Self::Transferring => transfer::Column::TransferringTeamId,
            Self::Receiving => transfer::Column::ReceivingTeamId,
        }
    }

    fn owes(self) -> OwedSide {
        match self {
            Self::Transferring => OwedSide::Transferring,
            Self::Receiving => OwedSide::Receiving,
        }
    }
}

/// The ids of the transfers in which one of these teams is on one of these sides.
fn transfers_of(authority: Uuid, sides: &[Side], teams: &[Uuid]) -> SelectStatement {
    let any = sides.iter().fold(Condition::any(), |any, side| {
        any.add(side.column().is_in(teams.iter().copied()))
    });
    transfer::Entity::find()
        .select_only()
        .column(transfer::Column::Id)
        .filter(transfer::COLUMN.authority_id.eq(authority))
        .filter(any)
        .into_query()
}

/// The ids of the matters of these teams.
fn matters_of(authority: Uuid, teams: &[Uuid]) -> SelectStatement {
    matter::Entity::find()
        .select_only()
        .column(matter::Column::Id)
        .filter(matter::COLUMN.authority_id.eq(authority))
        .filter(matter::Column::TeamId.is_in(teams.iter().copied()))
        .into_query()
}

fn owed_by(authority: Uuid, owner: &Owner) -> Condition {
    let on = |side: Side| {
        Condition::all()
            .add(
                deadline::COLUMN
                    .owed_side
                    .is_in([side.owes(), OwedSide::Both]),
            )
            .add(Column::TransferId.in_subquery(transfers_of(authority, &[side], &owner.teams)))
    };
    let teams = Condition::any()
        .add(on(Side::Transferring))
        .add(on(Side::Receiving))
        .add(Column::MatterId.in_subquery(matters_of(authority, &owner.teams)));
    match &owner.roles {
        None => teams,
        Some(roles) => {
            let roles = Column::Role.is_in(roles.iter().map(String::as_str));
            Condition::all()
                .add(teams)
                .add(Condition::any().add(Column::Role.is_null()).add(roles))
        }
    }
}

fn is_overdue(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(
            deadline::COLUMN
                .state
                .is_in([DeadlineState::Open, DeadlineState::Breached]),
        )
        .add(deadline::COLUMN.advisory.eq(false))
        .add(deadline::COLUMN.lapses.eq(false))
        .add(Column::DueAt.lt(now))
}

fn of(authority: Uuid) -> Select<deadline::Entity> {
    deadline::Entity::find().filter(deadline::COLUMN.authority_id.eq(authority))
}
