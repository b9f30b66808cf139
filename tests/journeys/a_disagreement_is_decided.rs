//! A step up is declined and disputed: 24 hours to raise it, 24 to decide it, 48 in all, through nights and weekends.

use openapi::{DeadlineState, NotificationKind, Transfer, TransferState};
use serde_json::{Value, json};
use tests::durham::{Durham, at_allocation_meeting};
use tests::reading::{count, deadline, due_at, messages, states};
use tests::{Database, World, at, on_both_databases};

on_both_databases!(
    a_refusal_on_friday_is_decided_on_sunday,
    hours_are_elapsed_hours_when_the_clocks_go_back,
    raised_in_the_fifth_hour_it_is_due_in_the_29th,
    raised_in_the_24th_hour_it_is_due_in_the_48th,
    a_chance_to_disagree_that_passes_is_over,
);

/// A step up that the allocation meeting declined at an instant.
async fn declined(world: &World, durham: &Durham<'_>, asked_at: &str, declined_at: &str) -> String {
    world.travel_to(asked_at).await;
    let case = durham.case_of_ops().await;
    let transfer = durham.step_up_requested(world, &case).await;
    world.travel_to(declined_at).await;
    let refusal = json!({ "reason": "level_of_need", "text": "Support can go on at this level." });
    let manager = world.as_(&durham.families_first.manager);
    let declined = manager.act_at(declined_at, &transfer, "decline", refusal);
    let declined: Transfer = declined.await.with(200);
    assert_eq!(declined.summary.state, TransferState::Declined);
    assert!(
        !declined
            .deadlines
            .iter()
            .any(|deadline| deadline.key == "dispute_settled"),
        "no cap runs before a dispute"
    );
    transfer
}

async fn disputed(world: &World, durham: &Durham<'_>, transfer: &str, raised_at: &str) -> Transfer {
    world.travel_to(raised_at).await;
    let worker = world.as_(&durham.ops.worker);
    let raised = worker.act_at(
        raised_at,
        transfer,
        "dispute",
        json!({ "text": "The needs have grown." }),
    );
    let raised: Transfer = raised.await.with(200);
    assert_eq!(raised.summary.state, TransferState::Disputed);
    raised
}

fn verdict(outcome: &str) -> Value {
    json!({ "outcome": outcome, "text": "I have heard both teams." })
}

/// Shows DUR-28, DUR-29.
async fn a_refusal_on_friday_is_decided_on_sunday(database: &Database) {
    let world = World::start(database, "2026-11-26T09:00:00Z").await;
    let durham = world.durham().await;
    let transfer = declined(
        &world,
        &durham,
        "2026-11-26T10:00:00Z",
        "2026-11-27T16:00:00Z",
    )
    .await;
    let worker = world.as_(&durham.ops.worker);
    let open = worker.transfer(&transfer).await;
    assert_eq!(
        due_at(&open, "dispute_raised"),
        "2026-11-28T16:00:00Z",
        "24 hours, although it is Saturday"
    );
    assert!(deadline(&open, "dispute_raised").state == DeadlineState::Running);

    let raised = disputed(&world, &durham, &transfer, "2026-11-28T10:00:00Z").await;
    assert_eq!(
        due_at(&raised, "operations_manager_decides"),
        "2026-11-29T10:00:00Z"
    );
    assert_eq!(due_at(&raised, "dispute_settled"), "2026-11-29T16:00:00Z");
    let dispute = raised.dispute.expect("it is disputed");
    assert_eq!((dispute.rung, dispute.rungs), (1, 1));
    assert_eq!(dispute.decided_by_roles, ["operations_manager"]);
    assert_eq!(dispute.due_at, Some(at("2026-11-29T10:00:00Z")));
    let told = world.as_(&durham.operations_manager).notifications().await;
    let notices = messages(&told, NotificationKind::Notice);
    assert!(
        notices
            .iter()
            .any(|text| text.starts_with(&transfer) && text.contains("dispute")),
        "{notices:#?}"
    );

    world.travel_to("2026-11-29T09:00:00Z").await;
    let manager = world.as_(&durham.families_first.manager);
    let not_theirs = manager
        .act(&transfer, "decide-dispute", verdict("decline"))
        .await;
    let not_theirs = not_theirs.refused(403, "not-your-decision");
    assert_eq!(not_theirs.roles_needed, ["operations_manager"]);
    let decides = world.as_(&durham.operations_manager);
    let decided = decides.act_at(
        "2026-11-29T09:00:00Z",
        &transfer,
        "decide-dispute",
        verdict("accept"),
    );
    let decided: Transfer = decided.await.with(200);
    assert_eq!(decided.summary.state, TransferState::Accepted);
    assert_eq!(
        deadline(&decided, "operations_manager_decides").state,
        DeadlineState::Met
    );
    assert_eq!(
        deadline(&decided, "dispute_settled").state,
        DeadlineState::Met
    );
    assert_eq!(
        due_at(&decided, "case_moves"),
        "2026-12-04T23:59:59Z",
        "five working days from that Sunday"
    );
    assert!(
        decided
            .checklist
            .iter()
            .any(|item| item.id == "dispute_decision_stored")
    );
}

