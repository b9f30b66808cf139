//! Packs as the contract shows them: the whole procedure in readable form.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use openapi::{
    Conventions, DecidingParty, DecisionRoute, LeapDayBirthday, MinimumPeriod, NudgeHours, Pack,
    PackEvent, PackFact, PackForum, PackPathway, PackReason, PackRole, PackRule, PackService,
    PackSummary, PackTerm, PathwayReason,
};
use policy::coverage;
use policy::pack::{self, format};
use policy::transfer::EVENTS;

use super::kinds;
use super::kinds::{direction, fact_kind, side};

/// A pack in a list.
///
/// * `today` – civil date in the pack's zone
pub fn summary(pack: &pack::Pack, today: NaiveDate) -> PackSummary {
    let header = &pack.header;
    PackSummary {
        id: header.id.clone(),
        title: header.title.clone(),
        version: header.version.clone(),
        document: header.source.document.clone(),
        dated: header.source.dated.clone(),
        review_on: header.source.review_on,
        review_overdue: is_review_overdue(pack, today),
        rules: u32::try_from(pack.entries.rule.len()).unwrap_or(u32::MAX),
    }
}

/// A pack with everything that it says.
///
/// * `today` – civil date in the pack's zone
pub fn pack(pack: &pack::Pack, today: NaiveDate) -> Pack {
    let (header, entries) = (&pack.header, &pack.entries);
    Pack {
        id: header.id.clone(),
        title: header.title.clone(),
        version: header.version.clone(),
        document: header.source.document.clone(),
        dated: header.source.dated.clone(),
        review_on: header.source.review_on,
        review_overdue: is_review_overdue(pack, today),
        conventions: conventions(&header.conventions),
        services: entries.service.iter().map(service).collect(),
        roles: entries.role.iter().map(role).collect(),
        facts: entries.fact.iter().map(fact).collect(),
        pathways: entries
            .pathway
            .iter()
            .map(|entry| pathway(entry, &entries.reason))
            .collect(),
        events: events(pack),
        rules: rules(pack),
        forums: entries.forum.iter().map(forum).collect(),
        terms: entries.term.iter().map(term).collect(),
        reasons: entries.reason.iter().map(reason).collect(),
    }
}

/// Whether the day on which the document's review is due has passed.
pub fn is_review_overdue(pack: &pack::Pack, today: NaiveDate) -> bool {
    pack.header.source.review_on.is_some_and(|due| due < today)
}

fn conventions(conventions: &format::Conventions) -> Conventions {
    Conventions {
        zone: conventions.zone.clone(),
        minimum_period: match conventions.minimum_period {
            format::MinimumPeriod::CorrespondingDay => MinimumPeriod::CorrespondingDay,
            format::MinimumPeriod::DayAfter => MinimumPeriod::DayAfter,
        },
        leap_day_birthday: match conventions.leap_day_birthday {
            format::LeapDayBirthday::March1 => LeapDayBirthday::March1,
            format::LeapDayBirthday::February28 => LeapDayBirthday::February28,
        },
        verify_after_months: conventions.verify_after_months,
        warn_unverified: conventions.warn_unverified,
        nudge_hours: NudgeHours {
            from: conventions.nudge_hours.from,
            to: conventions.nudge_hours.to,
        },
        working_week: {
            let days = conventions.working_week.iter();
            days.map(|day| kinds::day_of_week(*day)).collect()
        },
        works_bank_holidays: conventions.works_bank_holidays,
    }
}

fn service(entry: &format::Service) -> PackService {
    PackService {
        id: entry.id.clone(),
        name: entry.name.clone(),
        synonyms: entry.synonyms.clone(),
        about: entry.about.clone(),
        rules: entry.rule.ids().to_vec(),
    }
}

fn role(entry: &format::Role) -> PackRole {
    PackRole {
        id: entry.id.clone(),
        name: entry.name.clone(),
        standing: kinds::standing(entry.standing),
        synonyms: entry.synonyms.clone(),
    }
}

fn fact(entry: &format::Fact) -> PackFact {
    PackFact {
        id: entry.id.clone(),
        kind: fact_kind(entry.kind),
        label: entry.label.clone(),
        question: entry.question.clone(),
        choices: kinds::choices(entry),
        personal: entry.personal,
        rules: entry.rule.ids().to_vec(),
    }
}

fn pathway(entry: &format::Pathway, reasons: &[format::Reason]) -> PackPathway {
    PackPathway {
        id: entry.id.clone(),
        name: entry.name.clone(),
        from: entry.from.clone(),
        to: entry.to.clone(),
        direction: direction(entry.direction),
        trigger: entry.trigger.clone(),
        transfer_point: entry.transfer_point.clone(),
        requested_by: entry.requested_by.clone(),
        decided_by: entry.decided_by.iter().map(party).collect(),
        decision_routes: entry.decision_routes.iter().map(route).collect(),
        within_team: entry.within_team,
        released_by: entry.released_by.clone(),
        forum: entry.forum.clone(),
        forum_decides: entry.forum_decides,
        discussion_needed: entry.discussion.is_some(),
        ladder: entry.ladder.clone(),
        reasons: reasons
            .iter()
            .flat_map(|reason| given_on(reason, &entry.id))
            .collect(),
        outcome: kinds::outcome(entry.outcome),
        rules: entry.rule.ids().to_vec(),
    }
}

