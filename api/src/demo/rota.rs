//! The duty rota of an invented authority: somebody answers at every hour for a year.

use chrono::{DateTime, Datelike, Duration, NaiveTime, Utc};
use entity::{duty_shift, team};
use policy::calendar::Calendar;
use policy::pack::Pack;
use policy::pack::format::{Role, Service, Standing};
use policy::role::{HeldRole, Scope};
use uuid::Uuid;

use super::people::Person;

/// How many weeks ahead the rota reaches.
const WEEKS: i64 = 53;
/// Length of a manager's turn, in weeks: there is one for each team.
const MANAGERS_WEEKS: i64 = 4;

/// The turns of duty officers, a week each, and of managers, from this week's Monday at nine.
///
/// * `ids` – of the people, in their order
pub(super) fn shifts(
    pack: &Pack,
    teams: &[team::Model],
    people: &[Person],
    ids: &[Uuid],
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Vec<duty_shift::Model> {
    let rota = Rota { calendar, now };
    let mut shifts = Vec::new();
    for (team, on_call) in on_call(pack, teams, people, ids) {
        shifts.extend(rota.turns(team, &on_call, 1));
    }
    for team in teams {
        for (person, id) in people.iter().zip(ids) {
            let managing = person.roles.iter().filter(|held| {
                held.scope == Scope::Team(team.id) && is(pack, held, Standing::Manager)
            });
            for held in managing {
                shifts.extend(rota.turns(team, &[(*id, held.role.clone())], MANAGERS_WEEKS));
            }
        }
    }
    shifts
}

/// Who takes urgent calls, and in which team: duty officers or, where the pack has none, the workers of the service
/// that its urgent answer sends people to.
fn on_call<'a>(
    pack: &Pack,
    teams: &'a [team::Model],
    people: &[Person],
    ids: &[Uuid],
) -> Vec<(&'a team::Model, Vec<(Uuid, String)>)> {
    let mut found = Vec::new();
    for role in pack
        .entries
        .role
        .iter()
        .filter(|role| role.standing == Standing::DutyOfficer)
    {
        let holders = holders(people, ids, |held| held.role == role.id);
        found.extend(place_of(pack, role, teams).map(|team| (team, holders)));
    }
    if found.is_empty()
        && let Some(team) = urgent_team(pack, teams)
    {
        let worker = |held: &HeldRole| {
            held.scope == Scope::Team(team.id) && is(pack, held, Standing::Practitioner)
        };
        found.push((team, holders(people, ids, worker)));
    }
    found
}

fn holders(
    people: &[Person],
    ids: &[Uuid],
    wanted: impl Fn(&HeldRole) -> bool,
) -> Vec<(Uuid, String)> {
    let roles = people.iter().zip(ids).filter_map(|(person, id)| {
        Some((
            *id,
            person.roles.iter().find(|held| wanted(held))?.role.clone(),
        ))
    });
    roles.collect()
}

fn is(pack: &Pack, held: &HeldRole, standing: Standing) -> bool {
    pack.role(&held.role)
        .is_some_and(|role| role.standing == standing)
}

/// The team in which a role sits: of the service that most of its rules speak of too, before one that holds cases.
fn place_of<'a>(pack: &Pack, role: &Role, teams: &'a [team::Model]) -> Option<&'a team::Model> {
    let fits = |team: &&team::Model| {
        let service = pack.service(&team.service);
        (
            service.map_or(0, |service| shared_rules(role, service)),
            service.is_some_and(|service| !service.holds_cases),
        )
    };
    teams.iter().rev().max_by_key(fits)
}

/// How many rules speak both of a role and of a service.
pub(super) fn shared_rules(role: &Role, service: &Service) -> usize {
    role.rule
        .ids()
        .iter()
        .filter(|rule| service.rule.ids().contains(rule))
        .count()
}

/// The team that answers first where there is danger, as the pack's urgent answer says.
fn urgent_team<'a>(pack: &Pack, teams: &'a [team::Model]) -> Option<&'a team::Model> {
    let entry = pack.guidance(pack.header.urgent_guidance.as_deref()?)?;
    let points = entry
        .contact_points
        .iter()
        .filter_map(|id| pack.contact_point(id));
    let mut services = points.filter_map(|point| point.answered_by.as_deref());
    services.find_map(|service| teams.iter().find(|team| team.service == service))
}

struct Rota<'a> {
    calendar: &'a Calendar,
    now: DateTime<Utc>,
}

impl Rota<'_> {
    /// People taking turns of so many weeks, without a gap.
    fn turns(
        &self,
        team: &team::Model,
        people: &[(Uuid, String)],
        weeks: i64,
    ) -> Vec<duty_shift::Model> {
        let mut shifts = Vec::new();
        for (number, week) in (0..WEEKS)
            .step_by(usize::try_from(weeks).unwrap_or(1))
            .enumerate()
        {
            let Some((practitioner, role)) = people.get(number % people.len().max(1)) else {
                break;
            };
            shifts.push(duty_shift::Model {
                id: Uuid::now_v7(),
                authority_id: team.authority_id,
                team_id: team.id,
                practitioner_id: *practitioner,
                role: role.clone(),
                starts_at: self.handover(week),
                ends_at: self.handover(week + weeks),
            });
        }
        shifts
    }

    /// Monday at nine, so many weeks after the last one that has passed.
    fn handover(&self, weeks: i64) -> DateTime<Utc> {
        let today = self.calendar.local_date(self.now);
        let monday = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
        let before = if self.calendar.at(monday, nine) > self.now {
            1
        } else {
            0
        };
        self.calendar
            .at(monday + Duration::weeks(weeks - before), nine)
    }
}
