//! Tasks: work on a transfer that somebody named or agreed, owed by somebody, until it is done or cancelled.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::calendar::{Calendar, Moment};
use crate::deadline::{self, Moments, Owed};
use crate::expression::{Knowledge, Verdict};
use crate::pack::Pack;
use crate::pack::format::{
    Breach, Deadline, OverrideTakes, PartOf, PartySide, RuleIds, TaskList, Unit, Way,
};
use crate::place::Place;
use crate::refusal::{Blocker, BlockerKind};
use crate::setting::Subject;
use crate::transfer::{Entry, Record, Side, Transfer};

/// What somebody is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewTask {
    /// What, in words; personal.
    pub what: String,
    /// The side that owes it, where the list does not say.
    pub owed_by: Option<Side>,
    /// The role that owes it, where the list does not say.
    pub role: Option<String>,
    /// Who does it, where somebody is named.
    pub practitioner: Option<Uuid>,
    /// The day by which it is to be done, where one was named or agreed.
    pub due_on: Option<NaiveDate>,
}

/// A task on the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its number on its transfer, from 1.
    pub number: u32,
    /// Its list, as the pack names it; none for what the two sides agreed by themselves.
    pub list: Option<String>,
    /// What, in words; personal.
    pub what: String,
    /// The side that owes it.
    pub owed_by: PartySide,
    /// The role that owes it.
    pub role: Option<String>,
    /// Who does it, where somebody is named.
    pub practitioner: Option<Uuid>,
    /// Who named it.
    pub raised_by: Uuid,
    /// When the other side was told, UTC: its clock starts here.
    pub raised_at: DateTime<Utc>,
    /// Whether that was in writing.
    pub in_writing: bool,
    /// The day named for it, where one was.
    pub due_on: Option<NaiveDate>,
    /// Who disputes it, when, and why.
    pub disputed: Option<Entry>,
    /// Who decided the dispute for the task, when, and why.
    pub upheld: Option<Entry>,
    /// Who did it, and when.
    pub done: Option<Entry>,
    /// Who cancelled it, when, and why.
    pub cancelled: Option<Entry>,
}

impl Task {
    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        self.done.is_none() && self.cancelled.is_none()
    }

    /// Whether its dispute waits for a decision.
    pub fn is_disputed(&self) -> bool {
        self.is_open() && self.disputed.is_some() && self.upheld.is_none()
    }

    /// When it was done or cancelled, UTC.
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.done
            .as_ref()
            .or(self.cancelled.as_ref())
            .map(|end| end.at)
    }

    /// Its list in the pack.
    pub fn list_of<'p>(&self, pack: &'p Pack) -> Option<&'p TaskList> {
        pack.task_list(self.list.as_deref()?)
    }

    /// The key of its deadline: its list's deadline, or `task`, with its number.
    pub fn key(&self, pack: &Pack) -> String {
        let deadline = self.list_of(pack).and_then(|list| list.deadline.as_deref());
        format!("{}#{}", deadline.unwrap_or(AGREED), self.number)
    }

    /// What may be said of it anywhere, also where no personal word may stand.
    pub fn name(&self, pack: &Pack) -> String {
        let list = self.list_of(pack).map_or("Agreed task", |list| &list.label);
        format!("{list}, task {}", self.number)
    }
}

/// Stands in keys for the deadline of a task that no deadline of the pack counts.
const AGREED: &str = "task";

/// The deadline of the pack that a key rests on: the key without the number of a task.
pub fn declared(key: &str) -> &str {
    key.split_once('#').map_or(key, |(deadline, _)| deadline)
}

/// The task whose deadline has a key.
pub fn of_key<'r>(record: &'r Record, key: &str) -> Option<&'r Task> {
    let number: u32 = key.split_once('#')?.1.parse().ok()?;
    record.tasks.iter().find(|task| task.number == number)
}

/// What missing the deadline of a task without a deadline of the pack does: those to whom its list climbs are told.
pub fn breach(pack: &Pack, record: &Record, key: &str) -> Option<Breach> {
    let list = of_key(record, key)?.list_of(pack)?;
    list.deadline.is_none().then(|| Breach {
        tell: list.climbs_to.clone(),
        then: None,
    })
}

/// The task lists that apply to a transfer.
pub fn lists<'p>(pack: &'p Pack, transfer: &Transfer, knowledge: &Knowledge) -> Vec<&'p TaskList> {
    let fits = |list: &&TaskList| match list.part_of {
        PartOf::Either => true,
        PartOf::Support => transfer.is_supported(),
        PartOf::Move => !transfer.is_supported(),
    };
    pack.entries
        .task_list
        .iter()
        .filter(|list| transfer.place().has(*list))
        .filter(fits)
        .filter(|list| knowledge.holds(list.when.as_deref()) == Verdict::Yes)
        .collect()
}

/// What the clocks of tasks are counted with.
#[derive(Debug)]
pub(crate) struct Given<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) place: Place<'a>,
    pub(crate) record: &'a Record,
    pub(crate) knowledge: &'a Knowledge<'a>,
    pub(crate) calendar: &'a Calendar,
}

