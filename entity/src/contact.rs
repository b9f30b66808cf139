//! A call or request about a child that reached a team and was logged.

use sea_orm::entity::prelude::*;

/// The duty officer's record of a call.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "reference")]
    pub authority_id: Uuid,
    /// How people and messages name it.
    #[sea_orm(unique_key = "reference")]
    pub reference: String,
    pub case_id: Option<Uuid>,
    /// The team that it reached.
    pub team_id: Option<Uuid>,
    pub received_at: DateTimeUtc,
    pub recorded_at: DateTimeUtc,
    /// Practitioner who took it.
    pub received_by: Uuid,
    /// Role or service of the caller, never a name.
    pub caller: String,
    /// Personal: what the caller said.
    #[sea_orm(column_type = "Text")]
    pub concern: String,
    /// Whether it cannot wait.
    pub urgent: bool,
    /// Whether the caller asks for a decision about the child.
    pub referral: bool,
    /// Personal: what was recorded of the call, by fact.
    #[sea_orm(column_type = "JsonBinary")]
    pub facts: Json,
    pub responded_at: Option<DateTimeUtc>,
    /// Practitioner who answered it.
    pub responded_by: Option<Uuid>,
    /// Personal: what was answered or done.
    #[sea_orm(column_type = "Text", nullable)]
    pub response: Option<String>,
    /// The ladder that an urgent call climbs, as it was when the call was logged.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub ladder: Option<Json>,
    /// The rung that was told last, counted from 0.
    pub rung: Option<i32>,
    /// When the next rung is told unless somebody acknowledges it.
    pub next_climb_at: Option<DateTimeUtc>,
    pub acknowledged_at: Option<DateTimeUtc>,
    /// Practitioner who acknowledged it.
    pub acknowledged_by: Option<Uuid>,

    #[sea_orm(belongs_to, from = "case_id", to = "id")]
    pub case: BelongsTo<Option<super::child_case::Entity>>,
    #[sea_orm(belongs_to, from = "team_id", to = "id")]
    pub team: BelongsTo<Option<super::team::Entity>>,
    #[sea_orm(
        belongs_to,
        relation_enum = "Receiver",
        from = "received_by",
        to = "id"
    )]
    pub receiver: BelongsTo<super::practitioner::Entity>,
    #[sea_orm(
        belongs_to,
        relation_enum = "Responder",
        from = "responded_by",
        to = "id"
    )]
    pub responder: BelongsTo<Option<super::practitioner::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
