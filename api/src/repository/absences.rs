//! Who is away from work, and when.

use chrono::{DateTime, NaiveDate, Utc};
use entity::absence::{self, AbsenceKind};
use entity::practitioner_role;
use policy::absence::Absence;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::{every_column, insert_row};

/// Writes a new absence.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: absence::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The absence with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<absence::Model>, DbErr> {
    of(authority)
        .filter(absence::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// The absences of someone, latest first.
pub async fn list_of<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioner: Uuid,
) -> Result<Vec<absence::Model>, DbErr> {
    of(authority)
        .filter(absence::COLUMN.practitioner_id.eq(practitioner))
        .order_by_desc(absence::COLUMN.from_on)
        .order_by_desc(absence::COLUMN.id)
        .all(conn)
        .await
}

/// Which of these people are away on a day, each with every absence that covers it.
pub async fn on<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioners: impl IntoIterator<Item = Uuid>,
    day: NaiveDate,
) -> Result<Vec<absence::Model>, DbErr> {
    of(authority)
        .filter(absence::COLUMN.practitioner_id.is_in(practitioners))
        .filter(absence::COLUMN.from_on.lte(day))
        .filter(
            Condition::any()
                .add(absence::Column::UntilOn.is_null())
                .add(absence::Column::UntilOn.gte(day)),
        )
        .order_by_asc(absence::COLUMN.from_on)
        .all(conn)
        .await
}

/// The absences of everybody who holds a role in a team that were not over before a day.
pub async fn list_of_team<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    team: Uuid,
    since: NaiveDate,
) -> Result<Vec<absence::Model>, DbErr> {
    let members = practitioner_role::Entity::find()
        .select_only()
        .column(practitioner_role::Column::PractitionerId)
        .filter(practitioner_role::COLUMN.authority_id.eq(authority))
        .filter(practitioner_role::COLUMN.team_id.eq(team))
        .into_query();
    of(authority)
        .filter(absence::Column::PractitionerId.in_subquery(members))
        .filter(
            Condition::any()
                .add(absence::Column::UntilOn.is_null())
                .add(absence::Column::UntilOn.gte(since)),
        )
        .all(conn)
        .await
}

/// Changes the last day and the next look of an absence that somebody read in a version; `false` where another was first.
pub async fn save(
    txn: &DatabaseTransaction,
    row: &absence::Model,
    version: i64,
) -> Result<bool, DbErr> {
    let next = absence::Model {
        version: version + 1,
        ..row.clone()
    };
    let saved = absence::Entity::update_many()
        .set(every_column(next))
        .filter(absence::COLUMN.authority_id.eq(row.authority_id))
        .filter(absence::COLUMN.id.eq(row.id))
        .filter(absence::COLUMN.version.eq(version))
        .exec(txn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// The absences, of any authority, that the clockwork must look at by now, longest waiting first.
pub async fn list_waiting<C: ConnectionTrait>(
    conn: &C,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<absence::Model>, DbErr> {
    absence::Entity::find()
        .filter(absence::COLUMN.next_look_at.lte(now))
        .order_by_asc(absence::COLUMN.next_look_at)
        .limit(limit)
        .all(conn)
        .await
}

/// The absence with an id, taken for this transaction, where the clockwork must look at it by now.
pub async fn take(
    txn: &DatabaseTransaction,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<absence::Model>, DbErr> {
    absence::Entity::find_by_id(id)
        .filter(absence::COLUMN.next_look_at.lte(now))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(txn)
        .await
}

/// A row as the policy knows it.
pub fn read(row: &absence::Model) -> Absence {
    Absence {
        practitioner: row.practitioner_id,
        kind: kind(row.kind),
        from: row.from_on,
        until: row.until_on,
    }
}

fn kind(kind: AbsenceKind) -> policy::absence::AbsenceKind {
    match kind {
        AbsenceKind::Sick => policy::absence::AbsenceKind::Sick,
        AbsenceKind::Leave => policy::absence::AbsenceKind::Leave,
        AbsenceKind::Other => policy::absence::AbsenceKind::Other,
    }
}

fn of(authority: Uuid) -> Select<absence::Entity> {
    absence::Entity::find().filter(absence::COLUMN.authority_id.eq(authority))
}
