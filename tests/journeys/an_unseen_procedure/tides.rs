//! A refusal that climbs four rungs by itself, each with a clock of its own unit, over Easter and the start of summer time.

use openapi::{DeadlineState, NotificationKind, Transfer, TransferState};
use serde_json::json;
use tests::quayside::Quayside;
use tests::reading::{deadline, due_at, messages, states};
use tests::{Database, Person, World, on_both_databases};

on_both_databases!(
    a_dispute_climbs_four_rungs_by_itself_and_ends_on_the_last,
    a_silence_over_all_rungs_gives_each_its_own_time,
    a_dispute_that_was_on_hold_climbs_when_it_goes_on,
    a_full_team_is_no_reason_to_decline,
);

/// A Monday: the refusal, and the dispute at once.
const REFUSED_AT: &str = "2027-03-22T10:00:00Z";

async fn disputed(world: &World, quayside: &Quayside<'_>) -> String {
    let transfer = quayside.asked(world).await;
    world.travel_to(REFUSED_AT).await;
    let lead = world.as_(&quayside.deep_water.manager);
    let refusal = json!({ "reason": "not_needed", "text": "The Harbour can go on." });
    let declined = lead.act_at(REFUSED_AT, &transfer, "decline", refusal).await;
    let declined: Transfer = declined.with(200);
    assert_eq!(due_at(&declined, "dispute_within"), "2027-03-24T23:59:59Z");
    let worker = world.as_(&quayside.harbour.worker);
    let unable = json!({ "text": "It cannot." });
    let raised = worker.act_at(REFUSED_AT, &transfer, "dispute", unable);
    let raised: Transfer = raised.await.with(200);
    assert_eq!(raised.summary.state, TransferState::Disputed);
    transfer
}

/// Before an instant the lower rung decides; at it the next one does, and is told once.
async fn climbs(world: &World, transfer: &str, reached_at: &str, rung: u32, decides: &Person) {
    world.travel_to(reached_at).await;
    let caller = world.as_(decides);
    let now = caller.transfer(transfer).await;
    let dispute = now.dispute.as_ref().expect("it is disputed");
    assert_eq!((dispute.rung, dispute.rungs), (rung, 4), "{reached_at}");
    let told = caller.notifications().await;
    let waits = messages(&told, NotificationKind::Notice);
    let waits = waits.iter().filter(|text| text.contains("your decision"));
    assert_eq!(waits.count(), 1, "{reached_at}: {told:#?}");
}

