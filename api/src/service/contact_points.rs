//! Contact points: the numbers and addresses that an authority keeps true.

use chrono::NaiveDate;
use entity::contact_point;
use openapi::{ContactKind, ContactPoint, SetContactPoint};
use policy::pack::format;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::checks::Checks;
use super::directory::{keep, see};
use super::names::Names;
use super::once::Made;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::repository::contact_points;
use crate::view;
use crate::view::contact_points::Live;

/// Longest value and longest hours, in characters.
const LONGEST_VALUE: usize = 500;
/// Longest name, in characters.
const LONGEST_NAME: usize = 200;
/// The shortest telephone number has three digits.
const FEWEST_DIGITS: usize = 3;

/// Every contact point of the authority's pack, as it stands.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role.
pub async fn list(app: &App, caller: &Practitioner) -> Result<Vec<ContactPoint>, ApiError> {
    let procedure = see(app, caller)?;
    let conn = app.db.read();
    let rows = contact_points::list(conn, caller.authority_id()).await?;
    let names = verifiers(conn, caller, &rows).await?;
    let today = today(app, &procedure)?;
    let points = procedure.pack.entries.contact_point.iter();
    points
        .map(|point| {
            let entered = rows.iter().find(|row| row.slot == point.id);
            shown(&procedure, &Live { point, entered }, &names, today)
        })
        .collect()
}

async fn verifiers<C: ConnectionTrait>(
    conn: &C,
    caller: &Practitioner,
    rows: &[contact_point::Model],
) -> Result<Names, ApiError> {
    Names::default()
        .people(
            conn,
            caller.authority_id(),
            rows.iter().filter_map(|row| row.verified_by),
        )
        .await
}

fn shown(
    procedure: &Procedure,
    live: &Live,
    names: &Names,
    today: NaiveDate,
) -> Result<ContactPoint, ApiError> {
    let verified_by = live
        .entered
        .and_then(|row| row.verified_by)
        .map(|id| names.person(id))
        .transpose()?;
    Ok(view::contact_points::contact_point(
        live,
        verified_by,
        today,
        &procedure.pack.header.conventions,
    ))
}

fn today(app: &App, procedure: &Procedure) -> Result<NaiveDate, ApiError> {
    Ok(app
        .procedures
        .calendar(&procedure.pack, &[])?
        .local_date(app.clock.now()))
}

/// Enter what belongs in a slot; a member left out stays as it is, but a new value is not verified by an old check.
/// Empty hours take the hours away.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but administrators, [`ApiError::NotFound`] where the pack has no such slot,
/// [`ApiError::Invalid`] naming the members.
pub async fn set(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    slot: &str,
    new: SetContactPoint,
) -> Result<Made, ApiError> {
    let procedure = keep(app, caller)?;
    let point = procedure
        .pack
        .contact_point(slot)
        .ok_or(ApiError::NotFound("contact point"))?;
    let today = today(app, &procedure)?;
    let before = contact_points::find_by_slot(txn, caller.authority_id(), slot).await?;
    let before = before.unwrap_or_else(|| blank(caller, point));
    check(&new, &before, today)?;
    let row = merged(before, new, caller.row.id);
    contact_points::save(txn, row.clone()).await?;
    let names = verifiers(txn, caller, std::slice::from_ref(&row)).await?;
    Made::changed(&shown(
        &procedure,
        &Live {
            point,
            entered: Some(&row),
        },
        &names,
        today,
    )?)
}

fn blank(caller: &Practitioner, point: &format::ContactPoint) -> contact_point::Model {
    contact_point::Model {
        id: Uuid::now_v7(),
        authority_id: caller.authority_id(),
        slot: point.id.clone(),
        name: point.name.clone(),
        kind: view::kinds::row_contact(view::kinds::contact(point.kind)),
        value: None,
        hours: None,
        last_verified_on: None,
        verified_by: None,
    }
}

