//! Work around a move: tasks that are named, done, disputed and decided, and a planned day that moves, from every state on the way.

use std::collections::{BTreeSet, VecDeque};

use chrono::{Days, Duration};
use policy::action::Action;
use policy::decide::Decision;
use policy::expression::Verdict;
use policy::pack::format::{Gate, PartOf, PartySide, Stage, TaskList};
use policy::refusal::Refusal;
use policy::role::Actor;
use policy::setting::decided_at;
use policy::steps::coming_stage;
use policy::task::{NewTask, Task};
use policy::transfer::{Side, Transfer};

use super::explorer::Explored;
use super::ground::Ground;
use super::world::World;
use super::{promises, refusals, waits};

/// Worlds looked beyond from one state, the nearest first.
const MOST_WORLDS: usize = 12;

/// Look at all that can be done about tasks and the planned day from some worlds, the first of each state, to a depth.
pub(crate) fn explore(ground: &Ground, from: &[World], depth: usize) -> Explored {
    let mut explored = Explored::default();
    let mut states = BTreeSet::new();
    for root in from
        .iter()
        .filter(|root| states.insert(root.transfer.state))
    {
        around(ground, root, depth, &mut explored);
    }
    explored
}

/// One of those who are alike to every task list: on the same sides, naming and deciding the same.
fn people<'g>(ground: &'g Ground, transfer: &Transfer) -> Vec<&'g Actor> {
    let mut alike = BTreeSet::new();
    let people = ground.people.iter();
    people
        .filter(|actor| {
            let lists = ground.pack.entries.task_list.iter();
            let towards = lists.map(|list| {
                let decides = actor.role_on_either(transfer, &list.climbs_to).is_some();
                (names(ground, list, actor, transfer), decides)
            });
            let sides = actor.sides(transfer, ground.pack);
            alike.insert((sides, actor.is_clockwork, towards.collect::<Vec<_>>()))
        })
        .collect()
}

fn around(ground: &Ground, root: &World, depth: usize, explored: &mut Explored) {
    let mut seen = BTreeSet::from([root.shape(ground)]);
    let mut waiting = VecDeque::from([(root.clone(), 0)]);
    let mut looked_at = 0;
    let people = people(ground, &root.transfer);
    while let Some((mut world, taken)) = waiting.pop_front() {
        world.at += Duration::hours(1);
        looked_at += 1;
        explored.worlds += 1;
        explored.states.insert(world.transfer.state);
        let steps = waits::steps(ground, &world);
        let mut broken = waits::broken(ground, &world, &steps);
        broken.extend(clocks(ground, &world));
        explored.note(ground, &world, "stands", broken);
        if taken == depth || looked_at > MOST_WORLDS {
            explored.edge += 1;
            continue;
        }
        for action in actions(ground, &world) {
            for next in by_everybody(ground, &people, &world, &action, explored) {
                if seen.insert(next.shape(ground)) {
                    waiting.push_back((next, taken + 1));
                }
            }
        }
    }
}

fn by_everybody(
    ground: &Ground,
    people: &[&Actor],
    world: &World,
    action: &Action,
    explored: &mut Explored,
) -> Vec<World> {
    let mut found = Vec::new();
    for actor in people.iter().copied() {
        let broken = match world.try_action(ground, actor, action, world.at) {
            Ok(taken) => {
                explored.taken += 1;
                found.push(world.after(&taken));
                let mut broken = promises::broken(ground, world, actor, action, &taken);
                broken.extend(rightly(ground, world, actor, action, &taken));
                broken
            }
            Err(refusal) => {
                explored.refused += 1;
                let state = world.transfer.state;
                let mut broken = refusals::faults(ground, state, action.kind(), &refusal);
                broken.extend(too_strict(ground, world, actor, action, &refusal));
                broken
            }
        };
        explored.note(ground, world, action.kind().name(), broken);
    }
    found
}

