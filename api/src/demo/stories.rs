//! The stories: transfers in every state, some of them late, each along a pathway that leads there.

use chrono::{DateTime, Duration, Utc};
use entity::team;
use openapi::{NewTransfer, TransferKind};
use policy::pack::format::{Pathway, PathwayOutcome};
use policy::transfer::State;
use sea_orm::DatabaseTransaction;
use tracing::debug;

use super::cases::{self, AGES};
use super::stage::{Halt, Stage, Step};
use super::world::World;
use crate::app::App;
use crate::service::transfers;

use TransferKind::{Pull, Push};

/// A transfer to be told: where it ends, who asked, how many days ago it began, and whether an urgent call came meanwhile.
struct Story {
    state: State,
    kind: TransferKind,
    days_ago: i64,
    urgent: bool,
}

const fn story(state: State, kind: TransferKind, days_ago: i64) -> Story {
    Story {
        state,
        kind,
        days_ago,
        urgent: false,
    }
}

const fn urgent(state: State, kind: TransferKind, days_ago: i64) -> Story {
    Story {
        state,
        kind,
        days_ago,
        urgent: true,
    }
}

/// Oldest first. What has waited for weeks is late where the procedure gives a clock.
const STORIES: [Story; 26] = [
    story(State::Closed, Push, 49),
    story(State::Closed, Push, 44),
    story(State::Landed, Push, 41),
    story(State::Withdrawn, Push, 40),
    story(State::Declined, Push, 37),
    story(State::Landed, Pull, 34),
    story(State::Supported, Push, 33),
    story(State::Accepted, Push, 31),
    story(State::Requested, Push, 29),
    story(State::OnHold, Push, 27),
    story(State::Disputed, Push, 26),
    story(State::InformationRequired, Push, 24),
    story(State::Accepted, Push, 21),
    story(State::Landed, Push, 18),
    story(State::Requested, Pull, 15),
    story(State::Draft, Push, 13),
    story(State::Supported, Push, 12),
    story(State::Accepted, Push, 10),
    story(State::Landed, Push, 9),
    story(State::Disputed, Push, 8),
    story(State::InformationRequired, Push, 6),
    story(State::Requested, Push, 5),
    story(State::Requested, Push, 4),
    story(State::Accepted, Push, 4),
    urgent(State::Requested, Push, 3),
    story(State::Draft, Push, 2),
];

/// How often it is told how far the filling has come, in stories.
const TOLD_EVERY: usize = 6;

/// Tell every story that the procedure has a pathway for.
///
/// # Errors
///
/// Whatever the database says.
pub(super) async fn tell_all(app: &App, world: &World) -> anyhow::Result<()> {
    let until = app.clock.now();
    let mut told = 0;
    let mut used = vec![0_usize; world.pack().entries.pathway.len()];
    for (turn, story) in STORIES.iter().enumerate() {
        let teller = Teller {
            app,
            world,
            until,
            turn,
        };
        match teller.tell(story, &mut used).await {
            Ok(true) => told += 1,
            Ok(false) => debug!(
                turn,
                state = story.state.name(),
                "the procedure has no pathway for this"
            ),
            Err(wrong) => return Err(wrong.into()),
        }
        if (turn + 1) % TOLD_EVERY == 0 || turn + 1 == STORIES.len() {
            eprintln!(
                "{}: {told} of {} transfers",
                world.authority.name,
                STORIES.len()
            );
        }
    }
    Ok(())
}

struct Teller<'a> {
    app: &'a App,
    world: &'a World,
    until: DateTime<Utc>,
    turn: usize,
}