impl Given<'_> {
    /// The clocks of tasks: a deadline that a list names runs once for each of its tasks instead of once for all, and a task
    /// whose day was named is due on it.
    pub(crate) fn reckon(&self, moments: &Moments, owed: &mut Vec<Owed>) {
        let (pack, tasks) = (self.pack, &self.record.tasks);
        let lists = tasks.iter().filter_map(|task| task.list_of(pack));
        let by_task: Vec<_> = lists.filter_map(|list| list.deadline.as_deref()).collect();
        owed.retain(|owed| !by_task.contains(&owed.key.as_str()));
        for task in tasks.iter().filter(|task| task.cancelled.is_none()) {
            let list = task.list_of(pack);
            let deadline =
                list.and_then(|list| Some((list, pack.deadline(list.deadline.as_deref()?)?)));
            owed.extend(match deadline {
                Some((list, deadline)) => self.counted(task, list, deadline, moments),
                None => on_its_day(pack, task, self.record, self.calendar),
            });
        }
    }

    /// The list's deadline, counted from when this task was named and met when it is done.
    fn counted(
        &self,
        task: &Task,
        list: &TaskList,
        deadline: &Deadline,
        moments: &Moments,
    ) -> Option<Owed> {
        let key = task.key(self.pack);
        let moment =
            |item: &Option<String>| format!("item:{}", item.as_deref().unwrap_or_default());
        let mut events = moments.events.clone();
        events.insert(moment(&list.notice), task.raised_at);
        match &task.done {
            Some(done) => events.insert(moment(&list.completed), done.at),
            None => events.remove(&moment(&list.completed)),
        };
        let day = self.record.agreed.get(&key).map(|agreed| agreed.date);
        let agreed = day.or(task.due_on).map(|day| (deadline.id.clone(), day));
        let moments = Moments {
            events: &events,
            agreed: &agreed.into_iter().collect(),
            now: moments.now,
        };
        let counted = deadline::reckon_one(
            self.pack,
            self.place,
            self.knowledge,
            &moments,
            self.calendar,
            deadline,
        )?;
        Some(Owed {
            key,
            label: format!("{}, task {}", counted.label, task.number),
            owed_by: task.owed_by,
            role: task.role.clone(),
            ..counted
        })
    }
}

fn on_its_day(pack: &Pack, task: &Task, record: &Record, calendar: &Calendar) -> Option<Owed> {
    let list = task.list_of(pack);
    let key = task.key(pack);
    let named = calendar.reckon(Moment::On(task.due_on?), Way::After, 0, Unit::Exact);
    let agreed = record.agreed.get(&key).map(|agreed| agreed.date);
    let due_at = agreed.map_or(named.due_at, |date| calendar.end_of_day(date));
    Some(Owed {
        rule: list.map_or(String::new(), |list| list.rule.first().to_owned()),
        label: task.name(pack),
        started_at: task.raised_at.min(due_at),
        due_at,
        original_due_at: named.due_at,
        immediate: false,
        in_hours: false,
        advisory: false,
        lapses: false,
        owed_by: task.owed_by,
        role: task.role.clone(),
        met_at: task.done.as_ref().map(|done| done.at),
        reckoned: "on the day that was named for it".into(),
        beyond_known_holidays: named.beyond_known_holidays,
        key,
    })
}

/// Open tasks stand before closing, whatever their list: they are done or cancelled first. They stand before nothing else.
pub fn standing(pack: &Pack, transfer: &Transfer) -> Vec<Blocker> {
    let open = transfer.record.tasks.iter().filter(|task| task.is_open());
    open.map(|task| {
        // What the two sides agreed by themselves rests on the move that it belongs to.
        let of_the_move = pack.pathway(&transfer.pathway).map(|pathway| &pathway.rule);
        let rules = task.list_of(pack).map(|list| &list.rule).or(of_the_move);
        let rule = rules.map_or("", RuleIds::first);
        Blocker {
            kind: BlockerKind::Item,
            id: format!("task_{}", task.number),
            rule: rule.to_owned(),
            clause: pack.clause(rule).to_owned(),
            message: format!("\"{}\" is still open", task.name(pack)),
            remedy: format!(
                "Complete task {0}, or let whoever named it cancel it with a reason.",
                task.number
            ),
            overridable_by: Vec::new(),
            override_takes: OverrideTakes::One,
            missing_facts: Vec::new(),
        }
    })
    .collect()
}

/// Whether an item is ticked by the tasks of a list, and some of them are open.
pub fn holds_open(pack: &Pack, record: &Record, item: &str) -> bool {
    record.tasks.iter().any(|task| {
        let list = task.list_of(pack);
        task.is_open() && list.is_some_and(|list| list.completed.as_deref() == Some(item))
    })
}

/// The item of a list, where it belongs to the transfer's checklist.
pub(crate) fn item_of<'a>(
    pack: &Pack,
    transfer: &Transfer,
    item: Option<&'a str>,
) -> Option<&'a str> {
    item.filter(|id| pack.item(id).is_some_and(|item| transfer.place().has(item)))
}

/// The sides that owe or name something.
pub(crate) fn sides(side: PartySide) -> &'static [Side] {
    match side {
        PartySide::Transferring => &[Side::Transferring],
        PartySide::Receiving => &[Side::Receiving],
        PartySide::Both => &[Side::Transferring, Side::Receiving],
    }
}
