//! Matters of their own: what the procedure binds without moving a case.

use openapi::{Blocker, DeadlineState, Matter, MatterActionName, MatterItem, MatterState};

use super::super::reply::{Choice, Reply};
use super::super::step::Step;
use super::refusals::stands_in_the_way;
use super::{Names, capital, moment};

/// Most matters of a list that can be opened at once.
const MOST_OPENED: usize = 10;
/// Most decisions that have a button of their own; more of them are chosen from a list.
const MOST_DECISIONS: usize = 4;

/// A matter as it stands, with what stands in the way and what can be done.
pub fn matter(matter: &Matter, names: Names<'_>) -> Reply {
    let about = [&matter.case, &matter.contact];
    let about = about
        .into_iter()
        .flatten()
        .map(|about| format!("About {}.", about.reference));
    let team = matter
        .team
        .iter()
        .map(|team| format!("Team: {}.", team.name));
    let decision = matter
        .decision
        .iter()
        .map(|decision| format!("Decided: {}.", decision.label));
    Reply::plain(heading(matter))
        .lines(about)
        .lines(team)
        .lines(decision)
        .lines(duty(matter, names).into_iter().skip(1))
        .lines(in_the_way(matter, |_| true, names))
        .lines(said(matter))
        .offers(offers(matter))
}

/// That something was done to a matter, and what is still to be done.
pub fn matter_moved(done: &str, matter: &Matter, names: Names<'_>) -> Reply {
    let (reference, state) = (&matter.reference, state(matter.state));
    let decision = matter
        .decision
        .iter()
        .map(|decision| format!("Decided: {}.", decision.label));
    let open = open_items(matter).map(|item| to_do(matter, item));
    Reply::plain(format!("Done: {done}. {reference} is {state}."))
        .lines(decision)
        .lines(open)
        .lines(in_the_way(matter, |blocker| !blocker.warning, names))
        .offers(offers(matter))
}

/// Matters on which somebody still owes something.
pub fn matters(list: &[Matter], more: bool, names: Names<'_>) -> Reply {
    if list.is_empty() {
        return Reply::plain("No matter of your teams is open.");
    }
    let line = |matter: &Matter| {
        let due = matter.deadlines.iter().filter(|due| is_owed(due.state));
        let soonest = due.filter_map(|due| due.due_at).min();
        let due = soonest.map(|at| format!(", next due {}", moment(at)));
        let waits = matter.state == MatterState::Open && !matter.decided_by.is_empty();
        let waits = waits.then(|| format!(", decided by {}", names.roles(&matter.decided_by)));
        format!(
            "{}{}{}",
            heading(matter),
            due.unwrap_or_default(),
            waits.unwrap_or_default()
        )
    };
    let open = |matter: &Matter| {
        let reference = &matter.reference;
        Choice::new(format!("show {reference}"), format!("Open {reference}"))
    };
    Reply::plain("Open matters of your teams")
        .lines(list.iter().map(line))
        .lines(more.then(|| "There are more than these.".to_owned()))
        .offers(list.iter().take(MOST_OPENED).map(open))
}

/// What has to be done on a matter, item by item.
pub fn items_of_matter(matter: &Matter) -> Reply {
    let done = matter.items.iter().filter(|item| item.done).count();
    let (reference, all) = (&matter.reference, matter.items.len());
    let open = open_items(matter).map(|item| to_do(matter, item));
    Reply::plain(format!("{reference}: {done} of {all} items are done"))
        .lines(open)
        .offers(offers(matter))
}

fn heading(matter: &Matter) -> String {
    let (reference, name, state) = (&matter.reference, &matter.name, state(matter.state));
    format!("{reference}: {name}, {state}")
}

fn state(state: MatterState) -> &'static str {
    match state {
        MatterState::Open => "open",
        MatterState::Decided => "decided",
        MatterState::Finished => "finished",
        MatterState::Withdrawn => "withdrawn",
    }
}

