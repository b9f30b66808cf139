//! Who is reached through a contact point at an instant: its number, its hours, and then the chain of fallbacks.

use chrono::{DateTime, Utc};

use crate::pack::Pack;
use crate::pack::format::ContactPoint;

/// Whether a contact point is answered at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attended {
    /// Its hours are not stated, or in words that nobody can reckon with: it may be tried.
    Unstated,
    /// Open until an instant (UTC); without one where it never closes.
    Open {
        /// When it closes.
        until: Option<DateTime<Utc>>,
    },
    /// Closed until an instant (UTC); without one where it is not known to open again.
    Closed {
        /// When it opens.
        until: Option<DateTime<Utc>>,
    },
}

impl Attended {
    /// The instant at which this changes, UTC.
    pub fn changes_at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Unstated => None,
            Self::Open { until } | Self::Closed { until } => until,
        }
    }
}

/// What stands at a contact point at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The number or address, where one is known.
    pub value: Option<&'a str>,
    /// Whether it is answered.
    pub attended: Attended,
}

impl Line<'_> {
    /// Whether it can be used now.
    pub fn is_usable(&self) -> bool {
        self.value.is_some() && !matches!(self.attended, Attended::Closed { .. })
    }
}

/// Where a contact point leads at an instant.
#[derive(Debug, Clone, Copy)]
pub struct Reached<'a> {
    /// The contact point to use now: itself, or one of its fallbacks; none where no number of the chain can be used.
    pub point: Option<&'a ContactPoint>,
    /// Until when this is so, as far as opening hours say (UTC); none where they change nothing.
    pub right_until: Option<DateTime<Utc>>,
}

/// Follow a contact point and its fallbacks to the first that can be used.
///
/// A chain that comes back to where it was ends there. What a person enters may change the answer at any time; hours change it
/// at [`Reached::right_until`].
///
/// * `line` – what stands at a contact point of the pack at the instant asked about
pub fn reach<'a, 'l>(
    pack: &'a Pack,
    point: &'a ContactPoint,
    line: impl Fn(&'a ContactPoint) -> Line<'l>,
) -> Reached<'a> {
    let mut right_until = None;
    let mut passed: Vec<&str> = Vec::new();
    let mut next = Some(point);
    while let Some(here) = next.filter(|here| !passed.contains(&here.id.as_str())) {
        let stands = line(here);
        if stands.value.is_some() {
            right_until = earlier(right_until, stands.attended.changes_at());
        }
        if stands.is_usable() {
            return Reached {
                point: Some(here),
                right_until,
            };
        }
        passed.push(&here.id);
        next = here
            .fallback
            .as_deref()
            .and_then(|id| pack.contact_point(id));
    }
    Reached {
        point: None,
        right_until,
    }
}

/// The earlier of two instants that may be absent.
pub fn earlier(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    one.into_iter().chain(other).min()
}
