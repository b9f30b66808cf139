//! What a worked case says of an open transfer: the clocks of its tasks, what flips when its day moves, who follows it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::SecondsFormat;
use policy::assessment::Request;
use policy::calendar::Calendar;
use policy::pack::Pack;
use policy::pack::format::{PartySide, Pathway};
use policy::setting::Setting;
use policy::task::{self, Task};
use policy::transfer::{Agreed, Entry, Kind, Record, Review, Team, Transfer};
use policy::{owing, rereading, tracking};
use uuid::Uuid;

use crate::differ;
use crate::worked::{Case, NamedTask};

/// Where what becomes of the open transfer differs from what is expected.
pub(crate) fn differs(
    pack: &Pack,
    calendar: &Arc<Calendar>,
    case: &Case,
    request: &Request,
) -> Vec<String> {
    let Some(pathway) = case.pathway.as_deref().and_then(|id| pack.pathway(id)) else {
        return Vec::new();
    };
    let (never, nowhere) = (BTreeMap::new(), BTreeMap::new());
    let setting = Setting {
        pack,
        calendar,
        case_facts: &request.facts,
        siblings: &request.siblings,
        contacts: &request.contacts,
        sittings: &nowhere,
        case_recorded: &never,
        holder: None,
        others: &[],
        absences: &[],
        people: &[],
        now: case.at,
    };
    let transfer = transfer(pack, case, pathway);
    let mut failures = tasks(&setting, case, &transfer);
    failures.extend(flips(&setting, case, &transfer));
    failures.extend(followed(&setting, case, &transfer));
    failures
}

fn transfer(pack: &Pack, case: &Case, pathway: &Pathway) -> Transfer {
    let team = |id, service: &str| Team {
        id: Uuid::from_u128(id),
        service: service.to_owned(),
    };
    let events = case.events.iter();
    let reviews = case.reviews.iter().map(|review| Review {
        at: review.at,
        by: Uuid::nil(),
        meeting: None,
        outcome: Some(review.outcome.clone()),
        note: None,
    });
    let mut record = Record {
        events: events.map(|each| (each.event.clone(), each.at)).collect(),
        reviews: reviews.collect(),
        ..Record::default()
    };
    for (named, number) in case.tasks.iter().zip(1..) {
        let task = on_record(pack, named, number);
        if let Some(date) = named.agreed_on {
            let agreed = Agreed {
                date,
                reason: "agreed".into(),
                by: Uuid::nil(),
                with: Uuid::nil(),
                at: named.raised_at,
            };
            record.agreed.insert(task.key(pack), agreed);
        }
        record.tasks.push(task);
    }
    Transfer {
        id: Uuid::nil(),
        reference: "T-EXAMP".into(),
        opened_by: Uuid::nil(),
        case_id: Uuid::nil(),
        pathway: pathway.id.clone(),
        kind: Kind::Push,
        state: case.state,
        transferring: team(1, &pathway.from[0]),
        receiving: team(2, &pathway.to[0]),
        opened_at: case.at,
        state_since: case.at,
        planned_on: case.planned_on,
        record,
    }
}

fn on_record(pack: &Pack, named: &NamedTask, number: u32) -> Task {
    let list = pack.task_list(&named.list);
    let done = named.done_at.map(|at| Entry {
        at,
        recorded_at: None,
        by: Uuid::nil(),
        note: None,
    });
    Task {
        number,
        list: Some(named.list.clone()),
        what: "what is left to do".into(),
        owed_by: PartySide::Transferring,
        role: None,
        practitioner: None,
        raised_by: Uuid::nil(),
        raised_at: named.raised_at,
        in_writing: list.is_some_and(|list| list.in_writing),
        due_on: named.due_on,
        disputed: None,
        upheld: None,
        done,
        cancelled: None,
    }
}

/// Each task in its order: the instant at which it is due, `met`, or `none`; and whether it stands before closing only.
fn tasks(setting: &Setting, case: &Case, transfer: &Transfer) -> Vec<String> {
    let owed = owing::owed(setting, transfer, case.at);
    let due = |one: &Task| {
        let key = one.key(setting.pack);
        match owed.iter().find(|owed| owed.key == key) {
            None => "none".to_owned(),
            Some(owed) if owed.met_at.is_some() => "met".into(),
            Some(owed) => owed.due_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    };
    let actual: Vec<_> = transfer.record.tasks.iter().map(due).collect();
    let expected = &case.expect.tasks;
    let wrong_list = case.tasks.iter().filter_map(|named| {
        let known = setting.pack.task_list(&named.list).is_some();
        (!known).then(|| format!("the pack has no task list {}", named.list))
    });
    let open = task::standing(setting.pack, transfer).len();
    let unmet = actual.iter().filter(|due| *due != "met").count();
    wrong_list
        .chain(
            (actual != *expected).then(|| format!("tasks: expected {expected:?}, got {actual:?}")),
        )
        .chain(differ(
            "tasks",
            "that hold the closing",
            &unmet.to_string(),
            &open.to_string(),
        ))
        .collect()
}

/// What reads otherwise once the planned day is moved, as both sides are told.
fn flips(setting: &Setting, case: &Case, transfer: &Transfer) -> Option<String> {
    let moved = Transfer {
        planned_on: Some(case.moved_to?),
        ..transfer.clone()
    };
    let read = |transfer| rereading::readings(setting, transfer, case.at);
    let actual: BTreeMap<_, _> = rereading::flips(&read(transfer), &read(&moved))
        .into_iter()
        .map(|flip| (flip.id, format!("{}, then {}", flip.was, flip.is)))
        .collect();
    let expected = &case.expect.flips;
    (actual != *expected).then(|| format!("flips: expected {expected:?}, got {actual:?}"))
}

/// The outcome that ended the following of the transfer, or the meeting that looks at it again.
fn followed(setting: &Setting, case: &Case, transfer: &Transfer) -> Option<String> {
    let expected = case.expect.followed.as_ref()?;
    let ended = tracking::outcome(setting.pack, transfer).map(str::to_owned);
    let actual = ended.or_else(|| tracking::awaited_forum(setting, transfer));
    differ(
        "followed",
        "by",
        expected,
        actual.as_deref().unwrap_or("nobody"),
    )
}
