//! The promises of the procedure's engine, shown for every built-in pack and an invented one by exploring what can become of its transfers.
#![allow(clippy::unwrap_used)]

mod exploring;
mod known_days;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use exploring::explorer::{Explored, Filling, explore};
use exploring::ground::{Ground, grounds};
use exploring::journey::{Journey, Stuck};
use exploring::{wandering, without, working};
use policy::pack::format::{PathwayOutcome, ReasonFor};
use policy::transfer::ALL_STATES;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

/// Steps from the draft to which every pathway is explored, the facts told.
const DEPTH: usize = 4;

/// Steps from the draft to which every pathway is explored while nothing is known of the child.
const DEPTH_UNTOLD: usize = 3;

/// Steps from the draft to which one pathway of each build is explored, the facts told. The depths are what half a minute allows.
const GREAT_DEPTH: usize = 8;

/// Steps about tasks and the planned day that are looked at from every state on the straight way, of one pathway of each
/// build with the same lists of tasks.
const DEPTH_OF_WORK: usize = 2;

/// Random ways that are walked.
const RANDOM_WAYS: u32 = 128;

/// Ask every question of every item, on as many threads as there are processors.
fn spread<T: Sync, R: Send>(items: &[T], ask: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let answer = ask(item);
                    answers.lock().unwrap().push(answer);
                }
            });
        }
    });
    answers.into_inner().unwrap()
}

#[test]
fn every_promise_holds_within_four_steps_of_every_draft_and_within_eight_of_one_of_each_build() {
    let grounds = grounds();
    let mut builds = BTreeSet::new();
    let mut roots: Vec<(&Ground, Filling, usize)> = Vec::new();
    for ground in grounds.iter().filter(|ground| ground.is_first) {
        let is_new = builds.insert(ground.build());
        let depth = if is_new { GREAT_DEPTH } else { DEPTH };
        roots.push((ground, Filling::Told, depth));
        roots.push((ground, Filling::Unknown, DEPTH_UNTOLD));
    }
    roots.sort_by_key(|(_, _, depth)| usize::MAX - depth);
    let mut explored = Explored::default();
    for each in spread(&roots, |(ground, filling, depth)| {
        explore(ground, *filling, *depth)
    }) {
        explored.add(each);
    }
    println!(
        "{} explorations of {} builds: {} worlds ({} of them the last looked at), {} actions taken, {} refused",
        roots.len(),
        builds.len(),
        explored.worlds,
        explored.edge,
        explored.taken,
        explored.refused
    );
    let broken: Vec<_> = explored
        .broken
        .iter()
        .map(|(what, way)| format!("{what}\n    {way}"))
        .collect();
    assert!(
        broken.is_empty(),
        "{} promises are broken:\n{}",
        broken.len(),
        broken.join("\n")
    );
    assert!(
        explored.worlds > 20 * roots.len(),
        "only {} worlds were reached",
        explored.worlds
    );
    assert_eq!(
        explored.states,
        BTreeSet::from(ALL_STATES),
        "a state is never reached"
    );
}

fn ways_through(
    wanted: impl Fn(&Ground) -> bool,
    way: impl Fn(&Ground) -> Result<exploring::world::World, Stuck> + Sync,
) {
    let grounds = grounds();
    let wanted: Vec<_> = grounds
        .iter()
        .filter(|ground| wanted(ground) && ground.may_be_asked())
        .collect();
    assert!(!wanted.is_empty(), "nothing was tried");
    let stuck: Vec<_> = spread(&wanted, |ground| way(ground).err())
        .into_iter()
        .flatten()
        .map(|Stuck(why)| why)
        .collect();
    assert!(
        stuck.is_empty(),
        "{} of {} get stuck:\n{}",
        stuck.len(),
        wanted.len(),
        stuck.join("\n")
    );
    println!("{} grounds, each to its end", wanted.len());
}

#[test]
fn every_move_can_be_landed_and_closed() {
    ways_through(
        |ground| ground.pathway.outcome == PathwayOutcome::Transfer,
        |ground| Journey::on(ground).through(),
    );
}

