//! Reached: whom the chat reaches in an authority, and what any of them can owe.

use std::collections::{BTreeMap, BTreeSet};

use entity::{deadline, matter, practitioner_role, team, transfer};
use policy::owners::{Parties, of_matter};
use policy::pack::Pack;
use policy::task;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::error::ApiError;
use crate::repository::transfers::{kind, state};
use crate::repository::{chat_accounts, chat_places, holdings, practitioners, teams};
use crate::service::owing::{Choice, Line};
use crate::service::transfers::sides;

/// Whom the chat reaches in an authority.
pub(super) struct Reached {
    /// Those who are linked.
    people: BTreeSet<Uuid>,
    /// What they are.
    roles: Vec<practitioner_role::Model>,
    /// The cases that they work, each with the team that holds it.
    cases: BTreeMap<Uuid, Uuid>,
    /// The teams that have a channel.
    channels: BTreeSet<Uuid>,
    /// Every team of the authority.
    teams: Vec<team::Model>,
}

impl Reached {
    /// Everybody and everything that is reached.
    pub(super) async fn of(txn: &DatabaseTransaction, authority: Uuid) -> Result<Self, ApiError> {
        let people: BTreeSet<_> = chat_accounts::list_linked(txn, authority)
            .await?
            .into_iter()
            .collect();
        let channels = chat_places::list_channels(txn, authority).await?;
        let held = holdings::list_held_by(txn, authority, people.iter().copied()).await?;
        Ok(Self {
            roles: practitioners::list_roles_of(txn, authority, people.iter().copied()).await?,
            cases: held
                .into_iter()
                .map(|holding| (holding.case_id, holding.team_id))
                .collect(),
            channels: channels
                .into_iter()
                .map(|channel| channel.team_id)
                .collect(),
            teams: teams::list(txn, authority, None, None, u64::from(u16::MAX)).await?,
            people,
        })
    }

    /// Whether nobody is.
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty() && self.channels.is_empty()
    }

    /// Whether it reaches somebody.
    pub(super) fn includes(&self, person: Uuid) -> bool {
        self.people.contains(&person)
    }

    /// Those of these teams that have a channel.
    pub(super) fn with_channel(&self, teams: impl IntoIterator<Item = Uuid>) -> BTreeSet<Uuid> {
        let teams = teams.into_iter();
        teams.filter(|team| self.channels.contains(team)).collect()
    }

    /// Whether anybody who is reached can owe a deadline of a transfer: cheaply, so that nothing is loaded for nobody.
    pub(super) fn may_owe(
        &self,
        row: &deadline::Model,
        transfer: &transfer::Model,
        pack: &Pack,
    ) -> bool {
        let (Some(transferring), Some(receiving)) = (
            self.team(transfer.transferring_team_id),
            self.team(transfer.receiving_team_id),
        ) else {
            return true;
        };
        let pathway = pack.pathway(&transfer.pathway);
        let third: BTreeSet<_> = pathway.iter().flat_map(|p| p.third_services()).collect();
        let of_third = |team: &&team::Model| third.contains(team.service.as_str());
        let parties = Parties {
            pack,
            pathway: &transfer.pathway,
            kind: kind(transfer.kind),
            state: state(transfer.state),
            opened_by: transfer.opened_by,
            transferring,
            receiving,
            others: self.teams.iter().filter(of_third).collect(),
        };
        let lines = parties.lines(sides(row.owed_side), row.role.as_deref());
        let case = Some(transfer.case_id);
        self.was_given(row) || lines.iter().any(|line| self.are_on(case, line))
    }

    /// The same for a matter of its own, on whatever rung of its ladder it stands.
    pub(super) fn may_owe_matter(
        &self,
        row: &deadline::Model,
        matter: &matter::Model,
        pack: &Pack,
    ) -> bool {
        let declared = pack.matter(&matter.kind);
        let ladder = declared.and_then(|declared| pack.ladder(declared.ladder.as_deref()?));
        let rungs = ladder.into_iter().flat_map(|ladder| &ladder.rungs);
        let decide = declared.into_iter().flat_map(|one| &one.decided_by);
        let deciders = decide.chain(rungs.flat_map(|rung| &rung.roles)).cloned();
        let deciders: Vec<String> = deciders.collect();
        let team = matter.team_id.and_then(|id| self.team(id));
        let line = of_matter(pack, matter.opened_by, team, &deciders, row.role.as_deref());
        self.was_given(row) || self.are_on(matter.case_id, &line)
    }

    fn team(&self, id: Uuid) -> Option<&team::Model> {
        self.teams.iter().find(|team| team.id == id)
    }

    /// Whether it was handed over to somebody who is reached, or may have been: a task names whoever does it.
    fn was_given(&self, row: &deadline::Model) -> bool {
        let is_of_a_task = task::declared(&row.key) != row.key;
        is_of_a_task || row.handed_to.is_some_and(|person| self.includes(person))
    }

    /// Whether anybody who is reached stands anywhere on a line.
    fn are_on(&self, case: Option<Uuid>, line: &Line<'_>) -> bool {
        line.iter().any(|choice| match choice {
            Choice::Person(person) => self.includes(*person),
            Choice::Worker(team) => {
                case.is_some_and(|case| self.cases.get(&case) == Some(&team.id))
            }
            Choice::Holders(teams, roles) => self.holds(teams, roles),
        })
    }

    /// Whether somebody who is reached holds one of these roles over one of these teams.
    fn holds(&self, teams: &[&team::Model], roles: &[String]) -> bool {
        let over = |team: &team::Model, held: &practitioner_role::Model| match held.team_id {
            Some(of) => of == team.id,
            None => held.service.as_ref().is_none_or(|of| *of == team.service),
        };
        teams.iter().any(|team| {
            self.roles
                .iter()
                .any(|held| over(team, held) && roles.contains(&held.role))
        })
    }
}
