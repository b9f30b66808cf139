//! Who works in an invented authority: someone for every role that the pack names, where the pack has a use for it.

use std::collections::{BTreeMap, BTreeSet};

use entity::team;
use policy::pack::Pack;
use policy::pack::format::{PartySide, Pathway, Role, Standing};
use policy::role::{HeldRole, Scope};

use super::standing::acting;

/// Someone to be set up.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) roles: Vec<HeldRole>,
    pub(super) is_administrator: bool,
}

/// The services in which a pack speaks of each role, by role.
///
/// A list of services does not say which role belongs to which, so it counts only for a role that is never named for one
/// service alone.
#[derive(Debug, Default)]
pub(super) struct Named {
    alone: BTreeMap<String, BTreeSet<String>>,
    among: BTreeMap<String, BTreeSet<String>>,
}

impl Named {
    /// Read the pathways, items and deadlines of a pack.
    pub(super) fn new(pack: &Pack) -> Self {
        let mut named = Self::default();
        for pathway in &pack.entries.pathway {
            named.add(&pathway.requested_by, &pathway.from);
            named.add(&pathway.released_by, &pathway.from);
            for party in pathway.all_parties() {
                match (party.side, &party.service) {
                    (Some(side), _) => named.add(&party.roles, &services(pathway, side)),
                    (None, service) => named.add(&party.roles, service.as_slice()),
                }
            }
            if let Some(discussion) = &pathway.discussion {
                named.add(&discussion.transferring, &pathway.from);
                named.add(&discussion.receiving, &pathway.to);
            }
        }
        let items = pack
            .entries
            .item
            .iter()
            .map(|item| (&item.role, &item.pathways, item.owed_by));
        let deadlines = pack
            .entries
            .deadline
            .iter()
            .map(|due| (&due.role, &due.pathways, due.owed_by));
        for (role, pathways, side) in items.chain(deadlines) {
            let Some(role) = role else { continue };
            for pathway in pack
                .entries
                .pathway
                .iter()
                .filter(|pathway| pathways.contains(&pathway.id))
            {
                named.add(std::slice::from_ref(role), &services(pathway, side));
            }
        }
        named
    }

    fn add(&mut self, roles: &[String], services: &[String]) {
        let named = if services.len() == 1 {
            &mut self.alone
        } else {
            &mut self.among
        };
        for role in roles {
            named
                .entry(role.clone())
                .or_default()
                .extend(services.iter().cloned());
        }
    }

    fn is_in(&self, role: &Role, service: &str) -> bool {
        let services = self
            .alone
            .get(&role.id)
            .or_else(|| self.among.get(&role.id));
        services.is_some_and(|services| services.contains(service))
    }

    /// Where nobody is named for the service alone, whoever is named among others.
    fn is_among(&self, role: &Role, service: &str) -> bool {
        let among = self.among.get(&role.id);
        among.is_some_and(|services| services.contains(service))
    }

    fn is_anywhere(&self, role: &Role) -> bool {
        self.alone.contains_key(&role.id) || self.among.contains_key(&role.id)
    }
}

fn services(pathway: &Pathway, side: PartySide) -> Vec<String> {
    match side {
        PartySide::Transferring => pathway.from.clone(),
        PartySide::Receiving => pathway.to.clone(),
        PartySide::Both => pathway.from.iter().chain(&pathway.to).cloned().collect(),
    }
}

/// Everyone: an administrator, the people of each team, and those above or beside the teams.
pub(super) fn everyone(pack: &Pack, teams: &[team::Model]) -> Vec<Person> {
    let named = Named::new(pack);
    let mut people = vec![Person {
        roles: Vec::new(),
        is_administrator: true,
    }];
    let holding = teams.iter().filter(|team| {
        pack.service(&team.service)
            .is_some_and(|service| service.holds_cases)
    });
    for (number, team) in holding.enumerate() {
        people.extend(workers(pack, &named, team, number));
        people.extend(managers(pack, &named, team));
    }
    let deciding = teams.iter().filter(|team| decides_alone(pack, team));
    people.extend(deciding.flat_map(|team| managers(pack, &named, team)));
    people.extend(above(pack, &named));
    people
}

/// Whether a team holds no cases and decides all the same, as a third service.
fn decides_alone(pack: &Pack, team: &team::Model) -> bool {
    let holds = pack.service(&team.service).is_none_or(|it| it.holds_cases);
    let mut pathways = pack.entries.pathway.iter();
    !holds && pathways.any(|pathway| pathway.third_services().any(|id| id == team.service))
}

/// Two people who work with cases, in the roles that the pack names for the service and, in turn, in those that it names for
/// none; where that leaves nobody, in any.
fn workers(pack: &Pack, named: &Named, team: &team::Model, number: usize) -> Vec<Person> {
    let all = acting(pack, Standing::Practitioner).into_iter();
    let (special, mut general): (Vec<_>, Vec<_>) =
        all.partition(|role| named.is_in(role, &team.service));
    if !special.is_empty() || general.iter().any(|role| !named.is_anywhere(role)) {
        general.retain(|role| !named.is_anywhere(role));
    }
    (0..2)
        .map(|place| {
            let turn = general.get((number * 2 + place) % general.len().max(1));
            let special = special.iter().skip(place).step_by(2);
            let roles = turn
                .into_iter()
                .chain(special)
                .map(|role| held(role, Scope::Team(team.id)))
                .collect();
            Person {
                roles,
                is_administrator: false,
            }
        })
        .filter(|person| !person.roles.is_empty())
        .collect()
}

