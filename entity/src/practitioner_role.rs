//! What a practitioner is, and for which part of the authority.

use sea_orm::entity::prelude::*;

/// A role held for a team, for a whole service or, where both are absent, for the whole authority.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practitioner_role")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    pub practitioner_id: Uuid,
    /// Id of the role in the authority's pack.
    pub role: String,
    /// The team it is held for.
    pub team_id: Option<Uuid>,
    /// Id of the service it is held for.
    pub service: Option<String>,

    #[sea_orm(belongs_to, from = "practitioner_id", to = "id")]
    pub practitioner: BelongsTo<super::practitioner::Entity>,
    #[sea_orm(belongs_to, from = "team_id", to = "id")]
    pub team: BelongsTo<Option<super::team::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
