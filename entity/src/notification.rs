//! A message owed to someone until it is acknowledged.

use sea_orm::entity::prelude::*;

/// One message to one recipient, delivered under a lease.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique_key = "dedupe_key")]
    pub authority_id: Uuid,
    /// Practitioner it is for.
    pub recipient_id: Uuid,
    pub kind: NotificationKind,
    pub transfer_id: Option<Uuid>,
    pub matter_id: Option<Uuid>,
    pub deadline_id: Option<Uuid>,
    pub contact_id: Option<Uuid>,
    /// What it says; references only, never a child's details.
    #[sea_orm(column_type = "Text")]
    pub message: String,
    /// Says what it is about; a second one with the same key is not written.
    #[sea_orm(unique_key = "dedupe_key")]
    pub dedupe_key: String,
    pub created_at: DateTimeUtc,
    /// Earliest instant of delivery.
    pub deliver_after: DateTimeUtc,
    /// Name of the deliverer that holds the lease.
    pub claimed_by: Option<String>,
    /// Until when nobody else may claim it.
    pub lease_until: Option<DateTimeUtc>,
    /// How often it was claimed.
    pub attempts: i32,
    pub acknowledged_at: Option<DateTimeUtc>,
    /// Until when the recipient asked not to be reminded.
    pub snoozed_until: Option<DateTimeUtc>,
    /// Team in whose channel it is told; its recipient is the assistant then.
    pub team_id: Option<Uuid>,
    /// Whether it is told at night too.
    pub at_any_hour: bool,
    /// Whether it was claimed for the channel of the recipient's team, without what it says.
    pub withheld: bool,
    /// Why the recipient cannot be reached on the platform.
    pub failure: Option<String>,
    /// How often delivery failed.
    pub failures: i32,
    /// When the team was told in the recipient's stead.
    pub team_told_at: Option<DateTimeUtc>,
    /// How often it was put off.
    pub round: i32,
    /// Where it was shown: platform, channel and message.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub shown: Option<Json>,
    /// What a digest lists.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub digest: Option<Json>,

    #[sea_orm(belongs_to, from = "recipient_id", to = "id")]
    pub recipient: BelongsTo<super::practitioner::Entity>,
    #[sea_orm(belongs_to, from = "transfer_id", to = "id")]
    pub transfer: BelongsTo<Option<super::transfer::Entity>>,
    #[sea_orm(belongs_to, from = "deadline_id", to = "id")]
    pub deadline: BelongsTo<Option<super::deadline::Entity>>,
    #[sea_orm(belongs_to, from = "contact_id", to = "id")]
    pub contact: BelongsTo<Option<super::contact::Entity>>,
}

/// Why someone is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum NotificationKind {
    /// Something happened.
    Notice,
    /// Something is due.
    Nudge,
    /// Something climbed the ladder.
    Escalation,
    /// Several of these at once.
    Digest,
}

impl ActiveModelBehavior for ActiveModel {}