/// What is tried: each list's task as it should be named and with something left out, what becomes of the first task, and two days.
fn actions(ground: &Ground, world: &World) -> Vec<Action> {
    let mut actions = Vec::new();
    if world.transfer.record.tasks.len() < 2 {
        actions.push(raising(None, Some(Side::Transferring), false));
        for list in &ground.pack.entries.task_list {
            let owed_by = (list.owed_by == PartySide::Both).then_some(Side::Receiving);
            let day = ground.calendar.local_date(world.at) + Days::new(10);
            let mut rightly = raising(Some(&list.id), owed_by, true);
            if let Action::RaiseTasks { tasks, .. } = &mut rightly
                && list.must_say_when
            {
                tasks[0].due_on = Some(day);
            }
            actions.extend([rightly, raising(Some(&list.id), owed_by, false)]);
        }
    }
    let text = || "as talked over".to_owned();
    let (task, reason) = (1, text());
    actions.extend([
        Action::CompleteTask { task },
        Action::CancelTask { task, reason },
        Action::DisputeTask { task, text: text() },
    ]);
    actions.extend([true, false].map(|stands| Action::DecideTask {
        task,
        stands,
        text: text(),
    }));
    let today = ground.calendar.local_date(world.at);
    actions.extend(
        [(7, None), (7, Some(text())), (90, Some(text()))].map(|(days, reason)| {
            Action::PlanLanding {
                planned_on: today + Days::new(days),
                reason,
            }
        }),
    );
    actions
}

fn raising(list: Option<&str>, owed_by: Option<Side>, in_writing: bool) -> Action {
    let task = NewTask {
        what: "the genogram".into(),
        owed_by,
        ..NewTask::default()
    };
    Action::RaiseTasks {
        list: list.map(str::to_owned),
        tasks: vec![task],
        in_writing,
        agreed_with: None,
    }
}

/// What was taken and should have been refused, or left something undone.
fn rightly(
    ground: &Ground,
    before: &World,
    actor: &Actor,
    action: &Action,
    taken: &Decision,
) -> Vec<String> {
    let after = &taken.transfer;
    let mut broken = match action {
        Action::RaiseTasks {
            list, in_writing, ..
        } => {
            let list = list.as_deref().and_then(|id| ground.pack.task_list(id));
            let wrong = list.and_then(|list| {
                let unwritten = list.in_writing && !in_writing;
                let wrong = unwritten || !names(ground, list, actor, &before.transfer);
                (wrong || !applies(ground, list, before))
                    .then(|| format!("a task of `{}` was named otherwise than it says", list.id))
            });
            wrong.into_iter().collect()
        }
        Action::CompleteTask { task } => {
            let task = numbered(&before.transfer, *task);
            let theirs = task.is_some_and(|task| owes(ground, task, actor, &before.transfer));
            said(!theirs, "a task was done by the side that does not owe it")
        }
        Action::DecideTask { task, .. } => {
            let list = numbered(&before.transfer, *task).and_then(|task| task.list_of(ground.pack));
            let named = list.map(|list| list.climbs_to.clone()).unwrap_or_default();
            let decides = actor.role_on_either(&before.transfer, &named).is_some();
            said(!decides, "a task was decided by nobody whom its list names")
        }
        Action::PlanLanding { reason, .. } => {
            let moved = before.transfer.planned_on.is_some() && reason.is_none();
            let mut broken = said(moved, "a planned day moved without a reason");
            broken.extend(flipped(ground, before, taken));
            broken
        }
        _ => Vec::new(),
    };
    broken.extend(completed(ground, after));
    broken
}

/// Whoever names a list's tasks may name them, and what is planned for the first time needs no reason.
fn too_strict(
    ground: &Ground,
    world: &World,
    actor: &Actor,
    action: &Action,
    refusal: &Refusal,
) -> Vec<String> {
    let Action::RaiseTasks {
        list: Some(id),
        in_writing: true,
        ..
    } = action
    else {
        return Vec::new();
    };
    let list = ground.pack.task_list(id);
    let may = world.transfer.state.is_open()
        && list.is_some_and(|list| {
            let days_agreed = list.must_say_when && list.deadline.is_some();
            !days_agreed
                && applies(ground, list, world)
                && names(ground, list, actor, &world.transfer)
        });
    let why = format!("a task of `{id}` cannot be named: {refusal}");
    said(may, &why)
}

/// Whether a list applies where the transfer stands.
fn applies(ground: &Ground, list: &TaskList, world: &World) -> bool {
    let transfer = &world.transfer;
    let fits = match list.part_of {
        PartOf::Either => true,
        PartOf::Support => transfer.is_supported(),
        PartOf::Move => !transfer.is_supported(),
    };
    let setting = ground.setting(world.at);
    let knowledge = setting.knowledge(transfer, world.at, "", "");
    fits && ground.belongs(&list.pathways) && knowledge.holds(list.when.as_deref()) == Verdict::Yes
}