/// What stands before its next step, each with its rule and remedy.
fn in_the_way(
    matter: &Matter,
    is_said: impl Fn(&Blocker) -> bool,
    names: Names<'_>,
) -> Vec<String> {
    let blockers = matter.blocked_by.iter();
    blockers
        .filter(|blocker| is_said(blocker))
        .flat_map(|blocker| stands_in_the_way(blocker, names))
        .collect()
}

/// What can be said to go on with a matter, in a line.
fn said(matter: &Matter) -> Option<String> {
    let steps = matter.allowed.iter().map(|action| {
        let name = Step::Matter(*action).name();
        format!("`{name} {}`", matter.reference)
    });
    let steps = steps.collect::<Vec<_>>().join(", ");
    (!steps.is_empty()).then(|| format!("What can be done: {steps}."))
}

/// What can be done with a matter now, to be picked.
fn offers(matter: &Matter) -> Vec<Choice> {
    let reference = &matter.reference;
    let allowed = |action| matter.allowed.contains(&action);
    let lacks = allowed(MatterActionName::RecordFact) && !matter.missing_facts.is_empty();
    let facts =
        lacks.then(|| Choice::new(format!("record fact {reference}"), "Answer what is missing"));
    let open = allowed(MatterActionName::Tick) && open_items(matter).next().is_some();
    let items = open.then(|| Choice::new(format!("tick {reference}"), "Mark an item as done"));
    let ends = [MatterActionName::Finish, MatterActionName::Withdraw];
    let ends = ends.into_iter().filter(|end| allowed(*end)).map(|end| {
        let name = Step::Matter(end).name();
        Choice::new(format!("{name} {reference}"), capital(&name))
    });
    facts
        .into_iter()
        .chain(items)
        .chain(decisions(matter))
        .chain(ends)
        .collect()
}

/// A button for each decision, where they are few.
fn decisions(matter: &Matter) -> Vec<Choice> {
    let reference = &matter.reference;
    if !matter.allowed.contains(&MatterActionName::Decide) {
        return Vec::new();
    }
    if matter.decisions.len() > MOST_DECISIONS {
        return vec![Choice::new(format!("decide {reference}"), "Decide")];
    }
    let outcomes = matter.decisions.iter();
    outcomes
        .map(|outcome| {
            Choice::new(
                format!("decide {reference} {}", outcome.id),
                format!("Decide: {}", outcome.label),
            )
        })
        .collect()
}

/// A matter with what it owes.
pub(super) fn duty(matter: &Matter, names: Names<'_>) -> Vec<String> {
    let rules = matter.rules.join(", ");
    let mut lines = vec![format!("{}: {} ({rules})", matter.reference, matter.name)];
    lines.push(matter.purpose.clone());
    lines.extend(open_items(matter).map(|item| to_do(matter, item)));
    let verb = match matter.decisions.is_empty() {
        true => "Finished",
        false => "Decided",
    };
    let roles = (!matter.decided_by.is_empty())
        .then(|| format!("{verb} by: {}.", names.roles(&matter.decided_by)));
    lines.extend(roles);
    lines
}

fn open_items(matter: &Matter) -> impl Iterator<Item = &MatterItem> {
    matter.items.iter().filter(|item| !item.done)
}

/// An item that is open, with its moment and its rule.
fn to_do(matter: &Matter, item: &MatterItem) -> String {
    let due = matter
        .deadlines
        .iter()
        .find(|deadline| deadline.rule == item.rule);
    let due = due.map(|due| match due.due_at {
        Some(at) => format!(", by {}", moment(at)),
        None => ", at once".to_owned(),
    });
    let (label, rule) = (&item.label, &item.rule);
    format!("- {label}{} ({rule})", due.unwrap_or_default())
}

fn is_owed(state: DeadlineState) -> bool {
    matches!(state, DeadlineState::Running | DeadlineState::Breached)
}
