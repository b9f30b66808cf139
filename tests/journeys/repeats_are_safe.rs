//! A request that is sent again under its key happens once: the repeat gets the first answer, whatever came between.

use openapi::{Page, Transfer, TransferState, TransferSummary};
use serde_json::{Value, json};
use tests::durham::{Durham, at_allocation_meeting};
use tests::reading::count;
use tests::{Database, Request, World, on_both_databases};

on_both_databases!(
    a_repeat_gets_the_first_answer,
    another_body_under_the_same_key_is_refused,
    a_key_belongs_to_one_person,
    a_refusal_leaves_its_key_unused,
    the_same_request_twice_at_once_happens_once,
);

async fn push(durham: &Durham<'_>) -> Value {
    let case = durham.case_of_ops().await;
    json!({
        "case": case.reference, "pathway": "ops_to_families_first", "kind": "push",
        "receiving_team_id": durham.families_first.team,
    })
}

async fn a_repeat_gets_the_first_answer(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let worker = world.as_(&durham.ops.worker);
    let open = Request::post("/v1/transfers", push(&durham).await).key("open-1");
    let first = worker.send(&open).await;
    let opened: Transfer = first.clone().with(201);
    let transfer = opened.summary.reference;
    worker
        .act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);

    world.travel_to("2026-11-25T10:00:00Z").await;
    let again = worker.send(&open).await;
    assert_eq!(
        again, first,
        "the draft as it was, although the transfer has gone on"
    );
    let all: Page<TransferSummary> = worker.get("/v1/transfers").await.with(200);
    assert_eq!(all.items.len(), 1);

    let accept = format!("/v1/transfers/{transfer}/accept");
    let accept = Request::post(accept, at_allocation_meeting("2026-11-25")).key("accept-1");
    let manager = world.as_(&durham.families_first.manager);
    let first = manager.send(&accept).await;
    assert_eq!(
        first.clone().with::<Transfer>(200).summary.state,
        TransferState::Accepted
    );
    assert_eq!(
        manager.send(&accept).await,
        first,
        "and no complaint that it is accepted already"
    );
    let case = opened.summary.case.reference;
    assert_eq!(count(&worker.journey(&case).await, "accept"), 1);
}

async fn another_body_under_the_same_key_is_refused(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let worker = world.as_(&durham.ops.worker);
    let mut body = push(&durham).await;
    worker
        .send(&Request::post("/v1/transfers", body.clone()).key("one"))
        .await
        .with::<Transfer>(201);
    body["planned_on"] = json!("2026-12-01");
    let other_body = Request::post("/v1/transfers", body).key("one");
    worker.send(&other_body).await.refused(422, "key-reused");
    let call = json!({ "caller": "school", "concern": "a question", "urgent": false });
    let other_path = Request::post("/v1/contacts", call).key("one");
    worker.send(&other_path).await.refused(422, "key-reused");
}

async fn a_key_belongs_to_one_person(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let call = json!({ "caller": "school", "concern": "a question", "urgent": false });
    let call = Request::post("/v1/contacts", call).key("monday");
    let worker = world
        .as_(&durham.ops.worker)
        .send(&call)
        .await
        .with::<openapi::Contact>(201);
    let manager = world
        .as_(&durham.ops.manager)
        .send(&call)
        .await
        .with::<openapi::Contact>(201);
    assert_ne!(worker.id, manager.id);
}

async fn a_refusal_leaves_its_key_unused(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let transfer = durham
        .step_up_requested(&world, &durham.case_of_ops().await)
        .await;
    let manager = world.as_(&durham.families_first.manager);
    let path = format!("/v1/transfers/{transfer}/accept");
    let hasty = Request::post(path.clone(), json!({})).key("decision");
    manager.send(&hasty).await.refused(409, "gate-closed");
    let right = Request::post(path, at_allocation_meeting("2026-11-24")).key("decision");
    manager.send(&right).await.with::<Transfer>(200);
}

async fn the_same_request_twice_at_once_happens_once(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let worker = world.as_(&durham.ops.worker);
    for round in 0..4 {
        let open =
            Request::post("/v1/transfers", push(&durham).await).key(&format!("open-{round}"));
        let (one, other) = tokio::join!(worker.send(&open), worker.send(&open));
        assert_eq!(one, other, "round {round}");
        one.with::<Transfer>(201);
        let all: Page<TransferSummary> = worker.get("/v1/transfers").await.with(200);
        assert_eq!(all.items.len(), round + 1);
    }
}
