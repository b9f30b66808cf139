//! Children's cases, what is known of them, and their families.

use chrono::{DateTime, Utc};
use entity::{case_fact, child_case, family, holding, transfer};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, OnConflict, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::{every_column, insert_row, page};

/// Which cases are wanted; absent values ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Held by one of these teams, now or ever, or on its way to or from one of them, now or ever.
    pub involving: Vec<Uuid>,
    /// Held by this team now.
    pub held_by: Option<Uuid>,
    /// With this reference, or this id of the case system.
    pub named: Option<String>,
    /// Open, or closed.
    pub open: Option<bool>,
}

/// Writes a new case.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: child_case::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The case with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<child_case::Model>, DbErr> {
    of(authority)
        .filter(child_case::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// The case with a reference.
pub async fn find_by_reference<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    reference: &str,
) -> Result<Option<child_case::Model>, DbErr> {
    of(authority)
        .filter(child_case::COLUMN.reference.eq(reference))
        .one(conn)
        .await
}

/// The case with an id of the authority's case system.
pub async fn find_by_external_id<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    external_id: &str,
) -> Result<Option<child_case::Model>, DbErr> {
    of(authority)
        .filter(child_case::COLUMN.external_id.eq(external_id))
        .one(conn)
        .await
}

/// The cases with any of these ids, in no order.
pub async fn find_many<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<child_case::Model>, DbErr> {
    of(authority)
        .filter(child_case::COLUMN.id.is_in(ids))
        .all(conn)
        .await
}

/// A page of the cases that are wanted.
pub async fn list_wanted<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    wanted: &Wanted,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<child_case::Model>, DbErr> {
    let mut found = of(authority).filter(involving(
        child_case::Column::Id,
        authority,
        &wanted.involving,
    ));
    if let Some(team) = wanted.held_by {
        let held = held(authority, &[team])
            .and_where(holding::Column::EndsAt.is_null())
            .to_owned();
        found = found.filter(child_case::Column::Id.in_subquery(held));
    }
    if let Some(name) = &wanted.named {
        let reference = child_case::COLUMN.reference.eq(name.to_uppercase());
        let external_id = child_case::COLUMN.external_id.eq(name.as_str());
        found = found.filter(Condition::any().add(reference).add(external_id));
    }
    found = match wanted.open {
        Some(true) => found.filter(child_case::COLUMN.closed_at.is_null()),
        Some(false) => found.filter(child_case::COLUMN.closed_at.is_not_null()),
        None => found,
    };
    page(conn, found, child_case::Column::Id, after, limit).await
}

/// Open cases that one of these teams holds and whose reference contains a text, the latest first.
pub async fn suggest<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    teams: &[Uuid],
    text: &str,
    limit: u64,
) -> Result<Vec<child_case::Model>, DbErr> {
    let held = held(authority, teams)
        .and_where(holding::Column::EndsAt.is_null())
        .to_owned();
    of(authority)
        .filter(child_case::Column::Id.in_subquery(held))
        .filter(child_case::Column::Reference.contains(text))
        .order_by_desc(child_case::Column::Id)
        .limit(limit)
        .all(conn)
        .await
}

/// The teams that are involved in a case: they hold or held it, or it is or was on its way to or from them.
pub async fn list_teams<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    case: Uuid,
) -> Result<Vec<Uuid>, DbErr> {
    let held = holding::Entity::find()
        .select_only()
        .column(holding::Column::TeamId)
        .filter(holding::COLUMN.authority_id.eq(authority))
        .filter(holding::COLUMN.case_id.eq(case));
    let mut teams: Vec<Uuid> = held.into_tuple().all(conn).await?;
    let moved = transfer::Entity::find()
        .select_only()
        .column(transfer::Column::TransferringTeamId)
        .column(transfer::Column::ReceivingTeamId)
        .filter(transfer::COLUMN.authority_id.eq(authority))
        .filter(transfer::COLUMN.case_id.eq(case));
    let sides: Vec<(Uuid, Uuid)> = moved.into_tuple().all(conn).await?;
    teams.extend(sides.into_iter().flat_map(|(from, to)| [from, to]));
    teams.sort_unstable();
    teams.dedup();
    Ok(teams)
}

/// Keeps everybody else from recording about a case until the transaction ends; SQLite has one writer anyway.
///
/// Not the stronger lock for deleting: whoever has just written a row that names the case holds a share in its key, and
/// two such would wait for each other.
pub async fn lock(txn: &DatabaseTransaction, authority: Uuid, id: Uuid) -> Result<(), DbErr> {
    child_case::Entity::find_by_id(id)
        .filter(child_case::COLUMN.authority_id.eq(authority))
        .lock(LockType::NoKeyUpdate)
        .one(txn)
        .await?;
    Ok(())
}

/// That a case, of which `column` is the id, involves one of these teams.
pub(super) fn involving(column: impl ColumnTrait, authority: Uuid, teams: &[Uuid]) -> Condition {
    let moved = transfer::Entity::find()
        .select_only()
        .column(transfer::Column::CaseId)
        .filter(transfer::COLUMN.authority_id.eq(authority))
        .filter(
            Condition::any()
                .add(transfer::Column::TransferringTeamId.is_in(teams.iter().copied()))
                .add(transfer::Column::ReceivingTeamId.is_in(teams.iter().copied())),
        )
        .into_query();
    Condition::any()
        .add(column.in_subquery(held(authority, teams)))
        .add(column.in_subquery(moved))
}

/// The ids of the cases that one of these teams holds or held.
fn held(authority: Uuid, teams: &[Uuid]) -> SelectStatement {
    holding::Entity::find()
        .select_only()
        .column(holding::Column::CaseId)
        .filter(holding::COLUMN.authority_id.eq(authority))
        .filter(holding::Column::TeamId.is_in(teams.iter().copied()))
        .into_query()
}

