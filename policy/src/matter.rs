//! Matters of their own: what the procedure binds without moving a case between teams. One state machine for all of them;
//! gates, items, deadlines, notices and ladders are the ones that transfers have.

mod agreeing;
mod deciding;
mod opening;
mod owing;
mod telling;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::pack::format::Stage;
use crate::place::Place;
use crate::setting::Subject;
use crate::transfer::{Dispute, Record, Team};

pub use deciding::{Action, Decision, decide, standing};
pub use opening::{ByHand, Opened, Opening, by_hand, filled, knowledge, open, opens};
pub use owing::{deciders, owed};
pub use telling::told_of_opening;

/// The event of a decision, under which the record keeps what was decided.
pub const DECIDED: &str = "decided";

/// Where a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Something is to be done or decided.
    Open,
    /// Decided; what the decision asks for is still to be done.
    Decided,
    /// Done.
    Finished,
    /// Taken back by whoever opened it.
    Withdrawn,
}

impl State {
    /// Whether somebody still owes something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Decided)
    }

    /// Its name as on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Decided => "decided",
            Self::Finished => "finished",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What someone does with a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionKind {
    /// An item is done.
    Tick,
    /// It is not, after all.
    Untick,
    /// Something is known.
    RecordFact,
    /// Let an action pass a block, with a reason.
    Override,
    /// Agree another day for what is due.
    AgreeDate,
    /// Take it a rung higher.
    Escalate,
    /// Decide it.
    Decide,
    /// Finish it.
    Finish,
    /// Take it back.
    Withdraw,
}

impl ActionKind {
    /// Every action.
    pub const ALL: [Self; 9] = [
        Self::Tick,
        Self::Untick,
        Self::RecordFact,
        Self::Override,
        Self::AgreeDate,
        Self::Escalate,
        Self::Decide,
        Self::Finish,
        Self::Withdraw,
    ];

    /// Its name as in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tick => "tick",
            Self::Untick => "untick",
            Self::RecordFact => "record-fact",
            Self::Override => "override",
            Self::AgreeDate => "agree-date",
            Self::Escalate => "escalate",
            Self::Decide => "decide",
            Self::Finish => "finish",
            Self::Withdraw => "withdraw",
        }
    }

    /// The stage whose gates and items stand before it.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Decide => Some(Stage::Decide),
            Self::Finish => Some(Stage::Close),
            _ => None,
        }
    }

    /// Whether it can be done in a state; `decides` says whether there is anything to decide.
    pub fn is_allowed(self, state: State, decides: bool) -> bool {
        match self {
            Self::Tick | Self::Untick | Self::RecordFact | Self::Override | Self::AgreeDate => {
                state.is_open()
            }
            Self::Decide => state == State::Open && decides,
            Self::Escalate | Self::Withdraw => state == State::Open,
            Self::Finish if decides => state == State::Decided,
            Self::Finish => state == State::Open,
        }
    }
}

/// One matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Matter {
    /// Its id.
    pub id: Uuid,
    /// Its short name for people, `M-4F7K2`.
    pub reference: String,
    /// Its kind, as its pack names it.
    pub kind: String,
    /// Where it stands.
    pub state: State,
    /// The team whose it is; none where nobody could be found.
    pub team: Option<Team>,
    /// Who opened it by hand.
    pub opened_by: Option<Uuid>,
    /// When it was opened, UTC.
    pub opened_at: DateTime<Utc>,
    /// Since when it stands where it stands, UTC.
    pub state_since: DateTime<Utc>,
    /// All that was recorded.
    pub record: Record,
}

impl Matter {
    /// What was decided.
    pub fn decided(&self) -> Option<&str> {
        self.record.reasons.get(DECIDED).map(String::as_str)
    }
}

impl Subject for Matter {
    fn place(&self) -> Place<'_> {
        Place::Matter(&self.kind)
    }

    fn record(&self) -> &Record {
        &self.record
    }

    fn record_mut(&mut self) -> &mut Record {
        &mut self.record
    }

    fn teams(&self) -> Vec<&Team> {
        self.team.iter().collect()
    }

    fn climbing(&self) -> Option<&Dispute> {
        let dispute = self.record.dispute.as_ref();
        dispute.filter(|_| self.state == State::Open)
    }
}
