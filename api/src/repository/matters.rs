//! Matters of their own, as rows and as the policy knows them.

use entity::matter::{self, MatterState};
use entity::team;
use policy::matter::{Matter, State};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::{every_column, insert_row, page};
use crate::service::transfers::team_value;

/// Which matters are wanted; absent values and empty lists ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of one of these teams, opened by this practitioner, or about a case that one of the teams has to do with.
    pub teams: Vec<Uuid>,
    /// Whoever asks.
    pub asker: Uuid,
    /// About this case.
    pub case: Option<Uuid>,
    /// Of this team.
    pub team: Option<Uuid>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Whether somebody still owes something.
    pub open: Option<bool>,
}

/// Writes a new matter.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: matter::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The matter with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<matter::Model>, DbErr> {
    of(authority)
        .filter(matter::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// The matter with a reference.
pub async fn find_by_reference<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    reference: &str,
) -> Result<Option<matter::Model>, DbErr> {
    of(authority)
        .filter(matter::COLUMN.reference.eq(reference))
        .one(conn)
        .await
}

/// The matters with these ids, in no order.
pub async fn find_many<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<matter::Model>, DbErr> {
    of(authority)
        .filter(matter::COLUMN.id.is_in(ids))
        .all(conn)
        .await
}

/// The matter of a kind that is open about something.
pub async fn find_open<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    kind: &str,
    about: &str,
) -> Result<Option<matter::Model>, DbErr> {
    of(authority)
        .filter(matter::COLUMN.kind.eq(kind))
        .filter(matter::COLUMN.about.eq(about))
        .filter(is_open())
        .one(conn)
        .await
}

/// The matters that an absence has opened, in no order.
pub async fn list_of_absence<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    absence: Uuid,
) -> Result<Vec<matter::Model>, DbErr> {
    of(authority)
        .filter(matter::COLUMN.absence_id.eq(absence))
        .all(conn)
        .await
}

/// The matters that these calls have opened, in no order.
pub async fn list_of_contacts<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    contacts: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<matter::Model>, DbErr> {
    of(authority)
        .filter(matter::COLUMN.contact_id.is_in(contacts))
        .all(conn)
        .await
}

/// The matters about a case, earliest first.
pub async fn list_of_case<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    case: Uuid,
) -> Result<Vec<matter::Model>, DbErr> {
    of(authority)
        .filter(matter::COLUMN.case_id.eq(case))
        .order_by_asc(matter::COLUMN.id)
        .all(conn)
        .await
}

/// A page of the matters that are wanted.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    wanted: &Wanted,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<matter::Model>, DbErr> {
    let mut found = of(authority).filter(concerning(authority, &wanted.teams, wanted.asker));
    if let Some(case) = wanted.case {
        found = found.filter(matter::COLUMN.case_id.eq(case));
    }
    if let Some(team) = wanted.team {
        found = found.filter(matter::COLUMN.team_id.eq(team));
    }
    if let Some(kind) = &wanted.kind {
        found = found.filter(matter::COLUMN.kind.eq(kind.as_str()));
    }
    found = match wanted.open {
        Some(true) => found.filter(is_open()),
        Some(false) => found.filter(is_open().not()),
        None => found,
    };
    page(conn, found, matter::Column::Id, after, limit).await
}

/// Open matters that concern somebody and whose reference contains `text`, the latest first.
pub async fn suggest<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    (teams, asker): (&[Uuid], Uuid),
    text: &str,
    limit: u64,
) -> Result<Vec<matter::Model>, DbErr> {
    of(authority)
        .filter(concerning(authority, teams, asker))
        .filter(is_open())
        .filter(matter::Column::Reference.contains(text))
        .order_by_desc(matter::Column::StateSince)
        .limit(limit)
        .all(conn)
        .await
}

/// Of one of these teams, opened by whoever asks, or about a case that one of the teams has to do with.
fn concerning(authority: Uuid, teams: &[Uuid], asker: Uuid) -> Condition {
    Condition::any()
        .add(matter::Column::TeamId.is_in(teams.iter().copied()))
        .add(matter::COLUMN.opened_by.eq(asker))
        .add(super::cases::involving(
            matter::Column::CaseId,
            authority,
            teams,
        ))
}

/// Writes a matter that somebody read in a version; `false`, and nothing is written, where another was first.
pub async fn save(
    txn: &DatabaseTransaction,
    row: &matter::Model,
    version: i64,
) -> Result<bool, DbErr> {
    let next = matter::Model {
        version: version + 1,
        ..row.clone()
    };
    let saved = matter::Entity::update_many()
        .set(every_column(next))
        .filter(matter::COLUMN.authority_id.eq(row.authority_id))
        .filter(matter::COLUMN.id.eq(row.id))
        .filter(matter::COLUMN.version.eq(version))
        .exec(txn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// A row as the policy knows it, without the calls about the child.
///
/// # Errors
///
/// Where the record cannot be read, which would be our own mistake.
pub fn read(row: &matter::Model, team: Option<&team::Model>) -> Result<Matter, serde_json::Error> {
    Ok(Matter {
        id: row.id,
        reference: row.reference.clone(),
        kind: row.kind.clone(),
        state: state(row.state),
        team: team.map(team_value),
        opened_by: row.opened_by,
        opened_at: row.opened_at,
        state_since: row.state_since,
        record: serde_json::from_value(row.record.clone())?,
    })
}

/// The row with what the policy decided.
///
/// # Errors
///
/// Where the record cannot be written, which would be our own mistake.
pub fn write(row: &matter::Model, matter: &Matter) -> Result<matter::Model, serde_json::Error> {
    Ok(matter::Model {
        state: row_state(matter.state),
        state_since: matter.state_since,
        record: serde_json::to_value(&matter.record)?,
        ..row.clone()
    })
}

fn state(state: MatterState) -> State {
    match state {
        MatterState::Open => State::Open,
        MatterState::Decided => State::Decided,
        MatterState::Finished => State::Finished,
        MatterState::Withdrawn => State::Withdrawn,
    }
}

/// A state as a row keeps it.
pub fn row_state(state: State) -> MatterState {
    match state {
        State::Open => MatterState::Open,
        State::Decided => MatterState::Decided,
        State::Finished => MatterState::Finished,
        State::Withdrawn => MatterState::Withdrawn,
    }
}

fn is_open() -> Condition {
    Condition::all().add(
        matter::COLUMN
            .state
            .is_in([MatterState::Open, MatterState::Decided]),
    )
}

fn of(authority: Uuid) -> Select<matter::Entity> {
    matter::Entity::find().filter(matter::COLUMN.authority_id.eq(authority))
}
