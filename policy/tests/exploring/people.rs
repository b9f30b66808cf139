//! Everybody who may try something with a transfer: each role that matters on each side, an outsider, a partner, the clockwork.

use std::collections::BTreeSet;

use policy::pack::format::Standing;
use policy::role::{Actor, HeldRole, Scope};
use policy::transfer::{Side, Team};
use uuid::Uuid;

use super::ground::Ground;

/// Who the last three of [`around`] are.
pub(crate) const OUTSIDER: Uuid = Uuid::from_u128(0xF1);
pub(crate) const PARTNER: Uuid = Uuid::from_u128(0xF2);
pub(crate) const CLOCKWORK: Uuid = Uuid::from_u128(0xF3);

/// One person for each role that matters on each side and in each third service, then the outsider, the partner and the clockwork.
pub(crate) fn around(ground: &Ground) -> Vec<Actor> {
    let mut people = Vec::new();
    for side in [Side::Transferring, Side::Receiving] {
        for role in roles(ground, side) {
            let scope = scope(ground, side, role);
            let id = Uuid::from_u128(0x100 + people.len() as u128);
            people.push(person(id, vec![held(role, scope)]));
        }
    }
    for (team, role) in third(ground) {
        let id = Uuid::from_u128(0x100 + people.len() as u128);
        people.push(person(id, vec![held(role, Scope::Team(team.id))]));
    }
    people.push(outsider(ground));
    people.push(partner(ground));
    people.push(Actor {
        is_clockwork: true,
        ..person(CLOCKWORK, Vec::new())
    });
    people
}

/// The roles that the pathway, its ladder, its gates or its items name on a side, and an ordinary practitioner.
fn roles<'a>(ground: &Ground<'a>, side: Side) -> BTreeSet<&'a str> {
    let (pack, pathway) = (ground.pack, ground.pathway);
    let mut named: Vec<&String> = Vec::new();
    let deciding = pathway
        .all_parties()
        .filter(|party| party.sides().contains(&side));
    named.extend(deciding.flat_map(|party| &party.roles));
    if let Some(decline) = &pathway.decline_after_accept {
        named.extend(
            decline
                .decided_by
                .iter()
                .filter(|_| side == Side::Receiving),
        );
    }
    if side == Side::Transferring {
        named.extend(pathway.released_by.iter().chain(&pathway.requested_by));
    }
    if let Some(discussion) = &pathway.discussion {
        named.extend(match side {
            Side::Transferring => &discussion.transferring,
            Side::Receiving => &discussion.receiving,
        });
    }
    let special = pathway.ladder_when.iter().map(|special| &special.ladder);
    let ladders: Vec<_> = pathway.ladder.iter().chain(special).collect();
    named.extend(
        ladders
            .into_iter()
            .filter_map(|id| pack.ladder(id))
            .flat_map(|ladder| &ladder.rungs)
            .flat_map(|rung| &rung.roles),
    );
    let gates = pack.entries.gate.iter().filter(|gate| ground.has(*gate));
    named.extend(gates.flat_map(|gate| &gate.overridable_by));
    let items = pack.entries.item.iter().filter(|item| ground.has(*item));
    named.extend(items.flat_map(|item| &item.overridable_by));
    let mut roles: BTreeSet<_> = named.into_iter().map(String::as_str).collect();
    let ordinary = pack
        .entries
        .role
        .iter()
        .find(|role| role.standing == Standing::Practitioner);
    roles.extend(ordinary.map(|role| role.id.as_str()));
    roles
}

/// The roles that decide for third services.
fn third<'a>(ground: &'a Ground<'_>) -> Vec<(&'a Team, &'a str)> {
    let parties = || ground.pathway.all_parties();
    ground
        .others
        .iter()
        .flat_map(|team| {
            let theirs = parties().filter(|party| party.service.as_ref() == Some(&team.service));
            let roles: BTreeSet<_> = theirs.flat_map(|party| &party.roles).collect();
            roles.into_iter().map(move |role| (team, role.as_str()))
        })
        .collect()
}

/// Senior managers are over a service, everybody else is in a team.
fn scope(ground: &Ground, side: Side, role: &str) -> Scope {
    let team = ground.team(side);
    match ground.pack.role(role).map(|role| role.standing) {
        Some(Standing::SeniorManager) => Scope::Service(team.service.clone()),
        _ => Scope::Team(team.id),
    }
}

fn outsider(ground: &Ground) -> Actor {
    let elsewhere = Scope::Team(Uuid::from_u128(0x7E_A3));
    let every = ground.pack.entries.role.iter();
    person(
        OUTSIDER,
        every
            .map(|role| held(&role.id, elsewhere.clone()))
            .collect(),
    )
}

/// A partner takes part in meetings with both teams and decides nothing, unless the pathway names the role.
fn partner(ground: &Ground) -> Actor {
    let named: BTreeSet<String> = ground
        .pathway
        .all_parties()
        .flat_map(|party| party.roles.clone())
        .chain(
            roles(ground, Side::Transferring)
                .into_iter()
                .map(str::to_owned),
        )
        .collect();
    let partners = ground.pack.entries.role.iter();
    let role = partners
        .filter(|role| role.standing == Standing::Partner && !named.contains(&role.id))
        .map(|role| held(&role.id, Scope::Authority))
        .next();
    person(PARTNER, role.into_iter().collect())
}

fn person(practitioner: Uuid, roles: Vec<HeldRole>) -> Actor {
    Actor {
        practitioner,
        roles,
        is_administrator: false,
        is_clockwork: false,
        is_assistant: false,
    }
}

fn held(role: &str, scope: Scope) -> HeldRole {
    HeldRole {
        role: role.to_owned(),
        scope,
    }
}