async fn a_dispute_climbs_four_rungs_by_itself_and_ends_on_the_last(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-22T09:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = disputed(&world, &quayside).await;
    let [practice_lead, service_manager, head_of_service, director] = &quayside.tides;
    let view = async || world.as_(director).transfer(&transfer).await;
    climbs(&world, &transfer, "2027-03-22T10:30:00Z", 1, practice_lead).await;
    assert_eq!(due_at(&view().await, "first_tide"), "2027-03-22T22:00:00Z");

    world.travel_to("2027-03-22T21:59:00Z").await;
    let last_minute = view().await.dispute.expect("it is disputed");
    assert_eq!(last_minute.rung, 1, "twelve hours are not over yet");
    climbs(
        &world,
        &transfer,
        "2027-03-22T22:00:01Z",
        2,
        service_manager,
    )
    .await;
    // Two days from Monday the 22nd last until the end of Wednesday the 24th.
    assert_eq!(due_at(&view().await, "second_tide"), "2027-03-24T23:59:59Z");

    climbs(
        &world,
        &transfer,
        "2027-03-25T00:00:00Z",
        3,
        head_of_service,
    )
    .await;
    // Thursday the 25th is day 0; Good Friday and Easter Monday do not count: Tuesday, Wednesday, Thursday 1 April.
    assert_eq!(due_at(&view().await, "third_tide"), "2027-04-01T22:59:59Z");
    let early = world.as_(director);
    let verdict = json!({ "outcome": "decline", "text": "I have heard both." });
    let early = early
        .act(&transfer, "decide-dispute", verdict.clone())
        .await;
    let early = early.refused(403, "not-your-decision");
    assert_eq!(early.roles_needed, ["head_of_service"]);

    climbs(&world, &transfer, "2027-04-01T23:00:00Z", 4, director).await;
    assert_eq!(due_at(&view().await, "fourth_tide"), "2027-04-09T22:59:59Z");
    let dispute = view().await.dispute.expect("it is disputed");
    assert_eq!(dispute.decided_by_roles, ["director"]);

    world.travel_to("2027-04-09T23:00:00Z").await;
    let ended = view().await;
    assert_eq!(ended.summary.state, TransferState::Disputed);
    assert_eq!(ended.dispute.as_ref().map(|dispute| dispute.rung), Some(4));
    assert_eq!(
        deadline(&ended, "fourth_tide").state,
        DeadlineState::Breached
    );
    let told = world.as_(director).notifications().await;
    let escalations = messages(&told, NotificationKind::Escalation);
    assert_eq!(escalations.len(), 1, "{told:#?}");
    assert!(escalations[0].contains("nobody stands above"));
    let worker = world.as_(&quayside.harbour.worker);
    let higher = worker.act(&transfer, "escalate", json!({})).await;
    higher.refused(409, "refused-by-procedure");

    world.travel_to("2027-04-12T09:00:00Z").await;
    let decided = world
        .as_(director)
        .act(&transfer, "decide-dispute", verdict);
    let decided: Transfer = decided.await.with(200);
    assert_eq!(decided.summary.state, TransferState::Declined);
    let again = worker.act(&transfer, "dispute", json!({ "text": "Once more." }));
    let again = again.await.refused(409, "refused-by-procedure");
    assert_eq!(again.rule.as_deref(), Some("QUAY-18"));
    let journey = worker.journey(&decided.summary.case.reference).await;
    use TransferState::{Declined, Disputed, Draft, Requested};
    assert_eq!(
        states(&journey),
        [Draft, Requested, Declined, Disputed, Declined]
    );
}

async fn a_silence_over_all_rungs_gives_each_its_own_time(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-22T09:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = disputed(&world, &quayside).await;
    world.skip_to("2027-04-20T09:00:00Z");
    world.tick().await;
    let late = world.as_(&quayside.tides[3]).transfer(&transfer).await;
    let dispute = late.dispute.as_ref().expect("it is disputed");
    assert_eq!(
        dispute.rung, 2,
        "the service manager has not had a minute yet"
    );
    assert_eq!(due_at(&late, "second_tide"), "2027-04-22T22:59:59Z");
}

async fn a_dispute_that_was_on_hold_climbs_when_it_goes_on(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-22T09:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = disputed(&world, &quayside).await;
    let worker = world.as_(&quayside.harbour.worker);
    let held = worker
        .act(&transfer, "hold", json!({ "reason": "storm" }))
        .await;
    let held: Transfer = held.with(200);
    assert_eq!(held.summary.state, TransferState::OnHold);
    // The twelve hours of the first rung pass meanwhile.
    world.travel_to("2027-03-23T09:00:00Z").await;
    let rung = world
        .as_(&quayside.harbour.worker)
        .transfer(&transfer)
        .await;
    assert_eq!(rung.dispute.expect("it is disputed").rung, 1);
    let worker = world.as_(&quayside.harbour.worker);
    let resumed = worker.act(&transfer, "resume", json!({})).await;
    let resumed: Transfer = resumed.with(200);
    assert_eq!(resumed.summary.state, TransferState::Disputed);
    let [_, service_manager, ..] = &quayside.tides;
    climbs(
        &world,
        &transfer,
        "2027-03-23T09:01:00Z",
        2,
        service_manager,
    )
    .await;
}

async fn a_full_team_is_no_reason_to_decline(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-22T09:00:00Z").await;
    let quayside = world.quayside().await;
    let transfer = quayside.asked(&world).await;
    let lead = world.as_(&quayside.deep_water.manager);
    let full = lead.act(&transfer, "decline", json!({ "reason": "no_capacity" }));
    let full = full.await.refused(409, "refused-by-procedure");
    assert_eq!(full.rule.as_deref(), Some("QUAY-9"));
    let unchanged = lead.transfer(&transfer).await;
    assert_eq!(unchanged.summary.state, TransferState::Requested);
}
