//! Work: a task list's items and clock fit together, and outcomes can end reviews.

use super::Draft;
use crate::pack::finding::Finding;
use crate::pack::format::{Deadline, TaskList};

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = task_lists(draft);
    findings.extend(outcomes(draft));
    findings
}

fn task_lists(draft: &Draft<'_>) -> Vec<Finding> {
    let lists = draft.entries.task_list.iter().enumerate();
    lists
        .filter_map(|(index, list)| {
            let id = list.deadline.as_deref()?;
            let mut deadlines = draft.entries.deadline.iter();
            let deadline = deadlines.find(|deadline| deadline.id == id)?;
            let wanted = unfit(list, deadline)?;
            let spot = draft.origin("task_list", index).below("deadline");
            Some(spot.mistake(format!("`{id}` cannot run for each task"), wanted))
        })
        .collect()
}

/// What a deadline lacks to run for each task of a list.
fn unfit(list: &TaskList, deadline: &Deadline) -> Option<String> {
    let (Some(notice), Some(completed)) = (&list.notice, &list.completed) else {
        return Some("`notice` and `completed`: the items that start and meet it".into());
    };
    let fits =
        |names: &[String], item: &str| names.iter().any(|name| *name == format!("item:{item}"));
    if list.must_say_when && !deadline.may_be_agreed {
        return Some(
            "a deadline with `may_be_agreed`, for every task names a day of its own".into(),
        );
    }
    if !fits(deadline.starts_from.all(), notice) {
        return Some(format!("a deadline that starts from `item:{notice}`"));
    }
    if !fits(deadline.met_by.all(), completed) {
        return Some(format!("a deadline that is met by `item:{completed}`"));
    }
    None
}

/// Reviews end with an outcome: one at least has to be final.
fn outcomes(draft: &Draft<'_>) -> Vec<Finding> {
    let entries = draft.entries.tracking.iter().enumerate();
    entries
        .filter(|(_, entry)| entry.outcomes.iter().all(|outcome| outcome.look_again))
        .map(|(index, _)| {
            let spot = draft.origin("tracking", index).below("outcomes");
            spot.mistake("reviews would never end", "an outcome without `look_again`")
        })
        .collect()
}
