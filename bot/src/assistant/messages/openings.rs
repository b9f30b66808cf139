//! Opening a transfer: what is found, asked back, confirmed and sent.

use openapi::{Case, Holder, PackPathway, Team, Transfer, TransferKind};

use super::super::conversation::{Asked, Opening};
use super::super::prompt::{Expected, Prompt};
use super::super::reply::{Reply, Tone};
use super::steps::offers;
use super::{Names, day, moment, spaced};

/// That a case was found, with who holds it.
pub fn found_case(case: &Case, holder: &Holder, kind: TransferKind) -> Reply {
    let whose = match kind {
        TransferKind::Push => "Your team holds it, so you ask another team to take it.",
        TransferKind::Pull => "Another team holds it, so you ask for it to come to your team.",
    };
    Reply::plain(format!(
        "Case {} is held by {}.",
        case.reference, holder.team.name
    ))
    .line(whose)
}

/// That no such case is to be found.
pub fn no_case(reference: &str) -> Reply {
    Reply::plain(format!("I find no case {reference} that you may see.")).in_tone(Tone::Refusal)
}

/// That a closed case cannot be moved.
pub fn case_closed(reference: &str) -> Reply {
    Reply::plain(format!(
        "Case {reference} is closed, so there is nothing to move."
    ))
    .in_tone(Tone::Refusal)
}

/// That the procedure knows no such move.
pub fn no_pathway(holder: &Team, kind: TransferKind) -> Reply {
    let what = match kind {
        TransferKind::Push => format!("The procedure has no move away from {}.", holder.name),
        TransferKind::Pull => format!(
            "The procedure has no move from {} to a team of yours.",
            holder.name
        ),
    };
    Reply::plain(what)
        .in_tone(Tone::Refusal)
        .line("Ask the question in your own words to see where such a matter goes.")
}

/// That no team could receive the case.
pub fn no_team(pathway: &PackPathway) -> Reply {
    let services: Vec<String> = pathway.to.iter().map(|service| spaced(service)).collect();
    Reply::plain(format!("No team is set up for {}.", services.join(" or ")))
        .in_tone(Tone::Refusal)
        .line("An administrator can add it.")
}

/// That some facts are personal and not asked here.
pub fn withheld_facts(facts: &[String], names: Names<'_>) -> Option<Reply> {
    let labels: Vec<String> = facts.iter().map(|id| names.fact(id)).collect();
    let reply = Reply::plain("Some facts are personal, so I do not ask for them here.");
    (!labels.is_empty())
        .then(|| reply.line(format!("Record in Landsafe itself: {}.", labels.join(", "))))
}

/// What would be sent, and whether it is right.
pub fn confirm(
    opening: &Opening,
    case: &Case,
    pathway: &PackPathway,
    team: &Team,
    names: Names<'_>,
) -> (Reply, Prompt) {
    let planned = opening
        .planned_on
        .answer()
        .map(|date| format!("Planned for {}.", day(date)));
    let facts = opening
        .facts
        .iter()
        .map(|(id, value)| format!("{}: {}", names.fact(id), in_words(value)));
    let open: Vec<String> = opening.skipped.iter().map(|id| names.fact(id)).collect();
    let open = (!open.is_empty()).then(|| format!("Left open: {}.", open.join(", ")));
    let silent = (opening.discussion == Asked::LeftOpen).then(|| {
        "The managers have not talked yet, so it stays a draft until that is recorded.".to_owned()
    });
    let reply = Reply::plain(format!(
        "{}: case {} to {}",
        pathway.name, case.reference, team.name
    ))
    .lines(planned)
    .lines(facts)
    .lines(open)
    .lines(silent)
    .line(format!("Responsibility moves: {}", pathway.transfer_point));
    (reply, Prompt::new("Shall I send it?", Expected::YesNo))
}

fn in_words(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Bool(true) => "yes".into(),
        serde_json::Value::Bool(false) => "no".into(),
        serde_json::Value::String(text) => spaced(text),
        other => other.to_string(),
    }
}

/// That a transfer was opened and asked for.
pub fn opened(transfer: &Transfer) -> Reply {
    let summary = &transfer.summary;
    let due = summary
        .next_due_at
        .map(|due| format!("Next due {}.", moment(due)));
    let reference = &summary.reference;
    Reply::plain(format!(
        "{reference} is {}: {} has been asked.",
        spaced(summary.state.name()),
        summary.receiving_team.name
    ))
    .lines(due)
    .line(format!(
        "Say `show {reference}` to see it, `next {reference}` for what can be done."
    ))
    .offers(offers(transfer))
}

/// That a draft was kept, and how to go on with it.
pub fn draft_kept(transfer: &Transfer, after_refusal: bool) -> Reply {
    let reference = &transfer.summary.reference;
    let how = match after_refusal {
        true => format!("Do what is said above, then say `request {reference}`."),
        false => format!(
            "When the managers have talked, say `record discussion {reference}`, then `request {reference}`."
        ),
    };
    Reply::plain(format!("{reference} is kept as a draft."))
        .line(how)
        .offers(offers(transfer))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;
    use crate::assistant::sample;

    #[test]
    fn the_confirmation_says_all_that_would_be_sent() {
        let opening = Opening {
            planned_on: Asked::Answered("2026-11-20".parse().unwrap()),
            facts: [("family_informed".to_owned(), json!(true))].into(),
            skipped: vec!["plan_updated".into()],
            discussion: Asked::LeftOpen,
            ..Opening::default()
        };
        let pack = sample::pack();
        let team = sample::team("Assessment East", "assessment");
        let (reply, prompt) = confirm(
            &opening,
            &sample::case(),
            &pack.pathways[0],
            &team,
            Names(Some(&pack)),
        );
        assert_eq!(
            reply.text(),
            "Help to Assessment: case C-0041 to Assessment East\n\
             Planned for Fri 20 November 2026.\n\
             Family told: yes\n\
             Left open: plan updated.\n\
             The managers have not talked yet, so it stays a draft until that is recorded.\n\
             Responsibility moves: The day of acceptance."
        );
        assert_eq!(prompt.expected, Expected::YesNo);
    }

    #[test]
    fn a_draft_says_how_to_go_on() {
        let text = draft_kept(&sample::transfer(), false).text();
        assert!(text.contains("`record discussion T-0031`, then `request T-0031`"));
    }

    #[test]
    fn personal_facts_are_named_but_not_asked() {
        let text = withheld_facts(&["due_date_of_birth".into()], Names(None))
            .unwrap()
            .text();
        assert!(text.contains("due date of birth") && text.contains("personal"));
        assert_eq!(withheld_facts(&[], Names(None)), None);
    }
}
