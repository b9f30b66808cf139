//! Entries by themselves: lists that may not be empty, lengths that make sense.

use chrono_tz::Tz;

use super::{Draft, Spot};
use crate::call;
use crate::checklist;
use crate::deadline::time_of_day;
use crate::pack::finding::Finding;
use crate::pack::format::{Deadline, FactKind, Forum, PathwayOutcome, Standing, Unit, Way};
use crate::pack::read::Borrowed;

/// Lists that say nothing when they are empty: kind, path of the list, what belongs there.
const FILLED: [(&str, &str, &str); 16] = [
    (
        "pathway",
        "from",
        "the services that may hold the case before",
    ),
    ("pathway", "to", "the services that may hold it afterwards"),
    (
        "pathway",
        "decided_by",
        "at least one party, or nobody could agree",
    ),
    ("pathway", "discussion/ways", "at least one way of talking"),
    ("gate", "on", "at least one action"),
    ("rota", "services", "the services whose teams take turns"),
    ("rota", "kept_by", "the roles that keep it, or nobody could"),
    ("deadline", "starts_from", "what starts it"),
    (
        "deadline",
        "met_by",
        "what fulfils it, or it could never be met",
    ),
    ("ladder", "rungs", "at least one rung"),
    ("reason", "on", "at least one action"),
    ("guidance", "steps", "what to do"),
    ("call_ladder", "rungs", "at least one rung"),
    ("nudge_plan", "at", "at least one moment"),
    ("notice", "tell", "at least one role"),
    ("tracking", "outcomes", "at least one outcome"),
];

/// Lists inside lists, likewise.
const FILLED_WITHIN: [(&str, &str, &str); 3] = [
    (
        "pathway",
        "decided_by",
        "the roles that may decide for the party",
    ),
    (
        "pathway",
        "decision_routes/*/decided_by",
        "the roles that may decide for the party",
    ),
    ("ladder", "rungs", "the roles that decide on the rung"),
];

pub(super) fn check(draft: &Draft<'_>, borrowed: &Borrowed) -> Vec<Finding> {
    let mut findings = empty_lists(draft);
    findings.extend(header(draft));
    findings.extend(releases(draft));
    findings.extend(calls(draft));
    findings.extend(parties(draft));
    findings.extend(stages(draft));
    findings.extend(both_sides(draft));
    findings.extend(facts(draft));
    findings.extend(lengths(draft));
    findings.extend(forums(draft, borrowed));
    findings.extend(decided_nowhere(draft));
    findings.extend(decided_outside(draft));
    findings
}

fn is_empty(spot: &Spot<'_>) -> bool {
    spot.value().as_array().is_some_and(Vec::is_empty)
}

fn empty_lists(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (kind, path, wanted) in FILLED {
        for entry in draft.raw(kind) {
            let list = path.split('/').fold(entry, |spot, key| spot.below(key));
            if is_empty(&list) {
                findings.push(list.mistake("this list is empty", wanted));
            }
        }
    }
    for (kind, list, wanted) in FILLED_WITHIN {
        let inner = draft
            .raw(kind)
            .into_iter()
            .flat_map(|entry| entry.each(list));
        let roles = inner.map(|each| each.below("roles")).filter(is_empty);
        findings.extend(roles.map(|roles| roles.mistake("this list is empty", wanted)));
    }
    findings
}

