//! What a step of a transfer must be told.

use openapi::{
    ActionName, DeadlineState, ItemKind, ItemState, PackPathway, ReasonFor, TaskState, Team,
    Transfer,
};

use super::super::prompt::Prompt;
use super::super::reply::Choice;
use super::people::{of_teams, talkers};
use super::{Member, Scene, Subject, agreeing, date, one_of, overriding, text, which_fact};

/// What a step of a transfer must be told.
pub(super) fn members(action: ActionName, transfer: &Transfer, scene: &Scene) -> Vec<Member> {
    let Scene { pack, people, .. } = scene;
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
        ActionName::RecordFact => vec![which_fact(scene)],
        ActionName::Override => {
            let steps = transfer.next_steps.iter();
            overriding(steps.flat_map(|step| &step.blocked_by))
        }
        ActionName::AgreeDate => {
            agreeing(deadlines(transfer), of_teams(people, &[holding, receiving]))
        }
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

/// Those who could take the case.
pub(in crate::assistant) fn takers(scene: &Scene) -> Vec<Choice> {
    match &scene.about {
        Subject::Transfer(transfer) => of_teams(&scene.people, &[&transfer.summary.receiving_team]),
        Subject::Matter(_) => Vec::new(),
    }
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
pub(in crate::assistant) fn pathway(scene: &Scene) -> Option<&PackPathway> {
    let Subject::Transfer(transfer) = &scene.about else {
        return None;
    };
    let of = &transfer.summary.pathway.id;
    scene.pack.pathways.iter().find(|pathway| pathway.id == *of)
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
    let here = pathway(scene)
        .into_iter()
        .flat_map(|pathway| &pathway.reasons);
    let named = here.filter(|reason| reason.on == on);
    let known = |id: &str| scene.pack.reasons.iter().find(|known| known.id == id);
    let reasons = named.filter_map(|reason| known(&reason.reason));
    one_of(
        "For which reason?",
        reasons
            .map(|reason| Choice::new(&reason.id, &reason.label))
            .collect(),
    )
}

/// What runs by the procedure; Landsafe's own prompt is nobody's to agree on.
fn deadlines(transfer: &Transfer) -> Vec<Choice> {
    let owed = |state| matches!(state, DeadlineState::Running | DeadlineState::Breached);
    let owed = transfer
        .deadlines
        .iter()
        .filter(|deadline| owed(deadline.state) && !deadline.rule.is_empty());
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
