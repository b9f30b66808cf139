//! A request to move the holding of a case along a pathway.

use sea_orm::entity::prelude::*;

/// A transfer; the columns are for finding it, `record` is what the policy decides from.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "reference")]
    pub authority_id: Uuid,
    /// How people and messages name it.
    #[sea_orm(unique_key = "reference")]
    pub reference: String,
    pub case_id: Uuid,
    /// Id of the pack that it was opened under and stays under.
    pub pack: String,
    pub pack_version: String,
    /// Digest of the pack's files, as in `pack_version`.
    pub pack_digest: String,
    /// Id of the pathway in the pack.
    pub pathway: String,
    pub kind: TransferKind,
    pub state: TransferState,
    pub transferring_team_id: Uuid,
    pub receiving_team_id: Uuid,
    /// Practitioner who opened it.
    pub opened_by: Uuid,
    pub opened_at: DateTimeUtc,
    /// When it came into its present state.
    pub state_since: DateTimeUtc,
    /// Planned day of landing, a civil date.
    pub planned_on: Option<Date>,
    /// Counts changes; a write names the version it read.
    pub version: i64,
    /// Personal: facts, ticks, approvals, overrides, agreed dates, visits, discussions and ladder.
    #[sea_orm(column_type = "JsonBinary")]
    pub record: Json,

    #[sea_orm(belongs_to, from = "case_id", to = "id")]
    pub case: BelongsTo<super::child_case::Entity>,
    #[sea_orm(
        belongs_to,
        relation_enum = "TransferringTeam",
        from = "transferring_team_id",
        to = "id"
    )]
    pub transferring_team: BelongsTo<super::team::Entity>,
    #[sea_orm(
        belongs_to,
        relation_enum = "ReceivingTeam",
        from = "receiving_team_id",
        to = "id"
    )]
    pub receiving_team: BelongsTo<super::team::Entity>,
    #[sea_orm(belongs_to, from = "opened_by", to = "id")]
    pub opener: BelongsTo<super::practitioner::Entity>,
    #[sea_orm(has_many)]
    pub deadlines: HasMany<super::deadline::Entity>,
    #[sea_orm(has_many)]
    pub events: HasMany<super::event::Entity>,
}

/// Who asks for the move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum TransferKind {
    /// The team that holds the case.
    Push,
    /// A team that should hold it.
    Pull,
}

/// Where a transfer stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum TransferState {
    Draft,
    Requested,
    InformationRequired,
    OnHold,
    Accepted,
    Declined,
    /// The case stays, with advice or joint work agreed instead of a move.
    Supported,
    Disputed,
    Withdrawn,
    Landed,
    Closed,
}

impl ActiveModelBehavior for ActiveModel {}
