//! Answers to questions, the urgent ones first, and logged calls.

use openapi::{
    Answer, AnswerAssumption, AnswerContact, AnswerDate, AnswerEntry, AnswerQuestion, AskOutcome,
    Citation, Contact, UseNow,
};
use serde_json::Value;

use super::super::conversation::Choosing;
use super::super::prompt::{Expected, Prompt};
use super::super::reply::{Reply, Tone};
use super::{LIFE_AT_RISK, day, moment};

/// Everything that an answer says.
pub fn answered(answer: &Answer) -> Vec<Reply> {
    match (answer.urgent, answer.outcome) {
        (true, _) => urgent(answer),
        (false, AskOutcome::NotCovered) => vec![not_covered(answer)],
        (false, AskOutcome::Choice) if answer.missing.is_some() => {
            with_sources(answer, answer.answers.iter().take(1).map(entry).collect())
        }
        (false, AskOutcome::Choice) => answer
            .answers
            .first()
            .map(|_| several())
            .into_iter()
            .collect(),
        (false, AskOutcome::Answered) => {
            with_sources(answer, answer.answers.iter().map(entry).collect())
        }
    }
}

/// One entry of an answer, chosen among several.
pub fn chosen(answer: &Answer, id: &str) -> Vec<Reply> {
    let chosen = answer.answers.iter().filter(|entry| entry.entry == id);
    with_sources(answer, chosen.map(entry).collect())
}

/// The question which answer is meant.
pub fn which_is_meant(choosing: &Choosing) -> Prompt {
    Prompt::new(
        "Which do you mean?",
        Expected::OneOf(choosing.entries.clone()),
    )
}

/// What to choose from, where nobody can be asked back: the titles, to be asked about again.
pub fn choices(answer: &Answer) -> Option<Reply> {
    let close = !answer.urgent && answer.outcome == AskOutcome::Choice;
    let titles = answer
        .answers
        .iter()
        .map(|entry| format!("- {}", entry.title));
    close.then(|| Reply::plain("Ask again, about one of these:").lines(titles))
}

/// The offer to log the call behind an urgent question.
pub fn offer_to_log() -> Reply {
    Reply::plain("When you have made the call, say `log the call` and I record it as a contact.")
}

/// That a call was logged, and what to do now.
pub fn contact_logged(contact: &Contact) -> Vec<Reply> {
    let team = contact
        .team
        .as_ref()
        .map(|team| format!(" for {}", team.name))
        .unwrap_or_default();
    let logged = Reply::plain(format!(
        "Logged as {}{team}, {}.",
        contact.reference,
        moment(contact.received_at)
    ));
    let advice = contact.advice.as_ref().map(|advice| {
        let advice = entry(advice).line(LIFE_AT_RISK);
        if contact.urgent {
            advice.in_tone(Tone::Urgent)
        } else {
            advice
        }
    });
    let call = contact.call.as_ref().map(|_| super::call(contact));
    advice.into_iter().chain([logged]).chain(call).collect()
}

fn urgent(answer: &Answer) -> Vec<Reply> {
    let mut entries = answer.answers.iter().map(entry);
    let first = entries
        .next()
        .unwrap_or_else(|| Reply::plain("This sounds urgent"));
    let mut lines = vec![LIFE_AT_RISK.to_owned()];
    lines.extend(first.lines);
    if answer.answers.is_empty() {
        lines.push("Ring your duty team or your manager now.".into());
    }
    lines.extend(ask_instead(answer));
    let first = Reply {
        lines,
        tone: Tone::Urgent,
        ..first
    };
    with_sources(answer, std::iter::once(first).chain(entries).collect())
}

fn not_covered(answer: &Answer) -> Reply {
    Reply::plain("The procedure does not answer this.")
        .lines(ask_instead(answer))
        .lines(answer.notices.iter().cloned())
        .line(LIFE_AT_RISK)
}

fn several() -> Reply {
    Reply::plain("Several parts of the procedure come close.")
}

fn ask_instead(answer: &Answer) -> Option<String> {
    answer
        .ask_instead
        .as_ref()
        .map(|whom| format!("Ask instead: {whom}"))
}

