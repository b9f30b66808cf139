//! The setting of a decision: the pack, the calendar, the case, the people, the moment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::calendar::Calendar;
use crate::deadline::{self, Moments, Reckoning};
use crate::expression::{Circumstances, Knowledge};
use crate::fact::Facts;
use crate::pack::Pack;
use crate::pack::format::Pathway;
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::transfer::{Kind, Transfer};

/// Everything that a decision rests on besides the transfer, the actor and the action.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// The procedure that the transfer was opened under.
    pub pack: &'a Pack,
    /// Working days and the zone.
    pub calendar: &'a Arc<Calendar>,
    /// What is known of the case, whichever transfer it was recorded with.
    pub case_facts: &'a Facts,
    /// What is known of the other children of the family.
    pub siblings: &'a [Facts],
    /// The next sitting of each regular forum, UTC.
    pub sittings: &'a BTreeMap<String, DateTime<Utc>>,
    /// The practitioners whom the action names.
    pub people: &'a [Actor],
    /// Now, UTC: when the action is recorded.
    pub now: DateTime<Utc>,
}

impl<'a> Setting<'a> {
    /// The pathway of a transfer.
    ///
    /// # Errors
    ///
    /// Where the pack does not declare it: the transfer belongs to another pack.
    pub fn pathway(&self, transfer: &Transfer) -> Result<&'a Pathway, Refusal> {
        self.pack
            .pathway(&transfer.pathway)
            .ok_or_else(|| Refusal::Invalid {
                field: "pathway".into(),
                message: format!("the procedure knows no pathway `{}`", transfer.pathway),
                expected: "a pathway of the pack".into(),
            })
    }

    /// One of the practitioners whom the action names.
    pub fn person(&self, id: Uuid) -> Option<&'a Actor> {
        self.people.iter().find(|person| person.practitioner == id)
    }

    /// What is known of the case and the transfer, the transfer's own record first.
    pub fn facts(&self, transfer: &Transfer) -> Facts {
        let mut facts = self.case_facts.clone();
        let recorded = &transfer.record.facts;
        facts.extend(
            recorded
                .iter()
                .map(|(id, fact)| (id.clone(), fact.value.clone())),
        );
        facts
    }

    /// What conditions may look at, at an instant, while a decision names a meeting and a reason.
    pub fn knowledge(
        &self,
        transfer: &Transfer,
        at: DateTime<Utc>,
        forum: &str,
        reason: &str,
    ) -> Knowledge<'a> {
        let ticked: BTreeSet<String> = transfer.record.ticks.keys().cloned().collect();
        let circumstances = Circumstances {
            facts: &self.facts(transfer),
            siblings: self.siblings,
            events: &transfer.record.events,
            ticked: &ticked,
            items: &self.pack.item_ids,
            transfer: BTreeMap::from([
                ("pathway", transfer.pathway.clone()),
                ("kind", kind_name(transfer.kind).to_owned()),
                ("from", transfer.transferring.service.clone()),
                ("to", transfer.receiving.service.clone()),
                ("forum", forum.to_owned()),
                ("reason", reason.to_owned()),
            ]),
            planned_on: transfer.planned_on,
            now: at,
        };
        self.pack.knowledge(&circumstances, self.calendar)
    }

    /// Every deadline of the transfer's pathway whose start is known, met or not.
    pub fn reckon(&self, transfer: &Transfer, at: DateTime<Utc>) -> Reckoning {
        let knowledge = self.knowledge(transfer, at, decided_at(transfer), "");
        let mut events = transfer.record.events.clone();
        let ticks = &transfer.record.ticks;
        events.extend(
            ticks
                .iter()
                .map(|(item, tick)| (format!("item:{item}"), tick.at)),
        );
        let agreed = transfer
            .record
            .agreed
            .iter()
            .map(|(key, agreed)| (key.clone(), agreed.date))
            .collect();
        let moments = Moments {
            events: &events,
            agreed: &agreed,
            now: at,
        };
        deadline::reckon(
            self.pack,
            Some(&transfer.pathway),
            &knowledge,
            &moments,
            self.calendar,
        )
    }
}

/// The meeting at which the transfer was agreed; empty before or without one.
pub fn decided_at(transfer: &Transfer) -> &str {
    transfer
        .record
        .decision
        .as_ref()
        .and_then(|decision| decision.forum.as_deref())
        .unwrap_or("")
}

/// `push` or `pull`.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Push => "push",
        Kind::Pull => "pull",
    }
}
