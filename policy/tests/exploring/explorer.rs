//! Every world that can be reached within a number of steps, each reached once, each promise looked at in each.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::Duration;
use policy::action::Action;
use policy::decide::capacity;
use policy::pack::format::OverrideTakes;
use policy::refusal::{Blocker, Refusal};
use policy::role::Actor;
use policy::steps::NextStep;
use policy::transfer::{ActionKind, State, transition};

use super::ground::Ground;
use super::world::World;
use super::{learning, payloads, promises, refusals, waits};

/// What time passes between two steps: more than a day, so that clocks of hours and of days run out on the way.
pub(crate) const STEP: Duration = Duration::hours(27);

/// Worlds looked beyond in one exploration, the nearest first: a procedure with many ways to decide stays explorable.
const MOST_WORLDS: usize = 250;

/// What is known of the child when an exploration starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filling {
    /// Nothing, and nobody ever tells: only ticks and overrides help.
    Unknown,
    /// What lets the transfer through, and told again where time has gone over it.
    Told,
}

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Explored {
    pub(crate) worlds: usize,
    pub(crate) taken: usize,
    pub(crate) refused: usize,
    pub(crate) states: BTreeSet<State>,
    /// Worlds that were not looked beyond.
    pub(crate) edge: usize,
    /// Promises broken, each with the shortest way there.
    pub(crate) broken: BTreeMap<String, String>,
}

impl Explored {
    pub(crate) fn add(&mut self, other: Self) {
        self.worlds += other.worlds;
        self.taken += other.taken;
        self.refused += other.refused;
        self.edge += other.edge;
        self.states.extend(other.states);
        for (what, where_) in other.broken {
            self.broken.entry(what).or_insert(where_);
        }
    }

    /// Note promises that were broken in a world.
    pub(crate) fn note(&mut self, ground: &Ground, world: &World, what: &str, broken: Vec<String>) {
        for promise in broken {
            let place = format!("{} {what}", world.transfer.state.name());
            let way = format!("{ground}: {}", world.trail.join(", "));
            self.broken
                .entry(format!("{}: {place}: {promise}", ground.pack.header.id))
                .or_insert(way);
        }
    }
}

/// Explore a ground to a depth, or until the most worlds are seen.
pub(crate) fn explore(ground: &Ground, filling: Filling, depth: usize) -> Explored {
    let mut explored = Explored::default();
    let mut first = World::opened(ground);
    if filling == Filling::Told {
        learning::learn(ground, &mut first, None, &Action::Close);
        first.reckon(ground);
    }
    let mut seen = BTreeSet::from([first.shape(ground)]);
    let mut waiting = VecDeque::from([(first, 0)]);
    while let Some((mut world, taken)) = waiting.pop_front() {
        world.at += STEP;
        explored.worlds += 1;
        let steps = waits::steps(ground, &world);
        explored.note(
            ground,
            &world,
            "stands",
            waits::broken(ground, &world, &steps),
        );
        if taken == depth || explored.worlds > MOST_WORLDS {
            explored.edge += 1;
            explored.states.insert(world.transfer.state);
            continue;
        }
        for next in expand(ground, filling, &world, &steps, &mut explored) {
            if seen.insert(next.shape(ground)) {
                waiting.push_back((next, taken + 1));
            }
        }
        explored.states.insert(world.transfer.state);
    }
    explored
}

/// The worlds one step on.
fn expand(
    ground: &Ground,
    filling: Filling,
    world: &World,
    steps: &[NextStep],
    explored: &mut Explored,
) -> Vec<World> {
    let is_new_state = !explored.states.contains(&world.transfer.state);
    let each = is_new_state && filling == Filling::Told;
    let mut found = Vec::new();
    let mut done = BTreeSet::new();
    for action in payloads::moving(ground, world.at) {
        if !is_new_state && transition(world.transfer.state, action.kind()).is_none() {
            continue;
        }
        let (taken, blocked) = try_everybody(ground, world, &action, each, explored);
        done.extend(taken.iter().map(|_| action.kind()));
        found.extend(taken);
        if let Some(blockers) = blocked {
            found.extend(around(ground, filling, world, &action, &blockers, explored));
        }
    }
    if is_new_state {
        try_once_a_state(ground, world, explored);
    }
    let unlike = unlike(&waits::offered(ground, world, steps), &done);
    explored.note(ground, world, "offers", unlike);
    found
}

