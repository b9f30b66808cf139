//! Sittings: when a forum meets next, by its recurrence rule.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::forum_schedule;
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

/// Whether a text is a recurrence rule (RFC 5545, without DTSTART), such as `FREQ=WEEKLY`.
///
/// # Errors
///
/// What is wrong with it.
pub fn check(text: &str) -> Result<(), String> {
    let rule: RRule<Unvalidated> = text
        .parse()
        .map_err(|wrong: rrule::RRuleError| wrong.to_string())?;
    rule.validate(DateTime::UNIX_EPOCH.with_timezone(&Tz::UTC))
        .map(|_| ())
        .map_err(|wrong| wrong.to_string())
}

/// The next sitting of each scheduled forum at or after an instant, UTC; one without another sitting is left out.
///
/// Rules are followed in the authority's zone, so that a meeting at ten stays at ten when the clocks change.
pub fn next(
    schedules: &[forum_schedule::Model],
    zone: chrono_tz::Tz,
    from: DateTime<Utc>,
) -> BTreeMap<String, DateTime<Utc>> {
    schedules
        .iter()
        .filter_map(|schedule| Some((schedule.forum.clone(), next_of(schedule, zone, from)?)))
        .collect()
}

fn next_of(
    schedule: &forum_schedule::Model,
    zone: chrono_tz::Tz,
    from: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let zone = Tz::Tz(zone);
    let start = schedule.first_at.with_timezone(&zone);
    let rule: RRule<Unvalidated> = schedule.rrule.parse().ok()?;
    let set = RRuleSet::new(start).rrule(rule.validate(start).ok()?);
    let found = set.after(from.with_timezone(&zone)).all(1).dates;
    found.first().map(DateTime::to_utc)
}
