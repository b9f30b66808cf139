//! Families First hands a child who stays in care to the looked-after service: its meeting, its ratified plan, its exact day.

use openapi::{DeadlineState, Transfer, TransferState};
use serde_json::{Value, json};
use tests::durham::{BEFORE_LANDING, Durham, open_case_facts};
use tests::reading::{blocked_by, check_unbroken, deadline, due_at};
use tests::{Child, Database, World, on_both_databases};

on_both_databases!(a_child_who_stays_in_care_moves_on_the_agreed_day);

/// Shows DUR-48, DUR-50, DUR-52.
async fn a_child_who_stays_in_care_moves_on_the_agreed_day(database: &Database) {
    let world = World::start(database, "2026-11-16T09:00:00Z").await;
    let durham = world.durham().await;
    let mut facts = open_case_facts();
    facts["looked_after"] = json!(true);
    facts["care_plan"] = json!("long_term_fostering");
    facts["permanent_plan_ratified"] = json!(false);
    let child = Child {
        facts: Some(facts),
        ..Child::default()
    };
    let case = durham.authority.case(&durham.families_first, child).await;
    let opened = durham.authority.push(
        "families_first_to_lac",
        &case,
        &durham.families_first,
        &durham.lac,
    );
    let transfer = opened.await;
    referred(&world, &durham, &transfer).await;
    agreed(&world, &durham, &transfer).await;
    moved_on_the_day(&world, &durham, &transfer).await;
    let holdings = world
        .as_(&durham.lac.worker)
        .get(format!("/v1/cases/{}/holdings", case.reference));
    check_unbroken(&holdings.await.with::<Vec<_>>(200));
}

async fn referred(world: &World, durham: &Durham<'_>, transfer: &str) {
    let worker = world.as_(&durham.families_first.worker);
    let before = worker.transfer(transfer).await;
    let request = before
        .next_steps
        .iter()
        .find(|step| step.action == openapi::ActionName::Request);
    let warned: Vec<_> = request
        .iter()
        .flat_map(|step| &step.warnings)
        .map(|warning| warning.id.as_str())
        .collect();
    assert!(
        warned.contains(&"permanent_plan_expected"),
        "asking early is allowed, with a warning: {warned:?}"
    );
    worker
        .act(transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);
    let sent = worker.act_at(
        "2026-11-16T09:00:00Z",
        transfer,
        "tick",
        json!({ "item": "lac_referral" }),
    );
    let sent: Transfer = sent.await.with(200);
    assert_eq!(
        due_at(&sent, "lac_transfer_meeting_due"),
        "2026-11-23T23:59:59Z",
        "five working days from the e-mail"
    );
}

fn at_the_meeting() -> Value {
    json!({ "forum": "lac_transfer_meeting", "meeting_on": "2026-11-20" })
}

async fn agreed(world: &World, durham: &Durham<'_>, transfer: &str) {
    world.travel_to("2026-11-20T14:00:00Z").await;
    let manager = world.as_(&durham.lac.manager);
    manager
        .record(transfer, json!({ "agreed_transfer_date": "2026-11-27" }))
        .await;
    let early = manager
        .act(transfer, "accept", at_the_meeting())
        .await
        .refused(409, "gate-closed");
    assert_eq!(blocked_by(&early), ["permanent_plan_ratified"]);
    assert_eq!(early.blocked_by[0].rule, "DUR-48");

    let ratified =
        json!({ "permanent_plan_ratified": true, "permanent_plan_ratified_on": "2026-11-18" });
    world
        .as_(&durham.families_first.worker)
        .record(transfer, ratified)
        .await;
    manager.tick(transfer, &["lac_transfer_meeting_held"]).await;
    let accepted: Transfer = manager
        .act(transfer, "accept", at_the_meeting())
        .await
        .with(200);
    assert_eq!(accepted.summary.state, TransferState::Accepted);
    assert_eq!(
        deadline(&accepted, "lac_transfer_meeting_due").state,
        DeadlineState::Met
    );
    assert_eq!(
        due_at(&accepted, "electronic_transfer_on_agreed_date"),
        "2026-11-27T23:59:59Z"
    );
    assert_eq!(
        due_at(&accepted, "five_working_days_since_ratification"),
        "2026-11-25T23:59:59Z"
    );
}

async fn moved_on_the_day(world: &World, durham: &Durham<'_>, transfer: &str) {
    world
        .as_(&durham.families_first.worker)
        .tick(transfer, &BEFORE_LANDING)
        .await;
    let receiving = world.as_(&durham.lac.worker);
    let taken = json!({ "practitioner_id": durham.lac.worker.id });
    world.travel_to("2026-11-26T10:00:00Z").await;
    let early = receiving
        .act(transfer, "land", taken.clone())
        .await
        .refused(409, "gate-closed");
    assert_eq!(
        blocked_by(&early),
        ["moves_on_agreed_date", "social_worker_allocated"]
    );

    receiving
        .record(
            transfer,
            json!({ "receiving_social_worker_allocated": true }),
        )
        .await;
    world.travel_to("2026-11-27T09:00:00Z").await;
    let landed: Transfer = receiving.act(transfer, "land", taken).await.with(200);
    assert_eq!(landed.summary.state, TransferState::Landed);
    assert_eq!(
        deadline(&landed, "electronic_transfer_on_agreed_date").state,
        DeadlineState::Met
    );
    assert_eq!(
        due_at(&landed, "joint_visit_made"),
        "2026-11-30T23:59:59Z",
        "three plain days, the weekend among them"
    );
}
