//! What people try: for every kind of action the payloads that matter, right ones and wrong ones.

use chrono::{DateTime, Days, NaiveDate, Utc};
use policy::action::Action;
use policy::fact::Facts;
use policy::pack::format::{DecisionRoute, ItemKind, ReasonFor, Stage};
use policy::transfer::Side;
use uuid::Uuid;

use super::ground::Ground;
use super::learning;

/// Actions that are right in some state of some transfer, one or a few of each kind that moves one on.
pub(crate) fn moving(ground: &Ground, at: DateTime<Utc>) -> Vec<Action> {
    let text = || "as talked over".to_owned();
    let mut actions = vec![
        discussion(ground, None),
        Action::Request {
            planned_on: None,
            facts: Facts::new(),
        },
        Action::AskInformation { question: text() },
        Action::SupplyInformation {
            answer: text(),
            facts: Facts::new(),
        },
        Action::Resume,
        Action::Dispute { text: text() },
        Action::DecideDispute {
            accept: true,
            text: text(),
        },
        Action::DecideDispute {
            accept: false,
            text: text(),
        },
        Action::Escalate,
        landing(ground),
        Action::RecordReview {
            outcome: None,
            forum: None,
            meeting_on: None,
        },
        Action::Close,
    ];
    actions.extend(accepting(ground, at));
    for purpose in [
        ReasonFor::Decline,
        ReasonFor::Support,
        ReasonFor::Withdraw,
        ReasonFor::Hold,
    ] {
        actions.extend(
            reasons(ground, purpose, false)
                .first()
                .map(|reason| with_reason(purpose, reason)),
        );
    }
    actions
}

/// The case moves to the duty tray; within a team to another worker.
pub(crate) fn landing(ground: &Ground) -> Action {
    let named = ground.pathway.within_team || asks_for_a_name(ground, Stage::Land);
    Action::Land {
        practitioner: named.then(|| member(ground, Side::Receiving, &[])),
    }
}

/// Whether nothing passes a stage of the pathway without somebody by name who takes the case.
fn asks_for_a_name(ground: &Ground, stage: Stage) -> bool {
    let mut gates = ground.pack.entries.gate.iter();
    gates.any(|gate| {
        let here = gate.pathways.is_empty() || gate.pathways.contains(&ground.pathway.id);
        here && gate.on.contains(&stage) && gate.require.contains("receiving_worker.named")
    })
}

/// The decision at the pathway's meeting, without one, and on each other route.
fn accepting(ground: &Ground, at: DateTime<Utc>) -> Vec<Action> {
    let day = ground.calendar.local_date(at);
    let named = asks_for_a_name(ground, Stage::Accept);
    let at = |forum: Option<&String>, route: Option<&DecisionRoute>| Action::Accept {
        forum: forum.cloned(),
        meeting_on: forum.map(|_| day),
        route: route.map(|route| route.id.clone()),
        route_reason: route.map(|_| "it cannot wait".to_owned()),
        practitioner: named.then(|| member(ground, Side::Receiving, &[])),
    };
    let met = ground
        .pathway
        .forum
        .as_ref()
        .map(|forum| at(Some(forum), None));
    let routes = ground.pathway.decision_routes.iter();
    met.into_iter()
        .chain([at(None, None)])
        .chain(routes.map(|route| at(route.forum.as_ref(), Some(route))))
        .collect()
}

/// Actions that the pack's words refuse whoever asks, whatever the state.
pub(crate) fn wrong(ground: &Ground, at: DateTime<Utc>) -> Vec<Action> {
    let nobody = Uuid::from_u128(0xBAD);
    let tomorrow = ground.calendar.local_date(at) + Days::new(1);
    let mut actions = vec![
        Action::AskInformation {
            question: "  ".into(),
        },
        Action::SupplyInformation {
            answer: String::new(),
            facts: Facts::new(),
        },
        Action::Request {
            planned_on: None,
            facts: [("no_such_fact".to_owned(), true.into())].into(),
        },
        accept(Some("no_such_forum"), None, None),
        accept(None, None, Some("no_such_route")),
        Action::Land {
            practitioner: Some(nobody),
        },
        Action::Dispute {
            text: String::new(),
        },
        Action::DecideDispute {
            accept: true,
            text: " ".into(),
        },
        Action::RecordReview {
            outcome: Some(" ".into()),
            forum: None,
            meeting_on: None,
        },
        Action::Tick {
            item: "no_such_item".into(),
        },
        Action::Untick {
            item: "no_such_item".into(),
        },
        Action::RecordVisit {
            item: "no_such_item".into(),
        },
        Action::Override {
            of: "no_such_gate".into(),
            reason: "because".into(),
        },
        Action::RecordFact {
            facts: [("no_such_fact".to_owned(), true.into())].into(),
        },
    ];
    if let Some(forum) = &ground.pathway.forum {
        actions.push(accept(Some(forum), Some(tomorrow), None));
    }
    for purpose in [
        ReasonFor::Decline,
        ReasonFor::Support,
        ReasonFor::Withdraw,
        ReasonFor::Hold,
    ] {
        actions.push(with_reason(purpose, "no_such_reason"));
        actions.extend(
            reasons(ground, purpose, true)
                .iter()
                .map(|reason| with_reason(purpose, reason)),
        );
    }
    if ground.pathway.discussion.is_some() {
        actions.push(discussion(ground, Some(nobody)));
        actions.push(email(discussion(ground, None)));
    }
    actions
}

fn accept(forum: Option<&str>, meeting_on: Option<NaiveDate>, route: Option<&str>) -> Action {
    Action::Accept {
        forum: forum.map(str::to_owned),
        meeting_on,
        route: route.map(str::to_owned),
        route_reason: None,
        practitioner: None,
    }
}

