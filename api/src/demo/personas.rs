//! Five people of an invented authority to be: who they are is read from what there is, so that it holds after a restart.

use entity::transfer::{TransferKind, TransferState};
use policy::decide::capacity;
use policy::pack::format::Standing;
use policy::role::Scope;
use policy::transfer::{ActionKind, Whose};
use serde::Serialize;

use super::world::World;
use crate::app::App;
use crate::auth::Practitioner;
use crate::repository::{duty, transfers};
use crate::service::transfers::{Loaded, load};

/// Most transfers that are looked through for one to show.
const MOST: u64 = 50;

/// Something for each of five people: they themselves, or a token for them.
#[derive(Debug, Serialize)]
pub(super) struct Personas<T> {
    /// Works with cases of a team.
    pub(super) practitioner: T,
    /// Manages a team that is asked to take a case.
    pub(super) manager: T,
    /// Answers urgent calls now.
    pub(super) duty_officer: T,
    /// Decides above teams.
    pub(super) senior_manager: T,
    /// Keeps teams, people, rota and contact points.
    pub(super) administrator: T,
}

impl<T> Personas<T> {
    /// Something else for each of them.
    pub(super) fn map<U>(
        self,
        change: impl Fn(T) -> anyhow::Result<U>,
    ) -> anyhow::Result<Personas<U>> {
        Ok(Personas {
            practitioner: change(self.practitioner)?,
            manager: change(self.manager)?,
            duty_officer: change(self.duty_officer)?,
            senior_manager: change(self.senior_manager)?,
            administrator: change(self.administrator)?,
        })
    }
}

/// The five, and a request that the manager can decide.
pub(super) struct Cast<'a> {
    pub(super) personas: Personas<&'a Practitioner>,
    /// Reference of the transfer, where one is requested.
    pub(super) request: Option<String>,
}

/// Choose the five people of an authority; none where nobody works there.
pub(super) async fn cast<'a>(app: &App, world: &'a World) -> anyhow::Result<Option<Cast<'a>>> {
    let request = request(app, world).await?;
    let of = |standing| {
        world
            .people
            .iter()
            .find(|person| world.is_in_team(person, standing))
    };
    let opener = request.as_ref().and_then(|(loaded, _)| {
        world
            .people
            .iter()
            .find(|person| person.row.id == loaded.transfer.opened_by)
    });
    let opener = opener.filter(|person| world.is_in_team(person, Standing::Practitioner));
    let manager = request
        .as_ref()
        .map(|(_, manager)| *manager)
        .or_else(|| of(Standing::Manager));
    let above = |person: &&Practitioner| has_standing(world, person, Standing::SeniorManager);
    let over_service = |person: &&Practitioner| {
        person
            .actor
            .roles
            .iter()
            .any(|held| matches!(held.scope, Scope::Service(_)))
    };
    let senior = world
        .people
        .iter()
        .find(above)
        .or_else(|| world.people.iter().find(over_service))
        .or(manager);
    let personas = Personas {
        practitioner: opener.or_else(|| of(Standing::Practitioner)),
        duty_officer: on_duty(app, world).await?.or(manager),
        manager,
        senior_manager: senior,
        administrator: world
            .people
            .iter()
            .find(|person| person.row.is_administrator),
    };
    let personas = personas.map(|person| person.ok_or_else(|| anyhow::anyhow!("nobody")));
    Ok(personas.ok().map(|personas| Cast {
        personas,
        request: request.map(|(loaded, _)| loaded.row.reference),
    }))
}

/// A request that a manager of the receiving team can decide, with that manager: of the team that has most to do with transfers.
async fn request<'a>(
    app: &App,
    world: &'a World,
) -> anyhow::Result<Option<(Loaded, &'a Practitioner)>> {
    let receiving = world.teams.iter().map(|team| team.id).collect();
    let wanted = transfers::Wanted {
        receiving,
        ..Default::default()
    };
    let rows = transfers::list(app.db.read(), world.authority.id, &wanted, None, MOST).await?;
    let concerns = |team| {
        rows.iter()
            .filter(|row| row.receiving_team_id == team || row.transferring_team_id == team)
            .count()
    };
    let mut asked: Vec<_> = rows
        .iter()
        .filter(|row| row.state == TransferState::Requested && row.kind == TransferKind::Push)
        .collect();
    asked.sort_by_key(|row| std::cmp::Reverse(concerns(row.receiving_team_id)));
    for row in asked {
        let loaded = load(app.db.read(), app, row.clone()).await?;
        if let Some(manager) = world
            .people
            .iter()
            .find(|person| decides(app, world, &loaded, person))
        {
            return Ok(Some((loaded, manager)));
        }
    }
    Ok(None)
}

fn decides(app: &App, world: &World, loaded: &Loaded, person: &Practitioner) -> bool {
    let setting = loaded.setting(&[], app.clock.now());
    world.is_in_team(person, Standing::Manager)
        && capacity(
            &setting,
            &loaded.transfer,
            &person.actor,
            ActionKind::Accept,
            Whose::Deciding,
        )
        .is_ok()
}

/// Whoever is on duty now: a duty officer before anyone else, and then someone who manages nothing.
async fn on_duty<'a>(app: &App, world: &'a World) -> anyhow::Result<Option<&'a Practitioner>> {
    let shifts = duty::on_duty_in(app.db.read(), world.authority.id, None, app.clock.now()).await?;
    let people = shifts.iter().filter_map(|shift| {
        world
            .people
            .iter()
            .find(|person| person.row.id == shift.practitioner_id)
    });
    Ok(people.min_by_key(|person| {
        let manages = has_standing(world, person, Standing::Manager);
        (!has_standing(world, person, Standing::DutyOfficer), manages)
    }))
}

fn has_standing(world: &World, person: &Practitioner, standing: Standing) -> bool {
    let mut roles = person
        .actor
        .roles
        .iter()
        .filter_map(|held| world.pack().role(&held.role));
    roles.any(|role| role.standing == standing)
}
