//! A code by which a practitioner links their account of the chat.

use sea_orm::entity::prelude::*;

/// A code that is good once, for a few minutes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "code")]
    pub authority_id: Uuid,
    /// Whose account it links.
    pub practitioner_id: Uuid,
    /// SHA-256 of the code, 64 hexadecimal digits.
    #[sea_orm(unique_key = "code")]
    pub code_hash: String,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// When it was redeemed, or a newer one took its place.
    pub ended_at: Option<DateTimeUtc>,

    #[sea_orm(belongs_to, from = "practitioner_id", to = "id")]
    pub practitioner: BelongsTo<super::practitioner::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