fn header(draft: &Draft<'_>) -> Vec<Finding> {
    let Some(header) = &draft.entries.pack else {
        return Vec::new();
    };
    let spot = draft.origin("pack", 0);
    let mut findings = Vec::new();
    if header.conventions.zone.parse::<Tz>().is_err() {
        let message = format!("no time zone is called `{}`", header.conventions.zone);
        findings.push(
            spot.below("conventions")
                .below("zone")
                .mistake(message, "an IANA name such as `Europe/London`"),
        );
    }
    let hours = header.conventions.nudge_hours;
    if hours.from >= hours.to || hours.to > 24 {
        let message = format!("no hour lies between {} and {}", hours.from, hours.to);
        let expected = "`from` 0 to 23, `to` later, 24 at most";
        findings.push(
            spot.below("conventions")
                .below("nudge_hours")
                .mistake(message, expected),
        );
    }
    if header.conventions.working_week.is_empty() {
        let week = spot.below("conventions").below("working_week");
        findings.push(week.mistake("nobody ever works", "at least one day: `[\"monday\"]`"));
    }
    let is_version = header.version.split('.').count() == 3
        && header
            .version
            .split('.')
            .all(|part| part.parse::<u32>().is_ok());
    if !is_version {
        let message = format!("`{}` is no version", header.version);
        findings.push(
            spot.below("version")
                .mistake(message, "`major.minor.patch`, such as `1.0.0`"),
        );
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if header.id.is_empty() || !header.id.chars().all(is_plain) {
        let message = format!("`{}` cannot name a pack", header.id);
        findings.push(
            spot.below("id")
                .mistake(message, "small letters, digits and `_`"),
        );
    }
    findings
}

/// One ladder of urgent calls at most; every rung tells somebody, and has a time.
fn calls(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let ladders = &draft.entries.call_ladder;
    for number in 1..ladders.len() {
        let message = "there is a ladder for urgent calls already";
        let expected = "one at most";
        findings.push(
            draft
                .origin("call_ladder", number)
                .mistake(message, expected),
        );
    }
    for (number, ladder) in ladders.iter().enumerate() {
        let rungs = draft.origin("call_ladder", number).each("rungs");
        for (rung, spot) in ladder.rungs.iter().zip(rungs) {
            if rung.roles.is_empty() && !rung.on_duty {
                findings.push(spot.mistake("nobody is told", "`roles`, or `on_duty = true`"));
            }
            if !(1..=call::MOST_MINUTES).contains(&rung.minutes) {
                let message = format!("{} minutes are out of range", rung.minutes);
                let expected = format!("1 to {}", call::MOST_MINUTES);
                findings.push(spot.below("minutes").mistake(message, expected));
            }
        }
    }
    findings
}

/// Where the receiving team pulls a case, somebody of the holding team must be able to let go of it.
fn releases(draft: &Draft<'_>) -> Vec<Finding> {
    let pathways = draft.entries.pathway.iter().enumerate();
    pathways
        .filter(|(_, pathway)| {
            pathway.released_by.is_empty() && pathway.outcome == PathwayOutcome::Transfer
        })
        .map(|(index, _)| {
            let spot = draft.origin("pathway", index).below("released_by");
            spot.mistake(
                "nobody may let go of the case",
                "at least one role of the holding team",
            )
        })
        .collect()
}

/// A party is one side of the transfer or one third service.
fn parties(draft: &Draft<'_>) -> Vec<Finding> {
    let paths = ["decided_by", "decision_routes/*/decided_by"];
    let pathways = draft.raw("pathway").into_iter();
    let parties = pathways.flat_map(|pathway| paths.map(|path| pathway.each(path)));
    parties
        .flatten()
        .filter(|party| {
            party.below("side").value.is_some() == party.below("service").value.is_some()
        })
        .map(|party| {
            party.mistake(
                "it is not told whose party this is",
                "either `side` or `service`",
            )
        })
        .collect()
}

/// Items are due before what moves a transfer on.
fn stages(draft: &Draft<'_>) -> Vec<Finding> {
    let items = draft.entries.item.iter().enumerate();
    items
        .filter(|(_, item)| checklist::order(item.before).is_none())
        .map(|(index, _)| {
            let spot = draft.origin("item", index).below("before");
            let expected = "`request`, `accept`, `land` or `close`";
            spot.mistake("nothing can be due before that", expected)
        })
        .collect()
}

/// Where one of each side is needed to override, somebody has to be able to.
fn both_sides(draft: &Draft<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for kind in ["gate", "item"] {
        for entry in draft.raw(kind) {
            let takes = entry.below("override_takes");
            if takes.text() == Some("both_sides") && entry.each("overridable_by").is_empty() {
                let message = "nobody may override this, so nobody of both sides can";
                found.push(takes.mistake(message, "`overridable_by`, or no `override_takes`"));
            }
        }
    }
    found
}

fn facts(draft: &Draft<'_>) -> Vec<Finding> {
    let facts = draft.entries.fact.iter().enumerate();
    facts
        .filter_map(|(index, fact)| {
            let spot = draft.origin("fact", index);
            match (fact.kind, fact.choices.is_empty()) {
                (FactKind::Choice, true) => Some(spot.mistake(
                    "a choice without choices",
                    "`choices`, each with `id` and `label`",
                )),
                (FactKind::Choice, false) | (_, true) => None,
                (_, false) => Some(
                    spot.below("choices")
                        .mistake("only a `choice` has choices", "`type = \"choice\"`"),
                ),
            }
        })
        .collect()
}

/// Longest that is counted, in any unit: a typing error, not a century, is what lies beyond.
const MOST_LENGTH: u32 = 10_000;

fn lengths(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, deadline) in draft.entries.deadline.iter().enumerate() {
        let spot = draft.origin("deadline", index);
        findings.extend(by_time(deadline, &spot));
        match (deadline.unit, deadline.length) {
            (Unit::Immediate | Unit::Exact, 1..) => {
                findings.push(
                    spot.below("length")
                        .mistake("this unit has no number", "no `length`"),
                );
            }
            (_, length) if length > MOST_LENGTH => {
                let message = format!("nothing is due after {length} of these");
                let expected = format!("`length` of at most {MOST_LENGTH}");
                findings.push(spot.below("length").mistake(message, expected));
            }
            (Unit::Immediate | Unit::Exact, 0) | (_, 1..) => {}
            (_, 0) if deadline.strictly && deadline.direction == Way::Before => {}
            (_, 0) => findings.push(spot.below("length").mistake(
                "the length is 0",
                "`length` of 1 or more, or `unit = \"exact\"`",
            )),
        }
    }
    findings
}