fn check(
    new: &SetContactPoint,
    before: &contact_point::Model,
    today: NaiveDate,
) -> Result<(), ApiError> {
    let mut checks = Checks::default();
    if let Some(name) = &new.name {
        checks.line("name", name, LONGEST_NAME);
    }
    if let Some(hours) = new.hours.as_ref().filter(|hours| !hours.is_empty()) {
        checks.line("hours", hours, LONGEST_VALUE);
    }
    if let Some(value) = &new.value {
        let kind = new
            .kind
            .unwrap_or(view::kinds::entered_contact(before.kind));
        checks.text("value", value, LONGEST_VALUE);
        check_value(&mut checks, kind, value);
    }
    if new.last_verified_on.is_some_and(|day| day > today) {
        checks.wrong(
            "last_verified_on",
            "this day is in the future",
            format!("{today} or earlier"),
        );
    }
    checks.done()
}

/// A mistake here is found by whoever calls in need: what cannot be a number or an address is refused.
fn check_value(checks: &mut Checks, kind: ContactKind, value: &str) {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    match kind {
        ContactKind::Phone if digits < FEWEST_DIGITS => checks.wrong(
            "value",
            "this is no telephone number",
            "a number with its digits",
        ),
        ContactKind::Email if !value.contains('@') => {
            checks.wrong("value", "this is no e-mail address", "an address with an @")
        }
        _ => {}
    }
}

fn merged(before: contact_point::Model, new: SetContactPoint, by: Uuid) -> contact_point::Model {
    let value = new.value.map(|value| value.trim().to_owned());
    let is_new_value = value.is_some() && value != before.value;
    let (last_verified_on, verified_by) = match new.last_verified_on {
        Some(day) => (Some(day), Some(by)),
        None if is_new_value => (None, None),
        None => (before.last_verified_on, before.verified_by),
    };
    contact_point::Model {
        name: new.name.map_or(before.name, |name| name.trim().to_owned()),
        kind: new.kind.map_or(before.kind, view::kinds::row_contact),
        value: value.or(before.value),
        hours: new.hours.or(before.hours).filter(|hours| !hours.is_empty()),
        last_verified_on,
        verified_by,
        ..before
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use entity::contact_point::ContactPointKind;

    use super::*;

    fn before() -> contact_point::Model {
        contact_point::Model {
            id: Uuid::now_v7(),
            authority_id: Uuid::nil(),
            slot: "duty_desk".into(),
            name: "Duty desk".into(),
            kind: ContactPointKind::Phone,
            value: Some("0111 111".into()),
            hours: Some("office hours".into()),
            last_verified_on: Some(day("2026-11-01")),
            verified_by: Some(Uuid::nil()),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_member_left_out_stays_as_it_is() {
        let after = merged(
            before(),
            SetContactPoint {
                hours: Some("Mo-Fr 09:00-17:00".into()),
                ..Default::default()
            },
            Uuid::max(),
        );
        assert_eq!(
            (after.value.as_deref(), after.last_verified_on),
            (Some("0111 111"), Some(day("2026-11-01")))
        );
        assert_eq!(after.hours.as_deref(), Some("Mo-Fr 09:00-17:00"));
    }

    #[test]
    fn a_new_value_is_not_verified_by_an_old_check() {
        let value = Some("0222 222".to_owned());
        let after = merged(
            before(),
            SetContactPoint {
                value: value.clone(),
                ..Default::default()
            },
            Uuid::max(),
        );
        assert_eq!((after.last_verified_on, after.verified_by), (None, None));
        let verified = SetContactPoint {
            value,
            last_verified_on: Some(day("2026-12-01")),
            ..Default::default()
        };
        let after = merged(before(), verified, Uuid::max());
        assert_eq!(
            (after.last_verified_on, after.verified_by),
            (Some(day("2026-12-01")), Some(Uuid::max()))
        );
    }

    #[track_caller]
    fn check_refused(new: SetContactPoint, expected: &str) {
        match check(&new, &before(), day("2026-12-01")) {
            Err(ApiError::Invalid(errors)) => assert_eq!(errors[0].field, expected),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_cannot_be_a_number_is_refused() {
        check_refused(
            SetContactPoint {
                value: Some("ask Jo".into()),
                ..Default::default()
            },
            "value",
        );
        let no_address = SetContactPoint {
            kind: Some(ContactKind::Email),
            value: Some("0222 222".into()),
            ..Default::default()
        };
        check_refused(no_address, "value");
    }

    #[test]
    fn nobody_has_verified_anything_tomorrow() {
        check_refused(
            SetContactPoint {
                last_verified_on: Some(day("2026-12-02")),
                ..Default::default()
            },
            "last_verified_on",
        );
    }
}
