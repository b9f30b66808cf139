//! The straight way through: from the draft to the end, doing what each block asks and waiting where only time helps.

use chrono::Duration;
use policy::action::Action;
use policy::pack::format::{PathwayOutcome, ReasonFor};
use policy::refusal::Refusal;
use policy::transfer::State;

use super::ground::Ground;
use super::world::World;
use super::{learning, payloads};

/// Days that are waited, one after the other, where nothing else helps.
const WAITS: [i64; 6] = [0, 1, 6, 30, 100, 400];

/// Where a transfer got stuck, and before what.
#[derive(Debug)]
pub(crate) struct Stuck(pub(crate) String);

/// Ask, agree, land, close; or ask, agree on support, close.
pub(crate) fn through(ground: &Ground) -> Result<World, Stuck> {
    let agreed = agreed(ground)?;
    finished(ground, agreed)
}

/// Ask, be declined, dispute, win, and go on from there.
pub(crate) fn through_a_dispute(ground: &Ground) -> Result<World, Stuck> {
    let declined = answered(ground, ReasonFor::Decline)?;
    let disputed = bring(
        ground,
        &declined,
        &[Action::Dispute {
            text: "it fits".into(),
        }],
        State::Disputed,
    )?;
    let decide = Action::DecideDispute {
        accept: true,
        text: "it fits".into(),
    };
    let to = agreed_state(ground);
    let decided = bring(ground, &disputed, &[decide], to)?;
    finished(ground, decided)
}

/// Ask, agree on support instead of a move, close.
pub(crate) fn through_support(ground: &Ground) -> Result<World, Stuck> {
    let supported = answered(ground, ReasonFor::Support)?;
    bring(ground, &supported, &[Action::Close], State::Closed)
}

fn requested(ground: &Ground) -> Result<World, Stuck> {
    let mut world = World::opened(ground);
    learning::learn(ground, &mut world, None, &Action::Close);
    let request = Action::Request {
        planned_on: None,
        facts: Default::default(),
    };
    bring(ground, &world, &[request], State::Requested)
}

fn agreed(ground: &Ground) -> Result<World, Stuck> {
    let requested = requested(ground)?;
    let accept: Vec<_> = payloads::moving(ground, requested.at)
        .into_iter()
        .filter(|action| matches!(action, Action::Accept { .. }))
        .collect();
    bring(ground, &requested, &accept, agreed_state(ground))
}

fn answered(ground: &Ground, purpose: ReasonFor) -> Result<World, Stuck> {
    let requested = requested(ground)?;
    let answers: Vec<_> = payloads::everything(ground, requested.at)
        .into_iter()
        .filter(|action| match purpose {
            ReasonFor::Decline => matches!(action, Action::Decline { .. }),
            _ => matches!(action, Action::SupportInstead { .. }),
        })
        .collect();
    let to = if purpose == ReasonFor::Decline {
        State::Declined
    } else {
        State::Supported
    };
    bring(ground, &requested, &answers, to)
}

fn agreed_state(ground: &Ground) -> State {
    match ground.pathway.outcome {
        PathwayOutcome::Transfer => State::Accepted,
        PathwayOutcome::Support => State::Supported,
    }
}

fn finished(ground: &Ground, agreed: World) -> Result<World, Stuck> {
    let done = match agreed.transfer.state {
        State::Accepted => bring(
            ground,
            &agreed,
            &[Action::Land { practitioner: None }],
            State::Landed,
        )?,
        _ => agreed,
    };
    bring(ground, &done, &[Action::Close], State::Closed)
}

/// Take one of the actions, by whoever may, until the transfer stands where it should.
fn bring(ground: &Ground, from: &World, actions: &[Action], to: State) -> Result<World, Stuck> {
    let mut world = from.clone();
    let mut why = String::from("nobody may");
    for days in WAITS {
        world.at += Duration::days(days) + Duration::hours(1);
        // Several parties, and several things in the way of each: a few rounds are enough for any.
        for _ in 0..8 {
            let Some(next) = actions
                .iter()
                .find_map(|action| one_step(ground, &world, action, &mut why))
            else {
                break;
            };
            world = next;
            if world.transfer.state == to {
                return Ok(world);
            }
        }
    }
    let facts: Vec<_> = world
        .transfer
        .record
        .facts
        .iter()
        .map(|(id, fact)| format!("{id} = {}", fact.value))
        .collect();
    let state = world.transfer.state.name();
    Err(Stuck(format!(
        "{ground}: {state} never becomes {}: {why}; known: {}",
        to.name(),
        facts.join(", ")
    )))
}

/// An action that leads on, or what it asks for first.
fn one_step(ground: &Ground, world: &World, action: &Action, why: &mut String) -> Option<World> {
    let mut blocked = None;
    for actor in &ground.people {
        match world.try_action(ground, actor, action, world.at) {
            Ok(taken) => {
                let after = world.after(&taken);
                let agreed =
                    after.transfer.record.approvals.len() > world.transfer.record.approvals.len();
                if agreed || after.transfer.state != world.transfer.state {
                    return Some(after);
                }
            }
            Err(Refusal::Blocked(blockers)) => blocked = Some(blockers),
            Err(Refusal::NotYours { .. }) => {}
            Err(other) => *why = other.to_string(),
        }
    }
    let blockers = blocked?;
    *why = Refusal::Blocked(blockers.clone()).to_string();
    learning::clear(ground, world, action, &blockers)
}
