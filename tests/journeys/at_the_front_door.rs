//! At the front door: where a matter goes, what holds it, who talks it over, and what to ask first.

use openapi::{Assessment, RouteStanding};
use serde_json::{Value, json};
use tests::{Database, World, on_both_databases};

on_both_databases!(
    the_most_useful_question_comes_first_and_each_answer_narrows_the_doors,
    rules_that_clash_need_a_discussion_and_danger_does_not_wait_for_it,
);

async fn assessed(world: &World, who: &tests::Person, pack: &str, facts: Value) -> Assessment {
    let path = format!("/v1/packs/{pack}/assessments");
    let said = world.as_(who).post(path, json!({ "facts": facts })).await;
    said.with(200)
}

fn first_question(said: &Assessment) -> &str {
    &said.missing_facts.first().expect("there is a question").id
}

/// Shows BRA-52, BRA-5.
async fn the_most_useful_question_comes_first_and_each_answer_narrows_the_doors(
    database: &Database,
) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let authority = world.authority("Exampleford", "bradford").await;
    let who = &authority.administrator;
    let nothing = assessed(&world, who, "bradford", json!({})).await;
    assert_eq!(first_question(&nothing), "immediate_safeguarding_concern");
    assert!(nothing.recommended.is_empty(), "{:#?}", nothing.recommended);

    let safe = json!({ "immediate_safeguarding_concern": false });
    let safe = assessed(&world, who, "bradford", safe).await;
    assert_eq!(first_question(&safe), "matter");
    let matter = &safe.missing_facts[0];
    assert!(
        matter.decides.contains(&"section_37".to_owned()),
        "{matter:#?}"
    );

    let told = json!({ "immediate_safeguarding_concern": false, "matter": "private_fostering" });
    let told = assessed(&world, who, "bradford", told).await;
    assert!(told.missing_facts.len() < safe.missing_facts.len());
    let [fostering] = told.recommended.as_slice() else {
        panic!("one door: {:#?}", told.recommended);
    };
    assert_eq!(fostering.rules, ["BRA-52"]);
    assert_eq!(
        fostering.document.as_deref(),
        Some("the Private Fostering protocol")
    );
}

/// Shows BRA-3, BRA-41, BRA-110, BRA-14.
async fn rules_that_clash_need_a_discussion_and_danger_does_not_wait_for_it(database: &Database) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let authority = world.authority("Exampleford", "bradford").await;
    let who = &authority.administrator;
    let facts = json!({ "immediate_safeguarding_concern": true, "matter": "new_referral" });
    let said = assessed(&world, who, "bradford", facts).await;
    assert!(said.recommended[0].urgent, "{:#?}", said.recommended);
    let [conflict] = said.conflicts.as_slice() else {
        panic!("one clash: {:#?}", said.conflicts);
    };
    assert_eq!(
        conflict.message,
        "Needs a discussion between Multi-Agency Safeguarding Hub, Children's Contact Centre and Initial Assessment Team."
    );
    assert_eq!(
        conflict.doors,
        ["new_referral_to_mash", "new_referral_to_contact_centre"]
    );
    assert!(
        conflict
            .readings
            .iter()
            .any(|reading| reading.starts_with("BRA-41 is read so:")),
        "{conflict:#?}"
    );
    let doors = said.recommended.iter().filter(|one| !one.urgent);
    for door in doors {
        assert_eq!(door.standing, RouteStanding::Discuss, "{door:#?}");
        assert_eq!(door.because, ["which_front_door"]);
    }

    let facts = json!({
        "immediate_safeguarding_concern": false, "case_held_by": "iat", "family_in_crisis": true,
        "icpcc_outcome": "plan", "icpcc_on": "2026-11-20", "matter": "open_case",
    });
    let held = assessed(&world, who, "bradford", facts).await;
    let standings: Vec<_> = held.recommended.iter().map(|one| one.standing).collect();
    assert_eq!(
        standings,
        [RouteStanding::Stays, RouteStanding::Held],
        "holds come before triggers: {:#?}",
        held.recommended
    );
    assert_eq!(held.recommended[0].holder.as_deref(), Some("iat"));
    assert_eq!(held.recommended[1].because, ["held_by_a_crisis"]);
}
