//! A demonstration's authority as it stands in the database: its teams and its people.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use entity::{authority, team};
use policy::calendar::Calendar;
use policy::pack::Pack;
use policy::pack::format::Standing;
use policy::role::Scope;

use super::standing::acts;
use crate::app::App;
use crate::auth::{Practitioner, signed_in};
use crate::procedures::Procedure;
use crate::repository::{authorities, practitioners, teams};

/// More rows than a demonstration has.
const ALL: u64 = 10_000;

/// An authority with its procedure, teams and people.
#[derive(Debug)]
pub(super) struct World {
    pub(super) authority: authority::Model,
    pub(super) procedure: Arc<Procedure>,
    pub(super) calendar: Arc<Calendar>,
    /// In the order in which they were set up.
    pub(super) teams: Vec<team::Model>,
    /// In the order in which they were set up.
    pub(super) people: Vec<Practitioner>,
}

/// The name of the invented authority that works under a procedure.
pub(super) fn name(procedure: &Procedure) -> String {
    format!("Exampleshire ({})", procedure.pack.header.id)
}

impl World {
    /// The authority that works under a procedure, where it has been set up.
    pub(super) async fn find(
        app: &App,
        procedure: &Arc<Procedure>,
    ) -> anyhow::Result<Option<Self>> {
        let conn = app.db.read();
        let Some(authority) = authorities::find_by_name(conn, &name(procedure)).await? else {
            return Ok(None);
        };
        let mut people = Vec::new();
        for row in practitioners::list(conn, authority.id, None, ALL).await? {
            people.extend(signed_in(conn, authority.id, row.id).await?);
        }
        Ok(Some(Self {
            teams: teams::list(conn, authority.id, None, None, ALL).await?,
            calendar: app.procedures.calendar(&procedure.pack, &[])?,
            procedure: Arc::clone(procedure),
            authority,
            people,
        }))
    }

    pub(super) fn pack(&self) -> &Pack {
        &self.procedure.pack
    }

    /// The teams of any of these services.
    pub(super) fn teams_of(&self, services: &[String]) -> Vec<&team::Model> {
        self.teams
            .iter()
            .filter(|team| services.contains(&team.service))
            .collect()
    }

    /// Whether someone holds a role of a standing, or the nearest to it that there is, in one team and not above it.
    pub(super) fn is_in_team(&self, person: &Practitioner, standing: Standing) -> bool {
        person.actor.roles.iter().any(|held| {
            matches!(held.scope, Scope::Team(_)) && acts(self.pack(), &held.role, standing)
        })
    }

    /// Someone who works with cases in a team; those of a team take turns.
    pub(super) fn worker_of(&self, team: &team::Model, turn: usize) -> Option<&Practitioner> {
        let in_team = |person: &&Practitioner| {
            person
                .actor
                .roles
                .iter()
                .any(|held| held.scope == Scope::Team(team.id))
        };
        let workers: Vec<_> = self
            .people
            .iter()
            .filter(in_team)
            .filter(|person| self.is_in_team(person, Standing::Practitioner))
            .collect();
        workers.get(turn % workers.len().max(1)).copied()
    }

    /// An hour of a civil day, as an instant.
    pub(super) fn at(&self, day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
        self.calendar.at(
            day,
            NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN),
        )
    }
}
