//! What meets a deadline, and who may agree another day for it.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use policy::calendar::Calendar;
use policy::deadline::{self, Moments};
use policy::fact::Facts;
use policy::matter::{self, Action, Matter, Opened};
use policy::pack::read::{Borrowed, read};
use policy::pack::{Pack, builtin};
use policy::refusal::Refusal;
use policy::role::{Actor, HeldRole, Scope};
use policy::setting::Setting;
use policy::transfer::Team;
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Bradford, in which `change` is made to what its files say.
fn bradford(change: impl Fn(&str) -> String) -> (Pack, Arc<Calendar>) {
    let mut files = builtin::files().remove("bradford").unwrap();
    for text in files.values_mut() {
        *text = change(text);
    }
    let borrowed = Borrowed {
        rrule: |_| Ok(()),
        today: "2026-11-23".parse().unwrap(),
    };
    let pack = read(&files, &borrowed).0.unwrap();
    let calendar = Calendar::new(&pack.header.conventions, [], []).unwrap();
    (pack, Arc::new(calendar))
}

#[test]
fn a_file_is_ready_for_the_conference_when_the_last_of_its_parts_is() {
    let (pack, calendar) = bradford(str::to_owned);
    let facts = Facts::from([("icpcc_on".into(), "2026-12-01".into())]);
    let now = at("2026-11-27T17:00:00Z");
    let knowledge = matter::knowledge(&pack, &calendar, &facts, &[], &[], now);
    let met_at = |done: &[(&str, &str)]| {
        let events = done
            .iter()
            .map(|(item, when)| (format!("item:{item}"), at(when)))
            .collect();
        let moments = Moments {
            events: &events,
            agreed: &BTreeMap::new(),
            now,
        };
        let pathway = Some("iat_to_cypt_child_protection");
        let owed = deadline::reckon(&pack, pathway, &knowledge, &moments, &calendar).owed;
        let ready = owed.iter().find(|owed| owed.key == "ready_before_icpcc");
        ready.unwrap().met_at
    };
    let audit = ("iat_audit_note", "2026-11-24T10:00:00Z");
    let documents = ("assessments_plans_and_documents", "2026-11-25T10:00:00Z");
    let plan = ("up_to_date_assessment_and_plan", "2026-11-23T10:00:00Z");
    let summary = ("case_summary", "2026-11-26T16:00:00Z");
    assert_eq!(met_at(&[]), None);
    assert_eq!(
        met_at(&[audit]),
        None,
        "the audit alone is no complete file"
    );
    assert_eq!(met_at(&[audit, documents, plan]), None);
    assert_eq!(
        met_at(&[audit, documents, plan, summary]),
        Some(at("2026-11-26T16:00:00Z"))
    );
}

fn somebody(number: u128, role: &str) -> Actor {
    Actor {
        practitioner: Uuid::from_u128(number),
        roles: vec![HeldRole {
            role: role.into(),
            scope: Scope::Authority,
        }],
        is_administrator: false,
        is_clockwork: false,
        is_assistant: false,
    }
}

/// What somebody does about a referral that was received at noon on 23 November.
fn act(
    (pack, calendar): (&Pack, &Arc<Calendar>),
    caller: &Actor,
    people: &[Actor],
    now: &str,
    action: &Action,
) -> Result<matter::Decision, Refusal> {
    let (never, nowhere, nothing) = (BTreeMap::new(), BTreeMap::new(), Facts::new());
    let now = at(now);
    let setting = Setting {
        pack,
        calendar,
        case_facts: &nothing,
        siblings: &[],
        contacts: &[],
        sittings: &nowhere,
        case_recorded: &never,
        holder: None,
        others: &[],
        absences: &[],
        people,
        now,
    };
    matter::decide(&setting, &referral(pack), caller, action, now, None)
}

/// What becomes of another day for its decision.
fn agree(pack: &Pack, calendar: &Arc<Calendar>, with: &Actor) -> Result<String, Refusal> {
    let caller = somebody(1, "social_worker");
    let people = [with.clone()];
    let action = Action::AgreeDate {
        deadline: "referral_decided".into(),
        date: "2026-11-27".parse().unwrap(),
        reason: "the school is closed until Thursday".into(),
        agreed_with: with.practitioner,
    };
    let decision = act(
        (pack, calendar),
        &caller,
        &people,
        "2026-11-23T13:00:00Z",
        &action,
    )?;
    let due = decision
        .owed
        .iter()
        .find(|owed| owed.key == "referral_decided");
    Ok(due
        .unwrap()
        .due_at
        .to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// What a decision on the referral makes known of the case.
fn known_after(decision: &str) -> BTreeMap<String, serde_json::Value> {
    let (pack, calendar) = bradford(str::to_owned);
    let manager = somebody(1, "team_manager");
    let decide = Action::Decide {
        decision: decision.into(),
    };
    let decided = act(
        (&pack, &calendar),
        &manager,
        &[],
        "2026-11-24T09:30:00Z",
        &decide,
    )
    .unwrap();
    let known = decided.matter.record.facts.into_iter();
    known.map(|(id, fact)| (id, fact.value)).collect()
}

fn referral(pack: &Pack) -> Matter {
    let received = "2026-11-23T12:00:00Z";
    matter::open(
        pack.matter("referral_decision").unwrap(),
        Opened {
            id: Uuid::nil(),
            reference: "M-EXAMP".into(),
            team: Some(Team {
                id: Uuid::from_u128(9),
                service: "mash".into(),
            }),
            by: None,
            recorded_by: Uuid::nil(),
            at: at(received),
            facts: Facts::from([("referral_received_at".into(), received.into())]),
        },
    )
}

#[test]
fn what_is_decided_about_a_referral_is_known_of_the_case_and_need_not_be_told_again() {
    let met = known_after("criteria_met");
    assert_eq!(met["meets_csc_criteria"], true);
    assert_eq!(met["mash_decided_at"], "2026-11-24T09:30:00Z");
    assert_eq!(known_after("criteria_not_met")["meets_csc_criteria"], false);
}

#[test]
fn another_day_for_a_matter_takes_two_people_and_a_procedure_that_lets_them() {
    let manager = somebody(2, "team_manager");
    let (strict, calendar) = bradford(str::to_owned);
    let refused = agree(&strict, &calendar, &manager).unwrap_err();
    let Refusal::Forbidden { rule, .. } = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(rule.as_deref(), Some("BRA-4"));

    let (lenient, calendar) = bradford(|text| {
        let own = "id = \"referral_decided\"\n";
        let agreed = "may_be_agreed = true\nagreed_by = [\"team_manager\"]\n";
        text.replace(own, &format!("{own}{agreed}"))
    });
    assert_eq!(
        agree(&lenient, &calendar, &manager).unwrap(),
        "2026-11-27T23:59:59Z"
    );
    for nobody in [
        somebody(3, "social_care_admin_officer"),
        somebody(1, "team_manager"),
    ] {
        let refused = agree(&lenient, &calendar, &nobody).unwrap_err();
        assert!(
            matches!(&refused, Refusal::Invalid { field, .. } if field == "agreed_with"),
            "{refused:?}"
        );
    }
}
