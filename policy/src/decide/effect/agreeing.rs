//! Agreeing and disagreeing: parties to the decision, and the ladder.

use super::Change;
use crate::action::Action;
use crate::decide::standing::standing;
use crate::ladder::ladder_of;
use crate::pack::format::{PathwayOutcome, Stage};
use crate::party::taking_part;
use crate::refusal::Refusal;
use crate::setting::{Subject, decided_at};
use crate::transfer::{Approval, Decided, Dispute, State, Transfer};

impl Change<'_> {
    pub(super) fn dispute(&self, transfer: &mut Transfer) -> Result<(), Refusal> {
        let decided = transfer
            .record
            .dispute
            .as_ref()
            .filter(|dispute| dispute.decided);
        if let Some(decided) = decided {
            let ladder = self.setting.pack.ladder(&decided.ladder);
            return Err(Refusal::Forbidden {
                message: "this disagreement has been decided".into(),
                rule: ladder.map(|ladder| ladder.rule.first().to_owned()),
                remedy: "Open a new transfer if the circumstances have changed.".into(),
            });
        }
        let Some(ladder) = ladder_of(self.setting, transfer, self.at) else {
            return Err(Refusal::Forbidden {
                message: "the procedure gives no way to settle a disagreement about this".into(),
                rule: None,
                remedy: self.setting.pack.header.ask_instead.clone(),
            });
        };
        transfer.record.dispute = Some(Dispute {
            ladder: ladder.id.clone(),
            rung: 0,
            raised_at: self.at,
            rung_since: self.at,
            decided: false,
        });
        Ok(())
    }

    pub(crate) fn climb(&self, subject: &mut impl Subject) -> Result<(), Refusal> {
        let Some(dispute) = &mut subject.record_mut().dispute else {
            return Err(Refusal::Forbidden {
                message: "the procedure gives no ladder to climb here".into(),
                rule: None,
                remedy: self.setting.pack.header.ask_instead.clone(),
            });
        };
        let ladder = self.setting.pack.ladder(&dispute.ladder);
        if ladder.is_none_or(|ladder| dispute.rung + 1 >= ladder.rungs.len()) {
            return Err(Refusal::Forbidden {
                message: "this is the last rung of the ladder".into(),
                rule: ladder.map(|ladder| ladder.rule.first().to_owned()),
                remedy: "It has to be decided here.".into(),
            });
        }
        dispute.rung += 1;
        dispute.rung_since = self.at;
        Ok(())
    }

    /// One party agrees; the transfer is accepted once all have.
    pub(super) fn agree(
        &self,
        transfer: &mut Transfer,
        action: &Action,
        events: &mut Vec<String>,
    ) -> Result<Option<State>, Refusal> {
        let route = transfer.record.route.clone();
        self.approve(
            transfer,
            route.clone(),
            self.capacity.party,
            &self.capacity.role,
        );
        let pathway = self.setting.pathway(transfer)?;
        let on = route.as_deref().and_then(|id| pathway.route(id));
        let parties = taking_part(self.setting, transfer, pathway, on);
        let agreed = |party: usize| {
            let mut approvals = transfer.record.approvals.iter();
            approvals.any(|approval| approval.party == party && approval.route == route)
        };
        if !parties.iter().all(|(number, _)| agreed(*number)) {
            *events = vec!["approved".into()];
            return Ok(None);
        }
        if let Action::Accept {
            forum,
            meeting_on,
            route_reason,
            ..
        } = action
        {
            transfer.record.decision = Some(Decided {
                at: self.at,
                by: self.actor.practitioner,
                role: self.capacity.role.clone(),
                route,
                route_reason: route_reason.clone(),
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

    fn approve(
        &self,
        transfer: &mut Transfer,
        route: Option<String>,
        party: Option<usize>,
        role: &str,
    ) {
        let Some(party) = party else {
            return;
        };
        if transfer
            .record
            .approvals
            .iter()
            .all(|approval| approval.party != party || approval.route != route)
        {
            transfer.record.approvals.push(Approval {
                party,
                route,
                role: role.to_owned(),
                by: self.actor.practitioner,
                at: self.at,
            });
        }
    }

    /// Whoever asks and may decide for the asking side has agreed by asking, for one party of each route.
    pub(super) fn approve_by_asking(&self, transfer: &mut Transfer) -> Result<(), Refusal> {
        let asking = transfer.asking();
        let pathway = self.setting.pathway(transfer)?;
        let routes = pathway.decision_routes.iter().map(Some);
        for route in std::iter::once(None).chain(routes) {
            let parties = taking_part(self.setting, transfer, pathway, route);
            let mine = parties.into_iter().find_map(|(number, party)| {
                let theirs = party.sides().contains(&asking);
                let role = self.actor.role_on(transfer, asking, &party.roles);
                Some((number, role.filter(|_| theirs)?))
            });
            if let Some((index, role)) = mine {
                let route = route.map(|route| route.id.clone());
                self.approve(transfer, route, Some(index), &role);
            }
        }
        Ok(())
    }

    /// A no; on the ladder at once where its reason is a disagreement by itself and nothing stands before a dispute.
    pub(super) fn decline(
        &self,
        transfer: &mut Transfer,
        action: &Action,
        events: &mut Vec<String>,
    ) -> State {
        let given = action.reason().unwrap_or_default();
        let reason = self.setting.pack.reason(given);
        if !reason.is_some_and(|reason| reason.climbs) {
            return State::Declined;
        }
        let mut declined = transfer.clone();
        declined.state = State::Declined;
        declined.record.events.insert("declined".into(), self.at);
        let on = Some(Stage::Dispute);
        let before = standing(
            self.setting,
            &declined,
            on,
            decided_at(transfer),
            "",
            self.at,
        );
        if !before.blockers.is_empty() || self.dispute(transfer).is_err() {
            return State::Declined;
        }
        events.push("disputed".into());
        State::Disputed
    }

    pub(super) fn decide_dispute(
        &self,
        transfer: &mut Transfer,
        action: &Action,
        events: &mut Vec<String>,
    ) -> State {
        if let Some(dispute) = &mut transfer.record.dispute {
            dispute.decided = true;
        }
        // A decision against the move is no second `declined`: agreement failed before the dispute, and its clocks run from there.
        let Action::DecideDispute { accept: true, .. } = action else {
            return State::Declined;
        };
        events.push("accepted".into());
        transfer.record.decision = Some(Decided {
            at: self.at,
            by: self.actor.practitioner,
            role: self.capacity.role.clone(),
            route: None,
            route_reason: None,
            forum: None,
            meeting_on: None,
            note: self.note.clone(),
        });
        let pathway = self.setting.pathway(transfer);
        if pathway.is_ok_and(|pathway| pathway.outcome == PathwayOutcome::Support) {
            events.push("supported".into());
            return State::Supported;
        }
        State::Accepted
    }
}
