//! A transfer: its states, its sides, and all that is on its record.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub mod record;
mod table;

pub use record::*;
pub use table::*;

/// Where a transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being prepared by the side that asks.
    Draft,
    /// Asked; the other side answers.
    Requested,
    /// The other side asked for more.
    InformationRequired,
    /// Stopped by a crisis; resumes where it was.
    OnHold,
    /// Agreed; the case has not moved yet.
    Accepted,
    /// Answered no.
    Declined,
    /// The case stays, with advice or joint work agreed instead.
    Supported,
    /// On its ladder.
    Disputed,
    /// Taken back by the side that asked.
    Withdrawn,
    /// The receiving team holds the case.
    Landed,
    /// Finished.
    Closed,
}

impl State {
    /// Whether somebody still owes a next step.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Declined | Self::Withdrawn | Self::Closed)
    }

    /// Its name as on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Requested => "requested",
            Self::InformationRequired => "information_required",
            Self::OnHold => "on_hold",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Supported => "supported",
            Self::Disputed => "disputed",
            Self::Withdrawn => "withdrawn",
            Self::Landed => "landed",
            Self::Closed => "closed",
        }
    }
}

/// Who asks: the team that holds the case, or the team that should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The holder asks.
    Push,
    /// The would-be receiver asks.
    Pull,
}

impl Kind {
    /// The side that asks.
    pub fn asking(self) -> Side {
        match self {
            Self::Push => Side::Transferring,
            Self::Pull => Side::Receiving,
        }
    }
}

/// One of the two teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The team that holds the case.
    Transferring,
    /// The team that would hold it.
    Receiving,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Transferring => Self::Receiving,
            Self::Receiving => Self::Transferring,
        }
    }
}

/// A real team and its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its id.
    pub id: Uuid,
    /// Its service, as the pack names it.
    pub service: String,
}

/// One request to move a holding along a pathway.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    /// Its id.
    pub id: Uuid,
    /// Its short name for people, `T-4F7K2`.
    pub reference: String,
    /// Who opened it.
    pub opened_by: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The pathway, as its pack names it.
    pub pathway: String,
    /// Who asks.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// The team that holds the case.
    pub transferring: Team,
    /// The team that would hold it.
    pub receiving: Team,
    /// When it was opened, UTC.
    pub opened_at: DateTime<Utc>,
    /// Since when it stands where it stands, UTC.
    pub state_since: DateTime<Utc>,
    /// The planned day of landing.
    pub planned_on: Option<NaiveDate>,
    /// All that was recorded.
    pub record: Record,
}

impl Transfer {
    /// The side that asks.
    pub fn asking(&self) -> Side {
        self.kind.asking()
    }

    /// Whether support was agreed instead of a move.
    pub fn is_supported(&self) -> bool {
        self.state == State::Supported
    }

    /// The team on a side.
    pub fn team(&self, side: Side) -> &Team {
        match side {
            Side::Transferring => &self.transferring,
            Side::Receiving => &self.receiving,
        }
    }
}
