//! Absences: what is known of whether somebody is there to take a case.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

/// Stands for whoever will be named to take a case: somebody who is there, and nobody in particular. It is supposed only to
/// say what still stands in the way, and never put on record.
pub const SOMEBODY: Uuid = Uuid::nil();

/// Days that an absence counts whose end nobody knows.
pub const WITHOUT_END: i64 = 366;

/// The span in which somebody is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Who.
    pub practitioner: Uuid,
    /// Why.
    pub kind: AbsenceKind,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day, where that is known.
    pub until: Option<NaiveDate>,
}

/// Why somebody is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsenceKind {
    /// Off sick.
    Sick,
    /// On annual leave.
    Leave,
    /// Anything else.
    Other,
}

impl AbsenceKind {
    /// Its name in conditions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sick => "sick",
            Self::Leave => "leave",
            Self::Other => "other",
        }
    }
}

/// Whoever is to take the case, as conditions see them in `receiving_worker`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Worker {
    /// Whether somebody is named.
    pub named: bool,
    /// Why they are away on the day looked at; nothing where they are not known to be.
    pub away: Option<AbsenceKind>,
    /// How many days that absence has, first and last included; [`WITHOUT_END`] where its end is not known.
    pub away_days: i64,
}

impl Worker {
    /// Somebody on a day; with several absences at once the longest counts.
    pub fn on(who: Option<Uuid>, today: NaiveDate, absences: &[Absence]) -> Self {
        let named = who.is_some();
        let away = absences
            .iter()
            .filter(|one| Some(one.practitioner) == who)
            .filter(|one| one.from <= today && one.until.is_none_or(|until| today <= until))
            .max_by_key(|one| days(one));
        Self {
            named,
            away: away.map(|one| one.kind),
            away_days: away.map_or(0, days),
        }
    }
}

/// Who is away on a day, and who stands in for each where somebody does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Away(HashMap<Uuid, Option<Uuid>>);

impl Away {
    /// Note that somebody is away; of several who stand in for them the first counts.
    pub fn note(&mut self, person: Uuid, covered_by: Option<Uuid>) {
        let covered = self.0.entry(person).or_default();
        *covered = covered.or(covered_by);
    }

    /// Whether somebody is away.
    pub fn has(&self, person: Uuid) -> bool {
        self.0.contains_key(&person)
    }

    /// Everybody who is away.
    pub fn people(&self) -> impl Iterator<Item = Uuid> {
        self.0.keys().copied()
    }

    /// Everybody who stands in for one of them.
    pub fn covering(&self) -> impl Iterator<Item = Uuid> {
        self.0.values().flatten().copied()
    }

    /// Whoever answers for somebody: themselves where they are here, else whoever stands in and is here. Nobody where all are
    /// away, or stand in for one another.
    pub fn who(&self, person: Uuid) -> Option<Uuid> {
        let mut passed = BTreeSet::new();
        let mut who = person;
        while let Some(covered) = self.0.get(&who) {
            if !passed.insert(who) {
                return None;
            }
            who = (*covered)?;
        }
        Some(who)
    }
}

fn days(absence: &Absence) -> i64 {
    absence
        .until
        .map_or(WITHOUT_END, |until| (until - absence.from).num_days() + 1)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn worker(kind: AbsenceKind, from: &str, until: Option<&str>, today: &str) -> Worker {
        let who = Uuid::from_u128(7);
        let absence = Absence {
            practitioner: who,
            kind,
            from: from.parse().unwrap(),
            until: until.map(|until| until.parse().unwrap()),
        };
        Worker::on(Some(who), today.parse().unwrap(), &[absence])
    }

    #[test]
    fn a_week_of_leave_has_seven_days_and_is_over_the_day_after() {
        let on_leave = worker(
            AbsenceKind::Leave,
            "2026-06-01",
            Some("2026-06-07"),
            "2026-06-07",
        );
        assert_eq!(
            (on_leave.away, on_leave.away_days),
            (Some(AbsenceKind::Leave), 7)
        );
        let back = worker(
            AbsenceKind::Leave,
            "2026-06-01",
            Some("2026-06-07"),
            "2026-06-08",
        );
        assert_eq!((back.away, back.away_days), (None, 0));
    }

    #[test]
    fn an_absence_without_a_known_end_counts_as_long() {
        let sick = worker(AbsenceKind::Sick, "2026-06-01", None, "2026-06-01");
        assert_eq!(
            (sick.away, sick.away_days),
            (Some(AbsenceKind::Sick), WITHOUT_END)
        );
    }

    #[test]
    fn somebody_else_s_absence_says_nothing() {
        let nobody = Worker::on(None, "2026-06-01".parse().unwrap(), &[]);
        assert_eq!(nobody, Worker::default());
    }

    fn person(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn away<const N: usize>(covered: [(u128, Option<u128>); N]) -> Away {
        let mut away = Away::default();
        for (who, by) in covered {
            away.note(person(who), by.map(person));
        }
        away
    }

    #[test]
    fn whoever_is_here_answers_for_themselves() {
        assert_eq!(away([]).who(person(1)), Some(person(1)));
    }

    #[test]
    fn a_stand_in_who_is_away_has_a_stand_in_too() {
        let away = away([(1, Some(2)), (2, Some(3))]);
        assert_eq!(away.who(person(1)), Some(person(3)));
    }

    #[test]
    fn of_two_absences_at_once_the_one_with_a_stand_in_counts() {
        let away = away([(1, None), (1, Some(2)), (1, Some(3))]);
        assert_eq!(away.who(person(1)), Some(person(2)));
    }

    #[test]
    fn nobody_answers_where_nobody_stands_in_or_all_stand_in_for_one_another() {
        assert_eq!(away([(1, None)]).who(person(1)), None);
        assert_eq!(away([(1, Some(2)), (2, Some(1))]).who(person(1)), None);
    }
}