/// The document's own notices and the pack version, once, after the last entry.
fn with_sources(answer: &Answer, mut replies: Vec<Reply>) -> Vec<Reply> {
    if let Some(first) = replies.first_mut() {
        let worked_out = answer.reckoned.iter().map(reckoned);
        let assumed = answer.assumed.iter().map(assumed);
        let asked = answer.missing.iter().map(asked_back);
        let mut lines: Vec<String> = worked_out.chain(assumed).chain(asked).collect();
        // Where a life may be at risk the steps come first, else what was worked out.
        match answer.urgent {
            true => first.lines.append(&mut lines),
            false => drop(first.lines.splice(0..0, lines)),
        }
    }
    if let Some(last) = replies.last_mut() {
        last.lines.extend(answer.notices.iter().cloned());
        last.lines
            .push(format!("Pack version {}.", answer.pack_version));
        let until = answer.right_until.map(moment);
        last.lines.extend(
            until.map(|until| format!("Right until {until}, as hours and the rota stand.")),
        );
    }
    replies
}

/// A date that was worked out, in one line.
fn reckoned(date: &AnswerDate) -> String {
    let when = match (date.at, date.on) {
        (Some(at), _) => moment(at),
        (None, Some(on)) => day(on),
        (None, None) => "at once".into(),
    };
    let how = if date.how.is_empty() {
        String::new()
    } else {
        format!(" ({})", date.how)
    };
    format!("{when}: {}{how} [{}]", date.label, date.rules.join(", "))
}

fn assumed(assumed: &AnswerAssumption) -> String {
    let name = assumed.label.as_deref().unwrap_or(&assumed.id);
    let value = match &assumed.value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    format!("Taken from your question: {name}: {value}")
}

/// What the answer turns on, with what to choose from.
fn asked_back(missing: &AnswerQuestion) -> String {
    let choices: Vec<&str> = missing
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    match choices.as_slice() {
        [] => format!("Tell me as well: {}", missing.question),
        _ => format!(
            "Tell me as well: {} ({})",
            missing.question,
            choices.join("; ")
        ),
    }
}

fn entry(entry: &AnswerEntry) -> Reply {
    let steps = entry
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| format!("{}. {step}", at + 1));
    Reply::plain(&entry.title)
        .lines(steps)
        .lines(entry.contact_points.iter().flat_map(contact))
        .lines(
            entry
                .do_not
                .iter()
                .map(|warning| format!("Do not: {warning}")),
        )
        .lines(entry.citations.iter().map(citation))
}

/// A contact point in one line, and its warnings below.
fn contact(point: &AnswerContact) -> Vec<String> {
    let value = match (&point.value, &point.instead) {
        (Some(value), _) => value.clone(),
        (None, Some(instead)) => format!("no number is entered: {instead}"),
        (None, None) => "no number is entered".into(),
    };
    let hours = point
        .hours
        .as_ref()
        .map(|hours| format!(", {hours}"))
        .unwrap_or_default();
    let mut lines = vec![format!("Contact {}: {value}{hours}", point.name)];
    lines.extend(
        point
            .on_duty
            .as_ref()
            .map(|name| format!("  on duty now: {name}")),
    );
    lines.extend(point.use_now.as_ref().map(use_now));
    lines.extend(
        point
            .fallback
            .as_ref()
            .map(|other| format!("  if nobody answers: {other}")),
    );
    lines.extend(
        point
            .last_verified_on
            .map(|date| format!("  last checked on {}{}", day(date), checked_by(point))),
    );
    lines.extend(
        point
            .warning
            .as_ref()
            .map(|warning| format!("  careful: {warning}")),
    );
    lines
}

fn use_now(now: &UseNow) -> String {
    let careful = now
        .warning
        .as_ref()
        .map(|warning| format!(", careful: {warning}"))
        .unwrap_or_default();
    format!("  use now: {}: {}{careful}", now.name, now.value)
}

fn checked_by(point: &AnswerContact) -> String {
    point
        .verified_by
        .as_ref()
        .map(|name| format!(" by {name}"))
        .unwrap_or_default()
}

