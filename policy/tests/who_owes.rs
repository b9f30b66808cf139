//! On whom something falls, and who comes next where nobody is found. Shown on the invented procedure.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use policy::owners::{Choice, Line, Parties, of_matter};
use policy::pack::Pack;
use policy::pack::read::{Borrowed, read};
use policy::transfer::{Kind, Side, State};
use uuid::Uuid;

const OPENER: Uuid = Uuid::from_u128(7);

fn quayside() -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/packs/quayside");
    let files: BTreeMap<String, String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    let borrowed = Borrowed {
        rrule: |_| Ok(()),
        today: "2026-11-23".parse().unwrap(),
    };
    read(&files, &borrowed).0.unwrap()
}

/// On whom something on a move into deep water falls, teams by their names.
fn falls(
    pack: &Pack,
    kind: Kind,
    state: State,
    side: Side,
    role: Option<&str>,
) -> Vec<Line<&'static str>> {
    let parties = Parties {
        pack,
        pathway: "into_deep_water",
        kind,
        state,
        opened_by: OPENER,
        transferring: "harbour",
        receiving: "deep water",
        others: vec!["pilots"],
    };
    parties.lines(&[side], role)
}

fn roles(team: &'static str, roles: &[&str]) -> Choice<&'static str> {
    Choice::Holders(
        vec![team],
        roles.iter().map(|role| (*role).to_owned()).collect(),
    )
}

#[test]
fn an_answer_falls_to_whoever_works_the_case_then_to_those_who_decide_then_to_the_managers() {
    let pack = quayside();
    let lines = falls(&pack, Kind::Push, State::Requested, Side::Receiving, None);
    let managers = Choice::Holders(vec!["deep water"], pack.managers());
    let own = vec![
        Choice::Worker("deep water"),
        roles("deep water", &["deep_water_lead", "virtual_head"]),
        managers,
    ];
    let third = vec![
        Choice::Worker("deep water"),
        roles("pilots", &["pilot_lead"]),
    ];
    assert_eq!(lines, [own, third]);
}

#[test]
fn what_is_prepared_falls_to_whoever_opened_it_where_their_side_asks() {
    let pack = quayside();
    let opener = Choice::Person(OPENER);
    for (kind, state, side, expected) in [
        (Kind::Push, State::Draft, Side::Transferring, true),
        (Kind::Push, State::Draft, Side::Receiving, false),
        (Kind::Push, State::Requested, Side::Transferring, false),
        (Kind::Pull, State::Draft, Side::Receiving, true),
        (
            Kind::Pull,
            State::InformationRequired,
            Side::Receiving,
            true,
        ),
        (Kind::Pull, State::Draft, Side::Transferring, false),
    ] {
        let lines = falls(&pack, kind, state, side, None);
        let is_asked = lines.iter().all(|line| line.get(1) == Some(&opener));
        assert_eq!(is_asked, expected, "{kind:?} {state:?} {side:?}");
    }
}

#[test]
fn a_role_that_is_named_comes_first_in_third_services_too() {
    let pack = quayside();
    let lines = falls(
        &pack,
        Kind::Push,
        State::Accepted,
        Side::Transferring,
        Some("pilot_lead"),
    );
    let named = Choice::Holders(vec!["harbour", "pilots"], vec!["pilot_lead".to_owned()]);
    assert!(
        lines.iter().all(|line| line.first() == Some(&named)),
        "{lines:?}"
    );
    let released = roles("harbour", &["harbour_lead"]);
    assert_eq!(
        lines[0].get(3),
        Some(&released),
        "after the worker and the opener"
    );
}

#[test]
fn a_matter_falls_to_its_team_and_without_one_to_whoever_opened_it() {
    let pack = quayside();
    let deciders = ["harbour_lead".to_owned()];
    let line = of_matter(&pack, Some(OPENER), Some("harbour"), &deciders, None);
    let managers = Choice::Holders(vec!["harbour"], pack.managers());
    let opener = Choice::Person(OPENER);
    let decide = roles("harbour", &["harbour_lead"]);
    assert_eq!(
        line,
        [Choice::Worker("harbour"), decide, managers, opener.clone()]
    );
    let alone: Line<&str> = of_matter(&pack, Some(OPENER), None, &deciders, Some("harbour_lead"));
    assert_eq!(alone, [opener]);
}
