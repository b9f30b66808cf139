//! Leases, times and repetition of messages.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::repository::fixtures::{World, at};

const NINE: &str = "2026-12-01T09:00:00Z";

async fn owe(world: &World, dedupe_key: &str, deliver_after: &str) -> Uuid {
    let id = Uuid::now_v7();
    let row = notification::Model {
        id,
        authority_id: world.authority,
        recipient_id: world.practitioner,
        kind: notification::NotificationKind::Notice,
        transfer_id: None,
        matter_id: None,
        deadline_id: None,
        contact_id: None,
        message: "T-1 was accepted".into(),
        dedupe_key: dedupe_key.into(),
        created_at: at(NINE),
        deliver_after: at(deliver_after),
        claimed_by: None,
        lease_until: None,
        attempts: 0,
        acknowledged_at: None,
        snoozed_until: None,
        team_id: None,
        at_any_hour: false,
        withheld: false,
        failure: None,
        failures: 0,
        team_told_at: None,
        round: 0,
        shown: None,
        digest: None,
    };
    let txn = world.db.begin().await.unwrap();
    insert(&txn, [row]).await.unwrap();
    txn.commit().await.unwrap();
    id
}

async fn claimed(world: &World, by: &str, now: &str, until: &str, limit: u32) -> Vec<Uuid> {
    let request = Claim {
        recipient: None,
        claimed_by: by,
        now: at(now),
        lease_until: at(until),
        limit,
    };
    let txn = world.db.begin().await.unwrap();
    let rows = claim(&txn, world.authority, request).await.unwrap();
    txn.commit().await.unwrap();
    rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn a_message_under_a_lease_is_not_claimed_twice() {
    let world = World::new().await;
    let (b, a) = (
        owe(&world, "b", NINE).await,
        owe(&world, "a", "2026-12-01T08:00:00Z").await,
    );
    let until = "2026-12-01T09:05:00Z";
    assert_eq!(claimed(&world, "one", NINE, until, 1).await, [a]);
    assert_eq!(claimed(&world, "two", NINE, until, 5).await, [b]);
    assert!(
        claimed(&world, "three", "2026-12-01T09:04:59.999999Z", until, 5)
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_message_whose_lease_has_ended_is_claimed_again() {
    let world = World::new().await;
    let id = owe(&world, "a", NINE).await;
    claimed(&world, "one", NINE, "2026-12-01T09:05:00Z", 5).await;
    let again = claimed(
        &world,
        "two",
        "2026-12-01T09:05:00Z",
        "2026-12-01T09:10:00Z",
        5,
    )
    .await;
    assert_eq!(again, [id]);
    let found = find(world.db.read(), world.authority, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.claimed_by.as_deref(), found.attempts),
        (Some("two"), 2)
    );
}

#[tokio::test]
async fn nothing_is_claimed_before_its_time_or_after_its_acknowledgement() {
    let world = World::new().await;
    let id = owe(&world, "a", NINE).await;
    let until = "2026-12-01T09:05:00Z";
    assert!(
        claimed(&world, "one", "2026-12-01T08:59:59Z", until, 5)
            .await
            .is_empty()
    );

    let txn = world.db.begin().await.unwrap();
    assert!(
        acknowledge(&txn, world.authority, id, at(NINE))
            .await
            .unwrap()
    );
    assert!(
        !acknowledge(&txn, world.authority, id, at(NINE))
            .await
            .unwrap()
    );
    txn.commit().await.unwrap();
    assert!(claimed(&world, "one", NINE, until, 5).await.is_empty());
}

#[tokio::test]
async fn a_snoozed_message_comes_back() {
    let world = World::new().await;
    let id = owe(&world, "a", NINE).await;
    let (ten, until) = ("2026-12-01T10:00:00Z", "2026-12-01T10:05:00Z");
    let txn = world.db.begin().await.unwrap();
    acknowledge(&txn, world.authority, id, at(NINE))
        .await
        .unwrap();
    assert!(snooze(&txn, world.authority, id, at(ten)).await.unwrap());
    txn.commit().await.unwrap();
    assert!(claimed(&world, "one", NINE, until, 5).await.is_empty());
    assert_eq!(claimed(&world, "one", ten, until, 5).await, [id]);
}

#[tokio::test]
async fn the_same_message_is_owed_once() {
    let world = World::new().await;
    let first = owe(&world, "a", NINE).await;
    owe(&world, "a", NINE).await;
    let (read, who) = (world.db.read(), world.practitioner);
    let found = list_of_recipient(read, world.authority, who, true, None, 5).await;
    let ids: Vec<_> = found.unwrap().iter().map(|row| row.id).collect();
    assert_eq!(ids, [first]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_claim_at_once_get_every_message_once() {
    let world = World::new().await;
    for number in 0..40 {
        owe(&world, &number.to_string(), NINE).await;
    }
    let world = std::sync::Arc::new(world);
    let deliverers = ["one", "two", "three", "four"].map(|name| {
        let world = std::sync::Arc::clone(&world);
        tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let more = claimed(&world, name, NINE, "2026-12-01T09:05:00Z", 3).await;
                if more.is_empty() {
                    return mine;
                }
                mine.extend(more);
            }
        })
    });
    let mut all = Vec::new();
    for deliverer in deliverers {
        all.extend(deliverer.await.unwrap());
    }
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 40);
}

#[tokio::test]
async fn someone_who_claims_their_own_gets_no_one_elses() {
    let world = World::new().await;
    let own = owe(&world, "a", NINE).await;
    let other = world.practitioner("P-2").await;
    let txn = world.db.begin().await.unwrap();
    let mut claims = Vec::new();
    for recipient in [other, world.practitioner] {
        let request = Claim {
            recipient: Some(recipient),
            claimed_by: "one",
            now: at(NINE),
            lease_until: at("2026-12-01T09:05:00Z"),
            limit: 5,
        };
        let rows = claim(&txn, world.authority, request).await.unwrap();
        claims.push(rows.iter().map(|row| row.id).collect::<Vec<_>>());
    }
    assert_eq!(claims, [vec![], vec![own]]);
}