fn citation(citation: &Citation) -> String {
    let reading = citation
        .reading
        .as_ref()
        .map(|reading| format!("; read as: {reading}"))
        .unwrap_or_default();
    format!(
        "Written in {}: {}, {}{reading}",
        citation.source, citation.clause, citation.rule
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn answer(outcome: &str, urgent: bool) -> Answer {
        serde_json::from_value(json!({
            "outcome": outcome, "urgent": urgent, "pack_version": "1.2.0",
            "document": {"title": "The procedure", "dated": "version 3", "review_overdue": true},
            "notices": ["The review was due on 30 June 2025."],
            "ask_instead": "your manager",
            "answers": [{
                "entry": "danger", "title": "A child is in danger", "steps": ["Ring the duty desk."],
                "contact_points": [
                    {"id": "duty", "name": "Duty desk", "kind": "phone", "instead": "ask your manager",
                     "on_duty": "A. Sample", "warning": "never checked", "fallback": "the night desk"},
                    {"id": "night", "name": "Night desk", "kind": "phone", "value": "01632 960000", "hours": "17:00 to 09:00",
                     "last_verified_on": "2026-10-01"}],
                "do_not": ["wait for the transfer"],
                "citations": [{"rule": "EXA-3", "clause": "Section 1", "source": "The procedure", "reading": "at once"}],
                "score": 1.0
            }]
        }))
        .unwrap()
    }

    #[test]
    fn an_urgent_answer_begins_with_999_and_then_the_steps() {
        let replies = answered(&answer("answered", true));
        assert_eq!(replies[0].tone, Tone::Urgent);
        assert_eq!(
            replies[0].lines[..2],
            [LIFE_AT_RISK.to_owned(), "1. Ring the duty desk.".to_owned()]
        );
    }

    #[test]
    fn danger_without_an_entry_still_says_whom_to_ring() {
        let nothing = Answer {
            answers: Vec::new(),
            ..answer("not_covered", true)
        };
        let text = answered(&nothing)[0].text();
        assert!(
            text.contains("999")
                && text.contains("Ring your duty team")
                && text.contains("your manager")
        );
    }

    #[test]
    fn no_number_is_shown_that_nobody_entered() {
        let text = answered(&answer("answered", false))[0].text();
        assert!(text.contains("Contact Duty desk: no number is entered: ask your manager"));
        assert!(text.contains("Contact Night desk: 01632 960000, 17:00 to 09:00"));
        assert!(text.contains("on duty now: A. Sample") && text.contains("careful: never checked"));
        assert!(text.contains("if nobody answers: the night desk"));
        assert!(text.contains("last checked on Thu 1 October 2026"));
    }

    #[test]
    fn every_answer_carries_its_clause_reading_notices_and_version() {
        let text = answered(&answer("answered", false))[0].text();
        assert!(text.contains("Written in The procedure: Section 1, EXA-3; read as: at once"));
        assert!(text.contains("review was due") && text.contains("Pack version 1.2.0."));
    }

    #[test]
    fn what_is_not_covered_says_so_and_whom_to_ask() {
        let text = answered(&answer("not_covered", false))[0].text();
        assert!(text.starts_with("The procedure does not answer this.\nAsk instead: your manager"));
    }

    #[test]
    fn a_logged_call_shows_what_to_do_before_its_reference() {
        let contact: Contact = serde_json::from_value(json!({
            "id": "0199f000-0000-7000-8000-000000000081", "reference": "K-0081", "received_at": "2026-11-02T09:00:00Z",
            "recorded_at": "2026-11-02T09:02:00Z", "caller": "school", "concern": "a story", "urgent": true,
            "logged_by": {"id": "0199f000-0000-7000-8000-000000000011", "name": "A. Sample"},
            "advice": {"entry": "danger", "title": "A child is in danger", "steps": ["Ring."], "contact_points": [],
                       "do_not": [], "citations": [], "score": 1.0}
        }))
        .unwrap();
        let replies = contact_logged(&contact);
        assert_eq!(replies[0].tone, Tone::Urgent);
        assert_eq!(
            replies[1].text(),
            "Logged as K-0081, Mon 2 November 2026, 09:00."
        );
        assert!(
            replies
                .iter()
                .all(|reply| !reply.text().contains("a story"))
        );
    }
}
