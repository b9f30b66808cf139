//! A matter of its own: what the procedure binds without moving a case between teams.

use sea_orm::entity::prelude::*;

/// A matter; the columns are for finding it, `record` is what the policy decides from.
///
/// The database keeps at most one of a kind open about the same thing.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "matter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "reference")]
    pub authority_id: Uuid,
    /// How people and messages name it.
    #[sea_orm(unique_key = "reference")]
    pub reference: String,
    /// Id of the matter in the pack.
    pub kind: String,
    /// Id of the pack that it was opened under and stays under.
    pub pack: String,
    pub pack_version: String,
    /// Digest of the pack's files, as in `pack_version`.
    pub pack_digest: String,
    /// What it is about: `case:` and the case's id, and so on.
    pub about: String,
    pub case_id: Option<Uuid>,
    pub contact_id: Option<Uuid>,
    /// The member of staff whom it is about.
    pub practitioner_id: Option<Uuid>,
    /// The team whose it is.
    pub team_id: Option<Uuid>,
    /// The transfer that caused it.
    pub transfer_id: Option<Uuid>,
    /// The absence that caused it.
    pub absence_id: Option<Uuid>,
    pub state: MatterState,
    /// Practitioner who opened it by hand.
    pub opened_by: Option<Uuid>,
    pub opened_at: DateTimeUtc,
    /// When it came into its present state.
    pub state_since: DateTimeUtc,
    /// Counts changes; a write names the version it read.
    pub version: i64,
    /// Personal: facts, ticks, overrides, decision and ladder.
    #[sea_orm(column_type = "JsonBinary")]
    pub record: Json,

    #[sea_orm(belongs_to, from = "case_id", to = "id")]
    pub case: BelongsTo<Option<super::child_case::Entity>>,
    #[sea_orm(belongs_to, from = "team_id", to = "id")]
    pub team: BelongsTo<Option<super::team::Entity>>,
    #[sea_orm(belongs_to, from = "contact_id", to = "id")]
    pub contact: BelongsTo<Option<super::contact::Entity>>,
}

/// Where a matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum MatterState {
    Open,
    Decided,
    Finished,
    Withdrawn,
}

impl ActiveModelBehavior for ActiveModel {}