/// Actions that only record something, a few of each kind.
pub(crate) fn recording(ground: &Ground, at: DateTime<Utc>) -> Vec<Action> {
    let mut actions = Vec::new();
    let items = || {
        ground
            .pack
            .entries
            .item
            .iter()
            .filter(|item| ground.has(*item))
    };
    let day = ground.calendar.local_date(at);
    for item in items().take(2) {
        actions.push(Action::Tick {
            item: item.id.clone(),
        });
        actions.push(Action::Untick {
            item: item.id.clone(),
        });
    }
    for visit in items()
        .filter(|item| matches!(item.kind, ItemKind::Visit | ItemKind::Meeting))
        .take(1)
    {
        actions.push(Action::ScheduleVisit {
            item: visit.id.clone(),
            visit_on: day,
        });
        actions.push(Action::RecordVisit {
            item: visit.id.clone(),
        });
    }
    for fact in ground.pack.entries.fact.iter().take(2) {
        let value = learning::values(fact, at.date_naive()).swap_remove(0);
        actions.push(Action::RecordFact {
            facts: [(fact.id.clone(), value)].into(),
        });
    }
    let agreeable = ground
        .pack
        .entries
        .deadline
        .iter()
        .filter(|deadline| ground.has(*deadline));
    let (may, may_not): (Vec<_>, Vec<_>) = agreeable.partition(|deadline| deadline.may_be_agreed);
    for deadline in may.iter().take(1).chain(may_not.iter().take(1)) {
        for side in [Side::Transferring, Side::Receiving] {
            actions.push(Action::AgreeDate {
                deadline: deadline.id.clone(),
                date: day + Days::new(20),
                reason: "the family is away".into(),
                agreed_with: member(ground, side, &[]),
            });
        }
    }
    actions
}

/// Letting a block pass: with a reason, and without one.
pub(crate) fn overriding(of: &str) -> [Action; 2] {
    ["agreed with my own manager", " "].map(|reason| Action::Override {
        of: of.to_owned(),
        reason: reason.to_owned(),
    })
}

/// Everything that may be tried in a random sequence.
pub(crate) fn everything(ground: &Ground, at: DateTime<Utc>) -> Vec<Action> {
    let mut actions = moving(ground, at);
    for purpose in [
        ReasonFor::Decline,
        ReasonFor::Support,
        ReasonFor::Withdraw,
        ReasonFor::Hold,
    ] {
        let others = reasons(ground, purpose, false).into_iter().skip(1);
        actions.extend(others.map(|reason| with_reason(purpose, reason)));
    }
    actions.extend(wrong(ground, at));
    actions.extend(recording(ground, at));
    for item in ground
        .pack
        .entries
        .item
        .iter()
        .filter(|item| ground.has(*item))
    {
        actions.push(Action::Tick {
            item: item.id.clone(),
        });
        actions.extend(overriding(&item.id));
    }
    for gate in ground
        .pack
        .entries
        .gate
        .iter()
        .filter(|gate| ground.has(*gate))
    {
        actions.extend(overriding(&gate.id));
    }
    actions
}

/// The managers' discussion, with another person in place of the receiving manager where one is given.
pub(crate) fn discussion(ground: &Ground, instead: Option<Uuid>) -> Action {
    let needed = ground.pathway.discussion.as_ref();
    let way = needed
        .and_then(|needed| needed.ways.first())
        .map_or("phone", String::as_str);
    let roles = |side| match (needed, side) {
        (None, _) => &[],
        (Some(needed), Side::Transferring) => needed.transferring.as_slice(),
        (Some(needed), Side::Receiving) => needed.receiving.as_slice(),
    };
    Action::RecordDiscussion {
        way: way.to_owned(),
        transferring_manager: member(ground, Side::Transferring, roles(Side::Transferring)),
        receiving_manager: instead
            .unwrap_or_else(|| member(ground, Side::Receiving, roles(Side::Receiving))),
    }
}

fn email(discussion: Action) -> Action {
    match discussion {
        Action::RecordDiscussion {
            transferring_manager,
            receiving_manager,
            ..
        } => Action::RecordDiscussion {
            way: "email".into(),
            transferring_manager,
            receiving_manager,
        },
        other => other,
    }
}

/// Somebody of a side, in one of the named roles where any are named.
fn member(ground: &Ground, side: Side, roles: &[String]) -> Uuid {
    let team = ground.team(side);
    let found = ground.people.iter().find(|person| {
        person.works_for(team, ground.pack)
            && (roles.is_empty()
                || person
                    .roles_over(team)
                    .any(|role| roles.iter().any(|named| named == role)))
    });
    found.map_or(Uuid::nil(), |person| person.practitioner)
}

fn reasons<'a>(ground: &Ground<'a>, purpose: ReasonFor, refused: bool) -> Vec<&'a str> {
    let reasons = ground.pack.entries.reason.iter();
    reasons
        .filter(|reason| reason.on.contains(&purpose) && reason.refused.is_some() == refused)
        .filter(|reason| ground.belongs(&reason.pathways))
        .map(|reason| reason.id.as_str())
        .collect()
}

fn with_reason(purpose: ReasonFor, reason: &str) -> Action {
    let (reason, text) = (reason.to_owned(), None);
    match purpose {
        ReasonFor::Decline => Action::Decline { reason, text },
        ReasonFor::Withdraw => Action::Withdraw { reason, text },
        ReasonFor::Hold => Action::Hold { reason, text },
        ReasonFor::Split => Action::Split {
            reason: Some(reason),
            text,
        },
        ReasonFor::Support => Action::SupportInstead {
            reason,
            text,
            tasks: vec!["visit together".into()],
        },
    }
}
