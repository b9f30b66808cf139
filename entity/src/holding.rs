//! Who is accountable for a case, and from when until when.

use sea_orm::entity::prelude::*;

/// A team's holding of a case, from `starts_at` until just before `ends_at`.
///
/// The database keeps at most one holding of a case without an end.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holding")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    pub case_id: Uuid,
    /// The case-holding team.
    pub team_id: Uuid,
    /// The practitioner it is allocated to within the team.
    pub practitioner_id: Option<Uuid>,
    pub starts_at: DateTimeUtc,
    /// Absent while the team holds the case.
    pub ends_at: Option<DateTimeUtc>,
    /// The transfer whose landing began it.
    pub transfer_id: Option<Uuid>,

    #[sea_orm(belongs_to, from = "case_id", to = "id")]
    pub case: BelongsTo<super::child_case::Entity>,
    #[sea_orm(belongs_to, from = "team_id", to = "id")]
    pub team: BelongsTo<super::team::Entity>,
    #[sea_orm(belongs_to, from = "practitioner_id", to = "id")]
    pub practitioner: BelongsTo<Option<super::practitioner::Entity>>,
    #[sea_orm(belongs_to, from = "transfer_id", to = "id")]
    pub transfer: BelongsTo<Option<super::transfer::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
