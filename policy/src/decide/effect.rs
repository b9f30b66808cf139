//! What an action leaves on the record, and where it leads.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::permission::{Capacity, parties, sides};
use crate::action::Action;
use crate::fact::{self, FactProblem, Facts};
use crate::pack::format::{Discussion, ItemKind, PathwayOutcome, ReasonFor};
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::setting::Setting;
use crate::transfer::{
    Agreed, Approval, Decided, Discussed, Dispute, Entry, Next, Overridden, RecordedFact, Review, Side, State, Transfer,
};

/// One action being carried out.
pub(super) struct Change<'a> {
    pub(super) setting: &'a Setting<'a>,
    pub(super) actor: &'a Actor,
    pub(super) capacity: &'a Capacity,
    pub(super) at: DateTime<Utc>,
    pub(super) note: Option<String>,
}

/// Outcomes of a review after landing.
const REVIEW_OUTCOMES: [&str; 3] = ["on_course", "needs_work", "settled"];

/// Longest free text, in characters.
const LONGEST_TEXT: usize = 10_000;

impl Change<'_> {
    /// Put what was said on the record.
    pub(super) fn record(&self, transfer: &mut Transfer, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::RecordDiscussion { way, transferring_manager, receiving_manager } => {
                self.discuss(transfer, way, *transferring_manager, *receiving_manager)
            }
            Action::Request { planned_on, facts } => {
                transfer.planned_on = planned_on.or(transfer.planned_on);
                self.learn(transfer, facts)
            }
            Action::SupplyInformation { facts, answer } => {
                said("answer", answer)?;
                self.learn(transfer, facts)
            }
            Action::RecordFact { facts } => self.learn(transfer, facts),
            Action::AskInformation { question } => said("question", question),
            Action::Accept { forum, meeting_on } => self.meeting(forum.as_deref(), *meeting_on),
            Action::Decline { reason, .. } => self.reason(reason, ReasonFor::Decline),
            Action::SupportInstead { reason, tasks, .. } => {
                transfer.record.support_tasks.clone_from(tasks);
                self.reason(reason, ReasonFor::Support)
            }
            Action::Withdraw { reason, .. } => self.reason(reason, ReasonFor::Withdraw),
            Action::Hold { reason, .. } => self.reason(reason, ReasonFor::Hold),
            Action::Tick { item } => self.tick(transfer, item),
            Action::Untick { item } => self.untick(transfer, item),
            Action::Override { of, reason } => self.let_pass(transfer, of, reason),
            Action::AgreeDate { deadline, date, reason, agreed_with } => {
                self.agree_date(transfer, deadline, *date, reason, *agreed_with)
            }
            Action::ScheduleVisit { item, visit_on } => self.schedule_visit(transfer, item, *visit_on),
            Action::RecordVisit { item } => self.record_visit(transfer, item),
            Action::RecordReview { outcome } => self.review(transfer, outcome.as_deref()),
            Action::Land { practitioner } => self.check_worker(transfer, *practitioner),
            Action::Dispute { text } => {
                said("text", text)?;
                self.dispute(transfer)
            }
            Action::DecideDispute { text, .. } => said("text", text),
            Action::Escalate => self.climb(transfer),
            Action::Resume | Action::Close => Ok(()),
        }
    }

    /// Move to the next state; the events that this causes.
    pub(super) fn advance(&self, transfer: &mut Transfer, action: &Action, next: Next) -> Result<Vec<String>, Refusal> {
        let mut events = vec![event_of(action).to_owned()];
        let to = match next {
            Next::Stay => None,
            Next::Back => transfer.record.held_from.take(),
            Next::AsDecided => Some(self.decide_dispute(transfer, action, &mut events)),
            Next::To(State::Accepted) => self.agree(transfer, action, &mut events)?,
            Next::To(state) => Some(state),
        };
        if matches!(action, Action::Request { .. }) {
            self.approve_by_asking(transfer)?;
        }
        if matches!(action, Action::Hold { .. }) {
            transfer.record.held_from = Some(transfer.state);
        }
        if let (Action::Escalate, Some(dispute)) = (action, &transfer.record.dispute) {
            events.push(format!("rung_{}", dispute.rung + 1));
        }
        if let Some(state) = to {
            transfer.state = state;
            transfer.state_since = self.at;
        }
        events.retain(|event| !event.is_empty());
        for event in &events {
            transfer.record.events.insert(event.clone(), self.at);
        }
        if let Some(reason) = action.reason() {
            transfer.record.reasons.insert(event_of(action).to_owned(), reason.to_owned());
        }
        Ok(events)
    }

    fn learn(&self, transfer: &mut Transfer, facts: &Facts) -> Result<(), Refusal> {
        for (id, value) in facts {
            let declared = self.setting.pack.fact(id).ok_or_else(|| fact_refusal(&FactProblem::Unknown { id: id.clone() }))?;
            let value = fact::read(declared, value).map_err(|problem| fact_refusal(&problem))?;
            let recorded = RecordedFact { value, at: self.at, by: self.actor.practitioner };
            transfer.record.facts.insert(id.clone(), recorded);
        }
        Ok(())
    }

    fn discuss(&self, transfer: &mut Transfer, way: &str, transferring: Uuid, receiving: Uuid) -> Result<(), Refusal> {
        if let Some(needed) = &self.setting.pathway(transfer)?.discussion {
            if !needed.ways.iter().any(|allowed| allowed == way) {
                return Err(Refusal::Forbidden {
                    message: needed.message.clone(),
                    rule: needed.rule.ids().last().cloned(),
                    remedy: format!("Talk by {}.", needed.ways.join(", ").replace('_', " ")),
                });
            }
            self.check_manager(transfer, Side::Transferring, transferring, needed)?;
            self.check_manager(transfer, Side::Receiving, receiving, needed)?;
        }
        transfer.record.discussions.push(Discussed {
            at: self.at,
            way: way.to_owned(),
            transferring_manager: transferring,
            receiving_manager: receiving,
            note: self.note.clone(),
        });
        Ok(())
    }

    fn check_manager(&self, transfer: &Transfer, side: Side, person: Uuid, needed: &Discussion) -> Result<(), Refusal> {
        let (field, roles) = match side {
            Side::Transferring => ("transferring_manager", &needed.transferring),
            Side::Receiving => ("receiving_manager", &needed.receiving),
        };
        let counts = self
            .setting
            .person(person)
            .is_some_and(|manager| manager.role_on(transfer, side, roles).is_some());
        if counts {
            return Ok(());
        }
        let names: Vec<_> = roles.iter().map(|role| self.setting.pack.role_name(role)).collect();
        Err(invalid(field, "this discussion is between the managers of both teams", &format!("a {} of that team", names.join(" or "))))
    }

    fn meeting(&self, forum: Option<&str>, meeting_on: Option<NaiveDate>) -> Result<(), Refusal> {
        let Some(forum) = forum else {
            return Ok(());
        };
        if self.setting.pack.forum(forum).is_none() {
            let known: Vec<_> = self.setting.pack.entries.forum.iter().map(|f| f.id.as_str()).collect();
            return Err(invalid("forum", "the procedure knows no such meeting", &format!("one of {}", known.join(", "))));
        }
        match meeting_on {
            Some(day) if day > self.setting.calendar.local_date(self.at) => {
                Err(invalid("meeting_on", "the meeting lies after the decision", "the day of the meeting, not later than the decision"))
            }
            _ => Ok(()),
        }
    }

    fn reason(&self, given: &str, purpose: ReasonFor) -> Result<(), Refusal> {
        let reasons = &self.setting.pack.entries.reason;
        let known = reasons.iter().find(|reason| reason.id == given && reason.on.contains(&purpose));
        match known {
            None => {
                let codes: Vec<_> = reasons.iter().filter(|r| r.on.contains(&purpose)).map(|r| r.id.as_str()).collect();
                Err(invalid("reason", "this is no reason for that", &format!("one of {}", codes.join(", "))))
            }
            Some(reason) => match &reason.refused {
                Some(why) => Err(Refusal::Forbidden {
                    message: why.clone(),
                    rule: reason.rule.ids().first().cloned(),
                    remedy: "Give another reason, or accept.".into(),
                }),
                None => Ok(()),
            },
        }
    }

    fn known_item(&self, transfer: &Transfer, id: &str) -> Result<ItemKind, Refusal> {
        let found = self.setting.pack.item(id).filter(|item| crate::gate::belongs(&item.pathways, Some(&transfer.pathway)));
        found
            .map(|item| item.kind)
            .ok_or_else(|| invalid("item", &format!("this transfer has no item `{id}`"), "an item of its checklist"))
    }

    fn tick(&self, transfer: &mut Transfer, item: &str) -> Result<(), Refusal> {
        self.known_item(transfer, item)?;
        let entry = Entry { at: self.at, by: self.actor.practitioner, note: self.note.clone() };
        transfer.record.ticks.insert(item.to_owned(), entry);
        Ok(())
    }

    fn untick(&self, transfer: &mut Transfer, item: &str) -> Result<(), Refusal> {
        self.known_item(transfer, item)?;
        match transfer.record.ticks.remove(item) {
            Some(_) => Ok(()),
            None => Err(invalid("item", &format!("`{item}` is not ticked"), "an item that is done")),
        }
    }

    fn let_pass(&self, transfer: &mut Transfer, of: &str, reason: &str) -> Result<(), Refusal> {
        said("reason", reason)?;
        let pack = self.setting.pack;
        let gate = pack.gate(of).map(|gate| (&gate.rule, &gate.overridable_by));
        let Some((rule, roles)) = gate.or_else(|| pack.item(of).map(|item| (&item.rule, &item.overridable_by))) else {
            return Err(invalid("of", &format!("there is no gate or item `{of}`"), "a gate or an item of this transfer"));
        };
        if roles.is_empty() {
            return Err(Refusal::Forbidden {
                message: format!("the procedure lets nobody override {}", rule.first()),
                rule: Some(rule.first().to_owned()),
                remedy: "Do what it asks.".into(),
            });
        }
        let Some(role) = self.actor.role_on_either(transfer, roles) else {
            let names: Vec<_> = roles.iter().map(|role| pack.role_name(role)).collect();
            return Err(Refusal::NotYours {
                message: format!("to override this takes a {}", names.join(" or ")),
                side: None,
                roles: roles.clone(),
                rule: Some(rule.first().to_owned()),
            });
        };
        let overridden = Overridden { by: self.actor.practitioner, role, reason: reason.to_owned(), at: self.at };
        transfer.record.overrides.insert(of.to_owned(), overridden);
        Ok(())
    }

    fn agree_date(&self, transfer: &mut Transfer, key: &str, date: NaiveDate, reason: &str, with: Uuid) -> Result<(), Refusal> {
        said("reason", reason)?;
        let Some(deadline) = self.setting.pack.deadline(key) else {
            return Err(invalid("deadline", &format!("there is no deadline `{key}`"), "a deadline of this transfer"));
        };
        if !deadline.may_be_agreed {
            return Err(Refusal::Forbidden {
                message: format!("the procedure lets nobody agree another date for \"{}\"", deadline.label),
                rule: Some(deadline.rule.first().to_owned()),
                remedy: "Keep the date, or record why it was missed.".into(),
            });
        }
        let other = self.capacity.side.map(Side::other);
        let agrees = other.zip(self.setting.person(with)).is_some_and(|(side, person)| {
            person.works_for(transfer.team(side), self.setting.pack)
        });
        if !agrees {
            return Err(invalid("agreed_with", "another date takes both sides", "a practitioner of the other team"));
        }
        let agreed = Agreed { date, reason: reason.to_owned(), by: self.actor.practitioner, with, at: self.at };
        transfer.record.agreed.insert(key.to_owned(), agreed);
        Ok(())
    }

    fn visit_item(&self, transfer: &Transfer, item: &str) -> Result<(), Refusal> {
        match self.known_item(transfer, item)? {
            ItemKind::Visit | ItemKind::Meeting => Ok(()),
            _ => Err(invalid("item", &format!("`{item}` is no visit"), "an item that is a visit or a meeting")),
        }
    }

    fn schedule_visit(&self, transfer: &mut Transfer, item: &str, visit_on: NaiveDate) -> Result<(), Refusal> {
        self.visit_item(transfer, item)?;
        transfer.record.visits.entry(item.to_owned()).or_default().scheduled_for = Some(visit_on);
        Ok(())
    }

    fn record_visit(&self, transfer: &mut Transfer, item: &str) -> Result<(), Refusal> {
        self.visit_item(transfer, item)?;
        transfer.record.visits.entry(item.to_owned()).or_default().made_at = Some(self.at);
        self.tick(transfer, item)
    }

    fn review(&self, transfer: &mut Transfer, outcome: Option<&str>) -> Result<(), Refusal> {
        if outcome.is_some_and(|outcome| !REVIEW_OUTCOMES.contains(&outcome)) {
            return Err(invalid("outcome", "this is no outcome of a review", &format!("one of {}", REVIEW_OUTCOMES.join(", "))));
        }
        transfer.record.reviews.push(Review {
            at: self.at,
            by: self.actor.practitioner,
            outcome: outcome.map(str::to_owned),
            note: self.note.clone(),
        });
        Ok(())
    }

    fn check_worker(&self, transfer: &Transfer, practitioner: Option<Uuid>) -> Result<(), Refusal> {
        let Some(id) = practitioner else {
            return Ok(());
        };
        let works_there = self
            .setting
            .person(id)
            .is_some_and(|person| person.works_for(&transfer.receiving, self.setting.pack));
        if works_there {
            return Ok(());
        }
        Err(invalid("practitioner_id", "the case can only go to someone of the receiving team", "a practitioner of the receiving team, or nobody for its duty tray"))
    }

    fn dispute(&self, transfer: &mut Transfer) -> Result<(), Refusal> {
        if transfer.record.dispute.as_ref().is_some_and(|dispute| dispute.decided) {
            return Err(Refusal::Forbidden {
                message: "this disagreement has been decided".into(),
                rule: None,
                remedy: "Open a new transfer if the circumstances have changed.".into(),
            });
        }
        let pathway = self.setting.pathway(transfer)?;
        let Some(ladder) = &pathway.ladder else {
            return Err(Refusal::Forbidden {
                message: "the procedure gives no way to settle a disagreement about this".into(),
                rule: None,
                remedy: self.setting.pack.header.ask_instead.clone(),
            });
        };
        transfer.record.dispute = Some(Dispute {
            ladder: ladder.clone(),
            rung: 0,
            raised_at: self.at,
            rung_since: self.at,
            decided: false,
        });
        Ok(())
    }

    fn climb(&self, transfer: &mut Transfer) -> Result<(), Refusal> {
        let Some(dispute) = &mut transfer.record.dispute else {
            return Err(invalid("transfer", "there is no dispute", "a transfer in dispute"));
        };
        let ladder = self.setting.pack.ladder(&dispute.ladder);
        let Some(ladder) = ladder.filter(|ladder| dispute.rung + 1 < ladder.rungs.len()) else {
            return Err(Refusal::Forbidden {
                message: "this is the last rung of the ladder".into(),
                rule: ladder.map(|ladder| ladder.rule.first().to_owned()),
                remedy: "It has to be decided here.".into(),
            });
        };
        debug_assert!(dispute.rung + 1 < ladder.rungs.len());
        dispute.rung += 1;
        dispute.rung_since = self.at;
        Ok(())
    }

    /// One party agrees; the transfer is accepted once all have.
    fn agree(&self, transfer: &mut Transfer, action: &Action, events: &mut Vec<String>) -> Result<Option<State>, Refusal> {
        self.approve(transfer, self.capacity.party, &self.capacity.role);
        let pathway = self.setting.pathway(transfer)?;
        let parties = parties(pathway, transfer.kind).len();
        let agreed = |party: usize| transfer.record.approvals.iter().any(|approval| approval.party == party);
        if !(0..parties).all(agreed) {
            *events = vec!["approved".into()];
            return Ok(None);
        }
        if let Action::Accept { forum, meeting_on } = action {
            transfer.record.decision = Some(Decided {
                at: self.at,
                by: self.actor.practitioner,
                role: self.capacity.role.clone(),
                forum: forum.clone(),
                meeting_on: *meeting_on,
                note: self.note.clone(),
            });
        }
        if pathway.outcome == PathwayOutcome::Support {
            events.push("supported".into());
            return Ok(Some(State::Supported));
        }
        Ok(Some(State::Accepted))
    }

    fn approve(&self, transfer: &mut Transfer, party: Option<usize>, role: &str) {
        let Some(party) = party else {
            return;
        };
        if transfer.record.approvals.iter().all(|approval| approval.party != party) {
            transfer.record.approvals.push(Approval {
                party,
                role: role.to_owned(),
                by: self.actor.practitioner,
                at: self.at,
            });
        }
    }

    /// Whoever asks and may decide for the asking side has agreed by asking.
    fn approve_by_asking(&self, transfer: &mut Transfer) -> Result<(), Refusal> {
        let asking = transfer.asking();
        let pathway = self.setting.pathway(transfer)?;
        for (index, party) in parties(pathway, transfer.kind).iter().enumerate() {
            let role = sides(party.side)
                .contains(&asking)
                .then(|| self.actor.role_on(transfer, asking, &party.roles))
                .flatten();
            if let Some(role) = role {
                self.approve(transfer, Some(index), &role);
            }
        }
        Ok(())
    }

    fn decide_dispute(&self, transfer: &mut Transfer, action: &Action, events: &mut Vec<String>) -> State {
        if let Some(dispute) = &mut transfer.record.dispute {
            dispute.decided = true;
        }
        let Action::DecideDispute { accept: true, .. } = action else {
            events.push("declined".into());
            return State::Declined;
        };
        events.push("accepted".into());
        transfer.record.decision = Some(Decided {
            at: self.at,
            by: self.actor.practitioner,
            role: self.capacity.role.clone(),
            forum: None,
            meeting_on: None,
            note: self.note.clone(),
        });
        State::Accepted
    }
}

