//! Any minute of a year has somebody to reach, or says what to do instead; and what is shown stays right until it says so.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::hours::Hours;

/// Hours as authorities write them: kept to, in words, round the clock, over midnight, never.
const HOURS: [Option<&str>; 7] = [
    None,
    Some("Mo-Fr 08:30-17:15"),
    Some("office hours"),
    Some("Mo-Fr 17:15-08:30; Sa,Su,PH 00:00-24:00"),
    Some("24/7"),
    Some("off"),
    Some("Tu 10:00-12:00; PH off"),
];

/// Contact points looked at: as many as there are kinds of hours.
const POINTS: usize = HOURS.len();

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A desk on which the `n`th of the places has its own hours, and every third has no number.
fn desk_with(pack: &Pack, shift: usize) -> Desk {
    let days_off: BTreeSet<NaiveDate> = [
        "2026-12-24",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
    ]
    .map(|day| day.parse().unwrap())
    .into();
    let places = pack.entries.contact_point.iter().enumerate();
    let entered = places.map(|(place, point)| {
        let number = place + shift;
        Model {
            value: (!number.is_multiple_of(3)).then(|| format!("01632 9600{:02}", place)),
            hours: HOURS[number % HOURS.len()].map(Into::into),
            ..entered(&point.id, "")
        }
    });
    Desk {
        entered: entered.collect(),
        hours: Some(Hours::new(chrono_tz::Europe::London, &days_off)),
        ..desk(true)
    }
}

fn shown(pack: &Pack, desk: &mut Desk, moment: DateTime<Utc>) -> Vec<AnswerContact> {
    desk.at = moment;
    let points = pack.entries.contact_point.iter().take(POINTS);
    points.map(|point| desk.contact(pack, point)).collect()
}

/// What is said of a contact point, but for the instant until which it is said.
fn said(point: &AnswerContact) -> (Option<bool>, Option<String>, Option<String>) {
    let now = point.use_now.as_ref().map(|now| now.value.clone());
    (point.open, now, point.instead.clone())
}

#[track_caller]
fn check_somebody_or_what_to_do(point: &AnswerContact, moment: DateTime<Utc>) {
    let is_usable = point.value.is_some() && point.open != Some(false);
    assert!(
        is_usable || point.use_now.is_some() || point.instead.is_some(),
        "{} at {moment}: nobody, and nothing to do instead",
        point.id
    );
    assert!(
        !is_usable || point.use_now.is_none(),
        "{}: two ways at once",
        point.id
    );
    assert!(
        point.right_until.is_none_or(|until| until > moment),
        "{}",
        point.id
    );
}

#[test]
fn every_minute_of_a_year_has_somebody_to_reach_or_says_what_to_do() {
    let pack = pack();
    for shift in 0..3 {
        let mut desk = desk_with(&pack, shift);
        let mut moment = at("2026-11-23T00:00:00Z");
        while moment < at("2027-11-23T00:00:00Z") {
            let before = shown(&pack, &mut desk, moment);
            before
                .iter()
                .for_each(|point| check_somebody_or_what_to_do(point, moment));
            let next = before.iter().filter_map(|point| point.right_until).min();
            let next = next.unwrap_or(at("2027-11-23T00:00:00Z"));
            // The last minute is as the first, whatever lies between two boundaries.
            let last = (next - TimeDelta::minutes(1)).max(moment);
            for (one, other) in before.iter().zip(shown(&pack, &mut desk, last)) {
                assert_eq!(
                    said(one),
                    said(&other),
                    "{} between {moment} and {last}",
                    one.id
                );
            }
            moment = next;
        }
    }
}

#[test]
fn each_minute_of_christmas_eve_and_of_the_nights_when_clocks_change_is_as_its_boundaries_say() {
    let pack = pack();
    let mut desk = desk_with(&pack, 1);
    for (from, hours) in [
        ("2026-12-23T16:00:00Z", 9),
        ("2027-03-28T00:00:00Z", 3),
        ("2027-10-31T00:00:00Z", 3),
    ] {
        let mut last = shown(&pack, &mut desk, at(from));
        for minute in 1..hours * 60 {
            let moment = at(from) + TimeDelta::minutes(minute);
            let now = shown(&pack, &mut desk, moment);
            for (one, other) in last.iter().zip(&now) {
                check_somebody_or_what_to_do(other, moment);
                let may_differ = one.right_until.is_some_and(|until| until <= moment);
                assert!(
                    may_differ || said(one) == said(other),
                    "{} at {moment}",
                    one.id
                );
            }
            last = now;
        }
    }
}

#[test]
fn a_closed_desk_hands_on_to_the_one_that_is_open() {
    let pack = pack();
    let (point, fallback) = pair(&pack);
    let with_hours = |row: Model, hours: &str| Model {
        hours: Some(hours.into()),
        ..row
    };
    let mut desk = Desk {
        entered: vec![
            with_hours(entered(&point.id, "01632 960001"), "Mo-Fr 09:00-17:00"),
            with_hours(entered(&fallback.id, "01632 960002"), "24/7"),
        ],
        hours: Some(Hours::new(chrono_tz::Europe::London, &BTreeSet::new())),
        ..desk(true)
    };
    desk.at = at("2026-12-02T16:59:00Z");
    let open = desk.contact(&pack, point);
    assert_eq!((open.open, open.use_now), (Some(true), None));
    assert_eq!(open.right_until, Some(at("2026-12-02T17:00:00Z")));

    desk.at = at("2026-12-02T17:00:00Z");
    let closed = desk.contact(&pack, point);
    assert_eq!(closed.use_now.unwrap().value, "01632 960002");
    assert_eq!((closed.open, closed.instead), (Some(false), None));
    assert_eq!(
        closed.warning.as_deref(),
        Some("closed now, opens on Thursday 3 December 2026 at 09:00")
    );
}
