//! Urgent calls: who was told, and whether anybody has been reached; and what became of a notification.

use chrono::{DateTime, Utc};
use openapi::{CallProgress, CallStep, CallStepKind, Contact, Notification};

use super::super::reply::{Reply, Tone};
use super::{LIFE_AT_RISK, moment};

/// How far word of a call has got.
pub fn call(contact: &Contact) -> Reply {
    let reference = &contact.reference;
    match &contact.call {
        Some(call) if call.reached => {
            Reply::plain(format!("{reference}: acknowledged")).lines(progress(call))
        }
        Some(call) => Reply::plain(format!("{reference}: nobody has acknowledged it yet"))
            .lines(progress(call))
            .line(LIFE_AT_RISK)
            .offer(format!("call {reference}"), "Who has been told?")
            .offer(format!("acknowledge {reference}"), "Acknowledge"),
        None => Reply::plain(format!(
            "{reference}: nobody was told, because it is not urgent or reached no team."
        )),
    }
}

/// That there is no such call.
pub fn no_call(reference: &str) -> Reply {
    Reply::plain(format!("I find no call {reference} that you may see.")).in_tone(Tone::Refusal)
}

/// What was done to reach somebody. It never says that a human was reached before one has acknowledged.
pub(super) fn progress(call: &CallProgress) -> Vec<String> {
    let mut lines: Vec<_> = call.steps.iter().map(step).collect();
    if !call.reached {
        lines.extend(call.climbs_at.map(|at| {
            format!(
                "Unless somebody acknowledges it, the next are told at {}.",
                moment(at)
            )
        }));
        lines.push(
            "Until somebody has acknowledged it, nobody has been reached: ring as well.".into(),
        );
    }
    lines
}

fn step(step: &CallStep) -> String {
    let names: Vec<_> = step
        .people
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    let rung = step
        .rung
        .as_ref()
        .map(|rung| format!(" ({rung})"))
        .unwrap_or_default();
    let passed = match step.passed.is_empty() {
        true => String::new(),
        false => format!("; nobody stands on: {}", step.passed.join(", ")),
    };
    let at = moment(step.at);
    match (step.what, &step.by) {
        (CallStepKind::Told, _) if names.is_empty() => {
            format!("{at}: nobody to tell{rung}{passed}")
        }
        (CallStepKind::Told, _) => format!("{at}: told {}{rung}{passed}", names.join(", ")),
        (CallStepKind::Acknowledged, Some(by)) => format!("{at}: acknowledged by {}", by.name),
        (CallStepKind::Acknowledged, None) => format!("{at}: acknowledged"),
        (CallStepKind::Ended, _) => format!("{at}: there is nobody further to tell{passed}"),
    }
}

/// That something is done.
pub fn notice_done(_: &Notification) -> Reply {
    Reply::plain("Noted as done.")
}

/// That something was put off.
pub fn notice_put_off(_: &Notification, until: DateTime<Utc>) -> Reply {
    Reply::plain(format!("Put off until {}.", moment(until)))
}

/// That somebody else has it now.
pub fn notice_handed_over(to: &str) -> Reply {
    Reply::plain(format!(
        "Handed over to {to}: they are reminded from now on."
    ))
}

/// That there is nobody to give it to.
pub fn no_colleague() -> Reply {
    Reply::plain("There is nobody else in your teams to hand it to.").in_tone(Tone::Refusal)
}

/// That somebody has a message that cannot be shown to them.
pub fn something_waits() -> Reply {
    Reply::plain("Somebody of this team has a message from Landsafe that could not be sent to them directly.")
        .line("Use `/transfer pending` to see what waits for you, and allow direct messages from this server to get it.")
}
