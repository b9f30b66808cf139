//! A practitioner's account of the chat.

use sea_orm::entity::prelude::*;

/// The bond between a practitioner and an account; it stands until either side ends it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    pub practitioner_id: Uuid,
    /// Such as `discord`.
    pub platform: String,
    /// Id of the account on the platform.
    pub account_id: String,
    pub linked_at: DateTimeUtc,
    pub unlinked_at: Option<DateTimeUtc>,
    /// Practitioner who ended it.
    pub unlinked_by: Option<Uuid>,

    #[sea_orm(
        belongs_to,
        relation_enum = "Practitioner",
        from = "practitioner_id",
        to = "id"
    )]
    pub practitioner: BelongsTo<super::practitioner::Entity>,
    #[sea_orm(
        belongs_to,
        relation_enum = "Unlinker",
        from = "unlinked_by",
        to = "id"
    )]
    pub unlinker: BelongsTo<Option<super::practitioner::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
