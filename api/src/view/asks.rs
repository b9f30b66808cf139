//! Answers to questions as the contract shows them, with contact points as they stand at the moment asked about.

use chrono::NaiveDate;
use entity::contact_point;
use openapi::{Answer, AnswerContact, AnswerEntry, AskOutcome, Citation, OnDuty};
use policy::guidance;
use policy::pack::Pack;
use policy::pack::format::{self, ContactPoint, Guidance, RuleIds};

use super::contact_points::Live;

/// What an answer needs besides the pack: the authority's numbers, and who is on duty.
#[derive(Debug, Default)]
pub struct Desk {
    /// Whether the pack is that of the asker's own authority; of another one, no number is shown.
    pub is_own: bool,
    /// What the authority has entered.
    pub entered: Vec<contact_point::Model>,
    /// Who is on duty at the moment asked about.
    pub on_duty: Vec<OnDuty>,
    /// Civil date of that moment in the pack's zone.
    pub today: NaiveDate,
}

/// An answer.
pub fn answer(pack: &Pack, answer: &guidance::Answer, desk: &Desk) -> Answer {
    Answer {
        outcome: match answer.outcome {
            guidance::Outcome::Answered => AskOutcome::Answered,
            guidance::Outcome::Choice => AskOutcome::Choice,
            guidance::Outcome::NotCovered => AskOutcome::NotCovered,
        },
        urgent: answer.urgent,
        answers: answer
            .found
            .iter()
            .map(|found| entry(pack, found.entry, found.score, desk))
            .collect(),
        notices: notices(pack, answer, desk),
        pack_version: pack.header.version.clone(),
        ask_instead: answer.ask_instead.clone(),
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
        contact_points: points.map(|point| contact(pack, point, desk)).collect(),
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

fn contact(pack: &Pack, point: &ContactPoint, desk: &Desk) -> AnswerContact {
    let live = desk.live(point);
    let value = desk.value(&live);
    let months = pack.header.conventions.verify_after_months;
    AnswerContact {
        id: point.id.clone(),
        name: live.name().to_owned(),
        kind: live.kind(),
        instead: value.is_none().then(|| point.unset.clone()),
        hours: live.hours().map(str::to_owned),
        on_duty: desk.answering(point),
        last_verified_on: live.last_verified_on().filter(|_| value.is_some()),
        warning: match desk.is_own {
            true => live.warning(desk.today, months),
            false => Some("shown only to those who work by this procedure".into()),
        },
        fallback: point
            .fallback
            .as_deref()
            .and_then(|id| pack.contact_point(id))
            .map(|next| desk.fallback(next)),
        value,
    }
}

impl Desk {
    fn live<'a>(&'a self, point: &'a ContactPoint) -> Live<'a> {
        Live {
            point,
            entered: self.entered.iter().find(|row| row.slot == point.id),
        }
    }

    fn value(&self, live: &Live) -> Option<String> {
        live.value().filter(|_| self.is_own).map(str::to_owned)
    }

    /// What to use where nobody answers: its name, and its number where there is one.
    fn fallback(&self, point: &ContactPoint) -> String {
        let live = self.live(point);
        match self.value(&live) {
            Some(value) => format!("{}: {value}", live.name()),
            None => live.name().to_owned(),
        }
    }

    /// Who is on duty in the role, or for the service, that answers; with the team's name where there are several.
    fn answering(&self, point: &ContactPoint) -> Option<String> {
        let answers = point.answered_by.as_deref()?;
        let found: Vec<_> = self
            .on_duty
            .iter()
            .filter(|shift| shift.role == answers || shift.team.service == answers)
            .collect();
        match found.as_slice() {
            [] => None,
            [one] => Some(one.practitioner.name.clone()),
            several => {
                let names: Vec<_> = several
                    .iter()
                    .map(|shift| format!("{} ({})", shift.practitioner.name, shift.team.name))
                    .collect();
                Some(names.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests;
