//! Reached: whom the chat reaches in an authority, and what any of them can owe.

use std::collections::BTreeSet;

use entity::{deadline, matter, practitioner_role, team, transfer};
use policy::pack::Pack;
use policy::task;
use policy::transfer::Side;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::error::ApiError;
use crate::repository::{chat_accounts, chat_places, holdings, practitioners, teams};
use crate::service::transfers::sides;

/// Whom the chat reaches in an authority.
pub(super) struct Reached {
    /// Those who are linked.
    people: BTreeSet<Uuid>,
    /// What they are.
    roles: Vec<practitioner_role::Model>,
    /// The cases that they work.
    cases: BTreeSet<Uuid>,
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
            cases: held.into_iter().map(|holding| holding.case_id).collect(),
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
        let pathway = pack.pathway(&transfer.pathway);
        let third: BTreeSet<_> = pathway.iter().flat_map(|p| p.third_services()).collect();
        let of_third = |team: &&team::Model| third.contains(team.service.as_str());
        let others: Vec<_> = self.teams.iter().filter(of_third).collect();
        let on_side = |side: &Side| {
            let decide = pathway
                .iter()
                .flat_map(|pathway| pathway.all_parties())
                .filter(|party| party.sides().contains(side) || party.service.is_some())
                .flat_map(|party| party.roles.clone());
            let released = pathway
                .iter()
                .flat_map(|pathway| pathway.released_by.clone());
            let roles: Vec<_> = decide
                .chain(released)
                .chain(pack.managers())
                .chain(row.role.clone())
                .collect();
            let team = match side {
                Side::Transferring => transfer.transferring_team_id,
                Side::Receiving => transfer.receiving_team_id,
            };
            let team = self.teams.iter().filter(|known| known.id == team);
            self.holds(team.chain(others.iter().copied()), &roles)
        };
        self.is_theirs(row, Some(transfer.opened_by), Some(transfer.case_id))
            || sides(row.owed_side).iter().any(on_side)
    }

    /// The same for a matter of its own.
    pub(super) fn may_owe_matter(
        &self,
        row: &deadline::Model,
        matter: &matter::Model,
        pack: &Pack,
    ) -> bool {
        let declared = pack.matter(&matter.kind);
        let climbs = declared.is_some_and(|declared| declared.ladder.is_some());
        let decide = declared.map(|declared| declared.decided_by.clone());
        let roles: Vec<_> = decide
            .into_iter()
            .flatten()
            .chain(pack.managers())
            .chain(row.role.clone())
            .collect();
        let team = self
            .teams
            .iter()
            .filter(|known| Some(known.id) == matter.team_id);
        climbs || self.is_theirs(row, matter.opened_by, matter.case_id) || self.holds(team, &roles)
    }

    /// Whether it was given to somebody who is reached, or one of them opened it or works the case.
    fn is_theirs(
        &self,
        row: &deadline::Model,
        opened_by: Option<Uuid>,
        case: Option<Uuid>,
    ) -> bool {
        let is_of_a_task = task::declared(&row.key) != row.key;
        is_of_a_task
            || row.handed_to.is_some_and(|person| self.includes(person))
            || opened_by.is_some_and(|person| self.includes(person))
            || case.is_some_and(|case| self.cases.contains(&case))
    }

    /// Whether somebody who is reached holds one of these roles over one of these teams.
    fn holds<'t>(
        &self,
        mut teams: impl Iterator<Item = &'t team::Model>,
        roles: &[String],
    ) -> bool {
        let over = |team: &team::Model, held: &practitioner_role::Model| match held.team_id {
            Some(of) => of == team.id,
            None => held.service.as_ref().is_none_or(|of| *of == team.service),
        };
        teams.any(|team| {
            self.roles
                .iter()
                .any(|held| over(team, held) && roles.contains(&held.role))
        })
    }
}