fn given_on(reason: &format::Reason, pathway: &str) -> Vec<PathwayReason> {
    let purposes = reason.on.iter().filter(|on| reason.is_for(**on, pathway));
    purposes
        .map(|on| PathwayReason {
            on: kinds::reason_for(*on),
            reason: reason.id.clone(),
        })
        .collect()
}

fn party(entry: &format::Party) -> DecidingParty {
    DecidingParty {
        side: entry.side.map(side),
        service: entry.service.clone(),
        roles: entry.roles.clone(),
        when: entry.when.clone(),
    }
}

fn route(entry: &format::DecisionRoute) -> DecisionRoute {
    DecisionRoute {
        id: entry.id.clone(),
        name: entry.name.clone(),
        decided_by: entry.decided_by.iter().map(party).collect(),
        forum: entry.forum.clone(),
        reason_needed: entry.reason_needed,
        rules: entry.rule.ids().to_vec(),
    }
}

/// The events of every transfer, and the doing of each item.
fn events(pack: &pack::Pack) -> Vec<PackEvent> {
    let every = EVENTS.iter().map(|(event, label)| PackEvent {
        event: (*event).into(),
        label: (*label).into(),
    });
    let items = pack.entries.item.iter().map(|item| PackEvent {
        event: format!("item:{}", item.id),
        label: format!("done: {}", item.label),
    });
    every.chain(items).collect()
}

fn rules(pack: &pack::Pack) -> Vec<PackRule> {
    let rows = coverage::rows(pack, &BTreeMap::new());
    let places = |row: coverage::Row| {
        row.places
            .iter()
            .map(|(kind, id)| format!("{kind} {id}"))
            .collect()
    };
    pack.entries
        .rule
        .iter()
        .zip(rows)
        .map(|(rule, row)| PackRule {
            id: rule.id.clone(),
            clause: rule.clause.clone(),
            strength: kinds::strength(rule.strength),
            text: rule.text.clone(),
            reading: rule.reading.clone(),
            shown_or_executed_in: places(row),
        })
        .collect()
}

fn forum(entry: &format::Forum) -> PackForum {
    PackForum {
        id: entry.id.clone(),
        name: entry.name.clone(),
        cadence: cadence(entry),
        attendees: entry.attendees.clone(),
        rules: entry.rule.ids().to_vec(),
    }
}

/// How often a forum sits, in words.
pub fn cadence(forum: &format::Forum) -> String {
    match (&forum.rrule, forum.max_gap_days) {
        _ if forum.per_case => "called for each case".into(),
        (Some(rule), _) => recurrence(rule),
        (None, Some(days)) => format!("at least every {days} days"),
        (None, None) => "the procedure does not say how often".into(),
    }
}

/// The common recurrence rules in words, any other as it is written.
fn recurrence(rule: &str) -> String {
    let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name));
    let unit = match part("FREQ=") {
        Some("DAILY") => "day",
        Some("WEEKLY") => "week",
        Some("MONTHLY") => "month",
        Some("YEARLY") => "year",
        _ => return format!("by the calendar rule {rule}"),
    };
    match (part("INTERVAL="), rule.split(';').count()) {
        (None, 1) | (Some("1"), 2) => format!("every {unit}"),
        (Some(several), 2) => format!("every {several} {unit}s"),
        _ => format!("by the calendar rule {rule}"),
    }
}

fn term(entry: &format::Term) -> PackTerm {
    PackTerm {
        term: entry.term.clone(),
        expansion: entry.expansion.clone(),
        meaning: entry.meaning.clone(),
        rules: entry.rule.ids().to_vec(),
    }
}

fn reason(entry: &format::Reason) -> PackReason {
    PackReason {
        id: entry.id.clone(),
        label: entry.label.clone(),
        on: entry.on.iter().map(|on| kinds::reason_for(*on)).collect(),
        pathways: entry.pathways.clone(),
        refused: entry.refused.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::recurrence;

    #[test]
    fn common_recurrences_are_told_in_words() {
        for (rule, expected) in [
            ("FREQ=WEEKLY", "every week"),
            ("FREQ=MONTHLY;INTERVAL=1", "every month"),
            ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"),
            (
                "FREQ=WEEKLY;BYDAY=TU",
                "by the calendar rule FREQ=WEEKLY;BYDAY=TU",
            ),
        ] {
            assert_eq!(recurrence(rule), expected);
        }
    }
}
