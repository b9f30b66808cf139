//! The assistant's own account: what a chat face signs in with.

use sea_orm::entity::prelude::*;

/// A credential of the assistant in one authority; its practitioner has no role.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_service")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    /// As whom the assistant acts when it acts for nobody.
    pub practitioner_id: Uuid,
    /// Where it speaks, such as `discord`.
    pub platform: String,
    /// SHA-256 of the secret, 64 hexadecimal digits.
    pub secret_hash: String,
    pub created_at: DateTimeUtc,
    /// Since when it is good for nothing.
    pub revoked_at: Option<DateTimeUtc>,

    #[sea_orm(belongs_to, from = "practitioner_id", to = "id")]
    pub practitioner: BelongsTo<super::practitioner::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
