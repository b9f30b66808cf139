//! The log of calls.

use chrono::{DateTime, Utc};
use entity::{contact, contact_step};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::cases::involving;
use super::{every_column, insert_row, page};

/// Which contacts are wanted; absent values ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// That reached one of these teams, or are about a case in which one of them is involved.
    pub teams: Vec<Uuid>,
    /// Or that this practitioner took.
    pub received_by: Uuid,
    /// That reached this team.
    pub team: Option<Uuid>,
    /// About this case.
    pub case: Option<Uuid>,
    /// That cannot wait, or that can.
    pub urgent: Option<bool>,
    /// That have no response, or that have one.
    pub waiting: Option<bool>,
}

/// Writes a new contact.
pub async fn insert<C: ConnectionTrait>(conn: &C, row: contact::Model) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// The contact with an id.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
) -> Result<Option<contact::Model>, DbErr> {
    of(authority)
        .filter(contact::COLUMN.id.eq(id))
        .one(conn)
        .await
}

/// The contacts with any of these ids, in no order.
pub async fn find_many<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<contact::Model>, DbErr> {
    of(authority)
        .filter(contact::COLUMN.id.is_in(ids))
        .all(conn)
        .await
}

/// The contact with a reference.
pub async fn find_by_reference<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    reference: &str,
) -> Result<Option<contact::Model>, DbErr> {
    of(authority)
        .filter(contact::COLUMN.reference.eq(reference))
        .one(conn)
        .await
}

/// Every contact about a case, in the order in which they were received.
pub async fn list_of_case<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    case: Uuid,
) -> Result<Vec<contact::Model>, DbErr> {
    of(authority)
        .filter(contact::COLUMN.case_id.eq(case))
        .order_by_asc(contact::COLUMN.received_at)
        .order_by_asc(contact::COLUMN.id)
        .all(conn)
        .await
}

/// A page of the contacts that are wanted.
pub async fn list<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    wanted: &Wanted,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<contact::Model>, DbErr> {
    let theirs = Condition::any()
        .add(contact::Column::TeamId.is_in(wanted.teams.iter().copied()))
        .add(contact::COLUMN.received_by.eq(wanted.received_by))
        .add(involving(contact::Column::CaseId, authority, &wanted.teams));
    let mut found = of(authority).filter(theirs);
    if let Some(team) = wanted.team {
        found = found.filter(contact::COLUMN.team_id.eq(team));
    }
    if let Some(case) = wanted.case {
        found = found.filter(contact::COLUMN.case_id.eq(case));
    }
    if let Some(urgent) = wanted.urgent {
        found = found.filter(contact::COLUMN.urgent.eq(urgent));
    }
    found = match wanted.waiting {
        Some(true) => found.filter(contact::COLUMN.responded_at.is_null()),
        Some(false) => found.filter(contact::COLUMN.responded_at.is_not_null()),
        None => found,
    };
    page(conn, found, contact::Column::Id, after, limit).await
}

/// Records the response to a contact; `false` where it has one already or is not there.
pub async fn respond<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: Uuid,
    response: Option<&str>,
    (responded_by, responded_at): (Uuid, DateTime<Utc>),
) -> Result<bool, DbErr> {
    let saved = contact::Entity::update_many()
        .col_expr(contact::Column::Response, Expr::value(response))
        .col_expr(contact::Column::RespondedBy, Expr::value(responded_by))
        .col_expr(contact::Column::RespondedAt, Expr::value(responded_at))
        .filter(contact::COLUMN.authority_id.eq(authority))
        .filter(contact::COLUMN.id.eq(id))
        .filter(contact::COLUMN.responded_at.is_null())
        .exec(conn)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// Writes every column of a contact.
pub async fn save<C: ConnectionTrait>(conn: &C, row: contact::Model) -> Result<(), DbErr> {
    let (authority, id) = (row.authority_id, row.id);
    contact::Entity::update_many()
        .set(every_column(row))
        .filter(contact::COLUMN.authority_id.eq(authority))
        .filter(contact::COLUMN.id.eq(id))
        .exec(conn)
        .await?;
    Ok(())
}

/// The contacts, of any authority, that climb by now, longest waiting first.
pub async fn list_climbing<C: ConnectionTrait>(
    conn: &C,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<contact::Model>, DbErr> {
    contact::Entity::find()
        .filter(contact::COLUMN.next_climb_at.lte(now))
        .order_by_asc(contact::COLUMN.next_climb_at)
        .order_by_asc(contact::COLUMN.id)
        .limit(limit)
        .all(conn)
        .await
}

/// The contact with an id, taken for this transaction, where it climbs by now; `None` where another replica is about it.
pub async fn take(
    txn: &DatabaseTransaction,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<contact::Model>, DbErr> {
    contact::Entity::find_by_id(id)
        .filter(contact::COLUMN.next_climb_at.lte(now))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(txn)
        .await
}

/// Writes down what was done to reach somebody.
pub async fn insert_step<C: ConnectionTrait>(
    conn: &C,
    row: contact_step::Model,
) -> Result<(), DbErr> {
    insert_row(conn, row).await
}

/// What was done to reach somebody about these contacts, in order.
pub async fn list_steps<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    contacts: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<contact_step::Model>, DbErr> {
    contact_step::Entity::find()
        .filter(contact_step::COLUMN.authority_id.eq(authority))
        .filter(contact_step::COLUMN.contact_id.is_in(contacts))
        .order_by_asc(contact_step::COLUMN.id)
        .all(conn)
        .await
}

fn of(authority: Uuid) -> Select<contact::Entity> {
    contact::Entity::find().filter(contact::COLUMN.authority_id.eq(authority))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::{db, repository::fixtures::World};

    #[tokio::test]
    async fn the_first_response_to_a_contact_stands() {
        let world = World::new().await;
        let txn = world.db.begin().await.unwrap();
        let row = contact::Model {
            id: Uuid::now_v7(),
            authority_id: world.authority,
            reference: "K-1".into(),
            case_id: None,
            team_id: Some(world.assessment),
            received_at: db::now(),
            recorded_at: db::now(),
            received_by: world.practitioner,
            caller: "school".into(),
            concern: "invented".into(),
            urgent: true,
            referral: false,
            facts: serde_json::json!({}),
            responded_at: None,
            responded_by: None,
            response: None,
            ladder: None,
            rung: None,
            next_climb_at: None,
            acknowledged_at: None,
            acknowledged_by: None,
        };
        let id = row.id;
        insert(&txn, row).await.unwrap();
        let waiting = Wanted {
            received_by: world.practitioner,
            waiting: Some(true),
            ..Wanted::default()
        };
        let unanswered = list(&txn, world.authority, &waiting, None, 10).await;
        assert_eq!(unanswered.unwrap().len(), 1);
        for (response, expected) in [("visited", true), ("rang back", false)] {
            let saved = respond(
                &txn,
                world.authority,
                id,
                Some(response),
                (world.practitioner, db::now()),
            )
            .await;
            assert_eq!(saved.unwrap(), expected);
        }
        let found = find(&txn, world.authority, id).await.unwrap().unwrap();
        assert_eq!(found.response.as_deref(), Some("visited"));
        let unanswered = list(&txn, world.authority, &waiting, None, 10).await;
        assert!(unanswered.unwrap().is_empty());
    }
}
