//! Steps of a transfer: what was done, what can be done next, what it waits for.

use openapi::{ActionName, NextStep, Transfer, WaitingFor};

use super::super::reply::{Choice, Reply};
use super::refusals::stands_in_the_way;
use super::{Names, capital, moment, side, spaced};

/// What can be done with a transfer now, to be picked.
pub(super) fn offers(transfer: &Transfer) -> Vec<Choice> {
    let reference = &transfer.summary.reference;
    let lacks = transfer
        .next_steps
        .iter()
        .any(|step| !step.missing_facts.is_empty());
    let facts =
        lacks.then(|| Choice::new(format!("record fact {reference}"), "Answer what is missing"));
    let possible = transfer.next_steps.iter().filter(|step| step.possible);
    let steps = possible
        .filter(|step| !(lacks && step.action == ActionName::RecordFact))
        .map(|step| {
            let action = spaced(step.action.snake());
            Choice::new(format!("{action} {reference}"), capital(&action))
        });
    let to_me = transfer
        .next_steps
        .iter()
        .any(|step| step.possible && step.action == ActionName::Land);
    let to_me = to_me.then(|| Choice::new(format!("land {reference} to me"), "Land with me"));
    let waits = transfer.next_steps.iter().any(|step| !step.possible);
    let next = waits.then(|| Choice::new(format!("next {reference}"), "What stands in the way"));
    facts
        .into_iter()
        .chain(steps)
        .chain(to_me)
        .chain(next)
        .collect()
}

/// That something was done to a transfer, and what follows.
pub fn moved(done: &str, transfer: &Transfer, names: Names<'_>) -> Reply {
    let (reference, state) = (
        &transfer.summary.reference,
        spaced(transfer.summary.state.name()),
    );
    Reply::plain(format!("Done: {done}. {reference} is {state}."))
        .lines(
            transfer
                .waiting_for
                .iter()
                .map(|waiting| waiting_for(waiting, names)),
        )
        .lines(
            transfer
                .summary
                .next_due_at
                .map(|due| format!("Next due {}.", moment(due))),
        )
        .offers(offers(transfer))
}

/// What can be done with a transfer now, and what stands in the way of the rest.
pub fn next_steps(transfer: &Transfer, names: Names<'_>) -> Reply {
    let (reference, state) = (
        &transfer.summary.reference,
        spaced(transfer.summary.state.name()),
    );
    let steps = transfer
        .next_steps
        .iter()
        .flat_map(|step| next_step(step, transfer, names));
    let mut offers = offers(transfer);
    offers.retain(|offer| !offer.say.starts_with("next "));
    let reply = Reply::plain(format!("{reference} is {state}. What can be done:"))
        .lines(steps)
        .offers(offers);
    match transfer.next_steps.is_empty() {
        true => Reply::plain(format!(
            "{reference} is {state}. Nothing more is to be done."
        )),
        false => reply,
    }
}

fn next_step(step: &NextStep, transfer: &Transfer, names: Names<'_>) -> Vec<String> {
    let command = format!(
        "`{} {}`",
        spaced(step.action.snake()),
        transfer.summary.reference
    );
    let who = match step.needs_role.is_empty() {
        true => String::new(),
        false => format!(" ({})", names.roles(&step.needs_role)),
    };
    let mut lines = vec![match step.possible {
        true => format!("{command}{who}"),
        false => format!("{command}{who}: not yet"),
    }];
    let reasons = step.blocked_by.iter().chain(&step.warnings);
    lines.extend(reasons.flat_map(|blocker| stands_in_the_way(blocker, names)));
    let ask = |id: &String| transfer.facts.iter().find(|fact| fact.id == *id);
    let questions = step.missing_facts.iter().filter_map(ask);
    lines.extend(
        questions.map(|fact| format!("- {} (`record fact REF {}`)", fact.question, fact.id)),
    );
    lines
}

/// What a transfer waits for, from whom, until when.
pub(super) fn waiting_for(waiting: &WaitingFor, names: Names<'_>) -> String {
    let role = waiting
        .role
        .as_ref()
        .map(|role| format!(", {}", names.role(role)))
        .unwrap_or_default();
    let due = waiting
        .due_at
        .map(|due| format!(", by {}", moment(due)))
        .unwrap_or_default();
    let meeting = waiting
        .meeting
        .as_ref()
        .map(|meeting| format!(", at {meeting}"))
        .unwrap_or_default();
    format!(
        "Waits for: {} from {}{role}{due}{meeting}",
        waiting.what,
        side(waiting.owed_by)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assistant::sample;

    #[test]
    fn next_steps_say_what_stands_in_the_way() {
        let text = next_steps(&sample::transfer(), Names(None)).text();
        assert!(text.contains("`accept T-0031` (team manager)"));
        assert!(text.contains(
            "`land T-0031`: not yet\n- no decision has been recorded (EXA-18, Section 5)"
        ));
        assert!(text.contains("What to do: record the decision"));
        assert!(text.contains("- Has the family been told? (`record fact REF family_informed`)"));
    }
}
