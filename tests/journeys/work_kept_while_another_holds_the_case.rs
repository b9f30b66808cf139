//! Work that one team owns while another holds the case: it begins, is told, is listed by team, and ends on record.

use openapi::{NotificationKind, Page, Transfer, WorkEntry};
use serde_json::json;
use tests::durham::open_case_facts;
use tests::reading::{due_at, messages};
use tests::{Child, Database, World, on_both_databases};

on_both_databases!(the_report_is_written_by_a_team_that_does_not_hold_the_case);

/// Shows DUR-61, DUR-62.
async fn the_report_is_written_by_a_team_that_does_not_hold_the_case(database: &Database) {
    let world = World::start(database, "2026-11-23T10:00:00Z").await;
    let durham = world.durham().await;
    let lac3 = durham
        .authority
        .crew("lac3", "team_manager", "cpr_worker")
        .await;
    let mut facts = open_case_facts();
    facts["care_plan"] = json!("adoption");
    facts["adm_date"] = json!("2027-03-01");
    let child = Child {
        facts: Some(facts),
        ..Child::default()
    };
    let case = durham.authority.case(&durham.families_first, child).await;
    let push = durham.authority.push(
        "families_first_to_lac3",
        &case,
        &durham.families_first,
        &lac3,
    );
    let transfer = push.await;
    let holder = world.as_(&durham.families_first.worker);
    let co_worker = world.as_(&lac3.manager);
    holder
        .act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);
    holder.tick(&transfer, &["cpr_request_form"]).await;
    let by_then: Page<WorkEntry> = co_worker.get("/v1/work?holding=false").await.with(200);
    assert!(
        keys(&by_then)
            .iter()
            .all(|key| *key != "responsibility:writing_the_cpr")
    );

    holder.notifications().await;
    let accepted: Transfer = co_worker
        .act(&transfer, "accept", json!({}))
        .await
        .with(200);
    let report = accepted
        .responsibilities
        .iter()
        .find(|work| work.id == "writing_the_cpr");
    assert_eq!(
        report.and_then(|work| work.from),
        accepted.decision.as_ref().map(|decision| decision.at)
    );
    let told = holder.notifications().await;
    let begins = messages(&told, NotificationKind::Notice);
    assert!(begins.iter().any(|text| text.contains("Begins for the receiving team: The Child Permanence Report")), "{told:#?}");
    let owed: Page<WorkEntry> = co_worker.get("/v1/work?holding=false").await.with(200);
    assert!(
        keys(&owed).contains(&"responsibility:writing_the_cpr"),
        "{owed:#?}"
    );

    // Who does which task by when, agreed between the two teams.
    let task = |due: Option<&str>| {
        json!({ "list": "kept_tasks", "tasks": [{
        "what": "Visit the placement together", "owed_by": "receiving", "practitioner_id": lac3.worker.id, "due_on": due }] })
    };
    let mut without = task(None);
    without["tasks"][0]
        .as_object_mut()
        .expect("a task")
        .remove("due_on");
    holder
        .act(&transfer, "raise-tasks", without)
        .await
        .refused(422, "not-valid");
    let agreed: Transfer = holder
        .act(&transfer, "raise-tasks", task(Some("2026-12-04")))
        .await
        .with(200);
    assert_eq!(due_at(&agreed, "task#1"), "2026-12-04T23:59:59Z");
    world.travel_to("2026-12-03T12:00:00Z").await;
    let told = world.as_(&lac3.worker).notifications().await;
    let nudged = messages(&told, NotificationKind::Nudge);
    assert!(
        nudged.iter().any(|text| text.contains("task 1")),
        "{told:#?}"
    );
    assert!(
        nudged.iter().all(|text| !text.contains("placement")),
        "{told:#?}"
    );

    co_worker.tick(&transfer, &["cpr_completed"]).await;
    let over = co_worker.transfer(&transfer).await;
    let report = over
        .responsibilities
        .iter()
        .find(|work| work.id == "writing_the_cpr");
    assert!(report.is_some_and(|work| work.ends_at.is_some()));
    let told = holder.notifications().await;
    let ends = messages(&told, NotificationKind::Notice);
    assert!(
        ends.iter()
            .any(|text| text.contains("Ends for the receiving team: The Child Permanence Report")),
        "{told:#?}"
    );
    let left: Page<WorkEntry> = co_worker.get("/v1/work?holding=false").await.with(200);
    assert!(
        !keys(&left).contains(&"responsibility:writing_the_cpr"),
        "{left:#?}"
    );
    let ended: Page<WorkEntry> = co_worker.get("/v1/work?ended=true").await.with(200);
    assert!(
        keys(&ended).contains(&"responsibility:writing_the_cpr"),
        "{ended:#?}"
    );
}

fn keys(page: &Page<WorkEntry>) -> Vec<&str> {
    page.items.iter().map(|work| work.key.as_str()).collect()
}
