//! The Child Permanence Report is counted back from the Agency Decision Maker's day: quality assurance, then the request.

use openapi::{DeadlineState, Transfer};
use serde_json::json;
use tests::durham::open_case_facts;
use tests::reading::{blocked_by, deadline, due_at};
use tests::{Child, Database, World, on_both_databases};

on_both_databases!(
    the_request_is_due_twelve_weeks_before_the_decision_and_earlier_where_quality_assurance_is
);

/// Shows DUR-56, DUR-57.
async fn the_request_is_due_twelve_weeks_before_the_decision_and_earlier_where_quality_assurance_is(
    database: &Database,
) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let durham = world.durham().await;
    let lac3 = durham
        .authority
        .crew("lac3", "team_manager", "cpr_worker")
        .await;
    let mut facts = open_case_facts();
    facts["care_plan"] = json!("adoption");
    let child = Child {
        facts: Some(facts),
        ..Child::default()
    };
    let case = durham.authority.case(&durham.families_first, child).await;
    let opened = durham.authority.push(
        "families_first_to_lac3",
        &case,
        &durham.families_first,
        &lac3,
    );
    let transfer = opened.await;
    let worker = world.as_(&durham.families_first.worker);
    let manager = world.as_(&lac3.manager);
    worker
        .act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);
    let without = manager
        .act(&transfer, "accept", json!({}))
        .await
        .refused(409, "gate-closed");
    assert_eq!(blocked_by(&without), ["adm_date_known"]);

    // 1 March 2027 is a Monday; four weeks before it is 1 February, eight before that 7 December.
    let booked = worker
        .record(&transfer, json!({ "adm_date": "2027-03-01" }))
        .await;
    assert_eq!(
        due_at(&booked, "cpr_quality_assurance"),
        "2027-02-01T23:59:59Z"
    );
    assert_eq!(due_at(&booked, "cpr_request"), "2026-12-07T23:59:59Z");
    let earlier = worker
        .record(&transfer, json!({ "cpr_qa_on": "2027-01-25" }))
        .await;
    assert_eq!(
        due_at(&earlier, "cpr_quality_assurance"),
        "2027-02-01T23:59:59Z"
    );
    assert_eq!(due_at(&earlier, "cpr_request"), "2026-11-30T23:59:59Z");

    // A decision in summer time: its days end at 22:59:59 UTC, while the request's are still in winter time.
    let summer = json!({ "adm_date": "2027-06-09", "cpr_qa_on": "2027-05-12" });
    let moved = worker.record(&transfer, summer).await;
    assert_eq!(
        due_at(&moved, "cpr_quality_assurance"),
        "2027-05-12T22:59:59Z"
    );
    assert_eq!(due_at(&moved, "cpr_request"), "2027-03-17T23:59:59Z");

    worker.tick(&transfer, &["cpr_request_form"]).await;
    let accepted: Transfer = manager.act(&transfer, "accept", json!({})).await.with(200);
    assert_eq!(deadline(&accepted, "cpr_request").state, DeadlineState::Met);
    assert_eq!(
        deadline(&accepted, "cpr_quality_assurance").state,
        DeadlineState::Running
    );
    let early = manager
        .act(&transfer, "land", json!({}))
        .await
        .refused(409, "gate-closed");
    let stops = blocked_by(&early);
    assert!(
        stops.contains(&"proceedings_completed") && stops.contains(&"legal_panel_presented"),
        "{stops:?}"
    );
}
