//! A team that should hold a case asks for it itself; whoever holds it must let it go.

use openapi::{Case, Transfer, TransferKind, TransferState};
use serde_json::{Value, json};
use tests::durham::{BEFORE_LANDING, Durham, at_allocation_meeting};
use tests::{Database, World, on_both_databases};

on_both_databases!(a_case_is_pulled_only_where_both_managers_agree);

fn pull(durham: &Durham<'_>, case: &Case) -> Value {
    json!({
        "case": case.reference, "pathway": "ops_to_families_first", "kind": "pull",
        "receiving_team_id": durham.families_first.team,
    })
}

async fn a_case_is_pulled_only_where_both_managers_agree(database: &Database) {
    let world = World::start(database, "2026-11-24T10:00:00Z").await;
    let durham = world.durham().await;
    let case = durham.case_of_ops().await;
    let holder = world.as_(&durham.ops.worker);
    holder
        .post("/v1/transfers", pull(&durham, &case))
        .await
        .refused(403, "forbidden");

    let asks = world.as_(&durham.families_first.worker);
    let pulled: Transfer = asks
        .post("/v1/transfers", pull(&durham, &case))
        .await
        .with(201);
    assert_eq!(pulled.summary.kind, TransferKind::Pull);
    assert_eq!(pulled.summary.transferring_team.id, durham.ops.team);
    let transfer = pulled.summary.reference;
    holder
        .act(&transfer, "request", json!({}))
        .await
        .refused(403, "not-your-decision");
    asks.act(&transfer, "request", json!({}))
        .await
        .with::<Transfer>(200);

    let decision = at_allocation_meeting("2026-11-24");
    let releases = world.as_(&durham.ops.manager);
    let half: Transfer = releases
        .act(&transfer, "accept", decision.clone())
        .await
        .with(200);
    assert_eq!(
        half.summary.state,
        TransferState::Requested,
        "one manager is not both"
    );
    assert_eq!(half.approvals.len(), 1);
    let takes = world.as_(&durham.families_first.manager);
    let whole: Transfer = takes.act(&transfer, "accept", decision).await.with(200);
    assert_eq!(whole.summary.state, TransferState::Accepted);
    assert_eq!(whole.approvals.len(), 2);

    holder.tick(&transfer, &BEFORE_LANDING).await;
    let landed: Transfer = asks.act(&transfer, "land", json!({})).await.with(200);
    assert_eq!(landed.summary.state, TransferState::Landed);
    let held = asks
        .case(&case.reference)
        .await
        .holder
        .expect("the case is open");
    assert_eq!(held.team.id, durham.families_first.team);
}