/// The event that an action causes, as packs name it; empty where it causes none.
fn event_of(action: &Action) -> &'static str {
    match action {
        Action::RecordDiscussion { .. } => "discussed",
        Action::Request { .. } => "requested",
        Action::AskInformation { .. } => "information_asked",
        Action::SupplyInformation { .. } => "information_supplied",
        Action::Accept { .. } => "accepted",
        Action::Decline { .. } => "declined",
        Action::SupportInstead { .. } => "supported",
        Action::Withdraw { .. } => "withdrawn",
        Action::Hold { .. } => "held",
        Action::Resume => "resumed",
        Action::Dispute { .. } => "disputed",
        Action::DecideDispute { .. } => "dispute_decided",
        Action::Escalate => "escalated",
        Action::ScheduleVisit { .. } => "visit_scheduled",
        Action::RecordVisit { .. } => "visited",
        Action::Land { .. } => "landed",
        Action::RecordReview { .. } => "reviewed",
        Action::Close => "closed",
        Action::Tick { .. }
        | Action::Untick { .. }
        | Action::RecordFact { .. }
        | Action::Override { .. }
        | Action::AgreeDate { .. } => "",
    }
}

fn fact_refusal(problem: &FactProblem) -> Refusal {
    match problem {
        FactProblem::Unknown { id } => invalid(&format!("facts.{id}"), &problem.to_string(), "a fact that the procedure declares"),
        FactProblem::Expected { id, expected } => invalid(&format!("facts.{id}"), &problem.to_string(), expected),
    }
}

fn said(field: &str, text: &str) -> Result<(), Refusal> {
    let length = text.chars().count();
    if text.trim().is_empty() || length > LONGEST_TEXT {
        return Err(invalid(field, "something has to be said here", &format!("1 to {LONGEST_TEXT} characters")));
    }
    Ok(())
}

fn invalid(field: &str, message: &str, expected: &str) -> Refusal {
    Refusal::Invalid { field: field.into(), message: message.into(), expected: expected.into() }
}