/// A manager for each manager's role that the pack names for the service.
fn managers(pack: &Pack, named: &Named, team: &team::Model) -> Vec<Person> {
    let all = || acting(pack, Standing::Manager).into_iter();
    let mut roles: Vec<_> = all()
        .filter(|role| named.is_in(role, &team.service))
        .collect();
    if roles.is_empty() {
        roles.extend(all().filter(|role| named.is_among(role, &team.service)));
    }
    roles
        .into_iter()
        .map(|role| one(held(role, Scope::Team(team.id))))
        .collect()
}

/// Those whose roles reach over every team: two duty officers of each kind, and one of everyone else.
///
/// A pack without senior managers gets one: the managers' roles of the service that receives most, over the whole service.
fn above(pack: &Pack, named: &Named) -> Vec<Person> {
    let mut people = Vec::new();
    for role in &pack.entries.role {
        let count = match role.standing {
            Standing::Practitioner => 0,
            Standing::Manager => usize::from(!named.is_anywhere(role)),
            Standing::DutyOfficer => 2,
            Standing::SeniorManager | Standing::Support | Standing::Partner => 1,
        };
        people.extend((0..count).map(|_| one(held(role, Scope::Authority))));
    }
    if of_standing(pack, Standing::SeniorManager).next().is_none() {
        people.extend(head_of_service(pack, named));
    }
    people
}

fn head_of_service(pack: &Pack, named: &Named) -> Option<Person> {
    let service = receivers(pack).into_iter().next()?;
    let roles: Vec<_> = of_standing(pack, Standing::Manager)
        .filter(|role| named.is_in(role, &service))
        .map(|role| held(role, Scope::Service(service.clone())))
        .collect();
    (!roles.is_empty()).then_some(Person {
        roles,
        is_administrator: false,
    })
}

/// The services that receive cases, those of most pathways first.
pub(super) fn receivers(pack: &Pack) -> Vec<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for service in pack.entries.pathway.iter().flat_map(|pathway| &pathway.to) {
        *counts.entry(service).or_default() += 1;
    }
    let mut found: Vec<_> = counts.into_iter().collect();
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    found
        .into_iter()
        .map(|(service, _)| service.clone())
        .collect()
}

fn of_standing(pack: &Pack, standing: Standing) -> impl Iterator<Item = &Role> {
    pack.entries
        .role
        .iter()
        .filter(move |role| role.standing == standing)
}

fn held(role: &Role, scope: Scope) -> HeldRole {
    HeldRole {
        role: role.id.clone(),
        scope,
    }
}

fn one(role: HeldRole) -> Person {
    Person {
        roles: vec![role],
        is_administrator: false,
    }
}

/// An invented pair of initials; the first 650 differ.
pub(super) fn initials(number: usize) -> String {
    const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let first = LETTERS[number % 26];
    let second = LETTERS[(number * 7 + number / 26 + 3) % 26];
    format!("{}. {}.", char::from(first), char::from(second))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use policy::pack::builtin;
    use policy::pack::read::read;
    use uuid::Uuid;

    use super::*;
    use crate::procedures::borrowed;

    fn packs() -> Vec<Pack> {
        let today = "2026-12-02".parse().unwrap();
        builtin::files()
            .into_values()
            .map(|files| read(&files, &borrowed(today)).0.unwrap())
            .collect()
    }

    #[test]
    fn every_pathway_has_someone_to_decide_it() {
        for pack in packs() {
            let team = |service: &String| team::Model {
                id: Uuid::now_v7(),
                authority_id: Uuid::nil(),
                service: service.clone(),
                name: service.clone(),
            };
            let teams: Vec<_> = pack
                .entries
                .service
                .iter()
                .map(|service| team(&service.id))
                .collect();
            let people = everyone(&pack, &teams);
            for pathway in &pack.entries.pathway {
                for party in pathway.all_parties() {
                    let held = |role: &HeldRole| party.roles.contains(&role.role);
                    assert!(
                        people.iter().any(|person| person.roles.iter().any(held)),
                        "{}",
                        pathway.id
                    );
                }
            }
        }
    }

    #[test]
    fn a_procedure_without_practitioners_and_managers_has_people_in_every_team() {
        let mut pack = packs().remove(0);
        for role in &mut pack.entries.role {
            if matches!(role.standing, Standing::Practitioner | Standing::Manager) {
                role.standing = Standing::SeniorManager;
            }
        }
        let services = pack.entries.service.iter();
        let teams: Vec<_> = services
            .filter(|service| service.holds_cases)
            .map(|service| team::Model {
                id: Uuid::now_v7(),
                authority_id: Uuid::nil(),
                service: service.id.clone(),
                name: service.name.clone(),
            })
            .collect();
        let people = everyone(&pack, &teams);
        for team in &teams {
            let held = |role: &HeldRole| role.scope == Scope::Team(team.id);
            let there = people.iter().filter(|person| person.roles.iter().any(held));
            assert!(there.count() >= 2, "{}", team.service);
        }
    }

    #[test]
    fn nobody_shares_initials() {
        let all: BTreeSet<_> = (0..650).map(initials).collect();
        assert_eq!(all.len(), 650);
    }
}
