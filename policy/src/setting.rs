//! The setting of a decision: the pack, the calendar, the case, the people, the moment.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::absence::{Absence, Worker};
use crate::calendar::Calendar;
use crate::deadline::{self, Moments, Reckoning};
use crate::expression::{Circumstances, Knowledge};
use crate::fact::Facts;
use crate::pack::Pack;
use crate::pack::format::Pathway;
use crate::place::Place;
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::task;
use crate::transfer::{Dispute, Kind, Record, Side, State, Team, Transfer};

/// What is decided about: a transfer, or a matter of its own.
pub trait Subject {
    /// Where its gates, items and deadlines are looked for.
    fn place(&self) -> Place<'_>;
    /// All that was recorded.
    fn record(&self) -> &Record;
    /// The record, to be written on.
    fn record_mut(&mut self) -> &mut Record;
    /// The teams whose people have to do with it.
    fn teams(&self) -> Vec<&Team>;
    /// The teams on its sides, where it has sides.
    fn sides(&self) -> Vec<(Side, &Team)> {
        Vec::new()
    }
    /// Whether support was agreed instead of a move.
    fn is_supported(&self) -> bool {
        false
    }
    /// The planned day of landing.
    fn planned_on(&self) -> Option<NaiveDate> {
        None
    }
    /// The fields of the variable `transfer`, the meeting and the reason left out.
    fn fields(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::new()
    }
    /// Its place on a ladder, while it climbs one.
    fn climbing(&self) -> Option<&Dispute>;
}

impl Subject for Transfer {
    fn place(&self) -> Place<'_> {
        Place::Pathway(&self.pathway)
    }

    fn record(&self) -> &Record {
        &self.record
    }

    fn record_mut(&mut self) -> &mut Record {
        &mut self.record
    }

    fn teams(&self) -> Vec<&Team> {
        vec![&self.transferring, &self.receiving]
    }

    fn sides(&self) -> Vec<(Side, &Team)> {
        vec![
            (Side::Transferring, &self.transferring),
            (Side::Receiving, &self.receiving),
        ]
    }

    fn is_supported(&self) -> bool {
        self.state == State::Supported
    }

    fn planned_on(&self) -> Option<NaiveDate> {
        self.planned_on
    }

    fn fields(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("pathway", self.pathway.clone()),
            ("kind", kind_name(self.kind).to_owned()),
            ("from", self.transferring.service.clone()),
            ("to", self.receiving.service.clone()),
            ("route", self.record.route.clone().unwrap_or_default()),
        ])
    }

    fn climbing(&self) -> Option<&Dispute> {
        let dispute = self.record.dispute.as_ref();
        dispute.filter(|_| self.state == State::Disputed)
    }
}

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
    /// The calls about the child, earliest first, as conditions see them.
    pub contacts: &'a [Facts],
    /// The next sitting of each regular forum, UTC.
    pub sittings: &'a BTreeMap<String, DateTime<Utc>>,
    /// When each fact of the case was put on record, UTC.
    pub case_recorded: &'a BTreeMap<String, DateTime<Utc>>,
    /// Who of the transferring team works the case now; nobody where it is in the duty tray.
    pub holder: Option<Uuid>,
    /// The teams of third services that decide on the pathway.
    pub others: &'a [Team],
    /// Who of the receiving team is away, and when.
    pub absences: &'a [Absence],
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

    /// What is known of the case and the subject, the subject's own record first.
    pub fn facts(&self, subject: &impl Subject) -> Facts {
        let mut facts = self.case_facts.clone();
        let recorded = &subject.record().facts;
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
        subject: &impl Subject,
        at: DateTime<Utc>,
        forum: &str,
        reason: &str,
    ) -> Knowledge<'a> {
        let record = subject.record();
        let mut fields = subject.fields();
        fields.insert("forum", forum.to_owned());
        fields.insert("reason", reason.to_owned());
        let decision = record.reasons.get(crate::matter::DECIDED);
        let mut recorded = self.case_recorded.clone();
        let facts = record.facts.iter();
        recorded.extend(facts.map(|(id, fact)| (id.clone(), fact.entered_at())));
        let ticks = record.ticks.iter();
        let ticked = ticks
            .map(|(item, tick)| (item.clone(), tick.entered_at()))
            .collect();
        let today = self.calendar.local_date(at);
        let circumstances = Circumstances {
            facts: &self.facts(subject),
            siblings: self.siblings,
            contacts: self.contacts,
            events: &record.events,
            recorded: &recorded,
            ticked: &ticked,
            items: &self.pack.item_ids,
            transfer: fields,
            decision: decision.map_or("", String::as_str),
            planned_on: subject.planned_on(),
            worker: Worker::on(record.receiving_worker, today, self.absences),
            now: at,
        };
        self.pack.knowledge(&circumstances, self.calendar)
    }

    /// Every deadline of the subject whose start is known, met or not; what a task list counts, once for each task.
    pub fn reckon(&self, subject: &impl Subject, at: DateTime<Utc>) -> Reckoning {
        let knowledge = self.knowledge(subject, at, decided_at(subject), "");
        let record = subject.record();
        let events = record.moments();
        let agreed = record
            .agreed
            .iter()
            .map(|(key, agreed)| (key.clone(), agreed.date))
            .collect();
        let moments = Moments {
            events: &events,
            agreed: &agreed,
            now: at,
        };
        let mut reckoning = deadline::reckon(
            self.pack,
            subject.place(),
            &knowledge,
            &moments,
            self.calendar,
        );
        let given = task::Given {
            pack: self.pack,
            place: subject.place(),
            record,
            knowledge: &knowledge,
            calendar: self.calendar,
        };
        given.reckon(&moments, &mut reckoning.owed);
        reckoning
    }
}

/// The meeting at which the transfer was agreed; empty before or without one.
pub fn decided_at(subject: &impl Subject) -> &str {
    subject
        .record()
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