fn names(ground: &Ground, list: &TaskList, actor: &Actor, transfer: &Transfer) -> bool {
    sides(list.raised_by).iter().any(|side| {
        actor.works_for(transfer.team(*side), ground.pack)
            && (list.raised_by_roles.is_empty()
                || actor
                    .role_on(transfer, *side, &list.raised_by_roles)
                    .is_some())
    })
}

fn owes(ground: &Ground, task: &Task, actor: &Actor, transfer: &Transfer) -> bool {
    let mut sides = sides(task.owed_by).iter();
    sides.any(|side| actor.works_for(transfer.team(*side), ground.pack))
}

fn sides(side: PartySide) -> &'static [Side] {
    match side {
        PartySide::Transferring => &[Side::Transferring],
        PartySide::Receiving => &[Side::Receiving],
        PartySide::Both => &[Side::Transferring, Side::Receiving],
    }
}

fn numbered(transfer: &Transfer, number: u32) -> Option<&Task> {
    let mut tasks = transfer.record.tasks.iter();
    tasks.find(|task| task.number == number)
}

fn said(is_so: bool, words: &str) -> Vec<String> {
    is_so.then(|| words.to_owned()).into_iter().collect()
}

/// The item that says that all tasks of a list are done is ticked when they are, and at no other time.
fn completed(ground: &Ground, after: &Transfer) -> Vec<String> {
    let record = &after.record;
    let mut broken = Vec::new();
    for list in &ground.pack.entries.task_list {
        let tasks = record
            .tasks
            .iter()
            .filter(|task| task.list.as_ref() == Some(&list.id));
        let open = tasks.clone().filter(|task| task.is_open()).count();
        let item = list
            .completed
            .as_deref()
            .and_then(|id| ground.pack.item(id));
        let Some(item) = item.filter(|item| ground.has(*item) && tasks.count() > 0) else {
            continue;
        };
        if record.ticks.contains_key(&item.id) != (open == 0) {
            broken.push(format!(
                "`{}` does not say that {open} tasks are open",
                item.id
            ));
        }
    }
    broken
}

/// Every open task that has a day or a clock is owed by then, by the side that owes it.
fn clocks(ground: &Ground, world: &World) -> Vec<String> {
    let transfer = &world.transfer;
    let tasks = transfer.record.tasks.iter().filter(|task| task.is_open());
    let timed = tasks.filter(|task| {
        let list = task.list_of(ground.pack);
        task.due_on.is_some() || list.is_some_and(|list| list.deadline.is_some())
    });
    let unowed = timed.filter(|task| {
        let key = task.key(ground.pack);
        let mut owed = world.owed.iter();
        !owed.any(|owed| owed.key == key && owed.owed_by == task.owed_by && owed.met_at.is_none())
    });
    let open = transfer.state.is_open();
    unowed
        .filter(|_| open)
        .map(|task| format!("nobody owes task {}", task.number))
        .collect()
}

/// Exactly those gates before landing are told of that read otherwise on the new day.
fn flipped(ground: &Ground, before: &World, taken: &Decision) -> Vec<String> {
    let at = taken.occurred_at;
    let reads = |transfer: &Transfer, gate: &Gate| {
        let setting = ground.setting(at);
        let knowledge = setting.knowledge(transfer, at, decided_at(transfer), "");
        match knowledge.holds(gate.when.as_deref()) {
            Verdict::Yes => Some(knowledge.holds(Some(&gate.require))),
            _ => None,
        }
    };
    let Some(coming) = coming_stage(before.transfer.state) else {
        return Vec::new();
    };
    let gates = ground.pack.entries.gate.iter();
    let lies_ahead = |on: &Stage| *on != Stage::Decline && *on >= coming;
    let ahead = gates.filter(|gate| ground.has(*gate) && gate.on.iter().any(lies_ahead));
    let mut broken = Vec::new();
    for gate in ahead {
        let decisive =
            |verdict: &Option<Verdict>| matches!(verdict, Some(Verdict::Yes | Verdict::No));
        let (was, is) = (reads(&before.transfer, gate), reads(&taken.transfer, gate));
        let told = taken.flips.iter().any(|flip| flip.id == gate.id);
        if decisive(&was) && decisive(&is) && (was != is) != told {
            broken.push(format!(
                "`{}` read {was:?}, reads {is:?}: told {told}",
                gate.id
            ));
        }
    }
    let unheard = !taken.flips.is_empty()
        && !taken.told.iter().any(|told| {
            told.key == "flips" && !told.transferring.is_empty() && !told.receiving.is_empty()
        });
    broken.extend(said(unheard, "a gate flipped, and a side was not told"));
    broken
}
