//! Taking away, one by one, what an action rested on: then the block stands, and has to stop it.

use policy::action::Action;
use policy::refusal::Refusal;
use uuid::Uuid;

use super::ground::Ground;
use super::promises;
use super::world::World;

/// How often something that was taken away stopped an action that had passed; or the promises that were broken.
pub(crate) fn stops(
    ground: &Ground,
    taken: &[(World, Uuid, Action)],
) -> Result<usize, Vec<String>> {
    let mut stopped = 0;
    let mut broken = Vec::new();
    for (world, who, action) in taken {
        let actor = ground
            .people
            .iter()
            .find(|actor| actor.practitioner == *who);
        let Some(actor) = actor else { continue };
        for (what, less) in lesser(world) {
            match less.try_action(ground, actor, action, less.at) {
                Err(Refusal::Blocked(_)) => stopped += 1,
                Err(_) => {}
                Ok(decision) => {
                    let found = promises::broken(ground, &less, actor, action, &decision);
                    let named = |promise| {
                        format!("{ground}: {:?} without {what}: {promise}", action.kind())
                    };
                    broken.extend(found.into_iter().map(named));
                }
            }
        }
    }
    if broken.is_empty() {
        Ok(stopped)
    } else {
        Err(broken)
    }
}

/// The world without one thing that was known, ticked, or talked over.
fn lesser(world: &World) -> Vec<(String, World)> {
    let record = &world.transfer.record;
    let mut found = Vec::new();
    for fact in record.facts.keys() {
        let mut less = world.clone();
        less.transfer.record.facts.remove(fact);
        found.push((format!("the fact `{fact}`"), less));
    }
    for item in record.ticks.keys() {
        let mut less = world.clone();
        less.transfer.record.ticks.remove(item);
        found.push((format!("the tick of `{item}`"), less));
    }
    if !record.discussions.is_empty() {
        let mut less = world.clone();
        less.transfer.record.discussions.clear();
        found.push(("the discussion".to_owned(), less));
    }
    found
}
