//! A question that was asked of an authority's procedure, stripped of whatever could name somebody.

use sea_orm::entity::prelude::*;

/// A question with what was answered and what was thought of the answer. Nobody is named, not even who asked.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asked_question")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    /// Id of the pack that answered.
    pub pack: String,
    /// The question, stripped.
    #[sea_orm(column_type = "Text")]
    pub question: String,
    pub outcome: AskedOutcome,
    pub urgent: bool,
    /// Id of the entry that came first.
    pub first_entry: Option<String>,
    pub asked_at: DateTimeUtc,
    /// Whether somebody found the answer helpful.
    pub helpful: Option<bool>,
    /// Id of the entry that somebody says is the right one.
    pub right_entry: Option<String>,
    pub judged_at: Option<DateTimeUtc>,
    /// When it became an example of the pack.
    pub learnt_at: Option<DateTimeUtc>,

    #[sea_orm(belongs_to, from = "authority_id", to = "id")]
    pub authority: BelongsTo<super::authority::Entity>,
}

/// Whether the pack answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum AskedOutcome {
    /// It did.
    Answered,
    /// It asked back.
    Choice,
    /// It does not say.
    NotCovered,
}

impl ActiveModelBehavior for ActiveModel {}
