//! What was said: facts, discussions, meetings, reasons, reviews.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Change, fact_refusal, invalid, said};
use crate::fact::{self, FactProblem, Facts};
use crate::pack::format::{Discussion, ReasonFor};
use crate::refusal::Refusal;
use crate::setting::Subject;
use crate::tracking;
use crate::transfer::{Discussed, RecordedFact, Review, Side, Transfer};

impl Change<'_> {
    pub(crate) fn learn(&self, subject: &mut impl Subject, facts: &Facts) -> Result<(), Refusal> {
        for (id, value) in facts {
            let declared = self
                .setting
                .pack
                .fact(id)
                .ok_or_else(|| fact_refusal(&FactProblem::Unknown { id: id.clone() }))?;
            let value = fact::read(declared, value).map_err(|problem| fact_refusal(&problem))?;
            let teams = subject.teams().into_iter();
            let teams: Vec<_> = teams.chain(self.setting.others).collect();
            if !self.actor.may_record(declared, &teams) {
                return Err(Refusal::not_theirs(self.setting.pack, declared));
            }
            let recorded = RecordedFact {
                value,
                at: self.at,
                recorded_at: Some(self.setting.now),
                by: self.actor.practitioner,
            };
            subject.record_mut().facts.insert(id.clone(), recorded);
        }
        Ok(())
    }

    pub(super) fn discuss(
        &self,
        transfer: &mut Transfer,
        way: &str,
        transferring: Uuid,
        receiving: Uuid,
    ) -> Result<(), Refusal> {
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

    pub(super) fn check_manager(
        &self,
        transfer: &Transfer,
        side: Side,
        person: Uuid,
        needed: &Discussion,
    ) -> Result<(), Refusal> {
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
        let names: Vec<_> = roles
            .iter()
            .map(|role| self.setting.pack.role_name(role))
            .collect();
        Err(invalid(
            field,
            "this discussion is between the managers of both teams",
            &format!("a {} of that team", names.join(" or ")),
        ))
    }

    pub(super) fn meeting(
        &self,
        forum: Option<&str>,
        meeting_on: Option<NaiveDate>,
    ) -> Result<(), Refusal> {
        let Some(forum) = forum else {
            return Ok(());
        };
        if self.setting.pack.forum(forum).is_none() {
            let known: Vec<_> = self
                .setting
                .pack
                .entries
                .forum
                .iter()
                .map(|f| f.id.as_str())
                .collect();
            return Err(invalid(
                "forum",
                "the procedure knows no such meeting",
                &format!("one of {}", known.join(", ")),
            ));
        }
        match meeting_on {
            Some(day) if day > self.setting.calendar.local_date(self.at) => Err(invalid(
                "meeting_on",
                "the meeting lies after the decision",
                "the day of the meeting, not later than the decision",
            )),
            _ => Ok(()),
        }
    }

    /// The route exists, and why it is taken is said where that is asked for.
    pub(super) fn route(
        &self,
        transfer: &Transfer,
        route: Option<&str>,
        reason: Option<&str>,
    ) -> Result<(), Refusal> {
        let Some(id) = route else {
            return Ok(());
        };
        let pathway = self.setting.pathway(transfer)?;
        let Some(route) = pathway.route(id) else {
            let known: Vec<_> = pathway
                .decision_routes
                .iter()
                .map(|route| route.id.as_str())
                .collect();
            let expected = match known.as_slice() {
                [] => "no route: this pathway has only the ordinary one".to_owned(),
                known => format!(
                    "one of {}, or none for the ordinary route",
                    known.join(", ")
                ),
            };
            return Err(invalid(
                "route",
                "the decision on this pathway has no such route",
                &expected,
            ));
        };
        match reason {
            None if route.reason_needed => said("route_reason", ""),
            None => Ok(()),
            Some(reason) => said("route_reason", reason),
        }
    }

    pub(super) fn reason(
        &self,
        transfer: &Transfer,
        given: &str,
        purpose: ReasonFor,
    ) -> Result<(), Refusal> {
        let reasons = self.setting.pack.entries.reason.iter();
        let mut here = reasons.filter(|reason| reason.is_for(purpose, &transfer.pathway));
        match here.clone().find(|reason| reason.id == given) {
            None => {
                let codes: Vec<_> = here.by_ref().map(|r| r.id.as_str()).collect();
                let expected = match codes.as_slice() {
                    [] => "another action: the procedure names no reason for this one".to_owned(),
                    codes => format!("one of {}", codes.join(", ")),
                };
                Err(invalid("reason", "this is no reason for that", &expected))
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

    pub(super) fn review(
        &self,
        transfer: &mut Transfer,
        outcome: Option<&str>,
        forum: Option<&str>,
        meeting_on: Option<NaiveDate>,
    ) -> Result<(), Refusal> {
        self.meeting(forum, meeting_on)?;
        if let Some(outcome) = outcome {
            self.check_outcome(transfer, outcome)?;
        }
        let day = meeting_on.unwrap_or_else(|| self.setting.calendar.local_date(self.at));
        transfer.record.reviews.push(Review {
            at: self.at,
            by: self.actor.practitioner,
            meeting: forum.map(|forum| (forum.to_owned(), day)),
            outcome: outcome.map(str::to_owned),
            note: self.note.clone(),
        });
        Ok(())
    }

    fn check_outcome(&self, transfer: &Transfer, outcome: &str) -> Result<(), Refusal> {
        let pack = self.setting.pack;
        let known = tracking::outcomes(pack, &transfer.pathway);
        if known.iter().any(|one| one.id == outcome) {
            return Ok(());
        }
        if tracking::is_open_list(pack, &transfer.pathway) {
            return said("outcome", outcome);
        }
        let codes: Vec<_> = known.iter().map(|one| one.id.as_str()).collect();
        let expected = match codes.as_slice() {
            [] => "no outcome: the procedure names none; say it in `text`".to_owned(),
            codes => format!("one of {}", codes.join(", ")),
        };
        Err(invalid(
            "outcome",
            "this is no outcome of a review",
            &expected,
        ))
    }

    /// Whoever is to take the case works for the receiving team; where nobody is named, whoever was named before stays.
    pub(super) fn name_worker(
        &self,
        transfer: &mut Transfer,
        practitioner: Option<Uuid>,
    ) -> Result<(), Refusal> {
        let Some(id) = practitioner else {
            return Ok(());
        };
        transfer.record.receiving_worker = practitioner;
        let works_there = self
            .setting
            .person(id)
            .is_some_and(|person| person.works_for(&transfer.receiving, self.setting.pack));
        if works_there {
            return Ok(());
        }
        Err(invalid(
            "practitioner_id",
            "the case can only go to someone of the receiving team",
            "a practitioner of the receiving team, or nobody for its duty tray",
        ))
    }
    /// A change of worker within a team names the new one.
    pub(super) fn changes_worker(&self, transfer: &Transfer) -> Result<(), Refusal> {
        let pathway = self.setting.pathway(transfer)?;
        let worker = transfer.record.receiving_worker;
        if !pathway.within_team || (worker.is_some() && worker != self.setting.holder) {
            return Ok(());
        }
        Err(invalid(
            "practitioner_id",
            "the case stays in the team and gets another worker, who has to be named",
            "a practitioner of the team who does not have the case yet",
        ))
    }
}
