//! The log of contacts: the third within six months about a child under two is looked at by management, and whoever
//! referred is told what became of it.

use openapi::{Contact, Matter, Page};
use serde_json::{Value, json};
use tests::{Child, Database, World, on_both_databases};

on_both_databases!(
    the_third_contact_about_a_child_under_two_opens_a_duty_with_an_owner,
    three_at_once_are_counted_once,
);

/// Shows SUF-69, SUF-71, SUF-72, SUF-73.
async fn the_third_contact_about_a_child_under_two_opens_a_duty_with_an_owner(database: &Database) {
    let world = World::start(database, "2026-05-20T09:00:00Z").await;
    let authority = world.authority("Examplefolk", "suffolk").await;
    let mash = authority
        .crew("mash", "mash_decision_maker", "social_worker")
        .await;
    let care = authority
        .crew("social_care", "sc_practice_manager", "social_worker")
        .await;
    let child = Child {
        born: Some("2025-09-01"),
        facts: Some(json!({ "unborn": false, "neglect_or_abuse_indicated": true })),
        ..Child::default()
    };
    let case = authority.case(&care, child).await;
    let worker = world.as_(&mash.worker);
    let call = |facts: Value, referral: bool| {
        json!({
            "case": case.reference, "caller": "health visitor", "concern": "invented", "urgent": false,
            "referral": referral, "facts": facts
        })
    };
    let wrong = worker
        .post("/v1/contacts", call(json!({ "referrer": "aunt" }), false))
        .await;
    wrong.refused(422, "not-valid");
    for at in ["2026-05-20T09:30:00Z", "2026-08-03T14:00:00Z"] {
        world.travel_to(at).await;
        let logged: Contact = worker
            .post("/v1/contacts", call(json!({}), false))
            .await
            .with(201);
        assert!(logged.matters.is_empty(), "{logged:#?}");
    }
    world.travel_to("2026-11-20T18:00:00Z").await;
    let third: Contact = worker
        .post("/v1/contacts", call(json!({ "referrer": "health" }), true))
        .await
        .with(201);
    assert_eq!(third.matters.len(), 3, "{third:#?}");

    let manager = world.as_(&mash.manager);
    let told = manager.notifications().await;
    assert!(
        told.iter().any(|one| one.message.contains("Third contact")),
        "{told:#?}"
    );
    let open: Page<Matter> = manager.get("/v1/matters?open=true").await.with(200);
    let kinds: Vec<_> = open.items.iter().map(|one| one.matter.as_str()).collect();
    for kind in [
        "chronology_under_scrutiny",
        "mash_decision",
        "feedback_to_referrer",
    ] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    let feedback = open
        .items
        .iter()
        .find(|one| one.matter == "feedback_to_referrer");
    let items: Vec<_> = feedback
        .iter()
        .flat_map(|one| &one.items)
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(items, ["health_referrer_told"]);

    let mut decisions = open
        .items
        .iter()
        .filter(|one| one.matter == "mash_decision");
    let decision = decisions.next().expect("it waits for MASH");
    let path = format!("/v1/matters/{}", decision.reference);
    for item in &decision.items {
        let ticked = manager.post(format!("{path}/tick"), json!({ "item": item.id }));
        ticked.await.with::<Matter>(200);
    }
    let taken_on = json!({ "decision": "taken_on" });
    let decided = manager.post(format!("{path}/decide"), taken_on).await;
    decided.with::<Matter>(200);
    let known = world.as_(&care.worker).case(&case.reference).await.facts;
    assert_eq!(known["mash_takes_it_on"], true, "a move need not ask again");
}

async fn three_at_once_are_counted_once(database: &Database) {
    let world = World::start(database, "2026-11-20T09:00:00Z").await;
    let authority = world.authority("Examplefolk", "suffolk").await;
    let mash = authority
        .crew("mash", "mash_decision_maker", "social_worker")
        .await;
    let child = Child {
        born: Some("2025-09-01"),
        facts: Some(json!({ "unborn": false })),
        ..Child::default()
    };
    let care = authority
        .crew("social_care", "sc_practice_manager", "social_worker")
        .await;
    let case = authority.case(&care, child).await;
    let call = || {
        let call = json!({ "case": case.reference, "caller": "school", "concern": "invented", "urgent": false });
        world.as_(&mash.worker).post("/v1/contacts", call)
    };
    let (first, second, third) = tokio::join!(call(), call(), call());
    for logged in [first, second, third] {
        logged.with::<Contact>(201);
    }
    let open: Page<Matter> = world
        .as_(&mash.manager)
        .get("/v1/matters?matter=chronology_under_scrutiny")
        .await
        .with(200);
    assert_eq!(open.items.len(), 1, "{open:#?}");
}
