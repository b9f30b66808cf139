//! The record: all that was said and done about one transfer.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Side, State};
use crate::pack::format::OverrideTakes;
use crate::task::Task;

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
    /// The route on which agreement is sought or was reached; none on the ordinary one.
    pub route: Option<String>,
    /// The decision to transfer.
    pub decision: Option<Decided>,
    /// Blocks let pass, by gate or item: by one person, or by one of each side.
    #[serde(deserialize_with = "one_or_more")]
    pub overrides: BTreeMap<String, Vec<Overridden>>,
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
    /// Meetings that considered it without deciding.
    pub considered: Vec<Considered>,
    /// Tasks named or agreed.
    pub tasks: Vec<Task>,
    /// Responsibilities that somebody ended, by their name.
    pub ended: BTreeMap<String, Entry>,
    /// The family's request that it was opened with.
    pub family: Option<FamilyRequest>,
    /// Who of the receiving team is to take the case, where that is settled before it moves.
    pub receiving_worker: Option<Uuid>,
}

impl Record {
    /// Whether a gate or an item has been let pass, by as many as it takes.
    pub fn lets_pass(&self, of: &str, takes: OverrideTakes) -> bool {
        let Some(overridden) = self.overrides.get(of) else {
            return false;
        };
        match takes {
            OverrideTakes::One => !overridden.is_empty(),
            OverrideTakes::BothSides => [Side::Transferring, Side::Receiving]
                .iter()
                .all(|side| overridden.iter().any(|one| one.side == Some(*side))),
        }
    }

    /// When what happened, items done as `item:ID`, UTC.
    pub fn moments(&self) -> BTreeMap<String, DateTime<Utc>> {
        let mut moments = self.events.clone();
        let ticks = self.ticks.iter();
        moments.extend(ticks.map(|(item, tick)| (format!("item:{item}"), tick.at)));
        moments
    }

    /// Whether it still goes along with the other children of the family's request.
    pub fn goes_with_family(&self) -> bool {
        self.family
            .as_ref()
            .is_some_and(|family| family.split.is_none())
    }
}

/// A meeting that considered a transfer and did not decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Considered {
    /// The meeting, as the pack names it.
    pub forum: String,
    /// Its day.
    pub meeting_on: NaiveDate,
    /// Who recorded it, when, and what they said.
    pub entry: Entry,
}

/// One child of a family that was asked for together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyRequest {
    /// The request.
    pub id: Uuid,
    /// Its short name for people.
    pub reference: String,
    /// Who took the child out of it, when, and why; the coded reason where one was given.
    pub split: Option<(Entry, Option<String>)>,
}

/// Who recorded something, and when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it happened, UTC.
    pub at: DateTime<Utc>,
    /// When it was put on record, UTC: later than `at` where something is recorded afterwards.
    pub recorded_at: Option<DateTime<Utc>>,
    /// Who recorded it.
    pub by: Uuid,
    /// What they said of it.
    pub note: Option<String>,
}

impl Entry {
    /// When it was put on record, UTC.
    pub fn entered_at(&self) -> DateTime<Utc> {
        self.recorded_at.unwrap_or(self.at)
    }
}

/// A fact as recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedFact {
    /// Its value.
    pub value: Value,
    /// When it was so, by whoever recorded it, UTC.
    pub at: DateTime<Utc>,
    /// When it was put on record, UTC: later than `at` where something is recorded afterwards.
    pub recorded_at: Option<DateTime<Utc>>,
    /// By whom.
    pub by: Uuid,
}

impl RecordedFact {
    /// When it was put on record, UTC.
    pub fn entered_at(&self) -> DateTime<Utc> {
        self.recorded_at.unwrap_or(self.at)
    }
}

/// One party's agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Which party of the pathway or of the route, from 0.
    pub party: usize,
    /// On which route; none on the ordinary one.
    pub route: Option<String>,
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
    /// On which route; none on the ordinary one, and none where a ladder decided.
    pub route: Option<String>,
    /// Why on that route.
    pub route_reason: Option<String>,
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
    /// For which side.
    pub side: Option<Side>,
    /// Why.
    pub reason: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// Records kept before an override could take two people hold one each.
fn one_or_more<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<String, Vec<Overridden>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        One(Overridden),
        More(Vec<Overridden>),
    }
    let kept = BTreeMap::<String, Kept>::deserialize(from)?;
    Ok(kept
        .into_iter()
        .map(|(of, kept)| match kept {
            Kept::One(one) => (of, vec![one]),
            Kept::More(more) => (of, more),
        })
        .collect())
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
    /// The meeting that reviewed, and its day.
    #[serde(default)]
    pub meeting: Option<(String, NaiveDate)>,
    /// The outcome, as the pack names it or, where its list is open, in words.
    pub outcome: Option<String>,
    /// What they said.
    pub note: Option<String>,
}
