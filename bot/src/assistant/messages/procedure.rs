//! The procedure about itself: its words, its meetings, its version.

use openapi::{Meeting, Pack, TransferSummary};

use super::super::reply::{Reply, Tone};
use super::{day, moment};

/// Which procedure answers, in which version, and when its review is due.
pub fn procedure(pack: &Pack) -> Reply {
    let review = pack.review_on.map(|date| match pack.review_overdue {
        true => format!("Careful: its review was due on {}.", day(date)),
        false => format!("Its review is due on {}.", day(date)),
    });
    Reply::plain(&pack.title)
        .line(format!("{}, {}.", pack.document, pack.dated))
        .lines(review)
        .line(format!(
            "Pack {}, version {}, {} rules.",
            pack.id,
            pack.version,
            pack.rules.len()
        ))
}

/// What a word of the procedure means; `None` where it does not explain it.
pub fn defined(pack: &Pack, wanted: &str) -> Option<Reply> {
    let wanted = wanted.trim().to_lowercase();
    let term = pack
        .terms
        .iter()
        .find(|term| term.term.to_lowercase() == wanted)?;
    let silent = (term.expansion.is_none() && term.meaning.is_none())
        .then(|| "The procedure uses it and never says what it means.".to_owned());
    let reply = Reply::plain(&term.term)
        .lines(term.expansion.clone())
        .lines(term.meaning.clone());
    Some(reply.lines(silent).lines(written_in(&term.rules)))
}

fn written_in(rules: &[String]) -> Option<String> {
    (!rules.is_empty()).then(|| format!("Written in {}.", rules.join(", ")))
}

/// What a rule says, and where it is written.
pub fn rule(pack: &Pack, id: &str) -> Reply {
    match pack.rules.iter().find(|rule| rule.id == id) {
        Some(rule) => Reply::plain(format!("{}: {}", rule.id, rule.clause))
            .line(&rule.text)
            .line(format!("{}, {}.", pack.document, pack.dated)),
        None => Reply::plain(format!("The procedure has no rule {id}.")).in_tone(Tone::Refusal),
    }
}

/// When meetings sit next, and which transfers wait for them.
pub fn agenda(pack: &Pack, meetings: &[Meeting], waiting: &[TransferSummary]) -> Reply {
    if meetings.is_empty() {
        let known: Vec<_> = pack
            .forums
            .iter()
            .map(|forum| forum.name.as_str())
            .collect();
        let reply = Reply::plain("The procedure knows no such meeting.").in_tone(Tone::Refusal);
        let known = (!known.is_empty()).then(|| format!("It knows: {}.", known.join(", ")));
        return reply.lines(known);
    }
    let lines = meetings
        .iter()
        .flat_map(|meeting| one_meeting(pack, meeting, waiting));
    let offers = waiting.iter().filter(|transfer| {
        meetings
            .iter()
            .any(|meeting| goes_to(pack, transfer, &meeting.forum))
    });
    let offers: Vec<_> = offers
        .take(10)
        .map(|transfer| transfer.reference.clone())
        .collect();
    let reply = Reply::plain("Meetings").lines(lines);
    offers.into_iter().fold(reply, |reply, reference| {
        reply.offer(format!("show {reference}"), reference)
    })
}

fn one_meeting(pack: &Pack, meeting: &Meeting, waiting: &[TransferSummary]) -> Vec<String> {
    let next = match meeting.next_at {
        Some(at) => format!("next on {}", moment(at)),
        None => "nobody has entered when it sits next".into(),
    };
    let mut lines = vec![format!("{}: {next} ({})", meeting.name, meeting.cadence)];
    let agenda = waiting
        .iter()
        .filter(|transfer| goes_to(pack, transfer, &meeting.forum));
    lines.extend(agenda.map(|transfer| {
        let due = transfer
            .next_due_at
            .map(|due| format!(", due {}", moment(due)));
        let (from, to) = (
            &transfer.transferring_team.name,
            &transfer.receiving_team.name,
        );
        format!(
            "- {}: {from} to {to}{}",
            transfer.reference,
            due.unwrap_or_default()
        )
    }));
    if lines.len() == 1 {
        lines.push("- nothing waits for it".into());
    }
    lines
}

fn goes_to(pack: &Pack, transfer: &TransferSummary, forum: &str) -> bool {
    let pathway = pack
        .pathways
        .iter()
        .find(|pathway| pathway.id == transfer.pathway.id);
    pathway.is_some_and(|pathway| pathway.forum.as_deref() == Some(forum))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::assistant::sample;

    #[test]
    fn a_word_is_defined_with_its_rule_and_an_unknown_one_is_not_made_up() {
        let mut pack = sample::pack();
        pack.terms = vec![openapi::PackTerm {
            term: "CIN".into(),
            expansion: Some("Child in need".into()),
            meaning: None,
            rules: vec!["EXA-2".into()],
        }];
        let text = defined(&pack, "cin").unwrap().text();
        assert_eq!(text, "CIN\nChild in need\nWritten in EXA-2.");
        assert!(defined(&pack, "TAF").is_none());
    }

    #[test]
    fn an_old_procedure_says_so() {
        let mut pack = sample::pack();
        pack.review_on = "2025-06-30".parse().ok();
        pack.review_overdue = true;
        assert!(
            procedure(&pack)
                .text()
                .contains("its review was due on Mon 30 June 2025")
        );
    }
}
