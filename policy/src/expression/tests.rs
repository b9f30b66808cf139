//! What conditions say where everything, something or nothing is known.
#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;
use crate::pack::format::Conventions;

/// Facts that the imagined pack declares, and the default of one of them.
const FACTS: [&str; 6] = [
    "consent",
    "born_on",
    "plan",
    "year_11_ends_on",
    "one",
    "other",
];
const DEFAULTS: [(&str, &str); 3] = [
    ("year_11_ends_on", "year_11_ends(born_on)"),
    ("one", "other"),
    ("other", "one"),
];

struct World {
    facts: Facts,
    siblings: Vec<Facts>,
    events: BTreeMap<String, DateTime<Utc>>,
    recorded: BTreeMap<String, DateTime<Utc>>,
    ticked: BTreeMap<String, DateTime<Utc>>,
    worker: Worker,
    planned_on: Option<NaiveDate>,
}

fn nobody_knows() -> World {
    World {
        facts: Facts::new(),
        siblings: Vec::new(),
        events: BTreeMap::new(),
        recorded: BTreeMap::new(),
        ticked: BTreeMap::new(),
        worker: Worker::default(),
        planned_on: None,
    }
}

fn knowing(facts: serde_json::Value) -> World {
    World {
        facts: serde_json::from_value(facts).unwrap(),
        ..nobody_knows()
    }
}

impl World {
    fn ask(&self, text: &str) -> Verdict {
        let mut expressions = Expressions::default();
        expressions.add(text).unwrap();
        for (_, default) in DEFAULTS {
            expressions.add(default).unwrap();
        }
        let items = ["letter".to_owned()];
        let circumstances = Circumstances {
            facts: &self.facts,
            siblings: &self.siblings,
            contacts: &[],
            events: &self.events,
            recorded: &self.recorded,
            ticked: &self.ticked,
            worker: self.worker.clone(),
            items: &items,
            transfer: BTreeMap::from([("kind", "push".to_owned())]),
            decision: "",
            planned_on: self.planned_on,
            now: "2026-11-23T10:00:00Z".parse().unwrap(),
        };
        let calendar = Arc::new(Calendar::new(&Conventions::default(), [], []).unwrap());
        let defaults = DEFAULTS.into_iter().collect();
        Knowledge::new(
            &expressions,
            FACTS.into_iter(),
            defaults,
            &circumstances,
            &calendar,
        )
        .holds(Some(text))
    }
}

fn lacks(names: &[&str]) -> Verdict {
    Verdict::Lacks(names.iter().map(|name| (*name).to_owned()).collect())
}

#[test]
fn an_unknown_fact_does_not_matter_where_the_rest_decides() {
    let world = knowing(json!({ "consent": true }));
    assert_eq!(world.ask("consent || plan == 'cp'"), Verdict::Yes);
    assert_eq!(world.ask("plan == 'cp' || consent"), Verdict::Yes);
    assert_eq!(world.ask("!consent && plan == 'cp'"), Verdict::No);
    assert_eq!(world.ask("plan == 'cp' && !consent"), Verdict::No);
    assert_eq!(world.ask("consent ? true : plan == 'cp'"), Verdict::Yes);
}

#[test]
fn an_unknown_fact_is_lacking_where_it_decides() {
    let world = knowing(json!({ "consent": true }));
    assert_eq!(world.ask("consent && plan == 'cp'"), lacks(&["plan"]));
    assert_eq!(world.ask("!consent || plan == 'cp'"), lacks(&["plan"]));
    assert_eq!(
        world.ask("plan == 'cp' && born_on < today"),
        lacks(&["born_on", "plan"])
    );
    assert_eq!(world.ask("planned_on >= today"), lacks(&["planned_on"]));
}

#[test]
fn what_is_known_is_never_lacking() {
    let world = knowing(json!({ "consent": true }));
    assert_eq!(
        world.ask("known.consent && !known.plan && !known.planned_on"),
        Verdict::Yes
    );
    assert_eq!(world.ask("happened.accepted"), Verdict::No);
    assert_eq!(world.ask("ticked.letter"), Verdict::No);
    assert_eq!(
        world.ask("transfer.kind == 'push' && transfer.reason == ''"),
        Verdict::Yes
    );
}

#[test]
fn a_date_of_an_event_is_lacking_until_it_has_happened() {
    let mut world = nobody_knows();
    assert_eq!(
        world.ask("dates.accepted <= today"),
        lacks(&["dates.accepted"])
    );
    // Half past midnight in London, while summer time makes it still the day before in UTC.
    world
        .events
        .insert("accepted".into(), "2026-07-01T23:30:00Z".parse().unwrap());
    assert_eq!(
        world.ask("dates.accepted == '2026-07-02' && happened.accepted"),
        Verdict::Yes
    );
}

