//! A rota on which teams take turns.

use sea_orm::entity::prelude::*;

/// An authority's rota, as the pack names it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rota")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "rota")]
    pub authority_id: Uuid,
    /// Id of the rota in the pack.
    #[sea_orm(unique_key = "rota")]
    pub rota: String,
    /// Ids of its teams, in the order of their turns.
    #[sea_orm(column_type = "JsonBinary")]
    pub teams: Json,
    /// How many turns were taken or passed over.
    pub turns: i32,
    /// Counts changes of who is on it; a write names the version it read.
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
