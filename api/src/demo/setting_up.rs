//! Setting up an invented authority: teams, people, rota, meetings and contact points.

use std::sync::Arc;

use chrono::{Datelike, Duration, NaiveDate};
use entity::contact_point::{self, ContactPointKind};
use entity::{authority, forum_schedule, practitioner, practitioner_role, team};
use policy::calendar::Calendar;
use policy::pack::Pack;
use policy::pack::format::{ContactKind, ContactPoint, Forum, Service, Standing};
use policy::role::Scope;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::people::{Person, everyone, initials, receivers};
use super::rota;
use super::world::name;
use crate::app::App;
use crate::procedures::Procedure;
use crate::reference;
use crate::repository::{authorities, contact_points, forums, practitioners, teams};

/// Services with two teams: moves within a place, and between people who know each other, look different.
const WITH_TWO_TEAMS: usize = 2;

/// Numbers that Ofcom keeps for fiction: nobody answers there.
const FICTIONAL_NUMBERS: &str = "01632 960";

/// Weeks since the meetings began.
const MEETINGS_SINCE_WEEKS: i64 = 12;

/// One authority being set up.
struct New<'a> {
    txn: &'a DatabaseTransaction,
    app: &'a App,
    pack: &'a Pack,
    calendar: Arc<Calendar>,
    authority: Uuid,
    today: NaiveDate,
}

/// Set up the authority of a procedure, all of it or nothing.
pub(super) async fn set_up(app: &App, procedure: &Procedure) -> anyhow::Result<()> {
    let pack = &procedure.pack;
    let now = app.clock.now();
    let calendar = app.procedures.calendar(pack, &[])?;
    let txn = app.db.begin().await?;
    let row = authority::Model {
        id: Uuid::now_v7(),
        name: name(procedure),
        pack: pack.header.id.clone(),
        created_at: now,
    };
    authorities::insert(&txn, row.clone()).await?;
    let new = New {
        txn: &txn,
        app,
        pack,
        today: calendar.local_date(now),
        calendar,
        authority: row.id,
    };
    let teams = new.teams().await?;
    let people = everyone(pack, &teams);
    let mut ids = Vec::new();
    for (number, person) in people.iter().enumerate() {
        ids.push(new.person(person, number).await?);
    }
    for shift in rota::shifts(pack, &teams, &people, &ids, &new.calendar, now) {
        crate::repository::duty::insert(&txn, shift).await?;
    }
    new.meetings().await?;
    if let Some(administrator) = ids.first() {
        new.contact_points(*administrator).await?;
    }
    txn.commit().await?;
    Ok(())
}