async fn hours_are_elapsed_hours_when_the_clocks_go_back(database: &Database) {
    let world = World::start(database, "2026-10-23T09:00:00Z").await;
    let durham = world.durham().await;
    let transfer = declined(
        &world,
        &durham,
        "2026-10-23T10:00:00Z",
        "2026-10-24T12:00:00Z",
    )
    .await;
    let raised = disputed(&world, &durham, &transfer, "2026-10-24T15:00:00Z").await;
    // Local time goes from 16:00 on Saturday to 15:00 on Sunday: still 24 hours.
    assert_eq!(due_at(&raised, "dispute_raised"), "2026-10-25T12:00:00Z");
    assert_eq!(
        due_at(&raised, "operations_manager_decides"),
        "2026-10-25T15:00:00Z"
    );
    assert_eq!(due_at(&raised, "dispute_settled"), "2026-10-26T12:00:00Z");

    world.travel_to("2026-10-25T14:59:00Z").await;
    let decides = world.as_(&durham.operations_manager);
    let in_time = decides.transfer(&transfer).await;
    assert_eq!(
        deadline(&in_time, "operations_manager_decides").state,
        DeadlineState::Running
    );
    decides.notifications().await;
    world.travel_to("2026-10-25T15:00:02Z").await;
    let late = decides.transfer(&transfer).await;
    assert_eq!(
        deadline(&late, "operations_manager_decides").state,
        DeadlineState::Breached
    );
    assert_eq!(
        late.summary.state,
        TransferState::Disputed,
        "the only rung is the last"
    );
    let told = decides.notifications().await;
    assert_eq!(
        messages(&told, NotificationKind::Escalation).len(),
        1,
        "{told:#?}"
    );

    world.travel_to("2026-10-26T09:00:00Z").await;
    let decided: Transfer = decides
        .act(&transfer, "decide-dispute", verdict("decline"))
        .await
        .with(200);
    assert_eq!(decided.summary.state, TransferState::Declined);
    assert_eq!(
        deadline(&decided, "dispute_settled").state,
        DeadlineState::Met
    );
    assert_eq!(
        due_at(&decided, "dispute_settled"),
        "2026-10-26T12:00:00Z",
        "48 hours from the refusal, not from the decision"
    );
    let told = world.as_(&durham.ops.manager).notifications().await;
    let invited = told
        .iter()
        .filter(|told| told.message.contains("raises a dispute"));
    assert_eq!(
        invited.count(),
        1,
        "on the refusal, and not again on the decision that settles it: {told:#?}"
    );
    let again =
        world
            .as_(&durham.ops.worker)
            .act(&transfer, "dispute", json!({ "text": "Once more." }));
    again.await.refused(409, "refused-by-procedure");

    let journey = decides.journey(&late.summary.case.reference).await;
    use TransferState::{Declined, Disputed, Draft, Requested};
    assert_eq!(
        states(&journey),
        [Draft, Requested, Declined, Disputed, Declined]
    );
    assert_eq!(count(&journey, "deadline_breached"), 1);
}

/// Shows DUR-28, DUR-29.
async fn raised_in_the_fifth_hour_it_is_due_in_the_29th(database: &Database) {
    let world = World::start(database, "2026-11-20T09:00:00Z").await;
    let durham = world.durham().await;
    let transfer = declined(
        &world,
        &durham,
        "2026-11-20T10:00:00Z",
        "2026-11-23T10:00:00Z",
    )
    .await;
    let raised = disputed(&world, &durham, &transfer, "2026-11-23T15:00:00Z").await;
    assert_eq!(
        due_at(&raised, "operations_manager_decides"),
        "2026-11-24T15:00:00Z"
    );
    assert_eq!(due_at(&raised, "dispute_settled"), "2026-11-25T10:00:00Z");
}

/// Shows DUR-28, DUR-29.
async fn raised_in_the_24th_hour_it_is_due_in_the_48th(database: &Database) {
    let world = World::start(database, "2026-11-20T09:00:00Z").await;
    let durham = world.durham().await;
    let transfer = declined(
        &world,
        &durham,
        "2026-11-20T10:00:00Z",
        "2026-11-23T10:00:00Z",
    )
    .await;
    let raised = disputed(&world, &durham, &transfer, "2026-11-24T10:00:00Z").await;
    assert_eq!(
        deadline(&raised, "dispute_raised").state,
        DeadlineState::Met
    );
    assert_eq!(
        due_at(&raised, "operations_manager_decides"),
        "2026-11-25T10:00:00Z"
    );
    assert_eq!(due_at(&raised, "dispute_settled"), "2026-11-25T10:00:00Z");
}

async fn a_chance_to_disagree_that_passes_is_over(database: &Database) {
    let world = World::start(database, "2026-11-20T09:00:00Z").await;
    let durham = world.durham().await;
    let transfer = declined(
        &world,
        &durham,
        "2026-11-20T10:00:00Z",
        "2026-11-23T10:00:00Z",
    )
    .await;
    world.travel_to("2026-11-24T10:00:02Z").await;
    let worker = world.as_(&durham.ops.worker);
    let lapsed = worker.transfer(&transfer).await;
    assert_eq!(
        deadline(&lapsed, "dispute_raised").state,
        DeadlineState::Lapsed
    );
    let case = lapsed.summary.case.reference;
    assert_eq!(
        count(&worker.journey(&case).await, "deadline_breached"),
        0,
        "a chance is no duty"
    );
    let declining = world.as_(&durham.families_first.manager);
    let accepted = declining.act(&transfer, "accept", at_allocation_meeting("2026-11-24"));
    accepted.await.refused(409, "wrong-state");
}
