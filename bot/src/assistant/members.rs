//! What each action must be told besides the transfer, as prompts with this transfer's own choices.

use std::sync::Arc;

use openapi::{
    ActionName, DeadlineState, ItemKind, ItemState, NextStep, Pack, PackPathway, Practitioner,
    ReasonFor, Standing, TaskState, Team, Transfer, TransferFact,
};

use super::prompt::{Expected, Prompt};
use super::reply::Choice;

/// What an action is judged against.
pub(super) struct Scene {
    pub(super) transfer: Transfer,
    pub(super) pack: Arc<Pack>,
    pub(super) people: Vec<Practitioner>,
}

impl Scene {
    /// The pack's own question for a fact.
    pub(super) fn prompt_for(&self, fact: &TransferFact) -> Prompt {
        let known = self.pack.facts.iter().find(|known| known.id == fact.id);
        let choices = known.map(|known| known.choices.as_slice());
        Prompt::for_fact(&fact.question, fact.kind, choices.unwrap_or_default())
    }
}

/// Whether one of several things is to be chosen.
pub(super) fn is_choice(prompt: &Prompt) -> bool {
    matches!(prompt.expected, Expected::OneOf(_))
}

/// A member of a body with the prompt that asks for it.
pub(super) type Member = (&'static str, Prompt);

/// Whether an action names practitioners.
pub(super) fn names_people(action: ActionName) -> bool {
    matches!(
        action,
        ActionName::RecordDiscussion | ActionName::AgreeDate | ActionName::Land
    )
}

/// What an action must be told, in the order in which it is asked.
pub(super) fn members(action: ActionName, scene: &Scene) -> Vec<Member> {
    let Scene {
        transfer,
        pack,
        people,
    } = scene;
    let (holding, receiving) = (
        &transfer.summary.transferring_team,
        &transfer.summary.receiving_team,
    );
    match action {
        ActionName::RecordDiscussion => vec![
            ("way", one_of("How did the managers talk?", ways())),
            (
                "transferring_manager",
                one_of(
                    "Who talked for the team that holds the case?",
                    talkers(people, holding, pack),
                ),
            ),
            (
                "receiving_manager",
                one_of(
                    "Who talked for the receiving team?",
                    talkers(people, receiving, pack),
                ),
            ),
        ],
        ActionName::AskInformation => vec![("question", text("What do you want to know?"))],
        ActionName::SupplyInformation => vec![("answer", text("What is the answer?"))],
        ActionName::Accept => meeting(scene),
        ActionName::Decline => vec![("reason", reason(scene, ReasonFor::Decline))],
        ActionName::SupportInstead => vec![("reason", reason(scene, ReasonFor::Support))],
        ActionName::Withdraw => vec![("reason", reason(scene, ReasonFor::Withdraw))],
        ActionName::Hold => vec![("reason", reason(scene, ReasonFor::Hold))],
        ActionName::Tick => vec![(
            "item",
            one_of(
                "Which item is done?",
                items(transfer, ItemState::Open, None),
            ),
        )],
        ActionName::Untick => vec![(
            "item",
            one_of(
                "Which item is open again?",
                items(transfer, ItemState::Done, None),
            ),
        )],
        ActionName::RecordVisit => vec![("item", visit("Which visit was made?", transfer))],
        ActionName::ScheduleVisit => {
            vec![
                ("item", visit("Which visit is planned?", transfer)),
                ("visit_on", date("On which day?")),
            ]
        }
        ActionName::RecordFact => vec![("fact", one_of("Which fact?", facts(transfer)))],
        ActionName::Override => {
            vec![
                (
                    "of",
                    one_of("What is overridden?", overridable(&transfer.next_steps)),
                ),
                ("reason", text("Why?")),
            ]
        }
        ActionName::AgreeDate => vec![
            ("deadline", one_of("Which deadline?", deadlines(transfer))),
            ("date", date("What is the new last day?")),
            (
                "agreed_with",
                one_of(
                    "Who of the other side agreed?",
                    both_teams(people, holding, receiving),
                ),
            ),
            ("reason", text("Why?")),
        ],
        ActionName::Dispute => vec![("text", text("Why do you disagree?"))],
        ActionName::DecideDispute => vec![
            ("outcome", one_of("How is it decided?", outcomes())),
            ("text", text("Why?")),
        ],
        ActionName::RecordReview => reviews(transfer),
        ActionName::CompleteTask => {
            vec![("task", one_of("Which task is done?", open_tasks(transfer)))]
        }
        ActionName::CancelTask => vec![
            (
                "task",
                one_of("Which task is cancelled?", open_tasks(transfer)),
            ),
            ("reason", text("Why?")),
        ],
        ActionName::DisputeTask => vec![
            (
                "task",
                one_of("Which task is disputed?", open_tasks(transfer)),
            ),
            ("text", text("Why?")),
        ],
        ActionName::DecideTask => vec![
            ("task", one_of("Which task?", open_tasks(transfer))),
            ("outcome", one_of("How is it decided?", task_outcomes())),
            ("text", text("Why?")),
        ],
        ActionName::PlanLanding => vec![
            ("planned_on", date("On which day does the case move?")),
            ("reason", text("Why that day?")),
        ],
        ActionName::EndResponsibility => vec![(
            "responsibility",
            one_of("What is finished?", kept(transfer)),
        )],
        ActionName::Consider => vec![("meeting_on", date("On which day did the meeting sit?"))],
        ActionName::Split => vec![("text", text("Why does this child go another way?"))],
        ActionName::RaiseTasks => vec![
            (
                "owed_by",
                one_of("Which team does it?", sides(holding, receiving)),
            ),
            ("what", text("What is to be done?")),
        ],
        ActionName::Request
        | ActionName::Resume
        | ActionName::Escalate
        | ActionName::Land
        | ActionName::Close => Vec::new(),
    }
}

/// Those who may have talked for a team: its managers, or anyone of it, or anyone.
pub(super) fn talkers(people: &[Practitioner], team: &Team, pack: &Pack) -> Vec<Choice> {
    let manages = |role: &str| {
        let manager = |standing| matches!(standing, Standing::Manager | Standing::SeniorManager);
        pack.roles
            .iter()
            .any(|known| known.id == role && manager(known.standing))
    };
    let managers = named(people, |person| is_of(person, team, manages));
    let anyone_of_it = || named(people, |person| is_of(person, team, |_| true));
    [managers, anyone_of_it(), named(people, |_| true)]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Those who could take the case.
pub(super) fn takers(scene: &Scene) -> Vec<Choice> {
    named(&scene.people, |person| {
        is_of(person, &scene.transfer.summary.receiving_team, |_| true)
    })
}

/// Those who share a team with somebody, and are not suspended.
pub(super) fn colleagues(people: &[Practitioner], of: &Practitioner) -> Vec<Choice> {
    let teams = || of.roles.iter().filter_map(|held| held.team.as_ref());
    let shares = |held: &openapi::HeldRole| {
        let team = held.team.as_ref();
        team.is_some_and(|team| teams().any(|theirs| theirs.id == team.id))
    };
    named(people, |person| {
        person.id != of.id && person.roles.iter().any(shares)
    })
}

fn is_of(person: &Practitioner, team: &Team, fits: impl Fn(&str) -> bool) -> bool {
    let there = |held: &openapi::HeldRole| {
        held.team.as_ref().is_some_and(|held| held.id == team.id)
            || held.service.as_ref() == Some(&team.service)
    };
    person
        .roles
        .iter()
        .any(|held| there(held) && fits(&held.role))
}

fn named(people: &[Practitioner], fits: impl Fn(&Practitioner) -> bool) -> Vec<Choice> {
    let active = people
        .iter()
        .filter(|person| !person.suspended && fits(person));
    active
        .map(|person| Choice::new(person.id.to_string(), &person.name))
        .collect()
}

fn both_teams(people: &[Practitioner], one: &Team, other: &Team) -> Vec<Choice> {
    named(people, |person| {
        is_of(person, one, |_| true) || is_of(person, other, |_| true)
    })
}

/// The day of the meeting, where the decision is the meeting's.
fn meeting(scene: &Scene) -> Vec<Member> {
    match pathway(scene).filter(|pathway| pathway.forum_decides) {
        Some(_) => vec![(
            "meeting_on",
            date("On which day did the meeting decide it?"),
        )],
        None => Vec::new(),
    }
}

/// The pathway of the transfer.
pub(super) fn pathway(scene: &Scene) -> Option<&PackPathway> {
    scene
        .pack
        .pathways
        .iter()
        .find(|pathway| pathway.id == scene.transfer.summary.pathway.id)
}

fn one_of(question: &str, choices: Vec<Choice>) -> Prompt {
    Prompt::new(question, Expected::OneOf(choices))
}

fn text(question: &str) -> Prompt {
    Prompt::new(question, Expected::Text)
}

fn date(question: &str) -> Prompt {
    Prompt::new(question, Expected::Date)
}

fn visit(question: &str, transfer: &Transfer) -> Prompt {
    one_of(
        question,
        items(transfer, ItemState::Open, Some(ItemKind::Visit)),
    )
}

fn items(transfer: &Transfer, state: ItemState, kind: Option<ItemKind>) -> Vec<Choice> {
    let fits = transfer
        .checklist
        .iter()
        .filter(|item| item.state == state && kind.is_none_or(|kind| kind == item.kind));
    fits.map(|item| Choice::new(&item.id, &item.label))
        .collect()
}

/// The reasons that the procedure has for this on the transfer's pathway.
fn reason(scene: &Scene, on: ReasonFor) -> Prompt {
    let pathway = &scene.transfer.summary.pathway.id;
    let reasons = scene.pack.reasons.iter().filter(|reason| {
        let here = reason.pathways.is_empty() || reason.pathways.contains(pathway);
        here && reason.on.contains(&on)
    });
    one_of(
        "For which reason?",
        reasons
            .map(|reason| Choice::new(&reason.id, &reason.label))
            .collect(),
    )
}

fn facts(transfer: &Transfer) -> Vec<Choice> {
    transfer
        .facts
        .iter()
        .map(|fact| Choice::new(&fact.id, &fact.label))
        .collect()
}

fn overridable(steps: &[NextStep]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for blocker in steps.iter().flat_map(|step| &step.blocked_by) {
        if !blocker.overridable_by.is_empty()
            && choices.iter().all(|choice| choice.say != blocker.id)
        {
            choices.push(Choice::new(&blocker.id, &blocker.message));
        }
    }
    choices
}

fn deadlines(transfer: &Transfer) -> Vec<Choice> {
    let owed = |state| matches!(state, DeadlineState::Running | DeadlineState::Breached);
    let owed = transfer
        .deadlines
        .iter()
        .filter(|deadline| owed(deadline.state));
    owed.map(|deadline| Choice::new(&deadline.key, &deadline.label))
        .collect()
}

fn ways() -> Vec<Choice> {
    let ways = [
        ("phone", "By phone"),
        ("video", "By video"),
        ("in_person", "Face to face"),
        ("email", "By e-mail"),
    ];
    ways.map(|(say, label)| Choice::new(say, label)).into()
}

fn outcomes() -> Vec<Choice> {
    vec![
        Choice::new("accept", "For the move"),
        Choice::new("decline", "Against the move"),
    ]
}

/// The outcomes that the procedure names; where it names none, the review is told in words.
fn reviews(transfer: &Transfer) -> Vec<Member> {
    let outcomes: Vec<_> = transfer
        .review_outcomes
        .iter()
        .map(|outcome| Choice::new(&outcome.id, &outcome.label))
        .collect();
    match outcomes.is_empty() {
        true => vec![("text", text("How has it gone?"))],
        false => vec![("outcome", one_of("How has it gone?", outcomes))],
    }
}

fn open_tasks(transfer: &Transfer) -> Vec<Choice> {
    let open = transfer
        .tasks
        .iter()
        .filter(|task| matches!(task.state, TaskState::Open | TaskState::Disputed));
    open.map(|task| Choice::new(task.number.to_string(), format!("Task {}", task.number)))
        .collect()
}

fn kept(transfer: &Transfer) -> Vec<Choice> {
    let going_on = transfer
        .responsibilities
        .iter()
        .filter(|work| work.ends_at.is_none());
    going_on
        .map(|work| Choice::new(&work.id, &work.label))
        .collect()
}

fn sides(holding: &Team, receiving: &Team) -> Vec<Choice> {
    vec![
        Choice::new("transferring", &holding.name),
        Choice::new("receiving", &receiving.name),
    ]
}

fn task_outcomes() -> Vec<Choice> {
    vec![
        Choice::new("stands", "It stays to be done"),
        Choice::new("falls", "It is cancelled"),
    ]
}
