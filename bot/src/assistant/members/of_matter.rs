//! What a step of a matter must be told.

use openapi::{DeadlineState, Matter, MatterActionName};

use super::super::prompt::Prompt;
use super::super::reply::Choice;
use super::people::{named, of_teams};
use super::{Member, Scene, agreeing, one_of, overriding, text, which_fact};

/// What a step of a matter must be told.
pub(super) fn members(action: MatterActionName, matter: &Matter, scene: &Scene) -> Vec<Member> {
    match action {
        MatterActionName::Decide => vec![("decision", decision(matter))],
        MatterActionName::Tick => vec![("item", items(matter, false, "Which item is done?"))],
        MatterActionName::Untick => {
            vec![("item", items(matter, true, "Which item is open again?"))]
        }
        MatterActionName::RecordFact => vec![which_fact(scene)],
        MatterActionName::Override => overriding(matter.blocked_by.iter()),
        MatterActionName::AgreeDate => agreeing(deadlines(matter), agreers(matter, scene)),
        MatterActionName::Withdraw => vec![("text", text("Why is it taken back?"))],
        MatterActionName::Escalate | MatterActionName::Finish => Vec::new(),
    }
}

fn decision(matter: &Matter) -> Prompt {
    let known = matter.decisions.iter();
    let choices = known.map(|outcome| Choice::new(&outcome.id, &outcome.label));
    one_of("What is decided?", choices.collect())
}

fn items(matter: &Matter, done: bool, question: &str) -> Prompt {
    let fitting = matter.items.iter().filter(|item| item.done == done);
    let choices = fitting.map(|item| Choice::new(&item.id, &item.label));
    one_of(question, choices.collect())
}

/// What runs by the procedure; Landsafe's own prompt is nobody's to agree on.
fn deadlines(matter: &Matter) -> Vec<Choice> {
    let owed = |state| matches!(state, DeadlineState::Running | DeadlineState::Breached);
    let of_the_procedure = matter.deadlines.iter().filter(|due| !due.rule.is_empty());
    let owed = of_the_procedure.filter(|due| owed(due.state));
    owed.map(|due| Choice::new(&due.key, &due.label)).collect()
}

/// Those of the team whose matter it is; everybody, where it is no team's.
fn agreers(matter: &Matter, scene: &Scene) -> Vec<Choice> {
    match &matter.team {
        Some(team) => of_teams(&scene.people, &[team]),
        None => named(&scene.people, |_| true),
    }
}
