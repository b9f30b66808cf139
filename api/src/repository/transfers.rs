//! Transfers: rows in, policy values out, and whoever was second is told.

use entity::transfer::{self, Column, TransferKind, TransferState};
use entity::{deadline, team};
use policy::transfer::{Kind, Record, State, Team, Transfer};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::{every_column, insert_row, page};

/// Which transfers are wanted; empty lists and absent values ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In one of these states.
    pub states: Vec<TransferState>,
    /// One of these teams transfers.
    pub transferring: Vec<Uuid>,
    /// One of these teams receives; with both lists, either is enough.
    pub receiving: Vec<Uuid>,
    /// Of this case.
    pub case: Option<Uuid>,
    /// With (or without) a deadline that was missed and is still owed.
    pub overdue: Option<bool>,
    /// With a deadline that these teams owe in one of these roles, or an answer that they owe.
    pub owed_by: Option<(Vec<Uuid>, Vec<String>)>,
}

/// Writes a new transfer.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: transfer::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The transfer with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<transfer::Model>, DbErr> {
    of(authority)
        .filter(transfer::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// The transfer with a reference.
pub async fn find_by_reference<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    reference: &str,
) -> Result<Option<transfer::Model>, DbErr> {
    of(authority)
        .filter(transfer::COLUMN.reference.eq(reference))
        .one(conn)
        .await
}

/// The transfers with any of these ids, in no order.
pub async fn find_many<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<transfer::Model>, DbErr> {
    of(authority)
        .filter(transfer::COLUMN.id.is_in(ids))
        .all(conn)
        .await
}

/// The transfers of a case that are under way, oldest first.
pub async fn list_open_of_case<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    case: Uuid,
) -> Result<Vec<transfer::Model>, DbErr> {
    let settled = [
        TransferState::Declined,
        TransferState::Withdrawn,
        TransferState::Closed,
        TransferState::Landed,
        TransferState::Supported,
    ];
    let open = of(authority)
        .filter(transfer::COLUMN.case_id.eq(case))
        .filter(transfer::COLUMN.state.is_not_in(settled));
    page(conn, open, Column::Id, None, u64::from(u16::MAX)).await
}

/// Open transfers in which one of these teams takes part and whose reference contains a text, the latest first.
pub async fn suggest<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    teams: &[Uuid],
    text: &str,
    limit: u64,
) -> Result<Vec<transfer::Model>, DbErr> {
    let theirs = Condition::any()
        .add(Column::TransferringTeamId.is_in(teams.iter().copied()))
        .add(Column::ReceivingTeamId.is_in(teams.iter().copied()));
    let over = [
        TransferState::Declined,
        TransferState::Withdrawn,
        TransferState::Closed,
    ];
    of(authority)
        .filter(theirs)
        .filter(transfer::COLUMN.state.is_not_in(over))
        .filter(Column::Reference.contains(text))
        .order_by_desc(Column::StateSince)
        .limit(limit)
        .all(conn)
        .await
}

/// Every open transfer of an authority, oldest first.
pub async fn list_open<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
) -> Result<Vec<transfer::Model>, DbErr> {
    let ended = [
        TransferState::Declined,
        TransferState::Withdrawn,
        TransferState::Closed,
    ];
    let open = of(authority).filter(transfer::COLUMN.state.is_not_in(ended));
    page(conn, open, Column::Id, None, u64::from(u32::MAX)).await
}

/// A page of the transfers that are wanted.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    wanted: &Wanted,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<transfer::Model>, DbErr> {
    let mut sides = Condition::any();
    if !wanted.transferring.is_empty() {
        sides = sides.add(Column::TransferringTeamId.is_in(wanted.transferring.iter().copied()));
    }
    if !wanted.receiving.is_empty() {
        sides = sides.add(Column::ReceivingTeamId.is_in(wanted.receiving.iter().copied()));
    }
    let mut found = of(authority).filter(sides);
    if !wanted.states.is_empty() {
        found = found.filter(transfer::COLUMN.state.is_in(wanted.states.iter().copied()));
    }
    if let Some(case) = wanted.case {
        found = found.filter(transfer::COLUMN.case_id.eq(case));
    }
    if let Some(overdue) = wanted.overdue {
        found = match overdue {
            true => found.filter(Column::Id.in_subquery(breached(authority))),
            false => found.filter(Column::Id.not_in_subquery(breached(authority))),
        };
    }
    if let Some((teams, roles)) = &wanted.owed_by {
        found = found.filter(owed_by(authority, teams, roles));
    }
    page(conn, found, Column::Id, after, limit).await
}

