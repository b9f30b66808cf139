#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use entity::contact_point::{ContactPointKind, Model};
use openapi::{OnDuty, PractitionerRef, Team};
use policy::pack::format::ContactPoint;
use policy::pack::read::{Borrowed, read};
use policy::pack::{Pack, builtin};
use uuid::Uuid;

use super::*;

mod numbers;
mod year;

/// A built-in pack with an urgent route and a contact point that prints no value and falls back on another.
fn pack() -> Pack {
    let today = "2026-12-02".parse().unwrap();
    let packs = builtin::files().into_values().filter_map(|files| {
        read(
            &files,
            &Borrowed {
                rrule: |_| Ok(()),
                today,
            },
        )
        .0
    });
    packs
        .into_iter()
        .find(|pack| pack.header.urgent_guidance.is_some() && pair_of(pack).is_some())
        .unwrap()
}

fn desk(is_own: bool) -> Desk {
    Desk {
        is_own,
        today: "2026-12-02".parse().unwrap(),
        ..Desk::default()
    }
}

fn entered(slot: &str, value: &str) -> Model {
    Model {
        id: Uuid::nil(),
        authority_id: Uuid::nil(),
        slot: slot.into(),
        name: "North duty desk".into(),
        kind: ContactPointKind::Phone,
        value: Some(value.into()),
        hours: None,
        last_verified_on: Some("2026-12-01".parse().unwrap()),
        verified_by: None,
    }
}

fn on_duty(role: &str, name: &str, team: &str) -> OnDuty {
    OnDuty {
        team: Team {
            id: Uuid::nil(),
            service: "some_service".into(),
            name: team.into(),
        },
        role: role.into(),
        stands_in_for: None,
        practitioner: PractitionerRef {
            id: Uuid::nil(),
            name: name.into(),
        },
        from: "2026-12-02T09:00:00Z".parse().unwrap(),
        until: "2026-12-02T17:00:00Z".parse().unwrap(),
        next_change: None,
    }
}

/// A contact point that a role answers and that falls back on another, and that other one; neither prints a value.
fn pair_of(pack: &Pack) -> Option<(&ContactPoint, &ContactPoint)> {
    pack.entries.contact_point.iter().find_map(|point| {
        let fallback = pack.contact_point(point.fallback.as_deref()?)?;
        let fits = point.answered_by.is_some() && point.value.is_none() && fallback.value.is_none();
        fits.then_some((point, fallback))
    })
}

fn pair(pack: &Pack) -> (&ContactPoint, &ContactPoint) {
    pair_of(pack).unwrap()
}

#[test]
fn without_a_value_the_answer_says_what_to_do_instead() {
    let pack = pack();
    let (point, _) = pair(&pack);
    let shown = desk(true).contact(&pack, point);
    assert_eq!(
        (shown.value, shown.instead.as_ref()),
        (None, Some(&point.unset))
    );
    assert_eq!(shown.warning.as_deref(), Some("no number has been entered"));
}

#[test]
fn an_entered_value_is_shown_and_offered_as_the_fallback() {
    let pack = pack();
    let (point, fallback) = pair(&pack);
    let desk = Desk {
        entered: vec![entered(&fallback.id, "0222 222")],
        ..desk(true)
    };
    let shown = desk.contact(&pack, fallback);
    assert_eq!(
        (shown.value.as_deref(), shown.instead, shown.warning),
        (Some("0222 222"), None, None)
    );
    assert_eq!(
        desk.contact(&pack, point).fallback.as_deref(),
        Some("North duty desk: 0222 222")
    );
}

#[test]
fn another_authoritys_numbers_are_not_shown() {
    let pack = pack();
    let (_, fallback) = pair(&pack);
    let mut printed = fallback.clone();
    printed.value = Some("0111 111".into());
    let shown = desk(false).contact(&pack, &printed);
    assert_eq!((shown.value, shown.instead), (None, Some(printed.unset)));
}

#[test]
fn whoever_is_on_duty_in_the_role_that_answers_is_named() {
    let pack = pack();
    let (point, _) = pair(&pack);
    let role = point.answered_by.as_deref().unwrap();
    let someone_else = on_duty("another_role", "C. D.", "South");
    let one = Desk {
        on_duty: vec![someone_else, on_duty(role, "A. B.", "North")],
        ..desk(true)
    };
    assert_eq!(one.contact(&pack, point).on_duty.as_deref(), Some("A. B."));
    let two = Desk {
        on_duty: vec![
            on_duty(role, "A. B.", "North"),
            on_duty(role, "E. F.", "East"),
        ],
        ..desk(true)
    };
    assert_eq!(
        two.contact(&pack, point).on_duty.as_deref(),
        Some("A. B. (North), E. F. (East)")
    );
    assert_eq!(desk(true).contact(&pack, point).on_duty, None);
}

#[test]
fn the_urgent_answer_cites_its_rules_with_their_clauses() {
    let pack = pack();
    let entry = urgent(&pack, &desk(true)).unwrap();
    assert!(!entry.steps.is_empty() && !entry.citations.is_empty());
    for citation in &entry.citations {
        assert_eq!(citation.clause, pack.clause(&citation.rule));
        assert_eq!(citation.source, pack.header.source.document);
    }
}

#[test]
fn without_an_urgent_route_the_silence_is_told() {
    let mut pack = pack();
    pack.header.urgent_guidance = None;
    pack.header.urgent_silence = Some("act now".into());
    assert_eq!(urgent(&pack, &desk(true)).unwrap().steps, ["act now"]);
}
