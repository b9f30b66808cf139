//! Answers to questions as the contract shows them, with contact points as they stand at the moment asked about.

mod desk;

use chrono::NaiveDate;
use openapi::{
    Answer, AnswerAssumption, AnswerContact, AnswerDate, AnswerDocument, AnswerEntry,
    AnswerQuestion, AskOffer, AskOutcome, Citation,
};
use policy::guidance;
use policy::pack::Pack;
use policy::pack::format::{self, Guidance, RuleIds};

pub use self::desk::Desk;
use super::contact_points::Live;
use super::kinds;
use super::packs::is_review_overdue;

/// An answer.
pub fn answer(pack: &Pack, answer: &guidance::Answer, desk: &Desk) -> Answer {
    let answers: Vec<_> = answer
        .found
        .iter()
        .map(|found| found_entry(pack, found, desk))
        .collect();
    let shown: Vec<AnswerContact> = answers
        .iter()
        .flat_map(|entry| entry.contact_points.iter().cloned())
        .collect();
    Answer {
        id: None,
        outcome: match answer.outcome {
            guidance::Outcome::Answered => AskOutcome::Answered,
            guidance::Outcome::Choice => AskOutcome::Choice,
            guidance::Outcome::NotCovered => AskOutcome::NotCovered,
        },
        urgent: answer.urgent,
        right_until: desk.right_until(&shown),
        answers,
        notices: notices(pack, answer, desk),
        pack_version: pack.header.version.clone(),
        document: document(pack, desk.today),
        offers: (answer.urgent && desk.is_own)
            .then_some(AskOffer::LogContact)
            .into_iter()
            .collect(),
        ask_instead: answer.ask_instead.clone(),
        assumed: answer.assumed.iter().map(assumption).collect(),
        reckoned: answer.reckoned.iter().map(date).collect(),
        missing: answer.missing.map(|missing| question(missing.fact)),
    }
}

fn assumption(assumed: &guidance::Assumed<'_>) -> AnswerAssumption {
    AnswerAssumption {
        id: assumed.id.clone(),
        label: assumed.label.map(str::to_owned),
        value: assumed.value.clone(),
    }
}

fn date(reckoned: &guidance::Reckoned) -> AnswerDate {
    AnswerDate {
        label: reckoned.label.clone(),
        on: reckoned.on,
        at: reckoned.at,
        immediate: reckoned.immediate,
        how: reckoned.how.clone(),
        rules: reckoned.rules.clone(),
    }
}

fn question(fact: &format::Fact) -> AnswerQuestion {
    AnswerQuestion {
        id: fact.id.clone(),
        kind: kinds::fact_kind(fact.kind),
        question: fact.question.clone(),
        choices: kinds::choices(fact),
    }
}

/// An entry as it reads under what is known.
fn found_entry(pack: &Pack, found: &guidance::Found<'_>, desk: &Desk) -> AnswerEntry {
    let points = found.contact_points().iter();
    let points = points.filter_map(|id| pack.contact_point(id));
    AnswerEntry {
        title: found.title().to_owned(),
        steps: found.steps().to_vec(),
        contact_points: points.map(|point| desk.contact(pack, point)).collect(),
        do_not: found.do_not().to_vec(),
        ..entry(pack, found.entry, found.score, desk)
    }
}

fn document(pack: &Pack, today: NaiveDate) -> AnswerDocument {
    let source = &pack.header.source;
    AnswerDocument {
        title: source.document.clone(),
        dated: source.dated.clone(),
        review_on: source.review_on,
        review_overdue: is_review_overdue(pack, today),
    }
}

fn notices(pack: &Pack, answer: &guidance::Answer, desk: &Desk) -> Vec<String> {
    let title = &pack.header.title;
    let foreign = format!(
        "This is another authority's procedure ({title}): your own may say otherwise, and no number is shown."
    );
    let written = answer.terms.iter().map(|found| written(pack, found.term));
    answer
        .notices
        .iter()
        .cloned()
        .chain(written)
        .chain((!desk.is_own).then_some(foreign))
        .collect()
}

/// Where a word of the procedure is written; what it means stands in the answer's own notices.
fn written(pack: &Pack, term: &format::Term) -> String {
    let places = citations(pack, &term.rule)
        .into_iter()
        .map(|place| format!("{}, {}", place.rule, place.clause));
    format!("{}: {}", term.term, places.collect::<Vec<_>>().join("; "))
}

/// The answer to an immediate concern; where the procedure has no urgent route, what it wants said then.
pub fn urgent(pack: &Pack, desk: &Desk) -> Option<AnswerEntry> {
    let header = &pack.header;
    let route = header
        .urgent_guidance
        .as_deref()
        .and_then(|id| pack.guidance(id));
    if let Some(route) = route {
        return Some(entry(pack, route, 1.0, desk));
    }
    header.urgent_silence.as_ref().map(|silence| AnswerEntry {
        entry: "urgent_silence".into(),
        title: "The procedure has no urgent route".into(),
        steps: vec![silence.clone()],
        contact_points: Vec::new(),
        do_not: Vec::new(),
        citations: citations(pack, &header.rule),
        score: 1.0,
    })
}

fn entry(pack: &Pack, entry: &Guidance, score: f64, desk: &Desk) -> AnswerEntry {
    let points = entry
        .contact_points
        .iter()
        .filter_map(|id| pack.contact_point(id));
    AnswerEntry {
        entry: entry.id.clone(),
        title: entry.title.clone(),
        steps: entry.steps.clone(),
        contact_points: points.map(|point| desk.contact(pack, point)).collect(),
        do_not: entry.do_not.clone(),
        citations: citations(pack, &entry.rule),
        score,
    }
}

fn citations(pack: &Pack, rules: &RuleIds) -> Vec<Citation> {
    let known = rules.ids().iter().filter_map(|id| pack.rule(id));
    known
        .map(|rule| Citation {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            source: pack.header.source.document.clone(),
            reading: rule.reading.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