/// Saves a transfer that was read at `version`; `false` where somebody else was first.
pub async fn save<C: ConnectionTrait>(
    conn: &C,
    row: transfer::Model,
    version: i64,
) -> Result<bool, DbErr> {
    let (authority, id) = (row.authority_id, row.id);
    let row = transfer::Model {
        version: version + 1,
        ..row
    };
    let saved = transfer::Entity::update_many()
        .set(every_column(row))
        .filter(transfer::COLUMN.authority_id.eq(authority))
        .filter(transfer::COLUMN.id.eq(id))
        .filter(transfer::COLUMN.version.eq(version))
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

fn of(authority: Uuid) -> Select<transfer::Entity> {
    transfer::Entity::find().filter(transfer::COLUMN.authority_id.eq(authority))
}

fn breached(authority: Uuid) -> sea_orm::sea_query::SelectStatement {
    deadline::Entity::find()
        .select_only()
        .column(deadline::Column::TransferId)
        .filter(deadline::COLUMN.authority_id.eq(authority))
        .filter(deadline::COLUMN.state.eq(deadline::DeadlineState::Breached))
        .into_query()
}

fn owed_by(authority: Uuid, teams: &[Uuid], roles: &[String]) -> Condition {
    let running = |side: deadline::OwedSide| {
        deadline::Entity::find()
            .select_only()
            .column(deadline::Column::TransferId)
            .filter(deadline::COLUMN.authority_id.eq(authority))
            .filter(deadline::COLUMN.state.is_in([
                deadline::DeadlineState::Open,
                deadline::DeadlineState::Breached,
            ]))
            .filter(
                deadline::COLUMN
                    .owed_side
                    .is_in([side, deadline::OwedSide::Both]),
            )
            .filter(
                Condition::any()
                    .add(deadline::Column::Role.is_null())
                    .add(deadline::Column::Role.is_in(roles.iter().map(String::as_str))),
            )
            .into_query()
    };
    let of_teams = |column: Column| column.is_in(teams.iter().copied());
    let answers = |column: Column, kind: TransferKind| {
        Condition::all()
            .add(of_teams(column))
            .add(transfer::COLUMN.kind.eq(kind))
            .add(transfer::COLUMN.state.eq(TransferState::Requested))
    };
    Condition::any()
        .add(
            Condition::all()
                .add(of_teams(Column::TransferringTeamId))
                .add(Column::Id.in_subquery(running(deadline::OwedSide::Transferring))),
        )
        .add(
            Condition::all()
                .add(of_teams(Column::ReceivingTeamId))
                .add(Column::Id.in_subquery(running(deadline::OwedSide::Receiving))),
        )
        .add(answers(Column::ReceivingTeamId, TransferKind::Push))
        .add(answers(Column::TransferringTeamId, TransferKind::Pull))
}

/// A row as the policy knows it.
///
/// # Errors
///
/// Where the record cannot be read, which would be our own mistake.
pub fn read(
    row: &transfer::Model,
    transferring: &team::Model,
    receiving: &team::Model,
) -> Result<Transfer, serde_json::Error> {
    let record: Record = serde_json::from_value(row.record.clone())?;
    Ok(Transfer {
        id: row.id,
        reference: row.reference.clone(),
        opened_by: row.opened_by,
        case_id: row.case_id,
        pathway: row.pathway.clone(),
        kind: kind(row.kind),
        state: state(row.state),
        transferring: team_of(transferring),
        receiving: team_of(receiving),
        opened_at: row.opened_at,
        state_since: row.state_since,
        planned_on: row.planned_on,
        record,
    })
}

/// The row with what the policy made of the transfer.
///
/// # Errors
///
/// Where the record cannot be written, which would be our own mistake.
pub fn write(
    row: &transfer::Model,
    transfer: &Transfer,
) -> Result<transfer::Model, serde_json::Error> {
    Ok(transfer::Model {
        state: row_state(transfer.state),
        state_since: transfer.state_since,
        planned_on: transfer.planned_on,
        record: serde_json::to_value(&transfer.record)?,
        ..row.clone()
    })
}

fn team_of(row: &team::Model) -> Team {
    Team {
        id: row.id,
        service: row.service.clone(),
    }
}

/// Who asks, from the table.
pub fn kind(kind: TransferKind) -> Kind {
    match kind {
        TransferKind::Push => Kind::Push,
        TransferKind::Pull => Kind::Pull,
    }
}

/// Who asks, as the table knows it.
pub fn row_kind(kind: Kind) -> TransferKind {
    match kind {
        Kind::Push => TransferKind::Push,
        Kind::Pull => TransferKind::Pull,
    }
}

/// A state, from the table.
pub fn state(state: TransferState) -> State {
    match state {
        TransferState::Draft => State::Draft,
        TransferState::Requested => State::Requested,
        TransferState::InformationRequired => State::InformationRequired,
        TransferState::OnHold => State::OnHold,
        TransferState::Accepted => State::Accepted,
        TransferState::Declined => State::Declined,
        TransferState::Supported => State::Supported,
        TransferState::Disputed => State::Disputed,
        TransferState::Withdrawn => State::Withdrawn,
        TransferState::Landed => State::Landed,
        TransferState::Closed => State::Closed,
    }
}

/// A state, as the table knows it.
pub fn row_state(state: State) -> TransferState {
    match state {
        State::Draft => TransferState::Draft,
        State::Requested => TransferState::Requested,
        State::InformationRequired => TransferState::InformationRequired,
        State::OnHold => TransferState::OnHold,
        State::Accepted => TransferState::Accepted,
        State::Declined => TransferState::Declined,
        State::Supported => TransferState::Supported,
        State::Disputed => TransferState::Disputed,
        State::Withdrawn => TransferState::Withdrawn,
        State::Landed => TransferState::Landed,
        State::Closed => TransferState::Closed,
    }
}
