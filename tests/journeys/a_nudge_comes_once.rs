//! A nudge survives a crash: delivered again under the same id until somebody acknowledges it, and then never more.

use openapi::{Notification, NotificationKind, Transfer};
use tests::durham::at_allocation_meeting;
use tests::{Caller, Database, World, on_both_databases};

on_both_databases!(a_nudge_that_nobody_acknowledged_comes_again_under_the_same_id);

const LEASE_SECONDS: u32 = 60;

async fn claim_nudges(caller: Caller<'_>) -> Vec<Notification> {
    let claimed = caller.claim(LEASE_SECONDS).await;
    claimed
        .into_iter()
        .filter(|told| told.kind == NotificationKind::Nudge)
        .collect()
}

async fn a_nudge_that_nobody_acknowledged_comes_again_under_the_same_id(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let transfer = durham
        .step_up_requested(&world, &durham.case_of_ops().await)
        .await;
    let decision = at_allocation_meeting("2026-11-16");
    let accepted = world
        .as_(&durham.families_first.manager)
        .act(&transfer, "accept", decision);
    accepted.await.with::<Transfer>(200);
    let worker = world.as_(&durham.ops.worker);
    worker.notifications().await;

    // Due at the end of 23 November; halfway falls on the night to Friday the 20th, so the nudge waits for its opening.
    world.travel_to("2026-11-20T09:00:01Z").await;
    world.tick().await;
    let first = claim_nudges(worker).await;
    assert_eq!(
        first.len(),
        1,
        "however often the clockwork looks: {first:#?}"
    );
    assert_eq!(first[0].attempts, 1);
    assert!(claim_nudges(worker).await.is_empty(), "it is under a lease");
    world.stop().await;

    // Whoever claimed it died with the server. Another server takes over on the same database.
    let world = World::start(database, "2026-11-20T09:01:30Z").await;
    world.tick().await;
    let worker = world.as_(&durham.ops.worker);
    let again = claim_nudges(worker).await;
    assert_eq!(again.len(), 1, "{again:#?}");
    assert_eq!((again[0].id, again[0].attempts), (first[0].id, 2));
    assert_eq!(again[0].message, first[0].message);
    worker
        .acknowledge(again[0].id)
        .await
        .with::<Notification>(200);
    worker
        .acknowledge(again[0].id)
        .await
        .with::<Notification>(200);

    world.skip_to("2026-11-20T10:30:00Z");
    world.tick().await;
    assert!(claim_nudges(worker).await.is_empty(), "it was acknowledged");
}