impl New<'_> {
    async fn teams(&self) -> anyhow::Result<Vec<team::Model>> {
        let doubled: Vec<_> = receivers(self.pack)
            .into_iter()
            .take(WITH_TWO_TEAMS)
            .collect();
        let mut rows = Vec::new();
        for service in self
            .pack
            .entries
            .service
            .iter()
            .filter(|service| has_team(self.pack, service))
        {
            let names = match doubled.contains(&service.id) {
                true => vec![
                    format!("{} East", service.name),
                    format!("{} West", service.name),
                ],
                false => vec![service.name.clone()],
            };
            for name in names {
                let row = team::Model {
                    id: Uuid::now_v7(),
                    authority_id: self.authority,
                    service: service.id.clone(),
                    name,
                };
                teams::insert(self.txn, row.clone()).await?;
                rows.push(row);
            }
        }
        Ok(rows)
    }

    async fn person(&self, person: &Person, number: usize) -> anyhow::Result<Uuid> {
        let is_taken = async |taken: &str| {
            Ok(
                practitioners::find_by_reference(self.txn, self.authority, taken)
                    .await?
                    .is_some(),
            )
        };
        let row = practitioner::Model {
            id: Uuid::now_v7(),
            authority_id: self.authority,
            reference: reference::unused('P', is_taken).await?,
            name: initials(number),
            is_administrator: person.is_administrator,
            suspended_at: None,
            created_at: self.app.clock.now(),
        };
        practitioners::insert(self.txn, row.clone()).await?;
        for held in &person.roles {
            let (team_id, service) = match &held.scope {
                Scope::Team(team) => (Some(*team), None),
                Scope::Service(service) => (None, Some(service.clone())),
                Scope::Authority => (None, None),
            };
            let role = practitioner_role::Model {
                id: Uuid::now_v7(),
                authority_id: self.authority,
                practitioner_id: row.id,
                role: held.role.clone(),
                team_id,
                service,
            };
            practitioners::insert_role(self.txn, role).await?;
        }
        Ok(row.id)
    }

    /// Every regular meeting sits at ten, from Tuesday to Thursday in turn.
    async fn meetings(&self) -> anyhow::Result<()> {
        let monday =
            self.today - Duration::days(i64::from(self.today.weekday().num_days_from_monday()));
        let begun = monday - Duration::weeks(MEETINGS_SINCE_WEEKS);
        let regular = self
            .pack
            .entries
            .forum
            .iter()
            .filter_map(|forum| Some((forum, rrule(forum)?)));
        for (number, (forum, rrule)) in (0..).zip(regular) {
            let day = begun + Duration::days(1 + number % 3);
            let ten = chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
            let row = forum_schedule::Model {
                id: Uuid::now_v7(),
                authority_id: self.authority,
                forum: forum.id.clone(),
                first_at: self.calendar.at(day, ten),
                rrule,
            };
            forums::save(self.txn, row).await?;
        }
        Ok(())
    }

    /// A made-up value in each slot that the pack leaves open, but for every fourth, so that both can be seen.
    async fn contact_points(&self, administrator: Uuid) -> anyhow::Result<()> {
        let open = self
            .pack
            .entries
            .contact_point
            .iter()
            .filter(|point| point.value.is_none());
        for (number, point) in open.enumerate().filter(|(number, _)| number % 4 != 3) {
            let row = contact_point::Model {
                id: Uuid::now_v7(),
                authority_id: self.authority,
                slot: point.id.clone(),
                name: format!("{} (demo)", point.name),
                kind: kind(point.kind),
                value: Some(value(point, number)),
                hours: point.hours.clone(),
                last_verified_on: Some(self.today),
                verified_by: Some(administrator),
            };
            contact_points::save(self.txn, row).await?;
        }
        Ok(())
    }
}

/// Services that hold cases have a team, and those that answer: a contact point names them, or they share a rule with
/// duty officers or support.
fn has_team(pack: &Pack, service: &Service) -> bool {
    let answers = |point: &ContactPoint| point.answered_by.as_deref() == Some(service.id.as_str());
    let helpers = pack
        .entries
        .role
        .iter()
        .filter(|role| matches!(role.standing, Standing::DutyOfficer | Standing::Support));
    service.holds_cases
        || pack.entries.contact_point.iter().any(answers)
        || helpers
            .into_iter()
            .any(|role| rota::shared_rules(role, service) > 0)
}

/// How a forum repeats, where it does: as the pack says, or as seldom as it allows.
fn rrule(forum: &Forum) -> Option<String> {
    let seldom = |days: u32| format!("FREQ=WEEKLY;INTERVAL={}", (days / 7).max(1));
    forum
        .rrule
        .clone()
        .or_else(|| forum.max_gap_days.filter(|_| !forum.per_case).map(seldom))
}

fn kind(kind: ContactKind) -> ContactPointKind {
    match kind {
        ContactKind::Phone => ContactPointKind::Phone,
        ContactKind::Email => ContactPointKind::Email,
        ContactKind::Address => ContactPointKind::Address,
    }
}

fn value(point: &ContactPoint, number: usize) -> String {
    match point.kind {
        ContactKind::Phone => format!("{FICTIONAL_NUMBERS}{:03}", number + 1),
        ContactKind::Email => format!("{}@exampleshire.example", point.id.replace('_', "-")),
        ContactKind::Address => format!("{} Example Street, Exampletown", number + 1),
    }
}
