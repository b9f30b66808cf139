//! Both sides are told of every answer, deputies with them; whoever acted knows already.

use openapi::{Notification, Transfer};
use serde_json::json;
use tests::authority::INITIALS;
use tests::durham::at_allocation_meeting;
use tests::{Database, Person, World, on_both_databases};

on_both_databases!(everyone_concerned_is_told_and_whoever_acted_is_not);

/// How many messages about a transfer someone gets that say a thing; all of them are acknowledged.
async fn told(world: &World, person: &Person, transfer: &str, says: &str) -> usize {
    let all: Vec<Notification> = world.as_(person).notifications().await;
    for message in &all {
        assert_eq!(message.recipient.id, person.id);
        assert!(
            !message.message.contains(INITIALS),
            "a message names no child: {}",
            message.message
        );
    }
    all.iter()
        .filter(|told| told.message.starts_with(transfer) && told.message.contains(says))
        .count()
}

async fn everyone_concerned_is_told_and_whoever_acted_is_not(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let (ops, families_first) = (&durham.ops, &durham.families_first);
    let transfer = durham
        .step_up_requested(&world, &durham.case_of_ops().await)
        .await;
    for (person, times) in [
        (&ops.manager, 1),
        (&families_first.manager, 1),
        (&families_first.deputy, 1),
        (&ops.worker, 0),
    ] {
        assert_eq!(
            told(&world, person, &transfer, "now requested").await,
            times
        );
    }
    let question = json!({ "question": "Which plan is the latest?" });
    let asked = world
        .as_(&families_first.worker)
        .act(&transfer, "ask-information", question);
    asked.await.with::<Transfer>(200);
    assert_eq!(
        told(&world, &ops.worker, &transfer, "now information required").await,
        1
    );
    assert_eq!(told(&world, &families_first.worker, &transfer, "").await, 0);
    let answered = world.as_(&ops.worker).act(
        &transfer,
        "supply-information",
        json!({ "answer": "That of May." }),
    );
    answered.await.with::<Transfer>(200);
    for person in [
        &families_first.manager,
        &families_first.deputy,
        &ops.manager,
    ] {
        assert_eq!(told(&world, person, &transfer, "now requested").await, 1);
    }
    let accepted = world.as_(&families_first.manager).act(
        &transfer,
        "accept",
        at_allocation_meeting("2026-11-24"),
    );
    accepted.await.with::<Transfer>(200);
    let expected = [
        (&ops.worker, 1),
        (&ops.manager, 1),
        (&ops.deputy, 1),
        (&families_first.deputy, 1),
        (&families_first.manager, 0),
    ];
    for (person, times) in expected {
        assert_eq!(
            told(&world, person, &transfer, "now accepted").await,
            times,
            "{person:?}"
        );
    }
    assert_eq!(
        told(&world, &durham.lac.manager, &transfer, "").await,
        0,
        "a team that has no part in it"
    );
}
