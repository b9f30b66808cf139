//! Roles: what a practitioner is, where, and what that allows.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::pack::Pack;
use crate::pack::format::{Fact, Standing};
use crate::transfer::{Side, Team, Transfer};

/// Where a role is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// In one team.
    Team(Uuid),
    /// Over every team of a service.
    Service(String),
    /// Over the whole authority.
    Authority,
}

impl Scope {
    fn covers(&self, team: &Team) -> bool {
        match self {
            Self::Team(id) => *id == team.id,
            Self::Service(service) => *service == team.service,
            Self::Authority => true,
        }
    }
}

/// A role that someone holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    /// The role, as the pack names it.
    pub role: String,
    /// Where.
    pub scope: Scope,
}

/// Someone signed in, as the database knows them; the clockwork is nobody's practitioner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub practitioner: Uuid,
    /// What they are.
    pub roles: Vec<HeldRole>,
    /// Whether they keep the authority's settings.
    pub is_administrator: bool,
    /// Whether this is time passing and not a person.
    pub is_clockwork: bool,
    /// Whether this is the assistant's own account: it delivers and links, and decides nothing.
    pub is_assistant: bool,
}

impl Actor {
    /// The roles that someone holds in or over a team.
    pub fn roles_over(&self, team: &Team) -> impl Iterator<Item = &str> {
        self.roles
            .iter()
            .filter(move |held| held.scope.covers(team))
            .map(|held| held.role.as_str())
    }

    /// Whether someone works in or over a team, support and partners included only where `any` says so.
    pub fn works_for(&self, team: &Team, pack: &Pack) -> bool {
        self.roles_over(team).any(|role| {
            pack.role(role)
                .is_some_and(|role| !matches!(role.standing, Standing::Partner))
        })
    }

    /// The sides of a transfer that someone works for.
    pub fn sides(&self, transfer: &Transfer, pack: &Pack) -> Vec<Side> {
        [Side::Transferring, Side::Receiving]
            .into_iter()
            .filter(|side| self.works_for(transfer.team(*side), pack))
            .collect()
    }

    /// The first of the named roles that someone holds on a side.
    pub fn role_on(&self, transfer: &Transfer, side: Side, named: &[String]) -> Option<String> {
        self.roles_over(transfer.team(side))
            .find(|role| named.iter().any(|name| name == role))
            .map(str::to_owned)
    }

    /// Whether someone may record a fact of a case that has to do with these teams.
    pub fn may_record(&self, fact: &Fact, teams: &[&Team]) -> bool {
        let named = &fact.recorded_by;
        let mut held = teams.iter().flat_map(|team| self.roles_over(team));
        named.is_empty() || held.any(|role| named.iter().any(|name| name == role))
    }

    /// The first of the named roles that someone holds on either side.
    pub fn role_on_either(&self, transfer: &Transfer, named: &[String]) -> Option<String> {
        self.role_over(&[&transfer.transferring, &transfer.receiving], named)
    }

    /// The first of the named roles that someone holds in or over one of these teams, earlier teams first.
    pub fn role_over(&self, teams: &[&Team], named: &[String]) -> Option<String> {
        teams
            .iter()
            .flat_map(|team| self.roles_over(team))
            .find(|role| named.iter().any(|name| name == role))
            .map(str::to_owned)
    }
}

/// What someone wants to do outside a transfer's own actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission<'a> {
    /// See a case, its journey or a transfer of it: the teams involved.
    SeeCase(&'a [Team]),
    /// Open a case for a team.
    OpenCase(&'a Team),
    /// Close a case that a team holds, where the procedure says nothing about closing.
    CloseCase(&'a Team),
    /// Open a transfer for the asking team.
    OpenTransfer(&'a Team),
    /// Take a transfer to another version of its procedure: the teams involved.
    ChangeVersion(&'a [Team]),
    /// Log a call and answer it.
    LogContact,
    /// Keep the rota of a team.
    KeepRota(&'a Team),
    /// Keep teams, practitioners, contact points.
    Administer,
    /// See teams, practitioners, duty, contact points, procedures.
    SeeDirectory,
    /// Deliver everybody's notifications.
    DeliverForAll,
    /// Link accounts of the chat and speak for those who are linked.
    SpeakForLinked,
    /// Link an account of the chat to oneself.
    LinkOwnAccount,
}

/// The single place that says whether someone may.
pub fn may(actor: &Actor, permission: &Permission, pack: &Pack) -> bool {
    match permission {
        Permission::SeeCase(teams) => teams.iter().any(|team| actor.works_for(team, pack)),
        Permission::OpenCase(team) | Permission::OpenTransfer(team) => actor.works_for(team, pack),
        Permission::ChangeVersion(teams) => teams.iter().any(|team| {
            [Standing::Manager, Standing::SeniorManager]
                .iter()
                .any(|standing| has_standing(actor, team, pack, *standing))
        }),
        Permission::CloseCase(team) => [Standing::Manager, Standing::SeniorManager]
            .into_iter()
            .any(|standing| has_standing(actor, team, pack, standing)),
        Permission::LogContact | Permission::SeeDirectory => {
            actor.is_administrator || !actor.roles.is_empty()
        }
        Permission::KeepRota(team) => {
            actor.is_administrator || has_standing(actor, team, pack, Standing::Manager)
        }
        Permission::Administer => actor.is_administrator,
        Permission::DeliverForAll => actor.is_administrator || actor.is_assistant,
        Permission::SpeakForLinked => actor.is_assistant,
        Permission::LinkOwnAccount => !actor.is_assistant && !actor.is_clockwork,
    }
}

fn has_standing(actor: &Actor, team: &Team, pack: &Pack, standing: Standing) -> bool {
    actor.roles_over(team).any(|role| {
        pack.role(role)
            .is_some_and(|role| role.standing == standing)
    })
}
