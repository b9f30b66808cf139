//! A world: a transfer, and beside it who holds the case, kept apart so that the one can be held against the other.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use policy::action::Action;
use policy::deadline::Owed;
use policy::decide::{self, Decision};
use policy::fact;
use policy::pack::format::PartySide;
use policy::refusal::Refusal;
use policy::role::Actor;
use policy::task::Task;
use policy::transfer::{Entry, Record, RecordedFact, State, Transfer};
use serde_json::Value;
use uuid::Uuid;

use super::ground::{Ground, HOLDER};

/// A transfer at an instant, and who holds the case.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) transfer: Transfer,
    /// The one team that holds the case, and its worker: moved by nothing but a decision that says so.
    pub(crate) holder: (Uuid, Option<Uuid>),
    pub(crate) at: DateTime<Utc>,
    pub(crate) owed: Vec<Owed>,
    /// What was done so far, for whoever reads a failure.
    pub(crate) trail: Vec<String>,
}

impl World {
    /// A transfer that was just opened.
    pub(crate) fn opened(ground: &Ground) -> Self {
        let at = ground.start;
        let opener = ground.people[0].practitioner;
        let record = Record {
            events: [("opened".to_owned(), at)].into(),
            ..Record::default()
        };
        let transfer = Transfer {
            id: Uuid::from_u128(1),
            reference: "T-TEST1".into(),
            opened_by: opener,
            case_id: Uuid::from_u128(2),
            pathway: ground.pathway.id.clone(),
            kind: ground.kind,
            state: State::Draft,
            transferring: ground.transferring.clone(),
            receiving: ground.receiving.clone(),
            opened_at: at,
            state_since: at,
            planned_on: None,
            record,
        };
        let owed = decide::owed(&ground.setting(at), &transfer, at);
        Self {
            holder: (transfer.transferring.id, Some(HOLDER)),
            transfer,
            at,
            owed,
            trail: Vec::new(),
        }
    }

    /// Try an action at an instant.
    pub(crate) fn try_action(
        &self,
        ground: &Ground,
        actor: &Actor,
        action: &Action,
        at: DateTime<Utc>,
    ) -> Result<Decision, Refusal> {
        let setting = ground.setting(at);
        decide::decide(&setting, &self.transfer, actor, action, at, None)
    }

    /// The transfer as somebody who agrees on a route sees it.
    pub(crate) fn on_route(&self, action: &Action) -> Transfer {
        let mut transfer = self.transfer.clone();
        if let Action::Accept { route, .. } = action {
            transfer.record.route.clone_from(route);
        }
        transfer
    }

    /// The world after a decision: the holding follows what the decision says, not what state it leads to.
    pub(crate) fn after(&self, decision: &Decision) -> Self {
        let mut trail = self.trail.clone();
        trail.push(decision.action.name().to_owned());
        Self {
            transfer: decision.transfer.clone(),
            holder: match decision.moves {
                Some(worker) => (decision.transfer.receiving.id, worker),
                None => self.holder,
            },
            at: decision.occurred_at,
            owed: decision.owed.clone(),
            trail,
        }
    }

    /// Record facts without an action: what the case system knew all along.
    pub(crate) fn learn(&mut self, id: &str, value: Value) {
        let known = RecordedFact {
            value,
            at: self.at,
            recorded_at: None,
            by: self.transfer.opened_by,
        };
        self.transfer.record.facts.insert(id.to_owned(), known);
    }

    /// Tick every item of the pathway and do every task at once: one step instead of dozens, with the entries that ticking each would leave.
    pub(crate) fn tick_all(&mut self, ground: &Ground) {
        let items = ground.pack.entries.item.iter();
        for item in items.filter(|item| ground.has(*item)) {
            let done = Entry {
                at: self.at,
                recorded_at: None,
                by: self.transfer.opened_by,
                note: None,
            };
            self.transfer
                .record
                .ticks
                .entry(item.id.clone())
                .or_insert(done);
        }
        for task in self.transfer.record.tasks.iter_mut() {
            task.done.get_or_insert(Entry {
                at: self.at,
                recorded_at: None,
                by: self.transfer.opened_by,
                note: None,
            });
        }
    }

    /// Reckon again what is owed, after something was recorded without an action.
    pub(crate) fn reckon(&mut self, ground: &Ground) {
        self.owed = decide::owed(&ground.setting(self.at), &self.transfer, self.at);
    }

    fn is_far(&self, day: NaiveDate) -> bool {
        day > self.at.date_naive() + Days::new(30)
    }

    /// What tells two worlds apart: the state and the record without its instants, the people and the texts.
    pub(crate) fn shape(&self, ground: &Ground) -> String {
        let record = &self.transfer.record;
        let events: Vec<_> = record
            .events
            .keys()
            .filter(|event| ground.watched.contains(event.as_str()))
            .collect();
        let approvals: BTreeSet<_> = record
            .approvals
            .iter()
            .map(|approval| (approval.route.as_deref(), approval.party))
            .collect();
        let facts: Vec<_> = record
            .facts
            .iter()
            .map(|(id, fact)| (id, undated(&fact.value)))
            .collect();
        format!(
            "{:?}",
            (
                (
                    self.transfer.state,
                    record
                        .held_from
                        .filter(|_| self.transfer.state == State::OnHold),
                    self.holder,
                    approvals,
                    facts
                ),
                (
                    events,
                    record.ticks.keys(),
                    record
                        .overrides
                        .iter()
                        .map(|(of, each)| (of, each.len()))
                        .collect::<Vec<_>>(),
                    record.agreed.keys()
                ),
                record
                    .decision
                    .as_ref()
                    .map(|decision| (decision.forum.as_deref(), decision.route.as_deref())),
                record
                    .dispute
                    .as_ref()
                    .map(|dispute| (dispute.rung, dispute.decided)),
                (
                    record.discussions.is_empty(),
                    record.reviews.is_empty(),
                    record.tasks.iter().map(task_shape).collect::<Vec<_>>(),
                    self.transfer.planned_on.map(|day| self.is_far(day)),
                ),
            )
        )
    }
}

fn task_shape(task: &Task) -> (Option<&str>, PartySide, [bool; 3]) {
    let stands = [
        task.is_open(),
        task.disputed.is_some(),
        task.upheld.is_some(),
    ];
    (task.list.as_deref(), task.owed_by, stands)
}

/// A value with dates and instants left out: they follow the day on which something was told.
fn undated(value: &Value) -> Option<&Value> {
    let text = value.as_str().unwrap_or_default();
    let is_dated = fact::date(text).is_some() || fact::instant(text).is_some();
    (!is_dated).then_some(value)
}
