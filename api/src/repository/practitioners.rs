//! Practitioners and what they are.

use entity::{practitioner, practitioner_role};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::{every_column, insert_row, page};

/// Writes a new practitioner.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: practitioner::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The practitioner with an id, suspended or not.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<practitioner::Model>, DbErr> {
    of(authority)
        .filter(practitioner::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// The practitioner with a reference, suspended or not.
pub async fn find_by_reference<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    reference: &str,
) -> Result<Option<practitioner::Model>, DbErr> {
    of(authority)
        .filter(practitioner::COLUMN.reference.eq(reference))
        .one(conn)
        .await
}

/// The practitioners with any of these ids, in no order, suspended or not.
pub async fn find_many<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<practitioner::Model>, DbErr> {
    of(authority)
        .filter(practitioner::COLUMN.id.is_in(ids))
        .all(conn)
        .await
}

/// A page of an authority's practitioners, suspended or not.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<practitioner::Model>, DbErr> {
    page(conn, of(authority), practitioner::Column::Id, after, limit).await
}

/// Writes every column of a practitioner; `false` where the authority has none with the id.
pub async fn save<C: ConnectionTrait>(conn: &C, row: practitioner::Model) -> Result<bool, DbErr> {
    let (authority, id) = (row.authority_id, row.id);
    let saved = practitioner::Entity::update_many()
        .set(every_column(row))
        .filter(practitioner::COLUMN.authority_id.eq(authority))
        .filter(practitioner::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Writes a new role.
pub async fn insert_role<C: ConnectionTrait>(
    conn: &C,
    row: practitioner_role::Model,
) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// All roles of a practitioner.
pub async fn list_roles<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioner: Uuid,
) -> Result<Vec<practitioner_role::Model>, DbErr> {
    roles_of(authority)
        .filter(practitioner_role::COLUMN.practitioner_id.eq(practitioner))
        .order_by_asc(practitioner_role::COLUMN.id)
        .all(conn)
        .await
}

/// All roles of any of these practitioners.
pub async fn list_roles_of<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    practitioners: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<practitioner_role::Model>, DbErr> {
    roles_of(authority)
        .filter(
            practitioner_role::COLUMN
                .practitioner_id
                .is_in(practitioners),
        )
        .order_by_asc(practitioner_role::COLUMN.id)
        .all(conn)
        .await
}

/// All roles that are held in one of these teams.
pub async fn list_roles_in<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    teams: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<practitioner_role::Model>, DbErr> {
    roles_of(authority)
        .filter(practitioner_role::COLUMN.team_id.is_in(teams))
        .order_by_asc(practitioner_role::COLUMN.id)
        .all(conn)
        .await
}

/// Who holds any of these roles for a team: for itself, for its service or for the whole authority.
///
/// Nobody twice, nobody suspended, longest in the system first.
pub async fn list_holders<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    roles: &[String],
    team: &entity::team::Model,
) -> Result<Vec<practitioner::Model>, DbErr> {
    let holders = roles_of(authority)
        .select_only()
        .column(practitioner_role::Column::PractitionerId)
        .filter(practitioner_role::COLUMN.role.is_in(roles))
        .filter(is_for(team))
        .into_query();
    of(authority)
        .filter(practitioner::COLUMN.suspended_at.is_null())
        .filter(practitioner::Column::Id.in_subquery(holders))
        .order_by_asc(practitioner::COLUMN.id)
        .all(conn)
        .await
}

fn of(authority: Uuid) -> Select<practitioner::Entity> {
    practitioner::Entity::find().filter(practitioner::COLUMN.authority_id.eq(authority))
}

fn roles_of(authority: Uuid) -> Select<practitioner_role::Entity> {
    practitioner_role::Entity::find().filter(practitioner_role::COLUMN.authority_id.eq(authority))
}

fn is_for(team: &entity::team::Model) -> Condition {
    let columns = practitioner_role::COLUMN;
    Condition::any()
        .add(columns.team_id.eq(team.id))
        .add(
            Condition::all()
                .add(columns.team_id.is_null())
                .add(columns.service.eq(team.service.as_str())),
        )
        .add(
            Condition::all()
                .add(columns.team_id.is_null())
                .add(columns.service.is_null()),
        )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::{db, repository::fixtures::World};

    async fn give(world: &World, who: Uuid, team_id: Option<Uuid>, service: Option<&str>) {
        let txn = world.db.begin().await.unwrap();
        let role = practitioner_role::Model {
            id: Uuid::now_v7(),
            authority_id: world.authority,
            practitioner_id: who,
            role: "team_manager".into(),
            team_id,
            service: service.map(Into::into),
        };
        insert_role(&txn, role).await.unwrap();
        txn.commit().await.unwrap();
    }

    async fn holders(world: &World, team: Uuid) -> Vec<Uuid> {
        let read = world.db.read();
        let team = super::super::teams::find(read, world.authority, team).await;
        let roles = ["team_manager".to_owned()];
        let found = list_holders(read, world.authority, &roles, &team.unwrap().unwrap()).await;
        found.unwrap().iter().map(|row| row.id).collect()
    }

    #[tokio::test]
    async fn a_role_is_held_for_a_team_a_service_or_the_authority() {
        let world = World::new().await;
        let (of_team, of_service) = (world.practitioner, world.practitioner("P-2").await);
        let of_authority = world.practitioner("P-3").await;
        give(&world, of_team, Some(world.assessment), None).await;
        give(&world, of_service, None, Some("early_help")).await;
        give(&world, of_authority, None, None).await;
        give(&world, of_authority, Some(world.early_help), None).await;

        assert_eq!(
            holders(&world, world.assessment).await,
            [of_team, of_authority]
        );
        assert_eq!(
            holders(&world, world.early_help).await,
            [of_service, of_authority]
        );
    }

    #[tokio::test]
    async fn someone_suspended_holds_no_role() {
        let world = World::new().await;
        give(&world, world.practitioner, None, None).await;
        let txn = world.db.begin().await.unwrap();
        let found = find(&txn, world.authority, world.practitioner).await;
        let mut row = found.unwrap().unwrap();
        row.suspended_at = Some(db::now());
        assert!(save(&txn, row).await.unwrap());
        txn.commit().await.unwrap();
        assert!(holders(&world, world.assessment).await.is_empty());
    }
}
