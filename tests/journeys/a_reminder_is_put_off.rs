//! A reminder is put off, but never past what it reminds of; and whoever claims one has it alone for a while.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use openapi::{Notification, NotificationKind, Problem, Transfer};
use serde_json::{Value, json};
use tests::durham::{Durham, at_allocation_meeting};
use tests::{Caller, Database, World, at, on_both_databases};
use uuid::Uuid;

on_both_databases!(
    a_reminder_that_is_put_off_comes_again_then,
    a_reminder_is_not_put_off_past_what_is_due,
    nobody_puts_off_what_is_told_to_someone_else,
    a_claim_is_exclusive_until_its_lease_ends,
    two_who_claim_at_once_share_nothing,
);

const LEASE_SECONDS: u32 = 60;

/// Halfway through the five working days to move; they end with 23 November.
const REMINDED_AT: &str = "2026-11-20T09:00:01Z";
const DUE_AT: &str = "2026-11-23T23:59:59Z";

async fn claim_nudges(caller: Caller<'_>) -> Vec<Notification> {
    let claimed = caller.claim(LEASE_SECONDS).await;
    claimed
        .into_iter()
        .filter(|told| told.kind == NotificationKind::Nudge)
        .collect()
}

/// A transfer is to move by 23 November, and its worker has claimed the one reminder of it.
async fn reminded(world: &World, durham: &Durham<'_>) -> Notification {
    let transfer = durham
        .step_up_requested(world, &durham.case_of_ops().await)
        .await;
    let decision = at_allocation_meeting("2026-11-16");
    let accepted = world
        .as_(&durham.families_first.manager)
        .act(&transfer, "accept", decision);
    accepted.await.with::<Transfer>(200);
    let worker = world.as_(&durham.ops.worker);
    worker.notifications().await;
    world.travel_to(REMINDED_AT).await;
    let mut nudges = claim_nudges(worker).await;
    assert_eq!(nudges.len(), 1, "{nudges:#?}");
    nudges.remove(0)
}

fn snooze(id: Uuid) -> String {
    format!("/v1/notifications/{id}/snooze")
}

fn until(instant: &str) -> Value {
    json!({ "until": instant })
}

async fn a_reminder_that_is_put_off_comes_again_then(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let nudge = reminded(&world, &durham).await;
    let worker = world.as_(&durham.ops.worker);
    let put_off = worker.post(snooze(nudge.id), until("2026-11-20T15:00:00Z"));
    let put_off: Notification = put_off.await.with(200);
    assert_eq!((put_off.id, put_off.lease_until), (nudge.id, None));

    world.travel_to("2026-11-20T14:50:00Z").await;
    let early = claim_nudges(worker).await;
    assert!(early.is_empty(), "long after the lease: {early:#?}");
    world.travel_to("2026-11-20T15:00:00Z").await;
    let again = claim_nudges(worker).await;
    assert_eq!(again.len(), 1, "{again:#?}");
    assert_eq!((again[0].id, &again[0].message), (nudge.id, &nudge.message));

    worker.acknowledge(nudge.id).await.with::<Notification>(200);
    let once_more = worker.post(snooze(nudge.id), until("2026-11-20T16:00:00Z"));
    once_more.await.with::<Notification>(200);
    world.travel_to("2026-11-20T16:00:00Z").await;
    let again = claim_nudges(worker).await;
    let is_there = again.iter().any(|told| told.id == nudge.id);
    assert!(is_there, "read, and put off all the same: {again:#?}");
}

#[track_caller]
fn check_until(refused: &Problem, message: &str, expected: &str) {
    let [error] = refused.errors.as_slice() else {
        panic!("one member is wrong: {refused:#?}");
    };
    assert_eq!(error.field, "until");
    assert!(error.message.contains(message), "{refused:#?}");
    let said = error.expected.as_deref().unwrap_or_default();
    assert!(said.contains(expected), "{refused:#?}");
}