#[test]
fn a_default_fills_in_and_a_recorded_value_wins() {
    let born = knowing(json!({ "born_on": "2010-12-01" }));
    assert_eq!(
        born.ask("year_11_ends_on == '2027-06-30' && known.year_11_ends_on"),
        Verdict::Yes
    );
    let told = knowing(json!({ "born_on": "2010-12-01", "year_11_ends_on": "2028-06-30" }));
    assert_eq!(told.ask("year_11_ends_on == '2028-06-30'"), Verdict::Yes);
}

#[test]
fn a_default_lacks_what_it_rests_on() {
    assert_eq!(
        nobody_knows().ask("year_11_ends_on < today"),
        lacks(&["born_on"])
    );
    assert_eq!(
        nobody_knows().ask("one == 1"),
        lacks(&[]),
        "defaults that wait for each other end"
    );
}

#[test]
fn siblings_are_looked_at_one_by_one() {
    let mut world = nobody_knows();
    assert_eq!(
        world.ask("siblings.all(s, s.consent)"),
        Verdict::Yes,
        "there are none"
    );
    world.siblings = vec![
        [("consent".to_owned(), json!(true))].into(),
        [("plan".to_owned(), json!("cp"))].into(),
    ];
    assert_eq!(world.ask("siblings.exists(s, s.consent)"), Verdict::Yes);
    assert_eq!(
        world.ask("siblings.all(s, s.consent)"),
        lacks(&["siblings.consent"])
    );
    assert_eq!(
        world.ask("siblings.all(s, !has(s.plan) || s.plan == 'cp')"),
        Verdict::Yes
    );
}

#[test]
fn what_is_no_yes_or_no_is_wrong() {
    assert!(matches!(nobody_knows().ask("today"), Verdict::Wrong(_)));
    assert!(matches!(
        knowing(json!({ "plan": "soon" })).ask("plus_days(plan, 1) > today"),
        Verdict::Wrong(_)
    ));
    assert!(matches!(
        nobody_knows().ask("plus_days(today, 1000000) > today"),
        Verdict::Wrong(_)
    ));
}

#[test]
fn functions_count_as_the_calendar_does() {
    let world = nobody_knows();
    for text in [
        "plus_days('2026-12-22', 10) == '2027-01-01'",
        "plus_days('2026-12-22', -22) == '2026-11-30'",
        "plus_weeks('2026-12-22', -12) == '2026-09-29'",
        "plus_months('2026-11-30', 3) == '2027-02-28'",
        "plus_years('2024-02-29', 1) == '2025-02-28'",
        "plus_working_days('2026-11-20', 1) == '2026-11-23'",
        "days_between('2026-11-23', '2026-12-02') == 9",
        "minimum_months('2026-01-15', 12) == '2027-01-15'",
        "age_on('2010-11-24', today) == 15",
        "age_date('2010-11-24', 192) == '2026-11-24'",
        "year_11_ends('2010-08-31') == '2026-06-30'",
        "year_11_ends('2010-09-01') == '2027-06-30'",
        "easter(2027) == '2027-03-28'",
        "year(today) == 2026 && month(today) == 11 && weekday(today) == 1",
        "earlier('2026-11-23', '2026-12-02') == '2026-11-23'",
        "later('2026-11-23', '2026-12-02') == '2026-12-02'",
        "date_of('2026-07-01T23:30:00Z') == '2026-07-02'",
    ] {
        assert_eq!(world.ask(text), Verdict::Yes, "{text}");
    }
}

#[test]
fn every_function_is_registered() {
    let calendar = Arc::new(Calendar::new(&Conventions::default(), [], []).unwrap());
    let mut context = Context::default();
    functions::add(&mut context, &calendar);
    for name in FUNCTIONS {
        let called = cel::Program::compile(&format!("{name}()"))
            .unwrap()
            .execute(&context)
            .unwrap_err();
        let is_known = !matches!(called, ExecutionError::UndeclaredReference(_));
        assert!(is_known, "`{name}` is not registered: {called}");
        let is_free = Context::default()
            .add_function(name, |number: i64| number)
            .is_ok();
        assert!(is_free, "CEL has a `{name}` of its own");
    }
    let unknown = cel::Program::compile("unknown()")
        .unwrap()
        .execute(&context)
        .unwrap_err();
    assert!(matches!(unknown, ExecutionError::UndeclaredReference(_)));
}