/// A time of day is one, and belongs to a last day that is not cut short otherwise.
fn by_time(deadline: &Deadline, spot: &Spot<'_>) -> Option<Finding> {
    let text = deadline.by_time.as_deref()?;
    let spot = spot.below("by_time");
    if time_of_day(text).is_none() {
        let message = format!("`{text}` is no time of day");
        return Some(spot.mistake(message, "hours and minutes, such as `12:00`"));
    }
    let has_no_day = matches!(
        deadline.unit,
        Unit::Hours | Unit::Immediate | Unit::AgeMonths
    );
    (has_no_day || deadline.strictly).then(|| {
        let message = "no last day has a time of its own here";
        let expected = "a unit that counts days, without `strictly`";
        spot.mistake(message, expected)
    })
}

/// Whoever takes part from outside has no access: where nobody else is named, nobody can decide.
fn decided_outside(draft: &Draft<'_>) -> Vec<Finding> {
    let is_outside = |id: &str| {
        let mut roles = draft.entries.role.iter();
        roles.any(|role| role.id == id && role.standing == Standing::Partner)
    };
    let lists = DECIDING.iter().flat_map(|(kind, path)| {
        let entries = draft.raw(kind).into_iter();
        entries.flat_map(move |entry| entry.each(path))
    });
    lists
        .map(|party| party.below("roles"))
        .filter(|roles| {
            let named = roles.values();
            let outside = |role: &Spot<'_>| role.text().is_some_and(is_outside);
            !named.is_empty() && named.iter().all(outside)
        })
        .map(|roles| {
            let message = "nobody could decide this: these take part from outside";
            roles.mistake(message, "a role that has access")
        })
        .collect()
}

/// Where roles are named that decide: kind, and path of what has the `roles`.
const DECIDING: [(&str, &str); 3] = [
    ("pathway", "decided_by"),
    ("pathway", "decision_routes/*/decided_by"),
    ("ladder", "rungs"),
];

/// A decision that a meeting takes names the meeting.
fn decided_nowhere(draft: &Draft<'_>) -> Vec<Finding> {
    let pathways = draft.entries.pathway.iter().enumerate();
    pathways
        .filter(|(_, pathway)| pathway.forum_decides && pathway.forum.is_none())
        .map(|(index, _)| {
            let spot = draft.origin("pathway", index).below("forum_decides");
            spot.mistake("a meeting decides, and none is named", "`forum`")
        })
        .collect()
}

fn forums(draft: &Draft<'_>, borrowed: &Borrowed) -> Vec<Finding> {
    let forums = draft.entries.forum.iter().enumerate();
    forums
        .filter_map(|(index, forum)| cadence(&draft.origin("forum", index), forum, borrowed))
        .collect()
}

fn cadence(spot: &Spot<'_>, forum: &Forum, borrowed: &Borrowed) -> Option<Finding> {
    let rrule = spot.below("rrule");
    match (&forum.rrule, forum.max_gap_days) {
        (Some(_), Some(_)) => {
            Some(rrule.mistake("two cadences", "either `rrule` or `max_gap_days`"))
        }
        (None, Some(0)) => Some(
            spot.below("max_gap_days")
                .mistake("the gap is 0", "1 or more days"),
        ),
        (Some(text), None) => match (borrowed.rrule)(text) {
            Ok(()) => None,
            Err(wrong) => {
                let message = format!("`{text}` is no RRULE: {wrong}");
                Some(rrule.mistake(message, "RFC 5545 without DTSTART, such as `FREQ=WEEKLY`"))
            }
        },
        (None, _) => None,
    }
}
