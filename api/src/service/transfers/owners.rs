//! Owners: on whom something on a transfer falls, by side and role.

use entity::deadline::OwedSide;
use entity::team;
use entity::transfer::{self, TransferKind, TransferState};
use policy::pack::Pack;
use policy::transfer::Side;

use super::{Loaded, team_on};
use crate::service::owing::{Choice, Line};

/// The sides on which something is owed.
pub(crate) fn sides(side: OwedSide) -> &'static [Side] {
    match side {
        OwedSide::Transferring => &[Side::Transferring],
        OwedSide::Receiving => &[Side::Receiving],
        OwedSide::Both => &[Side::Transferring, Side::Receiving],
    }
}

/// A transfer, as far as it says on whom something falls.
#[derive(Debug)]
pub(crate) struct Parties<'t> {
    /// The procedure that it was opened under.
    pub(crate) pack: &'t Pack,
    /// Its row.
    pub(crate) row: &'t transfer::Model,
    /// The team that transfers.
    pub(crate) transferring: &'t team::Model,
    /// The team that receives.
    pub(crate) receiving: &'t team::Model,
    /// The teams of third services that decide on it.
    pub(crate) others: Vec<&'t team::Model>,
}

impl<'t> Parties<'t> {
    /// Those of a transfer that was loaded.
    pub(crate) fn of(loaded: &'t Loaded) -> Self {
        Self {
            pack: &loaded.procedure.pack,
            row: &loaded.row,
            transferring: team_on(loaded, Side::Transferring),
            receiving: team_on(loaded, Side::Receiving),
            others: loaded.others.iter().collect(),
        }
    }

    /// On whom something falls: whoever holds the role named, else whoever works the case, else whoever opened it where
    /// their side asks, else those who decide, else the managers; and where third services decide, they instead of nobody.
    pub(crate) fn lines(&self, side: OwedSide, role: Option<&str>) -> Vec<Line<'t>> {
        let sides = sides(side).iter();
        sides.flat_map(|side| self.of_side(*side, role)).collect()
    }

    fn of_side(&self, side: Side, role: Option<&str>) -> Vec<Line<'t>> {
        let team = match side {
            Side::Transferring => self.transferring,
            Side::Receiving => self.receiving,
        };
        let named = role.map(|role| {
            let teams = std::iter::once(team).chain(self.others.iter().copied());
            Choice::Holders(teams.collect(), vec![role.to_owned()])
        });
        let first = || {
            let named = named.clone().into_iter();
            let worker = Choice::Worker(self.row.case_id, team);
            let opener = self.opener(side).map(Choice::Person);
            named.chain([worker]).chain(opener)
        };
        let managers = Choice::Holders(vec![team], self.pack.managers());
        let decide = Choice::Holders(vec![team], self.deciders(side));
        let mut lines = vec![first().chain([decide, managers]).collect()];
        let third = self.third_deciders();
        if !third.is_empty() {
            let third = Choice::Holders(self.others.clone(), third);
            lines.push(first().chain([third]).collect());
        }
        lines
    }

    fn opener(&self, side: Side) -> Option<uuid::Uuid> {
        let asks = match self.row.kind {
            TransferKind::Push => Side::Transferring,
            TransferKind::Pull => Side::Receiving,
        };
        let prepares = side == asks && self.row.state != TransferState::Requested;
        prepares.then_some(self.row.opened_by)
    }

    fn deciders(&self, side: Side) -> Vec<String> {
        let pathway = self.pack.pathway(&self.row.pathway).into_iter();
        match side {
            Side::Receiving => pathway
                .flat_map(|pathway| pathway.all_parties())
                .filter(|party| party.sides().contains(&Side::Receiving))
                .flat_map(|party| party.roles.clone())
                .collect(),
            Side::Transferring => pathway
                .flat_map(|pathway| pathway.released_by.clone())
                .collect(),
        }
    }

    fn third_deciders(&self) -> Vec<String> {
        let pathway = self.pack.pathway(&self.row.pathway).into_iter();
        pathway
            .flat_map(|pathway| pathway.all_parties())
            .filter(|party| party.service.is_some())
            .flat_map(|party| party.roles.clone())
            .collect()
    }
}
