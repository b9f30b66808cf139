//! Longer ways than can be explored one by one: people who try this and that, mostly what makes sense.

use chrono::Duration;
use policy::action::Action;
use policy::decide::capacity;
use policy::refusal::Refusal;
use policy::role::Actor;
use policy::transfer::transition;

use super::ground::Ground;
use super::world::World;
use super::{learning, payloads, promises, refusals, waits};

/// One attempt: by whom and what, drawn from all there are, whether it is sensible, and the hours that pass before it.
pub(crate) type Attempt = (usize, usize, bool, i64);

/// Wander; how many actions were taken, or the first promise that was broken and the way there.
pub(crate) fn wander(ground: &Ground, told: bool, attempts: &[Attempt]) -> Result<usize, String> {
    let mut world = World::opened(ground);
    if told {
        learning::learn(ground, &mut world, None, &Action::Close);
        world.reckon(ground);
    }
    let mut taken = 0;
    for (who, what, sensible, hours) in attempts {
        world.at += Duration::hours(*hours);
        let Some((actor, action)) = choose(ground, &world, *who, *what, *sensible) else {
            continue;
        };
        let (next, broken) = attempt(ground, &world, actor, &action, told && *sensible);
        if !broken.is_empty() {
            let trail = world.trail.join(", ");
            return Err(format!("{ground}: {trail}, then {action:?}: {broken:?}"));
        }
        if let Some(next) = next {
            world = next;
            taken += 1;
        }
    }
    Ok(taken)
}

/// Anybody and anything, or somebody with something that takes the transfer on and is theirs to do.
fn choose<'a>(
    ground: &'a Ground,
    world: &World,
    who: usize,
    what: usize,
    sensible: bool,
) -> Option<(&'a Actor, Action)> {
    if !sensible {
        let mut actions = payloads::everything(ground, world.at);
        let number = what % actions.len();
        let actor = ground.people.get(who % ground.people.len())?;
        return Some((actor, actions.swap_remove(number)));
    }
    let setting = ground.setting(world.at);
    // Taken back too often, transfers would not get far.
    let may_withdraw = what.is_multiple_of(16);
    let mut theirs: Vec<_> = payloads::moving(ground, world.at)
        .into_iter()
        .filter(|action| may_withdraw || !matches!(action, Action::Withdraw { .. }))
        .filter_map(|action| {
            let (whose, _) = transition(world.transfer.state, action.kind())?;
            let may = |actor: &&Actor| {
                capacity(
                    &setting,
                    &world.on_route(&action),
                    actor,
                    action.kind(),
                    whose,
                )
                .is_ok()
            };
            let able: Vec<_> = ground.people.iter().filter(may).collect();
            let actor = *able.get(who % able.len().max(1))?;
            Some((actor, action))
        })
        .collect();
    let number = what % theirs.len().max(1);
    (!theirs.is_empty()).then(|| theirs.swap_remove(number))
}

fn attempt(
    ground: &Ground,
    world: &World,
    actor: &Actor,
    action: &Action,
    helped: bool,
) -> (Option<World>, Vec<String>) {
    match world.try_action(ground, actor, action, world.at) {
        Ok(decision) => {
            let next = world.after(&decision);
            let mut broken = promises::broken(ground, world, actor, action, &decision);
            broken.extend(waits::broken(ground, &next, &waits::steps(ground, &next)));
            (Some(next), broken)
        }
        Err(refusal) => {
            let state = world.transfer.state;
            let faults = refusals::faults(ground, state, action.kind(), &refusal);
            let next = match &refusal {
                Refusal::Blocked(blockers) if helped => {
                    learning::clear(ground, world, action, blockers)
                }
                _ => None,
            };
            (next, faults)
        }
    }
}
