//! The record: all that was said and done about one transfer.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::State;

/// All that was recorded on a transfer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// Where it was held from.
    pub held_from: Option<State>,
    /// When what last happened, by event.
    pub events: BTreeMap<String, DateTime<Utc>>,
    /// What was recorded with this transfer.
    pub facts: BTreeMap<String, RecordedFact>,
    /// Items done.
    pub ticks: BTreeMap<String, Entry>,
    /// Coded reasons given, by the event that they were given for.
    pub reasons: BTreeMap<String, String>,
    /// Parties that agreed.
    pub approvals: Vec<Approval>,
    /// The decision to transfer.
    pub decision: Option<Decided>,
    /// Blocks let pass, by gate or item.
    pub overrides: BTreeMap<String, Overridden>,
    /// Other dates agreed, by deadline.
    pub agreed: BTreeMap<String, Agreed>,
    /// Visits, by item.
    pub visits: BTreeMap<String, Visit>,
    /// Managers' discussions.
    pub discussions: Vec<Discussed>,
    /// The disagreement.
    pub dispute: Option<Dispute>,
    /// Reviews after landing.
    pub reviews: Vec<Review>,
    /// Work agreed instead of a move.
    pub support_tasks: Vec<String>,
}

/// Who recorded something, and when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it happened, UTC.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    pub by: Uuid,
    /// What they said of it.
    pub note: Option<String>,
}

/// A fact as recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedFact {
    /// Its value.
    pub value: Value,
    /// When it was recorded, UTC.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Uuid,
}

/// One party's agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Which party of the pathway, from 0.
    pub party: usize,
    /// In which role.
    pub role: String,
    /// By whom.
    pub by: Uuid,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// The decision to transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    pub by: Uuid,
    /// In which role.
    pub role: String,
    /// The meeting at which it was taken.
    pub forum: Option<String>,
    /// The day of that meeting.
    pub meeting_on: Option<NaiveDate>,
    /// What they said.
    pub note: Option<String>,
}

/// A block let pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overridden {
    /// By whom.
    pub by: Uuid,
    /// In which role.
    pub role: String,
    /// Why.
    pub reason: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// Another date that both sides agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// The date.
    pub date: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who recorded it.
    pub by: Uuid,
    /// Who agreed for the other side.
    pub with: Uuid,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// A visit, planned or made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The planned day.
    pub scheduled_for: Option<NaiveDate>,
    /// When it was made, UTC.
    pub made_at: Option<DateTime<Utc>>,
}

/// A discussion between managers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussed {
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// How: `phone`, `video`, `in_person`.
    pub way: String,
    /// The manager of the transferring side.
    pub transferring_manager: Uuid,
    /// The manager of the receiving side.
    pub receiving_manager: Uuid,
    /// What they said.
    pub note: Option<String>,
}

/// A disagreement on its ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// The ladder it started on; it keeps it.
    pub ladder: String,
    /// The present rung, from 0.
    pub rung: usize,
    /// When it was raised, UTC.
    pub raised_at: DateTime<Utc>,
    /// When the present rung was reached, UTC.
    pub rung_since: DateTime<Utc>,
    /// Whether it has been decided; a decided one cannot be raised again.
    pub decided: bool,
}

/// A review after landing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Uuid,
    /// `on_course`, `needs_work` or `settled`.
    pub outcome: Option<String>,
    /// What they said.
    pub note: Option<String>,
}
