//! The clockwork was down for a week: its nudges come as one, and what was missed is recorded and climbs all the same.

use openapi::{DeadlineEntry, DeadlineState, NotificationKind, Page, Transfer};
use tests::durham::at_allocation_meeting;
use tests::reading::{count, deadline, messages};
use tests::{Database, World, on_both_databases};

on_both_databases!(after_a_week_of_silence_nudges_are_one_and_escalations_are_not_skipped);

async fn after_a_week_of_silence_nudges_are_one_and_escalations_are_not_skipped(
    database: &Database,
) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let case = durham.case_of_ops().await;
    let transfer = durham.step_up_requested(&world, &case).await;
    let accepted = world.as_(&durham.families_first.manager).act(
        &transfer,
        "accept",
        at_allocation_meeting("2026-11-16"),
    );
    accepted.await.with::<Transfer>(200);
    let (worker, above) = (
        world.as_(&durham.ops.worker),
        world.as_(&durham.operations_manager),
    );
    worker.notifications().await;
    above.notifications().await;

    // Due on 23 November. Halfway, the day before, when due and four overdue nudges have passed meanwhile.
    world.skip_to("2026-11-30T12:00:00Z");
    let late: Page<DeadlineEntry> = worker.get("/v1/deadlines?overdue=true").await.with(200);
    assert_eq!(
        late.items.len(),
        1,
        "it is late whether or not the clockwork has looked: {late:#?}"
    );
    world.tick().await;
    world.tick().await;
    let nudges = worker.notifications().await;
    assert_eq!(
        messages(&nudges, NotificationKind::Nudge).len(),
        1,
        "{nudges:#?}"
    );
    let escalated = above.notifications().await;
    assert_eq!(
        messages(&escalated, NotificationKind::Escalation).len(),
        1,
        "{escalated:#?}"
    );

    let seen = worker.transfer(&transfer).await;
    assert_eq!(deadline(&seen, "case_moves").state, DeadlineState::Breached);
    let journey = worker.journey(&case.reference).await;
    assert_eq!(
        (
            count(&journey, "deadline_breached"),
            count(&journey, "deadline_escalated")
        ),
        (1, 1)
    );

    world.travel_to("2026-12-01T09:00:01Z").await;
    let next = worker.notifications().await;
    assert_eq!(
        messages(&next, NotificationKind::Nudge).len(),
        1,
        "and from there on day by day: {next:#?}"
    );
}
