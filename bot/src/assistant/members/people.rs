//! Who may be meant: managers, takers, colleagues, by the teams that they work for.

use openapi::{Pack, Practitioner, Standing, Team};

use super::super::reply::Choice;

/// Those who may have talked for a team: its managers, or anyone of it, or anyone.
pub(in crate::assistant) fn talkers(
    people: &[Practitioner],
    team: &Team,
    pack: &Pack,
) -> Vec<Choice> {
    let manages = |role: &str| {
        let manager = |standing| matches!(standing, Standing::Manager | Standing::SeniorManager);
        pack.roles
            .iter()
            .any(|known| known.id == role && manager(known.standing))
    };
    let managers = named(people, |person| is_of(person, team, manages));
    let anyone_of_it = || named(people, |person| is_of(person, team, |_| true));
    [managers, anyone_of_it(), named(people, |_| true)]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Those who share a team with somebody, and are not suspended.
pub(in crate::assistant) fn colleagues(people: &[Practitioner], of: &Practitioner) -> Vec<Choice> {
    let teams = || of.roles.iter().filter_map(|held| held.team.as_ref());
    let shares = |held: &openapi::HeldRole| {
        let team = held.team.as_ref();
        team.is_some_and(|team| teams().any(|theirs| theirs.id == team.id))
    };
    named(people, |person| {
        person.id != of.id && person.roles.iter().any(shares)
    })
}

pub(super) fn is_of(person: &Practitioner, team: &Team, fits: impl Fn(&str) -> bool) -> bool {
    let there = |held: &openapi::HeldRole| {
        held.team.as_ref().is_some_and(|held| held.id == team.id)
            || held.service.as_ref() == Some(&team.service)
    };
    person
        .roles
        .iter()
        .any(|held| there(held) && fits(&held.role))
}

pub(super) fn named(people: &[Practitioner], fits: impl Fn(&Practitioner) -> bool) -> Vec<Choice> {
    let active = people
        .iter()
        .filter(|person| !person.suspended && fits(person));
    active
        .map(|person| Choice::new(person.id.to_string(), &person.name))
        .collect()
}

/// Those who work for one of several teams.
pub(super) fn of_teams(people: &[Practitioner], teams: &[&Team]) -> Vec<Choice> {
    named(people, |person| {
        teams.iter().any(|team| is_of(person, team, |_| true))
    })
}
