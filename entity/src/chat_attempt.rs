//! A try at redeeming a code, right or wrong, so that nobody tries them all.

use sea_orm::entity::prelude::*;

/// One try of one account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    pub platform: String,
    /// Id of the account on the platform.
    pub account_id: String,
    pub made_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