#[test]
fn every_support_can_be_agreed_and_closed() {
    ways_through(
        |ground| ground.pathway.outcome == PathwayOutcome::Support,
        |ground| Journey::on(ground).through(),
    );
}

#[test]
fn support_agreed_instead_of_a_move_can_be_closed() {
    let has_reason = |ground: &Ground| {
        ground.pack.entries.reason.iter().any(|reason| {
            reason.on.contains(&ReasonFor::Support) && ground.belongs(&reason.pathways)
        })
    };
    ways_through(
        |ground| ground.is_first && has_reason(ground),
        |ground| Journey::on(ground).through_support(),
    );
}

#[test]
fn a_dispute_that_is_won_ends_as_an_agreement_would() {
    ways_through(
        |ground| ground.is_first && ground.pathway.ladder.is_some(),
        |ground| Journey::on(ground).through_a_dispute(),
    );
}

#[test]
fn whatever_an_action_rested_on_stops_it_when_taken_away() {
    let grounds = grounds();
    let one_each = |ground: &&Ground| ground.is_first && ground.may_be_asked();
    let mut seen = BTreeSet::new();
    let mut wanted: Vec<_> = grounds.iter().filter(one_each).collect();
    wanted.retain(|ground| seen.insert((&ground.pack.header.id, &ground.pathway.id)));
    let answers = spread(&wanted, |ground| {
        let mut journey = Journey::on(ground);
        let arrived = journey.through();
        arrived.map_err(|Stuck(why)| vec![why])?;
        without::stops(ground, &journey.taken)
    });
    let mut stopped = 0;
    let mut broken = Vec::new();
    for answer in answers {
        match answer {
            Ok(times) => stopped += times,
            Err(promises) => broken.extend(promises),
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    println!("{stopped} actions stopped");
    assert!(stopped > wanted.len(), "only {stopped} were stopped");
}

#[test]
fn tasks_and_the_planned_day_keep_every_promise_in_every_state_on_the_way() {
    let grounds = grounds();
    let kind_of_work = |ground: &Ground| {
        let lists = ground.pack.entries.task_list.iter();
        let lists = lists.filter(|list| ground.belongs(&list.pathways));
        (ground.build(), lists.count())
    };
    let mut builds = BTreeSet::new();
    let mut wanted: Vec<_> = grounds
        .iter()
        .filter(|ground| ground.may_be_asked())
        .collect();
    wanted.retain(|ground| ground.is_first && builds.insert(kind_of_work(ground)));
    let mut explored = Explored::default();
    for each in spread(&wanted, |ground| {
        let mut journey = Journey::on(ground);
        let end = journey
            .through()
            .unwrap_or_else(|Stuck(why)| panic!("{why}"));
        let before = journey.taken.into_iter().map(|(world, _, _)| world);
        let roots: Vec<_> = before.chain([end]).collect();
        working::explore(ground, &roots, DEPTH_OF_WORK)
    }) {
        explored.add(each);
    }
    println!(
        "{} worlds, {} actions taken, {} refused",
        explored.worlds, explored.taken, explored.refused
    );
    let broken: Vec<_> = explored.broken.iter().collect();
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(explored.taken > 20 * wanted.len(), "hardly any work");
}

#[test]
fn every_promise_holds_on_forty_random_steps() {
    let grounds = grounds();
    let config = Config {
        cases: RANDOM_WAYS,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    };
    let attempt = (
        any::<usize>(),
        any::<usize>(),
        prop::bool::weighted(0.6),
        0..60_i64,
    );
    let ways = (0..grounds.len(), any::<bool>(), vec(attempt, 40));
    let taken = AtomicUsize::new(0);
    let walked = TestRunner::new(config).run(&ways, |(ground, told, attempts)| {
        let steps = wandering::wander(&grounds[ground], told, &attempts);
        taken.fetch_add(steps.map_err(TestCaseError::fail)?, Ordering::Relaxed);
        Ok(())
    });
    walked.unwrap_or_else(|failure| panic!("{failure}"));
    let taken = taken.into_inner();
    println!("{RANDOM_WAYS} random ways, {taken} actions taken");
    assert!(
        taken > RANDOM_WAYS as usize * 3,
        "only {taken} actions were taken"
    );
}
