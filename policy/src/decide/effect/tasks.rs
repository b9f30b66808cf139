//! Tasks: named, done, cancelled, disputed, decided.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Change, invalid, said};
use crate::pack::format::{PartySide, TaskList};
use crate::refusal::Refusal;
use crate::task::{self, NewTask, Task};
use crate::transfer::{Agreed, Entry, Side, Transfer};

/// Most tasks that are named at once.
const MOST_TASKS: usize = 50;

impl Change<'_> {
    pub(super) fn raise_tasks(
        &self,
        transfer: &mut Transfer,
        list: Option<&str>,
        tasks: &[NewTask],
        in_writing: bool,
        agreed_with: Option<Uuid>,
    ) -> Result<(), Refusal> {
        if tasks.is_empty() || tasks.len() > MOST_TASKS {
            let expected = format!("1 to {MOST_TASKS} tasks");
            return Err(invalid("tasks", "tasks have to be named here", &expected));
        }
        let list = list.map(|id| self.list(transfer, id)).transpose()?;
        if let Some(list) = list {
            self.check_raiser(transfer, list)?;
            if list.in_writing && !in_writing {
                return Err(self.refused_by(
                    list,
                    "these tasks have to be named in writing",
                    "Write to the other side, then record it with `in_writing` true: the clock starts at that moment.",
                ));
            }
        }
        for (index, new) in tasks.iter().enumerate() {
            self.raise(transfer, list, new, index, in_writing, agreed_with)?;
        }
        if let Some(list) = list {
            for item in [&list.audit, &list.notice] {
                self.tick_for(transfer, item.as_deref());
            }
            if let Some(item) = &list.completed {
                transfer.record.ticks.remove(item);
            }
        }
        Ok(())
    }

    fn raise(
        &self,
        transfer: &mut Transfer,
        list: Option<&TaskList>,
        new: &NewTask,
        index: usize,
        in_writing: bool,
        agreed_with: Option<Uuid>,
    ) -> Result<(), Refusal> {
        let field = |member: &str| format!("tasks.{index}.{member}");
        said(&field("what"), &new.what)?;
        let owed_by = self.owing_side(list, new, &field("owed_by"))?;
        if list.is_some_and(|list| list.must_say_when) && new.due_on.is_none() {
            let expected = "the day by which it is to be done";
            return Err(invalid(
                &field("due_on"),
                "who does which task by when is agreed",
                expected,
            ));
        }
        if let Some(person) = new.practitioner {
            self.check_doer(transfer, owed_by, person, &field("practitioner_id"))?;
        }
        let number = u32::try_from(transfer.record.tasks.len()).unwrap_or(u32::MAX) + 1;
        let task = Task {
            number,
            list: list.map(|list| list.id.clone()),
            what: new.what.clone(),
            owed_by,
            role: new
                .role
                .clone()
                .or_else(|| list.and_then(|list| list.role.clone())),
            practitioner: new.practitioner,
            raised_by: self.actor.practitioner,
            raised_at: self.at,
            in_writing,
            due_on: None,
            disputed: None,
            upheld: None,
            done: None,
            cancelled: None,
        };
        let key = task.key(self.setting.pack);
        let counted = list.and_then(|list| list.deadline.as_deref());
        let due_on = match (counted, new.due_on) {
            (Some(deadline), Some(day)) => {
                let other = agreed_with.ok_or_else(|| {
                    let expected = "the manager of the other side who agreed to this day";
                    invalid(
                        "agreed_with",
                        "another day than the procedure's takes both sides",
                        expected,
                    )
                })?;
                let reason = "agreed when the task was named";
                self.check_agreement(transfer, deadline, other)?;
                self.agree_day(transfer, &key, day, reason, other);
                None
            }
            (_, day) => day,
        };
        transfer.record.tasks.push(Task { due_on, ..task });
        Ok(())
    }

    fn agree_day(
        &self,
        transfer: &mut Transfer,
        key: &str,
        date: NaiveDate,
        reason: &str,
        with: Uuid,
    ) {
        let agreed = Agreed {
            date,
            reason: reason.to_owned(),
            by: self.actor.practitioner,
            with,
            at: self.at,
        };
        transfer.record.agreed.insert(key.to_owned(), agreed);
    }

    fn list(&self, transfer: &Transfer, id: &str) -> Result<&TaskList, Refusal> {
        let knowledge = self.setting.knowledge(transfer, self.at, "", "");
        let lists = task::lists(self.setting.pack, transfer, &knowledge);
        let known: Vec<_> = lists.iter().map(|list| list.id.clone()).collect();
        lists.into_iter().find(|list| list.id == id).ok_or_else(|| {
            let expected = match known.as_slice() {
                [] => "no list: nothing but what the two sides agree by themselves".to_owned(),
                known => format!("one of {}", known.join(", ")),
            };
            invalid(
                "list",
                &format!("this transfer has no task list `{id}`"),
                &expected,
            )
        })
    }

    /// Whoever names tasks works for the side that names them, in a role that the list names.
    fn check_raiser(&self, transfer: &Transfer, list: &TaskList) -> Result<(), Refusal> {
        let sides = task::sides(list.raised_by);
        let pack = self.setting.pack;
        let may = sides
            .iter()
            .any(|side| match list.raised_by_roles.as_slice() {
                [] => self.actor.works_for(transfer.team(*side), pack),
                roles => self.actor.role_on(transfer, *side, roles).is_some(),
            });
        match may {
            true => Ok(()),
            false => Err(self.not_for_you(list, "name these tasks", &list.raised_by_roles, sides)),
        }
    }

    fn not_for_you(
        &self,
        list: &TaskList,
        what: &str,
        roles: &[String],
        sides: &[Side],
    ) -> Refusal {
        let names: Vec<_> = roles
            .iter()
            .map(|role| self.setting.pack.role_name(role))
            .collect();
        let who = match names.as_slice() {
            [] => "someone".to_owned(),
            names => format!("a {}", names.join(" or ")),
        };
        let whose = match sides {
            [one] => format!(" of the {} team", super::super::side_name(*one)),
            _ => String::new(),
        };
        Refusal::NotYours {
            message: format!("to {what} takes {who}{whose}"),
            side: (sides.len() == 1).then(|| sides[0]),
            roles: roles.to_vec(),
            rule: Some(list.rule.first().to_owned()),
        }
    }

    fn refused_by(&self, list: &TaskList, message: &str, remedy: &str) -> Refusal {
        Refusal::Forbidden {
            message: message.to_owned(),
            rule: Some(list.rule.first().to_owned()),
            remedy: remedy.to_owned(),
        }
    }

    fn owing_side(
        &self,
        list: Option<&TaskList>,
        new: &NewTask,
        field: &str,
    ) -> Result<PartySide, Refusal> {
        let declared = list.map_or(PartySide::Both, |list| list.owed_by);
        match (declared, new.owed_by) {
            (PartySide::Both, Some(side)) => Ok(party_side(side)),
            (PartySide::Both, None) => Err(invalid(
                field,
                "nobody owes this task yet",
                "`transferring` or `receiving`",
            )),
            (declared, Some(side)) if party_side(side) != declared => {
                let expected = "the side that the list names, or nothing";
                Err(invalid(
                    field,
                    "the procedure says that the other side owes these tasks",
                    expected,
                ))
            }
            (declared, _) => Ok(declared),
        }
    }

    fn check_doer(
        &self,
        transfer: &Transfer,
        owed_by: PartySide,
        person: Uuid,
        field: &str,
    ) -> Result<(), Refusal> {
        let sides = task::sides(owed_by);
        let works = self.setting.person(person).is_some_and(|person| {
            let mut sides = sides.iter();
            sides.any(|side| person.works_for(transfer.team(*side), self.setting.pack))
        });
        match works {
            true => Ok(()),
            false => Err(invalid(
                field,
                "nobody of that side is called so",
                "a practitioner of the side that owes the task",
            )),
        }
    }

    fn tick_for(&self, transfer: &mut Transfer, item: Option<&str>) {
        let pack = self.setting.pack;
        let Some(item) = task::item_of(pack, transfer, item).map(str::to_owned) else {
            return;
        };
        let entry = self.entry(None);
        transfer.record.ticks.entry(item).or_insert(entry);
    }

    pub(super) fn entry(&self, text: Option<&str>) -> Entry {
        Entry {
            at: self.at,
            recorded_at: Some(self.setting.now),
            by: self.actor.practitioner,
            note: text.map(str::to_owned).or_else(|| self.note.clone()),
        }
    }

    /// The place of an open task.
    fn open_task(&self, transfer: &Transfer, number: u32) -> Result<usize, Refusal> {
        let tasks = &transfer.record.tasks;
        let found = tasks
            .iter()
            .position(|task| task.number == number && task.is_open());
        found.ok_or_else(|| {
            let open: Vec<_> = tasks
                .iter()
                .filter(|task| task.is_open())
                .map(|task| task.number.to_string())
                .collect();
            let expected = match open.as_slice() {
                [] => "a task that is named first: none is open".to_owned(),
                open => format!("one of {}", open.join(", ")),
            };
            invalid(
                "task",
                &format!("this transfer has no open task {number}"),
                &expected,
            )
        })
    }

    pub(super) fn complete_task(
        &self,
        transfer: &mut Transfer,
        number: u32,
    ) -> Result<(), Refusal> {
        let at = self.open_task(transfer, number)?;
        let owed_by = transfer.record.tasks[at].owed_by;
        let sides = task::sides(owed_by);
        let theirs = sides.iter().any(|side| {
            self.actor
                .works_for(transfer.team(*side), self.setting.pack)
        });
        if !theirs {
            return Err(Refusal::NotYours {
                message: "the team that owes a task says that it is done".into(),
                side: Some(sides[0]),
                roles: Vec::new(),
                rule: self.rule_of(&transfer.record.tasks[at]),
            });
        }
        transfer.record.tasks[at].done = Some(self.entry(None));
        self.settle(transfer, at);
        Ok(())
    }

    pub(super) fn cancel_task(
        &self,
        transfer: &mut Transfer,
        number: u32,
        reason: &str,
    ) -> Result<(), Refusal> {
        said("reason", reason)?;
        let at = self.open_task(transfer, number)?;
        let task = &transfer.record.tasks[at];
        let list = task.list_of(self.setting.pack);
        if task.is_disputed() {
            self.check_decider(transfer, list, "end a disputed task")?;
        } else if let Some(list) = list {
            self.check_raiser(transfer, list)?;
        }
        transfer.record.tasks[at].cancelled = Some(self.entry(Some(reason)));
        self.settle(transfer, at);
        Ok(())
    }

    pub(super) fn dispute_task(
        &self,
        transfer: &mut Transfer,
        number: u32,
        text: &str,
    ) -> Result<(), Refusal> {
        said("text", text)?;
        let at = self.open_task(transfer, number)?;
        let task = &transfer.record.tasks[at];
        let list = task.list_of(self.setting.pack);
        if list.is_none_or(|list| list.climbs_to.is_empty()) {
            return Err(Refusal::Forbidden {
                message: "the procedure names nobody who decides about this task".into(),
                rule: list.map(|list| list.rule.first().to_owned()),
                remedy: "Let whoever named it cancel it with a reason, or agree another date."
                    .into(),
            });
        }
        if task.disputed.is_some() {
            return Err(invalid(
                "task",
                "this task is or was disputed already",
                "a task that nobody disputed",
            ));
        }
        transfer.record.tasks[at].disputed = Some(self.entry(Some(text)));
        Ok(())
    }

    pub(super) fn decide_task(
        &self,
        transfer: &mut Transfer,
        number: u32,
        stands: bool,
        text: &str,
    ) -> Result<(), Refusal> {
        said("text", text)?;
        let at = self.open_task(transfer, number)?;
        if !transfer.record.tasks[at].is_disputed() {
            return Err(invalid(
                "task",
                "nobody disputes this task",
                "a disputed task",
            ));
        }
        let list = transfer.record.tasks[at].list_of(self.setting.pack);
        self.check_decider(transfer, list, "decide about this task")?;
        let entry = Some(self.entry(Some(text)));
        match stands {
            true => transfer.record.tasks[at].upheld = entry,
            false => {
                transfer.record.tasks[at].cancelled = entry;
                self.settle(transfer, at);
            }
        }
        Ok(())
    }

    fn check_decider(
        &self,
        transfer: &Transfer,
        list: Option<&TaskList>,
        what: &str,
    ) -> Result<(), Refusal> {
        let Some(list) = list else {
            return Ok(());
        };
        match self.actor.role_on_either(transfer, &list.climbs_to) {
            Some(_) => Ok(()),
            None => Err(self.not_for_you(list, what, &list.climbs_to, &[])),
        }
    }

    /// The last open task of a list ticks the item that says so.
    fn settle(&self, transfer: &mut Transfer, at: usize) {
        let pack = self.setting.pack;
        let Some(item) = transfer.record.tasks[at]
            .list_of(pack)
            .and_then(|list| list.completed.as_deref())
        else {
            return;
        };
        if !task::holds_open(pack, &transfer.record, item) {
            self.tick_for(transfer, Some(item));
        }
    }

    fn rule_of(&self, task: &Task) -> Option<String> {
        Some(task.list_of(self.setting.pack)?.rule.first().to_owned())
    }

    /// Support that was agreed in words becomes tasks of the team that gives it.
    pub(super) fn support_tasks(
        &self,
        transfer: &mut Transfer,
        texts: &[String],
    ) -> Result<(), Refusal> {
        let knowledge = self.setting.knowledge(transfer, self.at, "", "");
        let pack = self.setting.pack;
        let supported = Transfer {
            state: crate::transfer::State::Supported,
            ..transfer.clone()
        };
        let list = task::lists(pack, &supported, &knowledge)
            .into_iter()
            .find(|list| {
                list.part_of == crate::pack::format::PartOf::Support && !list.must_say_when
            });
        for (index, text) in texts.iter().enumerate() {
            let new = NewTask {
                what: text.clone(),
                owed_by: list
                    .is_none_or(|list| list.owed_by == PartySide::Both)
                    .then_some(Side::Receiving),
                ..NewTask::default()
            };
            self.raise(transfer, list, &new, index, true, None)?;
        }
        Ok(())
    }
}

fn party_side(side: Side) -> PartySide {
    match side {
        Side::Transferring => PartySide::Transferring,
        Side::Receiving => PartySide::Receiving,
    }
}