/// What need not be tried again in every world of a state: wrong words, records, and moments before the state began.
fn try_once_a_state(ground: &Ground, world: &World, explored: &mut Explored) {
    for action in payloads::wrong(ground, world.at) {
        let (taken, _) = try_everybody(ground, world, &action, false, explored);
        let passed = taken.iter().map(|_| "it passed, and is wrong".to_owned());
        explored.note(ground, world, action.kind().name(), passed.collect());
    }
    for action in payloads::recording(ground, world.at) {
        try_everybody(ground, world, &action, false, explored);
    }
    let mut earlier = world.clone();
    earlier.at = world.transfer.state_since - Duration::hours(1);
    for action in payloads::moving(ground, earlier.at) {
        let (taken, _) = try_everybody(ground, &earlier, &action, false, explored);
        let only_records = !waits::takes_on(action.kind());
        let passed = taken.iter().filter(|_| !only_records);
        let passed = passed.map(|_| "it happened before the state began".to_owned());
        explored.note(ground, world, action.kind().name(), passed.collect());
    }
}

/// What is offered can be done, and what can be done is offered.
fn unlike(offered: &BTreeSet<ActionKind>, done: &BTreeSet<ActionKind>) -> Vec<String> {
    let differ = offered
        .symmetric_difference(done)
        .filter(|action| waits::takes_on(**action));
    differ
        .map(|action| match done.contains(action) {
            true => format!("{} can be done and is not offered", action.name()),
            false => format!("{} is offered and cannot be done", action.name()),
        })
        .collect()
}

/// Let everybody try. People in the same capacity are alike: one of them takes the action, or all where `each` is wanted.
fn try_everybody(
    ground: &Ground,
    world: &World,
    action: &Action,
    each: bool,
    explored: &mut Explored,
) -> (Vec<World>, Option<Vec<Blocker>>) {
    let mut found = Vec::new();
    let mut blocked = None;
    let mut alike = BTreeSet::new();
    for actor in &ground.people {
        if !alike.insert(capacity_key(ground, world, action, actor)) && !each {
            continue;
        }
        match world.try_action(ground, actor, action, world.at) {
            Ok(taken) => {
                explored.taken += 1;
                let broken = promises::broken(ground, world, actor, action, &taken);
                explored.note(ground, world, action.kind().name(), broken);
                found.push(world.after(&taken));
            }
            Err(refusal) => {
                explored.refused += 1;
                let faults =
                    refusals::faults(ground, world.transfer.state, action.kind(), &refusal);
                explored.note(ground, world, action.kind().name(), faults);
                if let Refusal::Blocked(blockers) = refusal {
                    blocked = Some(blockers);
                }
            }
        }
    }
    (found, blocked)
}

/// Which party to the decision somebody is; alike for all others who may act; none for who may not, or in a wrong state.
fn capacity_key(
    ground: &Ground,
    world: &World,
    action: &Action,
    actor: &Actor,
) -> Option<Option<usize>> {
    let (whose, _) = transition(world.transfer.state, action.kind())?;
    let setting = ground.setting(world.at);
    let on_route = world.on_route(action);
    let capacity = capacity(&setting, &on_route, actor, action.kind(), whose).ok()?;
    Some(capacity.party)
}

/// The two ways around what blocks an action: do what it asks, or let somebody override all of it.
fn around(
    ground: &Ground,
    filling: Filling,
    world: &World,
    action: &Action,
    blockers: &[Blocker],
    explored: &mut Explored,
) -> Vec<World> {
    let mut found = Vec::new();
    match filling {
        Filling::Told => found.extend(learning::clear(ground, world, action, blockers)),
        Filling::Unknown => {
            let mut ticked = world.clone();
            ticked.tick_all(ground);
            ticked.reckon(ground);
            found.push(ticked);
        }
    }
    found.extend(let_pass(ground, world, blockers, explored));
    for world in &mut found {
        world
            .trail
            .push(format!("clear the way to {}", action.kind().name()));
    }
    found
}

fn let_pass(
    ground: &Ground,
    world: &World,
    blockers: &[Blocker],
    explored: &mut Explored,
) -> Option<World> {
    let mut passed = world.clone();
    for blocker in blockers {
        for action in payloads::overriding(&blocker.id) {
            let (mut taken, _) = try_everybody(ground, &passed, &action, true, explored);
            passed = taken.pop().unwrap_or(passed);
        }
        if blocker.override_takes == OverrideTakes::BothSides {
            passed = by_the_other_side(ground, &passed, &blocker.id).unwrap_or(passed);
        }
    }
    (passed.transfer.record.overrides.len() > world.transfer.record.overrides.len())
        .then_some(passed)
}

/// The second override of two: by somebody who makes it complete.
fn by_the_other_side(ground: &Ground, world: &World, of: &str) -> Option<World> {
    let [action, _] = payloads::overriding(of);
    ground.people.iter().find_map(|actor| {
        let taken = world.try_action(ground, actor, &action, world.at).ok()?;
        let passed = taken
            .transfer
            .record
            .lets_pass(of, OverrideTakes::BothSides);
        passed.then(|| world.after(&taken))
    })
}