/// A page of an authority's cases, open and closed.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<child_case::Model>, DbErr> {
    page(conn, of(authority), child_case::Column::Id, after, limit).await
}

/// The other cases of a case's family, in the order in which they were entered.
pub async fn list_siblings<C: ConnectionTrait>(
    conn: &C,
    case: &child_case::Model,
) -> Result<Vec<child_case::Model>, DbErr> {
    let Some(family) = case.family_id else {
        return Ok(Vec::new());
    };
    of(case.authority_id)
        .filter(child_case::COLUMN.family_id.eq(family))
        .filter(child_case::COLUMN.id.ne(case.id))
        .order_by_asc(child_case::COLUMN.id)
        .all(conn)
        .await
}

/// The cases of any of these families, in the order in which they were entered.
pub async fn list_of_families<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    families: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<child_case::Model>, DbErr> {
    of(authority)
        .filter(child_case::Column::FamilyId.is_in(families))
        .order_by_asc(child_case::COLUMN.id)
        .all(conn)
        .await
}

/// Writes every column of a case, and one more than the version it was read at.
///
/// `false` where the case has another version by now, or the authority no such case.
pub async fn save<C: ConnectionTrait>(conn: &C, row: child_case::Model) -> Result<bool, DbErr> {
    let (authority, id, version) = (row.authority_id, row.id, row.version);
    let next = child_case::Model {
        version: version + 1,
        ..row
    };
    let saved = child_case::Entity::update_many()
        .set(every_column(next))
        .filter(child_case::COLUMN.authority_id.eq(authority))
        .filter(child_case::COLUMN.id.eq(id))
        .filter(child_case::COLUMN.version.eq(version))
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Says since when a case is closed, or that it is open again.
pub async fn set_closed<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
    closed_at: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    child_case::Entity::update_many()
        .col_expr(child_case::Column::ClosedAt, Expr::value(closed_at))
        .col_expr(
            child_case::Column::Version,
            Expr::col(child_case::Column::Version).add(1),
        )
        .filter(child_case::COLUMN.authority_id.eq(authority))
        .filter(child_case::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(())
}

/// What is known of any of these cases, by case and then by fact.
pub async fn list_facts<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    cases: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<case_fact::Model>, DbErr> {
    case_fact::Entity::find()
        .filter(case_fact::COLUMN.authority_id.eq(authority))
        .filter(case_fact::COLUMN.case_id.is_in(cases))
        .order_by_asc(case_fact::COLUMN.case_id)
        .order_by_asc(case_fact::COLUMN.fact)
        .all(conn)
        .await
}

/// Writes facts of a case, over what was known before.
pub async fn save_facts<C: ConnectionTrait>(
    conn: &C,
    rows: Vec<case_fact::Model>,
) -> Result<(), DbErr> {
    use case_fact::Column;
    let conflict = OnConflict::columns([Column::CaseId, Column::Fact])
        .update_columns([Column::Value, Column::RecordedAt, Column::RecordedBy])
        .to_owned();
    case_fact::Entity::insert_many(rows.into_iter().map(every_column))
        .on_conflict(conflict)
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

/// Writes a new family.
pub async fn insert_family<C: ConnectionTrait>(conn: &C, row: family::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The families with any of these ids, in no order.
pub async fn find_families<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<family::Model>, DbErr> {
    family::Entity::find()
        .filter(family::COLUMN.authority_id.eq(authority))
        .filter(family::COLUMN.id.is_in(ids))
        .all(conn)
        .await
}

/// The family with a reference.
pub async fn find_family_by_reference<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    reference: &str,
) -> Result<Option<family::Model>, DbErr> {
    family::Entity::find()
        .filter(family::COLUMN.authority_id.eq(authority))
        .filter(family::COLUMN.reference.eq(reference))
        .one(conn)
        .await
}

fn of(authority: Uuid) -> Select<child_case::Entity> {
    child_case::Entity::find().filter(child_case::COLUMN.authority_id.eq(authority))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::{db, repository::fixtures::World};

    #[tokio::test]
    async fn of_two_who_change_a_case_the_second_is_told() {
        let world = World::new().await;
        let txn = world.db.begin().await.unwrap();
        let found = find(&txn, world.authority, world.case).await.unwrap();
        let read_by_both = found.unwrap();
        assert!(save(&txn, read_by_both.clone()).await.unwrap());
        assert!(!save(&txn, read_by_both).await.unwrap());
    }

    #[tokio::test]
    async fn a_fact_is_known_by_its_latest_value() {
        let world = World::new().await;
        let row = |value: serde_json::Value| case_fact::Model {
            id: Uuid::now_v7(),
            authority_id: world.authority,
            case_id: world.case,
            fact: "consent".into(),
            value,
            recorded_at: db::now(),
            recorded_by: world.practitioner,
        };
        let txn = world.db.begin().await.unwrap();
        save_facts(&txn, vec![row(false.into())]).await.unwrap();
        save_facts(&txn, vec![row(true.into())]).await.unwrap();
        save_facts(&txn, vec![]).await.unwrap();
        let facts = list_facts(&txn, world.authority, [world.case]).await;
        let values: Vec<_> = facts.unwrap().into_iter().map(|row| row.value).collect();
        assert_eq!(values, [serde_json::Value::Bool(true)]);
    }

    #[tokio::test]
    async fn a_case_without_a_family_has_no_siblings() {
        let world = World::new().await;
        let found = find(world.db.read(), world.authority, world.case).await;
        let siblings = list_siblings(world.db.read(), &found.unwrap().unwrap()).await;
        assert!(siblings.unwrap().is_empty());
    }
}