async fn a_reminder_is_not_put_off_past_what_is_due(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let nudge = reminded(&world, &durham).await;
    let worker = world.as_(&durham.ops.worker);
    let put_off = async |instant: &str| worker.post(snooze(nudge.id), until(instant)).await;

    let late = put_off("2026-11-24T00:00:00Z").await;
    check_until(
        &late.refused(422, "not-valid"),
        "after it is due",
        &format!("not after {DUE_AT}"),
    );
    let past = put_off(REMINDED_AT).await;
    check_until(
        &past.refused(422, "not-valid"),
        "passed",
        "an instant after",
    );
    let no_instant = put_off("tomorrow").await.refused(422, "not-valid");
    check_until(&no_instant, "", "");
    let nothing = worker.post(snooze(nudge.id), json!({})).await;
    check_until(&nothing.refused(422, "not-valid"), "missing", "");
    assert_eq!(
        put_off(DUE_AT).await.with::<Notification>(200).id,
        nudge.id,
        "until it is due"
    );

    world.travel_to("2026-11-24T09:00:00Z").await;
    let overdue = put_off("2026-11-24T10:00:00Z").await;
    check_until(
        &overdue.refused(422, "not-valid"),
        "due already",
        "agree another date",
    );
    let told = claim_nudges(worker).await;
    assert!(told.iter().any(|told| told.id == nudge.id), "{told:#?}");
}

async fn nobody_puts_off_what_is_told_to_someone_else(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let other = world.authority("Otherham", "durham").await;
    let nudge = reminded(&world, &durham).await;
    let later = until("2026-11-20T15:00:00Z");
    let strangers = [
        &durham.ops.manager,
        &durham.families_first.worker,
        &durham.operations_manager,
        &other.administrator,
    ];
    for person in strangers {
        let caller = world.as_(person);
        let put_off = caller.post(snooze(nudge.id), later.clone()).await;
        put_off.refused(404, "not-found");
        caller.acknowledge(nudge.id).await.refused(404, "not-found");
    }
    let worker = world.as_(&durham.ops.worker);
    let unknown = worker.post(snooze(Uuid::now_v7()), later).await;
    unknown.refused(404, "not-found");

    world.travel_to("2026-11-20T09:02:00Z").await;
    let again = claim_nudges(worker).await;
    assert_eq!(again.len(), 1, "nobody put it off: {again:#?}");
    assert_eq!((again[0].id, again[0].attempts), (nudge.id, 2));
}

async fn a_claim_is_exclusive_until_its_lease_ends(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let nudge = reminded(&world, &durham).await;
    let lease_until = nudge.lease_until.expect("a claim has a lease");
    let leased = lease_until - at(REMINDED_AT);
    assert!(
        leased >= TimeDelta::seconds(LEASE_SECONDS.into()),
        "{nudge:#?}"
    );
    let (worker, all) = (
        world.as_(&durham.ops.worker),
        world.as_(&durham.authority.administrator),
    );

    world.travel_to("2026-11-20T09:00:30Z").await;
    assert!(claim_nudges(worker).await.is_empty(), "its lease goes on");
    let everyones = claimed_for_all(all, "console-2").await;
    assert!(!everyones.contains(&nudge.id), "nor does anybody else");

    world.travel_to("2026-11-20T09:02:00Z").await;
    let everyones = claimed_for_all(all, "console-2").await;
    assert!(everyones.contains(&nudge.id), "{everyones:?}");
    assert!(claim_nudges(worker).await.is_empty(), "it has a new lease");
}

async fn claimed_for_all(caller: Caller<'_>, claimant: &str) -> BTreeSet<Uuid> {
    let claim =
        json!({ "claimant": claimant, "for": "all", "limit": 500, "lease_seconds": LEASE_SECONDS });
    let claimed = caller.post("/v1/notifications/claim", claim).await;
    let claimed: Vec<Notification> = claimed.with(200);
    claimed.iter().map(|told| told.id).collect()
}

async fn two_who_claim_at_once_share_nothing(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    for _ in 0..3 {
        let case = durham.case_of_ops().await;
        durham.step_up_requested(&world, &case).await;
    }
    let all = world.as_(&durham.authority.administrator);
    let (one, other) = tokio::join!(
        claimed_for_all(all, "console-1"),
        claimed_for_all(all, "console-2")
    );
    assert!(one.is_disjoint(&other), "{one:?} {other:?}");
    assert!(!one.is_empty() || !other.is_empty(), "somebody was told");
    assert!(claimed_for_all(all, "console-3").await.is_empty());
}
