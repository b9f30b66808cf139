//! What must hold of every world: open transfers wait for someone and something, disputes have a clock and a decider, what is over stays over.

use std::collections::BTreeSet;

use policy::deadline::Owed;
use policy::decide::capacity;
use policy::ladder::ladder_of;
use policy::pack::format::OneOrMany;
use policy::steps::{self, NextStep};
use policy::transfer::{ActionKind, RECORDING, State, Transfer, transition};

use super::ground::Ground;
use super::world::World;

/// Every action that the state allows, with what stands before it, whoever may take it.
pub(crate) fn steps(ground: &Ground, world: &World) -> Vec<NextStep> {
    let setting = ground.setting(world.at);
    steps::next_steps(&setting, &world.transfer, &ground.people[0], world.at)
}

/// The actions among the steps that somebody could take at once.
pub(crate) fn offered(ground: &Ground, world: &World, steps: &[NextStep]) -> BTreeSet<ActionKind> {
    let possible = steps
        .iter()
        .filter(|step| step.standing.blockers.is_empty() && is_somebodys(ground, world, step));
    possible.map(|step| step.action).collect()
}

fn is_somebodys(ground: &Ground, world: &World, step: &NextStep) -> bool {
    let setting = ground.setting(world.at);
    let Some((whose, _)) = transition(world.transfer.state, step.action) else {
        return false;
    };
    let mut on_route = world.transfer.clone();
    on_route.record.route.clone_from(&step.route);
    ground.people.iter().any(|actor| {
        !actor.is_clockwork && capacity(&setting, &on_route, actor, step.action, whose).is_ok()
    })
}

/// Whether an action takes a transfer on, and does not just record something.
pub(crate) fn takes_on(action: ActionKind) -> bool {
    !RECORDING.contains(&action)
        && !matches!(
            action,
            ActionKind::AgreeDate
                | ActionKind::RecordDiscussion
                | ActionKind::RecordReview
                | ActionKind::PlanLanding
                | ActionKind::Consider
                | ActionKind::Split
        )
}

/// The promises that are broken in a world.
pub(crate) fn broken(ground: &Ground, world: &World, steps: &[NextStep]) -> Vec<String> {
    let mut broken = match world.transfer.state {
        State::Withdrawn | State::Closed => over(ground, world, steps),
        State::Declined => refused(ground, world, steps),
        _ => open(ground, world, steps),
    };
    broken.extend(dispute(ground, world));
    broken
}

/// Invariant 4: a next step, someone who owes it, and a deadline or a meeting.
fn open(ground: &Ground, world: &World, steps: &[NextStep]) -> Vec<String> {
    let setting = ground.setting(world.at);
    let mut broken = Vec::new();
    let next = steps
        .iter()
        .any(|step| takes_on(step.action) && is_somebodys(ground, world, step));
    if !next {
        broken.push("nobody has a next step".into());
    }
    let waiting = steps::waiting_for(&setting, &world.transfer, world.at);
    match waiting.first() {
        None => broken.push("it waits for nothing".into()),
        Some(first) => {
            let nobody = matches!(world.transfer.state, State::Requested | State::Disputed)
                && first.roles.is_empty();
            if nobody || first.what.trim().is_empty() || first.what == "nothing" {
                broken.push("nobody owes the next step".into());
            }
        }
    }
    let has_meeting = waiting.iter().any(|waiting| waiting.meeting.is_some());
    if !has_meeting && !world.owed.iter().any(|owed| runs(world, owed)) {
        broken.push("it waits for no deadline and no meeting".into());
    }
    broken
}

/// A duty that nobody has met, or a chance that has not passed.
fn runs(world: &World, owed: &Owed) -> bool {
    owed.met_at.is_none() && !(owed.lapses && owed.due_at < world.at)
}

/// Whether anything is still to be met; what was met stays on the record.
fn is_owed(world: &World) -> bool {
    world.owed.iter().any(|owed| owed.met_at.is_none())
}

/// What is over has no next step, waits for nothing and owes nothing.
fn over(ground: &Ground, world: &World, steps: &[NextStep]) -> Vec<String> {
    let setting = ground.setting(world.at);
    let mut broken = Vec::new();
    if !steps.is_empty() {
        broken.push("it is over and has a next step".into());
    }
    let waits = !steps::waiting_for(&setting, &world.transfer, world.at).is_empty();
    if waits || is_owed(world) {
        broken.push("it is over and something is owed".into());
    }
    broken
}

/// A refusal may still be disputed where the pathway has a ladder that has not decided, and nothing else can be done or is owed.
fn refused(ground: &Ground, world: &World, steps: &[NextStep]) -> Vec<String> {
    let decided = world
        .transfer
        .record
        .dispute
        .as_ref()
        .is_some_and(|dispute| dispute.decided);
    let has_ladder = ladder_of(&ground.setting(world.at), &world.transfer, world.at).is_some();
    let may_dispute = has_ladder && !decided;
    let offered: Vec<_> = steps.iter().map(|step| step.action).collect();
    let expected: &[ActionKind] = if may_dispute {
        &[ActionKind::Dispute]
    } else {
        &[]
    };
    let mut broken = Vec::new();
    if offered != expected {
        broken.push(format!(
            "declined, it offers {offered:?} where {expected:?} is what can be done"
        ));
    }
    if !may_dispute && is_owed(world) {
        broken.push("declined for good, something is owed".into());
    }
    broken
}

/// Invariant 5: a running clock where the pack gives one, a named decider who is somebody, and a rung of the ladder.
fn dispute(ground: &Ground, world: &World) -> Vec<String> {
    let transfer = &world.transfer;
    let Some(dispute) = transfer
        .record
        .dispute
        .as_ref()
        .filter(|dispute| !dispute.decided)
    else {
        return Vec::new();
    };
    if !matches!(transfer.state, State::Disputed | State::OnHold) {
        return Vec::new();
    }
    let rung = ground
        .pack
        .ladder(&dispute.ladder)
        .and_then(|ladder| ladder.rungs.get(dispute.rung));
    let Some(rung) = rung else {
        return vec!["the dispute is on no rung of its ladder".into()];
    };
    let mut broken = Vec::new();
    let deciders = ground
        .people
        .iter()
        .filter(|actor| actor.role_on_either(transfer, &rung.roles).is_some());
    if rung.roles.is_empty() || deciders.count() == 0 {
        broken.push("the dispute has no decider".into());
    }
    let own = rung.deadline.iter().flat_map(OneOrMany::all);
    let over_all = ground.pack.ladder(&dispute.ladder).into_iter();
    let over_all = over_all.flat_map(|ladder| &ladder.clocks);
    let clocks = own.chain(over_all.map(|clock| &clock.deadline));
    let clocks: Vec<_> = clocks
        .filter(|id| has_started(ground, transfer, id))
        .collect();
    let runs = |owed: &Owed| clocks.contains(&&owed.key) && owed.met_at.is_none();
    if !clocks.is_empty() && !world.owed.iter().any(runs) {
        broken.push(format!("none of the dispute's clocks {clocks:?} runs"));
    }
    broken
}

/// Whether a clock is counted from something that has happened; one that is counted from a fact may have nothing to run from.
fn has_started(ground: &Ground, transfer: &Transfer, clock: &str) -> bool {
    let starts = ground
        .pack
        .deadline(clock)
        .map(|clock| clock.starts_from.all());
    let mut starts = starts.into_iter().flatten();
    starts.any(|event| transfer.record.events.contains_key(event))
}
