//! Parties: who must agree to a transfer, on the ordinary route of the decision or on another.

use crate::expression::Verdict;
use crate::pack::format::{DecisionRoute, Party, PartySide, Pathway};
use crate::role::Actor;
use crate::setting::Setting;
use crate::transfer::{Kind, Side, Team, Transfer};

/// Everyone who must agree on the ordinary route: the pathway's parties, and for a pull also whoever may let the case go.
pub fn parties(pathway: &Pathway, kind: Kind) -> Vec<Party> {
    parties_on(pathway, kind, None)
}

/// Everyone who must agree on a route; where third services alone decide, they decide for both teams.
pub fn parties_on(pathway: &Pathway, kind: Kind, route: Option<&DecisionRoute>) -> Vec<Party> {
    let decided_by = route.map_or(&pathway.decided_by, |route| &route.decided_by);
    let mut parties = decided_by.clone();
    let above_both = parties.iter().all(|party| party.service.is_some());
    if kind == Kind::Pull
        && !above_both
        && !parties
            .iter()
            .any(|party| party.side == Some(PartySide::Transferring))
    {
        parties.push(Party {
            side: Some(PartySide::Transferring),
            service: None,
            roles: pathway.released_by.clone(),
            when: None,
        });
    }
    parties
}

/// The parties of a route who take part in this decision, each with its number among all of them: those whose condition
/// holds, or of whom nobody can tell; where no condition holds, all of them.
pub fn taking_part(
    setting: &Setting,
    transfer: &Transfer,
    pathway: &Pathway,
    route: Option<&DecisionRoute>,
) -> Vec<(usize, Party)> {
    let all = parties_on(pathway, transfer.kind, route);
    if all.iter().all(|party| party.when.is_none()) {
        return all.into_iter().enumerate().collect();
    }
    let knowledge = setting.knowledge(transfer, setting.now, "", "");
    let stays_away = |party: &Party| matches!(knowledge.holds(party.when.as_deref()), Verdict::No);
    let every = all.iter().all(stays_away);
    let numbered = all.into_iter().enumerate();
    numbered
        .filter(|(_, party)| every || !stays_away(party))
        .collect()
}

impl Pathway {
    /// One of the further routes of the decision.
    pub fn route(&self, id: &str) -> Option<&DecisionRoute> {
        self.decision_routes.iter().find(|route| route.id == id)
    }

    /// The conditions that the pathway itself sets, the one that recommends it left out.
    pub fn conditions(&self) -> impl Iterator<Item = &str> {
        let routes = self.decision_routes.iter();
        let declining = self.decline_after_accept.iter();
        let ladders = self.ladder_when.iter();
        self.open_when
            .as_deref()
            .into_iter()
            .chain(routes.filter_map(|route| route.when.as_deref()))
            .chain(declining.map(|decline| decline.when.as_str()))
            .chain(ladders.map(|ladder| ladder.when.as_str()))
            .chain(self.all_parties().filter_map(|party| party.when.as_deref()))
    }

    /// Every party on any route, whoever asks.
    pub fn all_parties(&self) -> impl Iterator<Item = &Party> {
        let routes = self.decision_routes.iter();
        self.decided_by
            .iter()
            .chain(routes.flat_map(|route| &route.decided_by))
    }

    /// The third services that decide on any route.
    pub fn third_services(&self) -> impl Iterator<Item = &str> {
        self.all_parties()
            .filter_map(|party| party.service.as_deref())
    }
}

impl Party {
    /// The sides of the transfer that it speaks for; none where it is a third service.
    pub fn sides(&self) -> &'static [Side] {
        match self.side {
            Some(PartySide::Transferring) => &[Side::Transferring],
            Some(PartySide::Receiving) => &[Side::Receiving],
            Some(PartySide::Both) => &[Side::Transferring, Side::Receiving],
            None => &[],
        }
    }

    /// The side for which, and the role in which somebody belongs to it; no side for a third service.
    pub fn of(
        &self,
        setting: &Setting,
        transfer: &Transfer,
        actor: &Actor,
    ) -> Option<(Option<Side>, String)> {
        if let Some(service) = &self.service {
            return third(setting, actor, service, &self.roles).map(|role| (None, role));
        }
        self.sides()
            .iter()
            .find_map(|side| Some((Some(*side), actor.role_on(transfer, *side, &self.roles)?)))
    }
}

/// The first of the named roles that somebody holds in a team of a third service, or over it.
fn third(setting: &Setting, actor: &Actor, service: &str, roles: &[String]) -> Option<String> {
    let anywhere = Team {
        id: uuid::Uuid::nil(),
        service: service.to_owned(),
    };
    let of_service = setting.others.iter().filter(|team| team.service == service);
    std::iter::once(&anywhere)
        .chain(of_service)
        .flat_map(|team| actor.roles_over(team))
        .find(|held| roles.iter().any(|role| role == held))
        .map(str::to_owned)
}
