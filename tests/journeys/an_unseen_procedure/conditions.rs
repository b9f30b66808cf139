//! What stands before a move: the season, brothers and sisters, age, months of calm.

use openapi::{BlockerKind, Contact, Transfer, TransferState};
use serde_json::{Value, json};
use tests::reading::blocked_by;
use tests::{Child, Database, World, on_both_databases};

on_both_databases!(
    the_regatta_takes_cases_from_may,
    no_child_goes_deeper_than_a_sibling_in_greater_need,
    a_leap_day_birthday_is_the_last_of_february,
    three_months_are_over_the_day_after,
);

async fn the_regatta_takes_cases_from_may(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-04-30T22:58:00Z").await;
    let quayside = world.quayside().await;
    let harbour = &quayside.harbour;
    let regatta = quayside
        .authority
        .crew("regatta", "regatta_lead", "regatta_worker")
        .await;
    let case = quayside.case(json!({})).await;
    let opened = quayside
        .authority
        .push("to_the_regatta", &case, harbour, &regatta);
    let transfer = opened.await;
    let worker = world.as_(&harbour.worker);
    let closed = worker.act(&transfer, "request", json!({})).await;
    let closed = closed.refused(409, "gate-closed");
    assert_eq!(blocked_by(&closed), ["to_the_regatta"]);
    assert_eq!(closed.blocked_by[0].rule, "QUAY-29");
    // Local midnight is 23:00 UTC in summer.
    world.travel_to("2027-04-30T23:01:00Z").await;
    let open: Transfer = worker.act(&transfer, "request", json!({})).await.with(200);
    assert_eq!(open.summary.state, TransferState::Requested);
}

async fn no_child_goes_deeper_than_a_sibling_in_greater_need(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-03-08T10:00:00Z").await;
    let quayside = world.quayside().await;
    let older = quayside.case(json!({})).await;
    let younger = Child {
        facts: Some(tests::quayside::school_starts_after_easter()),
        sibling: Some(older.id),
        ..Child::default()
    };
    let younger = quayside.authority.case(&quayside.harbour, younger).await;
    let transfer = quayside.into_deep_water(&world, &younger).await;
    let of_older = quayside.into_deep_water(&world, &older).await;
    let worker = world.as_(&quayside.harbour.worker);

    let unknown = worker.act(&transfer, "request", json!({})).await;
    let unknown = unknown.refused(409, "gate-closed");
    assert_eq!(blocked_by(&unknown), ["no_deeper_than_siblings"]);
    assert_eq!(
        unknown.blocked_by[0].missing_facts,
        ["siblings.level_of_need"]
    );

    let level = |level: u8| json!({ "level_of_need": level });
    worker.record(&of_older, level(4)).await;
    let higher = worker.act(&transfer, "request", json!({})).await;
    let higher = higher.refused(409, "gate-closed");
    assert_eq!(blocked_by(&higher), ["no_deeper_than_siblings"]);
    assert_eq!(higher.blocked_by[0].rule, "QUAY-8");
    assert_eq!(higher.blocked_by[0].overridable_by, ["head_of_service"]);

    let known = json!({ "of": "no_deeper_than_siblings", "reason": "Both go this week." });
    let not_theirs = worker.act(&transfer, "override", known.clone()).await;
    not_theirs.refused(403, "not-your-decision");

    worker.record(&transfer, level(4)).await;
    let asked: Transfer = worker.act(&transfer, "request", json!({})).await.with(200);
    assert_eq!(asked.summary.state, TransferState::Requested);
}

