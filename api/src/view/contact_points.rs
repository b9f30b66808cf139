//! Contact points as the contract shows them: what the pack says, and over it what the authority has entered.

use chrono::{Months, NaiveDate};
use entity::contact_point;
use openapi::{ContactKind, ContactPoint, PractitionerRef};
use policy::pack::format::{self, Conventions};
use uuid::Uuid;

use super::kinds;

/// A contact point as it stands for one authority.
#[derive(Debug, Clone, Copy)]
pub struct Live<'a> {
    /// The place in the pack.
    pub point: &'a format::ContactPoint,
    /// What the authority has entered there.
    pub entered: Option<&'a contact_point::Model>,
}

impl<'a> Live<'a> {
    /// Its name for people.
    pub fn name(&self) -> &'a str {
        self.entered.map_or(&self.point.name, |row| &row.name)
    }

    /// What it is.
    pub fn kind(&self) -> ContactKind {
        self.entered.map_or(kinds::contact(self.point.kind), |row| {
            kinds::entered_contact(row.kind)
        })
    }

    /// The number or address: the authority's own before the one that the source prints.
    pub fn value(&self) -> Option<&'a str> {
        self.own_value().or(self.point.value.as_deref())
    }

    /// When it is answered.
    pub fn hours(&self) -> Option<&'a str> {
        self.entered
            .and_then(|row| row.hours.as_deref())
            .or(self.point.hours.as_deref())
    }

    /// Who checked the value that is shown: of a value that the source prints, nobody here has.
    pub fn verified_by(&self) -> Option<Uuid> {
        self.last_verified_on()?;
        self.entered.and_then(|row| row.verified_by)
    }

    /// The day on which someone last checked the value that is shown.
    pub fn last_verified_on(&self) -> Option<NaiveDate> {
        let entered = self.entered.and_then(|row| row.last_verified_on);
        match self.own_value() {
            Some(_) => entered,
            None => entered.or(self.point.last_verified_on),
        }
    }

    /// Why to be careful with it: nothing entered, never verified, or verified long ago.
    ///
    /// * `today` – civil date in the pack's zone
    /// * `settings` – whether the first is warned of, and after how many months the last is
    pub fn warning(&self, today: NaiveDate, settings: &Conventions) -> Option<String> {
        let (thing, months) = (thing(self.kind()), settings.verify_after_months);
        if self.value().is_none() {
            return Some(format!("no {thing} has been entered"));
        }
        let Some(verified) = self.last_verified_on() else {
            return settings.warn_unverified.then(|| {
                format!("nobody has verified this {thing} yet: check it before you rely on it")
            });
        };
        let is_old = verified
            .checked_add_months(Months::new(months))
            .is_some_and(|until| until < today);
        let day = verified.format("%-d %B %Y");
        is_old.then(|| format!("last verified on {day}, more than {months} months ago: check it before you rely on it"))
    }

    fn own_value(&self) -> Option<&'a str> {
        self.entered.and_then(|row| row.value.as_deref())
    }
}

fn thing(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Phone => "number",
        ContactKind::Email | ContactKind::Address => "address",
    }
}

/// A contact point in the authority's directory.
///
/// * `today` – civil date in the pack's zone
/// * `settings` – when it carries a warning
pub fn contact_point(
    live: &Live,
    verified_by: Option<PractitionerRef>,
    today: NaiveDate,
    settings: &Conventions,
) -> ContactPoint {
    ContactPoint {
        slot: live.point.id.clone(),
        name: live.name().to_owned(),
        kind: live.kind(),
        value: live.value().map(str::to_owned),
        hours: live.hours().map(str::to_owned),
        unset: live.point.unset.clone(),
        last_verified_on: live.last_verified_on(),
        verified_by,
        warning: live.warning(today, settings),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn point(value: Option<&str>) -> format::ContactPoint {
        format::ContactPoint {
            id: "duty_desk".into(),
            name: "Duty desk".into(),
            rule: format::RuleIds::One("EXA-1".into()),
            kind: format::ContactKind::Phone,
            value: value.map(Into::into),
            hours: Some("office hours".into()),
            answered_by: None,
            fallback: None,
            unset: "ask your manager".into(),
            last_verified_on: None,
        }
    }

    fn entered(value: Option<&str>, last_verified_on: Option<&str>) -> contact_point::Model {
        contact_point::Model {
            id: Uuid::nil(),
            authority_id: Uuid::nil(),
            slot: "duty_desk".into(),
            name: "North duty desk".into(),
            kind: contact_point::ContactPointKind::Phone,
            value: value.map(Into::into),
            hours: None,
            last_verified_on: last_verified_on.map(day),
            verified_by: None,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check_warning(
        point: &format::ContactPoint,
        row: Option<&contact_point::Model>,
        expected: Option<&str>,
    ) {
        let live = Live {
            point,
            entered: row,
        };
        let settings = Conventions::default();
        assert_eq!(
            live.warning(day("2026-12-02"), &settings).as_deref(),
            expected
        );
    }

    #[test]
    fn the_authoritys_own_value_wins() {
        let (point, row) = (point(Some("0111 111")), entered(Some("0222 222"), None));
        let live = Live {
            point: &point,
            entered: Some(&row),
        };
        assert_eq!(
            (live.name(), live.value()),
            ("North duty desk", Some("0222 222"))
        );
        assert_eq!(live.hours(), Some("office hours"));
    }

    #[test]
    fn without_an_own_value_the_printed_one_is_shown() {
        let (point, row) = (point(Some("0111 111")), entered(None, None));
        assert_eq!(
            Live {
                point: &point,
                entered: Some(&row)
            }
            .value(),
            Some("0111 111")
        );
        assert_eq!(
            Live {
                point: &point,
                entered: None
            }
            .value(),
            Some("0111 111")
        );
    }

    #[test]
    fn a_place_without_a_value_says_so() {
        check_warning(&point(None), None, Some("no number has been entered"));
    }

    #[test]
    fn a_value_that_nobody_verified_carries_a_warning() {
        let expected = "nobody has verified this number yet: check it before you rely on it";
        check_warning(
            &point(None),
            Some(&entered(Some("0222 222"), None)),
            Some(expected),
        );
    }

    #[test]
    fn a_pack_may_leave_the_warning_of_what_nobody_verified_out() {
        let settings = Conventions {
            warn_unverified: false,
            ..Conventions::default()
        };
        let (point, row) = (point(None), entered(Some("0222 222"), None));
        let live = Live {
            point: &point,
            entered: Some(&row),
        };
        assert_eq!(live.warning(day("2026-12-02"), &settings), None);
    }

    #[test]
    fn the_verification_of_a_printed_value_does_not_count_for_an_own_one() {
        let printed = format::ContactPoint {
            last_verified_on: Some(day("2026-12-01")),
            ..point(Some("0111 111"))
        };
        let own = entered(Some("0222 222"), None);
        assert_eq!(
            Live {
                point: &printed,
                entered: Some(&own)
            }
            .last_verified_on(),
            None
        );
        assert_eq!(
            Live {
                point: &printed,
                entered: None
            }
            .last_verified_on(),
            Some(day("2026-12-01"))
        );
    }

    #[test]
    fn a_verification_is_good_for_the_months_of_the_pack() {
        check_warning(
            &point(None),
            Some(&entered(Some("0222 222"), Some("2026-06-02"))),
            None,
        );
        let expected =
            "last verified on 1 June 2026, more than 6 months ago: check it before you rely on it";
        check_warning(
            &point(None),
            Some(&entered(Some("0222 222"), Some("2026-06-01"))),
            Some(expected),
        );
    }
}
