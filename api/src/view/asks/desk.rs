//! What an answer needs besides the pack: the authority's numbers and hours, and who is on duty.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::contact_point;
use openapi::{AnswerContact, OnDuty, UseNow};
use policy::pack::Pack;
use policy::pack::format::ContactPoint;
use policy::reach::{Attended, Line, Reached, earlier, reach};
use uuid::Uuid;

use super::Live;
use crate::hours::Hours;

/// What stands at an instant for one asker.
#[derive(Debug, Default)]
pub struct Desk {
    /// Whether the pack is that of the asker's own authority; of another one, no number is shown.
    pub is_own: bool,
    /// What the authority has entered.
    pub entered: Vec<contact_point::Model>,
    /// Names of those who verified it.
    pub verifiers: HashMap<Uuid, String>,
    /// Who is on duty at the instant.
    pub on_duty: Vec<OnDuty>,
    /// When the authority's rota changes next.
    pub rota_changes_at: Option<DateTime<Utc>>,
    /// How opening hours are read; without it nothing is said of them.
    pub hours: Option<Hours>,
    /// The instant asked about.
    pub at: DateTime<Utc>,
    /// Its civil date in the pack's zone.
    pub today: NaiveDate,
}

impl Desk {
    /// A contact point as an answer shows it.
    pub fn contact(&self, pack: &Pack, point: &ContactPoint) -> AnswerContact {
        let live = self.live(point);
        let value = self.value(&live).map(str::to_owned);
        let reached = reach(
            pack,
            pack.contact_point(&point.id).unwrap_or(point),
            |point| self.line(point),
        );
        AnswerContact {
            id: point.id.clone(),
            name: live.name().to_owned(),
            kind: live.kind(),
            instead: self.instead(pack, &live, &reached),
            hours: live.hours().map(str::to_owned),
            on_duty: self.answering(point),
            open: self.is_open(&live),
            right_until: reached.right_until,
            use_now: reached
                .point
                .filter(|now| now.id != point.id)
                .and_then(|now| self.use_now(pack, now)),
            last_verified_on: live.last_verified_on().filter(|_| value.is_some()),
            verified_by: live
                .verified_by()
                .filter(|_| value.is_some())
                .and_then(|id| self.verifiers.get(&id).cloned()),
            warning: self.warning(pack, &live),
            fallback: point
                .fallback
                .as_deref()
                .and_then(|id| pack.contact_point(id))
                .map(|next| self.fallback(next)),
            value,
        }
    }

    /// Until when what is shown at these contact points is right, as hours and the rota stand.
    pub fn right_until(&self, shown: &[AnswerContact]) -> Option<DateTime<Utc>> {
        if shown.is_empty() || !self.is_own {
            return None;
        }
        let hours = shown.iter().filter_map(|point| point.right_until).min();
        earlier(hours, self.rota_changes_at)
    }

    fn live<'a>(&'a self, point: &'a ContactPoint) -> Live<'a> {
        Live {
            point,
            entered: self.entered.iter().find(|row| row.slot == point.id),
        }
    }

    fn value<'a>(&self, live: &Live<'a>) -> Option<&'a str> {
        live.value().filter(|_| self.is_own)
    }

    fn line<'a>(&'a self, point: &'a ContactPoint) -> Line<'a> {
        let live = self.live(point);
        Line {
            value: self.value(&live),
            attended: self.attended(&live),
        }
    }

    fn attended(&self, live: &Live) -> Attended {
        match (&self.hours, live.hours()) {
            (Some(hours), Some(written)) if self.is_own => hours.at(written, self.at),
            _ => Attended::Unstated,
        }
    }

    /// Whether it is open; nothing is said of the hours of what cannot be used.
    fn is_open(&self, live: &Live) -> Option<bool> {
        self.value(live)?;
        match self.attended(live) {
            Attended::Unstated => None,
            Attended::Open { .. } => Some(true),
            Attended::Closed { .. } => Some(false),
        }
    }

    /// What to do where there is no value, or where nothing of the chain can be used now.
    fn instead(&self, pack: &Pack, live: &Live, reached: &Reached) -> Option<String> {
        if self.value(live).is_none() {
            return Some(live.point.unset.clone());
        }
        let is_stuck = reached.point.is_none();
        is_stuck.then(|| {
            format!(
                "Nobody else is entered who can be reached while it is closed. {}",
                pack.header.ask_instead
            )
        })
    }

    fn use_now(&self, pack: &Pack, point: &ContactPoint) -> Option<UseNow> {
        let live = self.live(point);
        Some(UseNow {
            id: point.id.clone(),
            name: live.name().to_owned(),
            kind: live.kind(),
            value: self.value(&live)?.to_owned(),
            on_duty: self.answering(point),
            warning: self.warning(pack, &live),
        })
    }

    /// Why to be careful with it: closed now first, as that is what the caller finds out first.
    fn warning(&self, pack: &Pack, live: &Live) -> Option<String> {
        if !self.is_own {
            return Some("shown only to those who work by this procedure".into());
        }
        let unverified = live.warning(self.today, &pack.header.conventions);
        let said: Vec<_> = self.closed(live).into_iter().chain(unverified).collect();
        (!said.is_empty()).then(|| said.join("; "))
    }

    fn closed(&self, live: &Live) -> Option<String> {
        let (Attended::Closed { until }, Some(hours)) = (self.attended(live), &self.hours) else {
            return None;
        };
        live.value()?;
        Some(match until {
            Some(opens) => format!("closed now, opens on {}", hours.words(opens)),
            None => "closed now".to_owned(),
        })
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
