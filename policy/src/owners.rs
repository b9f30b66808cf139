//! Owners: on whom something falls, first choice first.
//!
//! Who there is stands in the service's rows; what is asked of them, in which order, is decided here. `Team` is whatever stands
//! for a team there.

use uuid::Uuid;

use crate::pack::Pack;
use crate::transfer::{Kind, Side, State};

/// Somebody on whom something may fall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice<Team> {
    /// One person.
    Person(Uuid),
    /// Whoever works the case, where this team holds it.
    Worker(Team),
    /// Whoever holds one of these roles over one of these teams.
    Holders(Vec<Team>, Vec<String>),
}

/// Choices in their order: the first on which there is anybody counts.
pub type Line<Team> = Vec<Choice<Team>>;

/// A transfer, as far as it says on whom something falls.
#[derive(Debug)]
pub struct Parties<'a, Team> {
    /// The procedure that it was opened under.
    pub pack: &'a Pack,
    /// Its pathway, as the pack names it.
    pub pathway: &'a str,
    /// Who asks.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// Who opened it.
    pub opened_by: Uuid,
    /// The team that transfers.
    pub transferring: Team,
    /// The team that receives.
    pub receiving: Team,
    /// The teams of third services that decide on it.
    pub others: Vec<Team>,
}

impl<Team: Copy> Parties<'_, Team> {
    /// On whom something falls on these sides: whoever holds the role named, else whoever works the case, else whoever opened
    /// it where their side asks, else those who decide, else the managers; and where third services decide, they instead of
    /// nobody.
    pub fn lines(&self, sides: &[Side], role: Option<&str>) -> Vec<Line<Team>> {
        let lines = sides.iter().flat_map(|side| self.of_side(*side, role));
        lines.collect()
    }

    fn of_side(&self, side: Side, role: Option<&str>) -> Vec<Line<Team>> {
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
            let opener = self.opener(side).map(Choice::Person);
            named.chain([Choice::Worker(team)]).chain(opener)
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

    fn opener(&self, side: Side) -> Option<Uuid> {
        let prepares = side == self.kind.asking() && self.state != State::Requested;
        prepares.then_some(self.opened_by)
    }

    fn deciders(&self, side: Side) -> Vec<String> {
        let pathway = self.pack.pathway(self.pathway).into_iter();
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
        let pathway = self.pack.pathway(self.pathway).into_iter();
        pathway
            .flat_map(|pathway| pathway.all_parties())
            .filter(|party| party.service.is_some())
            .flat_map(|party| party.roles.clone())
            .collect()
    }
}

/// On whom something on a matter falls: whoever holds the role named, else whoever works its case, else whoever decides, else
/// the managers; whoever opened it where nobody else is found.
///
/// * `team` – the team that has it, where one does
/// * `deciders` – the roles that decide it now, or that may come to
pub fn of_matter<Team: Copy>(
    pack: &Pack,
    opened_by: Option<Uuid>,
    team: Option<Team>,
    deciders: &[String],
    role: Option<&str>,
) -> Line<Team> {
    let of_team = team.into_iter().flat_map(|team| {
        let named = role.map(|role| Choice::Holders(vec![team], vec![role.to_owned()]));
        let decide = Choice::Holders(vec![team], deciders.to_vec());
        let managers = Choice::Holders(vec![team], pack.managers());
        named
            .into_iter()
            .chain([Choice::Worker(team), decide, managers])
    });
    of_team.chain(opened_by.map(Choice::Person)).collect()
}
