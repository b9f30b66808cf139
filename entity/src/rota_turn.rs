//! A turn on a rota, taken or passed over: written once.

use sea_orm::entity::prelude::*;

/// One turn.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rota_turn")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "turn")]
    pub authority_id: Uuid,
    #[sea_orm(unique_key = "turn")]
    pub rota: String,
    /// Counts from 1.
    #[sea_orm(unique_key = "turn")]
    pub turn: i32,
    pub team_id: Uuid,
    /// What the turn was taken for; absent where it was passed over.
    pub matter_id: Option<Uuid>,
    /// Why it was passed over.
    #[sea_orm(column_type = "Text", nullable)]
    pub skipped: Option<String>,
    /// Who recorded it.
    pub practitioner_id: Uuid,
    pub taken_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
