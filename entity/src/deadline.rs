//! What is due on a transfer or a matter of its own, when, and by whom.

use sea_orm::entity::prelude::*;

/// A deadline of a transfer, or of a matter of its own. One that is breached stays owed until it is met or cancelled.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deadline")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    #[sea_orm(unique_key = "key")]
    pub transfer_id: Option<Uuid>,
    /// The matter of its own that it hangs on, where it is not a transfer.
    pub matter_id: Option<Uuid>,
    /// Id of the deadline in the pack.
    #[sea_orm(unique_key = "key")]
    pub key: String,
    /// What is due, for people.
    pub label: String,
    /// Id of the rule that it rests on.
    pub rule: String,
    pub started_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    /// What `due_at` was before both sides agreed another.
    pub original_due_at: DateTimeUtc,
    /// Whether it is due at once, without a number.
    pub is_immediate: bool,
    /// Whether it is counted in hours, and so is nudged at any hour.
    pub in_hours: bool,
    /// Whether it only advises.
    pub advisory: bool,
    /// Whether letting it pass ends a chance instead of breaching a duty.
    pub lapses: bool,
    pub owed_side: OwedSide,
    /// Id of the role that owes it, where the pack names one.
    pub role: Option<String>,
    pub state: DeadlineState,
    pub met_at: Option<DateTimeUtc>,
    pub breached_at: Option<DateTimeUtc>,
    /// When those above were told of the breach.
    pub climbed_at: Option<DateTimeUtc>,
    pub nudges_sent: i32,
    /// Practitioner to whom it was handed over.
    pub handed_to: Option<Uuid>,
    /// When the clockwork must next look at it; absent means never.
    pub next_action_at: Option<DateTimeUtc>,

    #[sea_orm(belongs_to, from = "transfer_id", to = "id")]
    pub transfer: BelongsTo<Option<super::transfer::Entity>>,
}

/// Who owes a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum OwedSide {
    Transferring,
    Receiving,
    Both,
}

/// Where a deadline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum DeadlineState {
    Open,
    Met,
    /// Passed, and still owed.
    Breached,
    /// No longer owed.
    Cancelled,
    /// Passed, and with it the chance that it gave.
    Lapsed,
}

impl ActiveModelBehavior for ActiveModel {}