async fn a_leap_day_birthday_is_the_last_of_february(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-02-22T10:00:00Z").await;
    let quayside = world.quayside().await;
    let deep_water = &quayside.deep_water;
    let moorings = quayside
        .authority
        .crew("moorings", "moorings_lead", "moorings_worker")
        .await;
    let born = Child {
        born: Some("2012-02-29"),
        ..Child::default()
    };
    let case = quayside.authority.case(deep_water, born).await;
    let opened = quayside
        .authority
        .push("to_the_moorings", &case, deep_water, &moorings);
    let transfer = opened.await;
    let worker = world.as_(&deep_water.worker);
    let talk = |way: &str| -> Value {
        json!({ "way": way, "transferring_manager": deep_water.manager.id, "receiving_manager": moorings.manager.id })
    };
    let rung = worker.act(&transfer, "record-discussion", talk("phone"));
    let rung = rung.await.refused(409, "refused-by-procedure");
    assert_eq!(rung.rule.as_deref(), Some("QUAY-32"));
    let met = worker.act(&transfer, "record-discussion", talk("in_person"));
    met.await.with::<Transfer>(200);
    let asked = worker.act(&transfer, "request", json!({})).await;
    asked.with::<Transfer>(200);
    // At fourteen it takes the virtual head as well.
    let lead = world.as_(&moorings.manager);
    let one: Transfer = lead.act(&transfer, "accept", json!({})).await.with(200);
    assert_eq!(one.summary.state, TransferState::Requested);
    let head = world.as_(&quayside.virtual_head);
    let both: Transfer = head.act(&transfer, "accept", json!({})).await.with(200);
    assert_eq!(both.summary.state, TransferState::Accepted);

    world.travel_to("2027-02-27T23:58:00Z").await;
    let early = lead.act(&transfer, "land", json!({})).await;
    let early = early.refused(409, "gate-closed");
    assert_eq!(blocked_by(&early), ["fifteen_reached"]);
    world.travel_to("2027-02-28T00:01:00Z").await;
    let landed: Transfer = lead.act(&transfer, "land", json!({})).await.with(200);
    assert_eq!(landed.summary.state, TransferState::Landed);
}

async fn three_months_are_over_the_day_after(database: &Database) {
    let world = World::start_with_invented_packs(database, "2027-02-28T10:00:00Z").await;
    let quayside = world.quayside().await;
    let (harbour, deep_water) = (&quayside.harbour, &quayside.deep_water);
    let sits = quayside.authority.sits(
        "berthing_meeting",
        "2027-01-05T10:00:00Z",
        "FREQ=WEEKLY;BYDAY=TU,FR",
    );
    sits.await;
    let calm = json!({ "calm_since": "2026-11-30" });
    let case = quayside.case_of(deep_water, calm).await;
    let opened = quayside
        .authority
        .push("out_of_deep_water", &case, deep_water, harbour);
    let transfer = opened.await;
    let worker = world.as_(&deep_water.worker);
    let alarm = json!({
        "case": case.reference, "caller": "family", "concern": "a storm", "urgent": true, "received_at": "2027-02-15T10:00:00Z",
    });
    let alarm: Contact = worker.post("/v1/contacts", alarm).await.with(201);
    assert!(alarm.matters.is_empty(), "{alarm:#?}");
    let early = worker.act(&transfer, "request", json!({})).await;
    let early = early.refused(409, "gate-closed");
    assert_eq!(
        blocked_by(&early),
        ["calm_for_three_months", "no_alarm_for_two_weeks"]
    );
    // The day after the three months is also the first on which the alarm is two whole weeks ago.
    world.travel_to("2027-03-01T09:00:00Z").await;
    let asked: Transfer = worker.act(&transfer, "request", json!({})).await.with(200);
    let waits = &asked.waiting_for[0];
    assert_eq!(waits.meeting.as_deref(), Some("Berthing meeting"));

    world.travel_to("2027-03-02T12:00:00Z").await;
    let lead = world.as_(&harbour.manager);
    let alone = lead.act(&transfer, "accept", json!({})).await;
    let alone = alone.refused(409, "gate-closed");
    assert_eq!(alone.blocked_by[0].kind, BlockerKind::Meeting);
    assert_eq!(blocked_by(&alone), ["berthing_meeting"]);
    let there = json!({ "forum": "berthing_meeting", "meeting_on": "2027-03-02" });
    let agreed: Transfer = lead.act(&transfer, "accept", there).await.with(200);
    assert_eq!(agreed.summary.state, TransferState::Accepted);
}
