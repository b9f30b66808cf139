//! Deadlines: what is due, when, owed by whom, counted from which event or fact.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::calendar::{Calendar, Moment, Reckoned};
use crate::expression::{Knowledge, Verdict};
use crate::fact;
use crate::pack::Pack;
use crate::pack::format::{Breach, Deadline, PartySide, Pick, Unit, Way};
use crate::place::Place;
use crate::task;

/// The key of Landsafe's own prompt where the procedure gives no clock.
pub const FOLLOW_UP: &str = "follow_up";

/// One thing that is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Owed {
    /// The deadline's id in its pack, or [`FOLLOW_UP`].
    pub key: String,
    /// The rule; empty for [`FOLLOW_UP`], which is no rule of the procedure.
    pub rule: String,
    /// What is due.
    pub label: String,
    /// From when it runs, UTC: from when it was counted, or for what is counted back from the opening of the transfer.
    pub started_at: DateTime<Utc>,
    /// When it is due, UTC; with `immediate` there is no number and this is the start.
    pub due_at: DateTime<Utc>,
    /// When it was due before both sides agreed another date, UTC.
    pub original_due_at: DateTime<Utc>,
    /// At once: no number is shown.
    pub immediate: bool,
    /// Counted in hours, so that nudges keep no office hours.
    pub in_hours: bool,
    /// Whether it only advises.
    pub advisory: bool,
    /// Whether passing it ends a chance instead of breaching a duty.
    pub lapses: bool,
    /// Who owes it.
    pub owed_by: PartySide,
    /// In which role.
    pub role: Option<String>,
    /// When it was met, UTC.
    pub met_at: Option<DateTime<Utc>>,
    /// How it was counted, in words.
    pub reckoned: String,
    /// Whether a working day counted lies beyond the last known bank holidays.
    pub beyond_known_holidays: bool,
}

/// What deadlines are counted from.
#[derive(Debug)]
pub struct Moments<'a> {
    /// When events happened; items as `item:ID`. UTC.
    pub events: &'a BTreeMap<String, DateTime<Utc>>,
    /// Other dates that both sides agreed, by deadline.
    pub agreed: &'a BTreeMap<String, NaiveDate>,
    /// The instant of asking, UTC.
    pub now: DateTime<Utc>,
}

/// Deadlines that can be reckoned, and the facts without which others cannot.
#[derive(Debug, Default)]
pub struct Reckoning {
    /// What is due.
    pub owed: Vec<Owed>,
    /// By deadline, what nobody has told yet and without which it cannot be said whether it applies.
    pub lacking: Vec<(String, Vec<String>)>,
}

/// Every deadline of a place that applies and whose start is known.
pub fn reckon<'p>(
    pack: &Pack,
    place: impl Into<Place<'p>>,
    knowledge: &Knowledge,
    moments: &Moments,
    calendar: &Calendar,
) -> Reckoning {
    let place = place.into();
    let reckoner = Reckoner {
        pack,
        place,
        knowledge,
        moments,
        calendar,
    };
    let mut reckoning = Reckoning::default();
    for deadline in &pack.entries.deadline {
        if !place.has(deadline) {
            continue;
        }
        match knowledge.holds(deadline.when.as_deref()) {
            Verdict::Yes => reckoning.owed.extend(reckoner.owed(deadline)),
            Verdict::Lacks(facts) => reckoning.lacking.push((deadline.id.clone(), facts)),
            Verdict::No | Verdict::Wrong(_) => {}
        }
    }
    reckoning
}

/// One deadline of a place, where it applies and its start is known.
pub(crate) fn reckon_one(
    pack: &Pack,
    place: Place<'_>,
    knowledge: &Knowledge,
    moments: &Moments,
    calendar: &Calendar,
    deadline: &Deadline,
) -> Option<Owed> {
    let reckoner = Reckoner {
        pack,
        place,
        knowledge,
        moments,
        calendar,
    };
    let applies = place.has(deadline) && knowledge.holds(deadline.when.as_deref()) == Verdict::Yes;
    applies.then(|| reckoner.owed(deadline)).flatten()
}