impl Teller<'_> {
    /// Tell a story along the pathway that has been used least, for a child of an age that it is for.
    async fn tell(
        &self,
        story: &Story,
        used: &mut [usize],
    ) -> Result<bool, crate::error::ApiError> {
        let pathways = &self.world.pack().entries.pathway;
        let mut order: Vec<_> = (0..pathways.len())
            .filter(|index| leads_there(&pathways[*index], story))
            .collect();
        order.sort_by_key(|index| (used[*index], (*index + self.turn) % pathways.len()));
        for index in order {
            let Some(steps) = steps(story.state, pathways[index].outcome) else {
                continue;
            };
            for place in 0..AGES.len() {
                let age = AGES[(self.turn + place) % AGES.len()];
                let txn = self.app.db.begin().await?;
                match self.play(&txn, story, &pathways[index], steps, age).await {
                    Ok(()) => {
                        txn.commit().await?;
                        used[index] += 1;
                        return Ok(true);
                    }
                    Err(Halt::Stuck) => txn.rollback().await?,
                    Err(Halt::Broken(wrong)) => return Err(wrong),
                }
            }
        }
        Ok(false)
    }

    async fn play(
        &self,
        txn: &DatabaseTransaction,
        story: &Story,
        pathway: &Pathway,
        steps: &[Step],
        age: u32,
    ) -> Result<(), Halt> {
        self.app.clock.travel_to(self.beginning(story));
        let (holder, receiving) = self.sides(pathway)?;
        let case = cases::open(txn, self.app, self.world, holder, age, self.turn).await?;
        let asking = if story.kind == Push {
            holder
        } else {
            receiving
        };
        let opener = self.world.worker_of(asking, self.turn).ok_or(Halt::Stuck)?;
        let new = NewTransfer {
            case,
            pathway: pathway.id.clone(),
            kind: story.kind,
            receiving_team_id: receiving.id,
            planned_on: None,
            facts: None,
            note: None,
        };
        let loaded = transfers::open(txn, self.app, opener, new).await?;
        let Self {
            app,
            world,
            until,
            turn,
        } = *self;
        let mut stage = Stage {
            app,
            txn,
            world,
            pathway,
            turn,
            until,
            loaded,
        };
        for step in steps {
            stage.step(*step).await?;
        }
        if story.urgent {
            stage.urgent_call().await?;
        }
        match stage.loaded.transfer.state == story.state {
            true => Ok(()),
            false => Err(Halt::Stuck),
        }
    }

    /// The morning of the working day on which a story begins.
    fn beginning(&self, story: &Story) -> DateTime<Utc> {
        let calendar = &self.world.calendar;
        let day = calendar.local_date(self.until) - Duration::days(story.days_ago);
        let day = if calendar.is_working_day(day) {
            day
        } else {
            calendar.previous_working_day(day)
        };
        self.world
            .at(day, 9, u32::try_from(self.turn * 7 % 60).unwrap_or(0))
    }

    /// A team that holds the case and another that is to hold it, in turn.
    fn sides(&self, pathway: &Pathway) -> Result<(&team::Model, &team::Model), Halt> {
        let from = self.world.teams_of(&pathway.from);
        let holder = from.get(self.turn % from.len().max(1)).ok_or(Halt::Stuck)?;
        let to: Vec<_> = self
            .world
            .teams_of(&pathway.to)
            .into_iter()
            .filter(|team| team.id != holder.id)
            .collect();
        let receiving = to.get(self.turn / 2 % to.len().max(1)).ok_or(Halt::Stuck)?;
        Ok((holder, receiving))
    }
}

/// Whether a pathway can lead to where a story ends.
fn leads_there(pathway: &Pathway, story: &Story) -> bool {
    let may_be_asked = story.kind == Push || !pathway.released_by.is_empty();
    may_be_asked && (story.state != State::Disputed || pathway.ladder.is_some())
}

/// The way to a state; none where a pathway of this outcome does not lead there.
fn steps(state: State, outcome: PathwayOutcome) -> Option<&'static [Step]> {
    let moves = outcome == PathwayOutcome::Transfer;
    Some(match state {
        State::Draft => &[],
        State::Requested => &[Step::Request],
        State::InformationRequired => &[Step::Request, Step::AskInformation],
        State::OnHold => &[Step::Request, Step::Hold],
        State::Withdrawn => &[Step::Request, Step::Withdraw],
        State::Declined => &[Step::Request, Step::Decline],
        State::Disputed => &[Step::Request, Step::Decline, Step::Dispute],
        State::Supported if moves => &[Step::Request, Step::Support],
        State::Supported => &[Step::Request, Step::Agree],
        State::Accepted if moves => &[Step::Request, Step::Agree],
        State::Landed if moves => &[Step::Request, Step::Agree, Step::Land],
        State::Closed if moves => &[Step::Request, Step::Agree, Step::Land, Step::Close],
        State::Closed => &[Step::Request, Step::Agree, Step::Close],
        State::Accepted | State::Landed => return None,
    })
}