struct Reckoner<'a> {
    pack: &'a Pack,
    place: Place<'a>,
    knowledge: &'a Knowledge<'a>,
    moments: &'a Moments<'a>,
    calendar: &'a Calendar,
}

/// Chains of deadlines are checked to have no cycle; this bounds one that slipped through.
const LONGEST_CHAIN: u8 = 10;

impl Reckoner<'_> {
    fn owed(&self, deadline: &Deadline) -> Option<Owed> {
        let start = self.start(deadline, LONGEST_CHAIN)?;
        let counted = self.capped(deadline, LONGEST_CHAIN)?;
        let original_due_at = counted.due_at;
        let Reckoned {
            due_at,
            immediate,
            words,
            beyond_known_holidays,
            ..
        } = self.as_agreed(deadline, counted);
        let started_at = self.instant(&start);
        Some(Owed {
            key: deadline.id.clone(),
            rule: deadline.rule.first().to_owned(),
            label: deadline.label.clone(),
            started_at: self.runs_from(deadline, started_at).min(due_at),
            due_at,
            original_due_at,
            immediate,
            in_hours: matches!(deadline.unit, Unit::Hours | Unit::Immediate),
            advisory: deadline.advisory,
            lapses: deadline.lapses,
            owed_by: deadline.owed_by,
            role: deadline.role.clone(),
            met_at: self.met_at(deadline, started_at),
            reckoned: words,
            beyond_known_holidays,
        })
    }

    /// What is counted back runs from the opening of the transfer on: it is counted from the day that ends it.
    fn runs_from(&self, deadline: &Deadline, started_at: DateTime<Utc>) -> DateTime<Utc> {
        let opened = match deadline.direction {
            Way::Before => self.moments.events.get("opened").copied(),
            Way::After => None,
        };
        opened.unwrap_or(started_at)
    }

    /// What was counted, or the day that both sides agreed instead.
    fn as_agreed(&self, deadline: &Deadline, counted: Reckoned) -> Reckoned {
        let agreed = self.moments.agreed.get(&deadline.id);
        match agreed.filter(|_| deadline.may_be_agreed) {
            Some(date) => Reckoned {
                due_at: self.calendar.last_of(*date, by_time(deadline)),
                due_on: *date,
                words: format!(
                    "agreed by both sides: {date}; before that, {}",
                    counted.words
                ),
                ..counted
            },
            None => counted,
        }
    }

    /// A deadline as it stands for those that hang on it: capped, and moved where both sides agreed.
    fn standing(&self, deadline: &Deadline, depth: u8) -> Option<Reckoned> {
        Some(self.as_agreed(deadline, self.capped(deadline, depth)?))
    }

    /// The deadline's own count, cut short by the one that caps it.
    fn capped(&self, deadline: &Deadline, depth: u8) -> Option<Reckoned> {
        let start = self.start(deadline, depth)?;
        let own = self.calendar.reckon_by(
            start,
            deadline.direction,
            deadline.length,
            deadline.unit,
            by_time(deadline),
        );
        let own = match deadline.strictly {
            true => self.before(&start, deadline, own),
            false => own,
        };
        let cap = deadline
            .no_later_than
            .as_deref()
            .and_then(|id| self.standing(self.pack.deadline(id)?, depth.checked_sub(1)?));
        Some(match cap {
            Some(cap) if cap.due_at < own.due_at => Reckoned {
                words: format!("{}; but no later than: {}", own.words, cap.words),
                ..cap
            },
            _ => own,
        })
    }

    /// The last second before what was counted: before the instant where it is counted from one in hours or not at all, and
    /// otherwise before the day.
    fn before(&self, start: &Moment, deadline: &Deadline, counted: Reckoned) -> Reckoned {
        let by_instant = matches!(start, Moment::At(_))
            && (deadline.unit == Unit::Hours || deadline.length == 0);
        let ends = match (by_instant, deadline.length) {
            (true, 0) => self.instant(start),
            (true, _) => counted.due_at,
            (false, 0) => self.calendar.start_of_day(self.day(start)),
            (false, _) => self.calendar.start_of_day(counted.due_on),
        };
        let due_at = ends - Duration::seconds(1);
        Reckoned {
            due_at,
            due_on: self.calendar.local_date(due_at),
            words: format!("before that: {}", counted.words),
            ..counted
        }
    }

    fn day(&self, moment: &Moment) -> NaiveDate {
        match moment {
            Moment::At(at) => self.calendar.local_date(*at),
            Moment::On(date) => *date,
        }
    }

    fn start(&self, deadline: &Deadline, depth: u8) -> Option<Moment> {
        let wanted = deadline.starts_from.all();
        let known = wanted.iter().filter_map(|from| self.moment(from, depth));
        let mut known: Vec<_> = known.collect();
        match deadline.pick {
            Pick::LatestOfAll if known.len() < wanted.len() => return None,
            Pick::First => {}
            Pick::Earliest => known.sort_by_key(|moment| self.instant(moment)),
            Pick::Latest | Pick::LatestOfAll => {
                known.sort_by_key(|moment| Reverse(self.instant(moment)));
            }
        }
        known.into_iter().next()
    }

    fn moment(&self, name: &str, depth: u8) -> Option<Moment> {
        if let Some(id) = name.strip_prefix("deadline:") {
            let other = self.pack.deadline(id).filter(|d| self.place.has(*d))?;
            let counted = self.standing(other, depth.checked_sub(1)?)?;
            return Some(match other.unit {
                Unit::Hours | Unit::Immediate => Moment::At(counted.due_at),
                _ => Moment::On(counted.due_on),
            });
        }
        match name.strip_prefix("fact:") {
            Some(id) => self.fact_moment(id),
            None => self.moments.events.get(name).copied().map(Moment::At),
        }
    }

    fn fact_moment(&self, id: &str) -> Option<Moment> {
        let Value::String(text) = self.knowledge.facts().get(id)? else {
            return None;
        };
        fact::date(text)
            .map(Moment::On)
            .or_else(|| fact::instant(text).map(Moment::At))
    }

    fn instant(&self, moment: &Moment) -> DateTime<Utc> {
        match moment {
            Moment::At(at) => *at,
            Moment::On(date) => self.calendar.start_of_day(*date),
        }
    }

    fn met_at(&self, deadline: &Deadline, started_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut wanted = deadline.met_by.all().iter();
        if !deadline.met_by_all {
            return wanted.find_map(|by| self.happened(by, deadline, started_at));
        }
        wanted
            .filter(|by| self.is_asked(by))
            .map(|by| self.happened(by, deadline, started_at))
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .max()
    }

    /// Events count from the start on, so that a second round is not met by the first; items and facts count whenever.
    fn happened(
        &self,
        by: &str,
        deadline: &Deadline,
        started_at: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        if let Some(id) = by.strip_prefix("fact:") {
            return self.fact_met_at(id);
        }
        let at = *self.moments.events.get(by)?;
        let counts =
            by.starts_with("item:") || deadline.direction == Way::Before || at >= started_at;
        counts.then_some(at)
    }

    /// Whether an item applies here; events and facts always do.
    fn is_asked(&self, by: &str) -> bool {
        let item = by.strip_prefix("item:").and_then(|id| self.pack.item(id));
        item.is_none_or(|item| {
            self.place.has(item) && self.knowledge.holds(item.when.as_deref()) != Verdict::No
        })
    }

    fn fact_met_at(&self, id: &str) -> Option<DateTime<Utc>> {
        match self.knowledge.facts().get(id)? {
            Value::Bool(false) => None,
            _ => Some(
                self.fact_moment(id)
                    .map_or(self.moments.now, |moment| self.instant(&moment)),
            )
            .filter(|at| *at <= self.moments.now),
        }
    }
}

/// The local time by which a deadline is due on its last day, where it names one that there is.
fn by_time(deadline: &Deadline) -> Option<NaiveTime> {
    time_of_day(deadline.by_time.as_deref()?)
}

/// A local time of day, `12:00`.
pub(crate) fn time_of_day(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// What missing a deadline does, by its key; nothing for Landsafe's own prompt.
pub fn breach(pack: &Pack, key: &str) -> Breach {
    pack.deadline(task::declared(key))
        .map(|deadline| deadline.on_breach.clone())
        .unwrap_or_default()
}
